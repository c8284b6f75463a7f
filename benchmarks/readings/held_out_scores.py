"""What heads read that were fitted without the sets they read; kept in `training/cache` until the recipe changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from benchmarks.readings import evaluation_sets as rows
from benchmarks.readings.evaluation_sets import fold_of, judged, teachable
from benchmarks.readings.peers import e5_vectors, small_heads, tf_idf
from benchmarks.readings.result_cache import Arrays, kept
from training import sentiment
from training.data import ROOT, encode, vectors
from training.fit import logits
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

_BESIDE = ("__init__", "__main__", "cards", "emotion", "idf", "sample", "statements", "weights")
RECIPE = (
    *sorted(f"training/{path.name}" for path in (ROOT / "training").glob("*.py") if path.stem not in _BESIDE),
    "training/labels/statements.csv", "voc/models/ngrams.py", "voc/models/weights/idf.npy",
)  # fmt: skip
"""What a fitted sentiment head depends on, beside the data."""


@cache
def pool() -> sentiment.Pool:
    """All rows that may teach."""
    return sentiment.pool()


def ours(name: str) -> Floats:
    """Logits (n, 3) of all rows of a set, by a head fitted without its fold."""
    return _kept("ours", fold_of(name), _fit_ours)[name]


def words(name: str) -> Floats:
    """Scores (n, 3) of the TF-IDF model, fitted on the same rows as `ours`."""
    return _kept("tf-idf", fold_of(name), _fit_words)[name]


def small(name: str, encoder: str) -> Floats:
    """Scores of `peer_sample(name)` by the head fitted on few rows, on the vectors of "use" or "e5"."""
    vectors_of = {"use": encode, "e5": e5_vectors}[encoder]
    return _kept(f"small-{encoder}", fold_of(name), lambda fold: small_heads(fold, vectors_of))[name]


def talk(fold: tuple[str, ...]) -> Floats:
    """Logits (n, 3) of the hand-labelled segments that a fold leaves out, in the order of `rows.talk`."""
    return _kept("ours", fold, _fit_ours)["talk"]


def _fit_ours(fold: tuple[str, ...]) -> Arrays:
    arrays = sentiment.train(pool(), teachable(pool(), fold))
    out = {}
    for name in fold:
        one = judged(name)
        x = np.asarray(vectors(name.partition("/")[0])[one.rows])
        out[name] = logits(arrays, x, hash_ngrams(one.texts))
    texts = rows.talk(fold)[1]
    out["talk"] = logits(arrays, np.asarray(encode("benchmark", texts)), hash_ngrams(texts))
    return out


def _fit_words(fold: tuple[str, ...]) -> Arrays:
    found = tf_idf(pool(), teachable(pool(), fold), [text for name in fold for text in judged(name).texts])
    ends = np.cumsum([len(judged(name).texts) for name in fold])
    return dict(zip(fold, np.split(found, ends[:-1]), strict=True))


def _kept(label: str, fold: tuple[str, ...], work: Callable[[tuple[str, ...]], Arrays]) -> Arrays:
    own = () if label == "ours" else ("benchmarks/readings/peers.py",)
    sources = (*RECIPE, "benchmarks/readings/evaluation_sets.py", *own)
    return kept(f"{label} without {', '.join(fold)}", sources, lambda: work(fold))
