"""Scores of sets by heads that were trained without them, cached in `training/cache` until the recipe changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from benchmarks.readings.evaluation_sets import fold_of, held_out_labels, load_set, training_rows
from benchmarks.readings.peers import e5_vectors, small_heads, tf_idf
from benchmarks.readings.result_cache import Arrays, cached
from training import sentiment
from training.data import ROOT, encode, vectors
from training.fit import logits
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

_NOT_SENTIMENT = ("__init__", "__main__", "cards", "emotion", "idf", "sample", "statements", "weights")
RECIPE = (
    *sorted(f"training/{path.name}" for path in (ROOT / "training").glob("*.py") if path.stem not in _NOT_SENTIMENT),
    "training/labels/statements.csv", "voc/models/ngrams.py", "voc/models/weights/idf.npy",
)  # fmt: skip
"""Files that a trained sentiment head depends on, besides the data."""


@cache
def pool() -> sentiment.Pool:
    """Return all training rows."""
    return sentiment.pool()


def voc_logits(name: str) -> Floats:
    """Return logits (n, 3) of all rows of a set by a head trained without its fold."""
    return _cached_fold("ours", fold_of(name), _score_voc)[name]


def tf_idf_scores(name: str) -> Floats:
    """Return scores (n, 3) of the TF-IDF model, trained on the same rows as the head of `voc_logits`."""
    return _cached_fold("tf-idf", fold_of(name), _score_tf_idf)[name]


def small_head_scores(name: str, encoder: str) -> Floats:
    """Return scores of `peer_sample(name)` by the head trained on few rows, on the vectors of "use" or "e5"."""
    vectors_of = {"use": encode, "e5": e5_vectors}[encoder]
    return _cached_fold(f"small-{encoder}", fold_of(name), lambda fold: small_heads(fold, vectors_of))[name]


def label_logits(fold: tuple[str, ...]) -> Floats:
    """Return logits (n, 3) of the hand-labelled segments that a fold holds out, in the order of `held_out_labels`."""
    return _cached_fold("ours", fold, _score_voc)["talk"]


def _score_voc(fold: tuple[str, ...]) -> Arrays:
    arrays = sentiment.train(pool(), training_rows(pool(), fold))
    scores = {}
    for name in fold:
        rows = load_set(name)
        x = np.asarray(vectors(name.partition("/")[0])[rows.rows])
        scores[name] = logits(arrays, x, hash_ngrams(rows.texts))
    texts = held_out_labels(fold)[1]
    scores["talk"] = logits(arrays, np.asarray(encode("benchmark", texts)), hash_ngrams(texts))
    return scores


def _score_tf_idf(fold: tuple[str, ...]) -> Arrays:
    texts = [text for name in fold for text in load_set(name).texts]
    scores = tf_idf(pool(), training_rows(pool(), fold), texts)
    ends = np.cumsum([len(load_set(name).texts) for name in fold])
    return dict(zip(fold, np.split(scores, ends[:-1]), strict=True))


def _cached_fold(label: str, fold: tuple[str, ...], compute: Callable[[tuple[str, ...]], Arrays]) -> Arrays:
    peer_files = () if label == "ours" else ("benchmarks/readings/peers.py",)
    sources = (*RECIPE, "benchmarks/readings/evaluation_sets.py", *peer_files)
    return cached(f"{label} without {', '.join(fold)}", sources, lambda: compute(fold))
