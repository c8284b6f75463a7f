"""Write `voc/claims/vectors.npz`: the vectors of the bank's titles, and those of strangers, by the product's encoders.

Strangers are lines of the small studies that are not trained on.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.data import ROOT
from training.matter.rows import held_out_studies
from voc.claims.title_bank import TITLES, VECTOR_SCALE, VECTORS
from voc.models.encoder import Encoder
from voc.models.encoder_registry import load_encoder
from voc.models.matter_encoder import PHRASE_PREFIX, MatterEncoder
from voc.schema import Floats

FOLDER = ROOT / "voc" / "claims"


def write_bank() -> None:
    """Encode titles and strangers with the weights of the product."""
    with (FOLDER / TITLES).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    strangers = [text for study in held_out_studies() for text in study.texts[: study.n_lines]]
    titles = [[row[f"title_{language}"] for row in rows] for language in ("de", "en")]
    words = load_encoder("use")
    arrays = {
        "matter": _mean(MatterEncoder(prefix=PHRASE_PREFIX), titles),
        "words": _mean(words, titles),
        "strangers_matter": MatterEncoder().encode(strangers),
        "strangers_words": words.encode(strangers),
    }
    np.savez_compressed(
        FOLDER / VECTORS, allow_pickle=False, **{name: _packed(array) for name, array in arrays.items()}
    )
    print(f"{len(rows):,} titles, {len(strangers):,} strangers, {(FOLDER / VECTORS).stat().st_size / 1e6:.1f} MB")


def _mean(encoder: Encoder, texts: Sequence[Sequence[str]]) -> Floats:
    """The mean vector of the same titles in several languages, rows of length one."""
    sums = np.sum([encoder.encode(part) for part in texts], axis=0)
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)


def _packed(vectors: Floats) -> NDArray[np.int8]:
    # Scaled by the largest value of each row, since only the direction counts.
    return np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * VECTOR_SCALE).astype(np.int8)
