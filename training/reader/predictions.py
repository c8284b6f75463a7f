"""Logits of texts and pairs by the network of a run, cached in `training/cache/reader` until the network changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from training.data import ROOT
from voc.models.reader_outputs import DEPTHS, N_OUTPUTS, PAIR_CLASSES
from voc.schema import Floats

FOLDER = ROOT / "training" / "cache" / "reader"
CALIBRATION = FOLDER / "calibration.npz"
"""Where `python -m training.reader calibrate` writes scales and shifts."""
Logits = dict[int, Floats]
"""float32 (n, columns) by exit."""


def text_logits(run: str, texts: Sequence[str]) -> Logits:
    """Logits of n texts at each exit: (n, N_OUTPUTS)."""
    return _cached(run, "texts", list(texts), lambda: _predict(run, list(texts), [""] * len(texts)))


def pair_logits(run: str, first: Sequence[str], second: Sequence[str]) -> Logits:
    """Logits of n pairs at each exit: (n, 4), PAIR_CLASSES and "same matter"."""
    both = [f"{a}\t{b}" for a, b in zip(first, second, strict=True)]
    return _cached(run, "pairs", both, lambda: _predict(run, list(first), list(second)))


def _cached(run: str, what: str, texts: list[str], compute: Callable[[], Logits]) -> Logits:
    version = hashlib.sha256("\n".join([_network_hash(run), *texts]).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    file = FOLDER / f"{run}-{what}-{version}.npz"
    if not file.is_file():
        partial = file.with_suffix(".part.npz")
        np.savez(partial, allow_pickle=False, **{str(depth): rows for depth, rows in compute().items()})
        partial.replace(file)
    with np.load(file, allow_pickle=False) as arrays:
        return {int(name): arrays[name] for name in arrays.files}


@cache
def _network_hash(run: str) -> str:
    return hashlib.sha256(network_file(run).read_bytes()).hexdigest()


def _predict(run: str, first: list[str], second: list[str]) -> Logits:
    # Torch is imported where it is needed, so that cached logits can be read without it.
    import torch
    from sentencepiece import SentencePieceProcessor

    from training.reader.fit import predict
    from training.reader.network import ReaderNetwork
    from training.reader.rows import join_pair, tokenize

    state = torch.load(network_file(run))
    network = ReaderNetwork.of_state(state)
    tokenizer = SentencePieceProcessor(model_file=str(FOLDER / "tokenizer.model"))
    tokens = tokenize(tokenizer, first, max_tokens=128)
    starts = np.zeros(len(first), np.int64)
    is_pair = any(second)
    if is_pair:
        starts = np.array([len(ids) + 1 for ids in tokens])
        tokens = join_pair(tokens, tokenize(tokenizer, second, max_tokens=128))
    width = len(PAIR_CLASSES) + 1 if is_pair else N_OUTPUTS
    rows = {depth: np.zeros((len(first), width), np.float32) for depth in DEPTHS.values()}
    for positions, outputs in predict(network, tokens, starts):
        for depth, out in outputs.items():
            rows[depth][positions] = out.pair if is_pair else out.readings
    return rows


def network_file(run: str) -> Path:
    """Where the last step of a run writes the trained network."""
    return FOLDER / f"{run}.pt"
