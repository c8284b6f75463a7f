"""Write the judge's weights for the product: its layers with 8-bit weights, its heads, and their calibration."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np

from training.data import ROOT
from training.judge.calibration import Calibration
from training.judge.lower import LowerVectors
from training.judge.network import JudgeNetwork, collate_pairs
from training.judge.rows import judge_pairs
from training.reader.export import write_layers
from training.reader.ranges import activation_ranges
from training.weights import FOLDER as WEIGHTS
from voc.claims.title_bank import TITLES, VECTOR_SCALE, VECTORS
from voc.models.pair_judge import PairJudge

FOLDER = WEIGHTS / "judge"
BANK = ROOT / "voc" / "claims"
_MEASURED_PAIRS = 400
"""Pairs on which the ranges of activations are measured."""


def export(network: JudgeNetwork, calibration: Calibration, folder: Path = FOLDER) -> None:
    """Write `layers.onnx` and `heads.npz` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs, lower = judge_pairs(np.random.default_rng(0)), LowerVectors()
    chosen = [pairs[i] for i in np.random.default_rng(0).choice(len(pairs), _MEASURED_PAIRS, replace=False)]
    lower.read(text for pair in chosen for text in (pair.first, pair.second))
    batches = [collate_pairs([(lower[pair.first], lower[pair.second])]) for pair in chosen]
    ranges = activation_ranges(network.layers, [partial(network.pair_logits, batch) for batch in batches])
    write_layers(network.state_dict(), ranges, range(len(network.layers)), folder / "layers.onnx")
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    arrays = {
        "kind": state["kind.weight"], "mean": state["mean"], "inverse_std": state["inverse_std"],
        "vector_w": state["vector.weight"].T, **asdict(calibration),
        **{f"{name}_w": state[f"{name}.weight"].T for name in ("pair_in", "pair_out")},
        **{f"{name}_b": state[f"{name}.bias"] for name in ("pair_in", "pair_out")},
    }  # fmt: skip
    # Half precision for the large head: it is read as float32.
    packed = {name: array.astype(np.float16 if array.size > 10_000 else np.float32) for name, array in arrays.items()}
    digest = hashlib.sha256((folder / "layers.onnx").read_bytes())
    for name in sorted(packed):
        digest.update(np.ascontiguousarray(packed[name]).tobytes())
    np.savez(folder / "heads.npz", allow_pickle=False, **packed, version=np.array(digest.hexdigest()[:12]))
    for file in sorted(folder.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    write_title_vectors()


def write_title_vectors() -> None:
    """Write the vectors of the bank of titles, the mean of both languages, as 8-bit integers."""
    with (BANK / TITLES).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    judge = PairJudge()
    german, english = (judge.phrase_vectors([row[column] for row in rows]) for column in ("title_de", "title_en"))
    vectors = german + english
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    np.savez(BANK / VECTORS, allow_pickle=False, vectors=np.rint(vectors * VECTOR_SCALE).astype(np.int8))
