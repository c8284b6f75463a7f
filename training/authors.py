"""The author head: lines of our own (`training/labels/authors.csv`), written for six authors in some forty domains.

Neighbours are near twins: a customer, an interviewer, an agent and a note say the same matter. No real text is among
them, so all real studies are held out: `python -m benchmarks.authors`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from training.data import ROOT, encode
from training.fit import FitConfig, Rows, fit, logits
from voc.models.authors import AUTHORS
from voc.models.heads import softmax
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

LINES = ROOT / "training" / "labels" / "authors.csv"
CONFIG = FitConfig(hidden=64, epochs=30, batch=128, networks=2, penalty=1e-5)
FOLDS = 5
SPEAKERS = ("participant", "interviewer", "company")
"""Authors whose words a recogniser may have written down."""


@dataclass(frozen=True, slots=True)
class AuthorLines:
    """Lines with their authors as positions in AUTHORS, and language and domain, which are held out together.

    The first ``n_written`` are as they were written; the others are some of them again as a recogniser writes them.
    """

    n_written: int
    texts: list[str]
    authors: NDArray[np.int64]
    domains: NDArray[np.str_]

    @property
    def n_recognised(self) -> int:
        """How many lines are there a second time."""
        return len(self.texts) - self.n_written


@cache
def read_lines() -> AuthorLines:
    """All lines, and those that somebody may speak a second time as a recogniser writes them.

    Only participants would lack capitals and question marks otherwise, and all recognised talk would be theirs.
    """
    with LINES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    spoken = [row | {"text": recognised} for row in rows if (recognised := _as_recognised(row))]
    rows += spoken
    return AuthorLines(
        len(rows) - len(spoken),
        [row["text"] for row in rows],
        np.array([AUTHORS.index(row["author"]) for row in rows]),
        np.array([f"{row['language']} {row['domain']}" for row in rows]),
    )


def _as_recognised(row: dict[str, str]) -> str:
    """The line in lower case without marks; "" where nobody speaks, or where it is written so already."""
    text = re.sub(r"[^\w\s'’-]+", "", row["text"].lower())
    return text if row["author"] in SPEAKERS and text != row["text"] else ""


def train(keep: NDArray[np.bool_]) -> dict[str, Floats]:
    """Fit on the lines that are kept; all authors weigh the same."""
    lines = read_lines()
    authors = lines.authors[keep]
    counts = np.bincount(authors, minlength=len(AUTHORS))
    weights = (len(authors) / len(AUTHORS) / counts)[authors]
    rows = Rows(
        np.asarray(encode("authors", lines.texts))[keep],
        hash_ngrams([text for text, kept in zip(lines.texts, keep, strict=True) if kept]),
        np.eye(len(AUTHORS), dtype=np.float32)[authors],
        np.repeat(weights[:, None], len(AUTHORS), axis=1).astype(np.float32),
    )
    return fit(rows, CONFIG)


def held_out_logits(seed: int = 0) -> Floats:
    """Logits of every line by a head that saw no line of its language and domain: float32 (n, 6)."""
    lines = read_lines()
    domains = np.unique(lines.domains)
    fold_of = dict(zip(domains.tolist(), np.random.default_rng(seed).permutation(len(domains)) % FOLDS, strict=True))
    folds = np.array([fold_of[domain] for domain in lines.domains.tolist()])
    vectors, result = np.asarray(encode("authors", lines.texts)), np.zeros((len(folds), len(AUTHORS)), np.float32)
    for fold in range(FOLDS):
        rows = np.flatnonzero(folds == fold)
        arrays = train(folds != fold)
        result[rows] = logits(arrays, vectors[rows], hash_ngrams([lines.texts[row] for row in rows]))
    return result


def calibrate() -> Floats:
    """The factor on the logits that fits held-out lines best, and no shift: float32 (2, 6)."""
    held_out, authors = held_out_logits(), read_lines().authors

    def loss(scale: float) -> float:
        return -float(np.log(softmax(held_out * np.float32(scale))[np.arange(len(authors)), authors]).mean())

    best = minimize_scalar(loss, bounds=(0.1, 3), method="bounded").x
    return np.array([[best] * len(AUTHORS), [0] * len(AUTHORS)], np.float32)
