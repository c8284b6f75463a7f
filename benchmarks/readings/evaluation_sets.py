"""The sets that sentiment is evaluated on, their labels, and the rows that no evaluated head may learn from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from training import labels, sentiment
from training.data import key_codes, load
from training.sentiment_sets import NEGATIVE, NEUTRAL, POSITIVE, Target, from_aspects, from_polarity

Classes = NDArray[np.int64]
DOMAINS = ("coursera", "food", "hotel", "laptop", "phone", "restaurant", "sight")
PARALLEL = tuple(f"m_absa/{domain}" for domain in DOMAINS)
"""Domains of m_absa, which has every text in German and English."""
SETS = (
    "german_hotel_absa", "mobasa", "bestande_de", "sb10k", "acos", "semeval2014_rest", "us_airline_tweets", *PARALLEL,
)  # fmt: skip
FOLDS: tuple[tuple[str, ...], ...] = (
    ("german_hotel_absa", "acos", "semeval2014_rest", "us_airline_tweets", "m_absa/laptop", "m_absa/restaurant"),
    ("bestande_de", "mobasa", "m_absa/phone"),
    ("sb10k", "m_absa/coursera", "m_absa/food"),
    ("m_absa/hotel", "m_absa/sight"),
)
"""One training holds out all sets of a fold. Sets that share texts are in one fold."""
HELD_OUT_SOURCES: tuple[tuple[str, ...], ...] = (
    ("divekit_de",),
    ("hci2024/interviews_de", "hci2024/interviews_en"),
    ("mlss_en", "games_en"),
    ("jupyter_surveys", "softwaresaved_survey", "pandas_survey"),
)
"""Folders and surveys whose hand-labelled segments each fold also holds out. The German and the English interviews of
hci2024 are partly translations of each other."""
QUICK = ("german_hotel_absa", "acos", "us_airline_tweets")
_STARS = {"1": 0, "2": 0, "4": 2, "5": 2}
_CLASSES = {NEGATIVE: 0, NEUTRAL: 1, POSITIVE: 2}


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """The rows of a set: ids, texts, languages and ``truth`` int64 (n,).

    ``truth`` is 0 negative, 1 neutral, 2 positive, −1 mixed or unclear; ``rows`` are positions in the set's table.
    """

    name: str
    rows: NDArray[np.int64]
    ids: list[str]
    texts: list[str]
    languages: NDArray[np.str_]
    truth: Classes


@cache
def load_set(name: str) -> EvaluationSet:
    """Load a set, or a domain of it ("m_absa/hotel"), with its labels as sentiment.

    Stars 1 and 2 are negative, 4 and 5 positive. Aspects with the same label are the sentiment of their text, beside
    neutral aspects only if `from_aspects` calls them clear; positive and negative aspects together are mixed.

    Raises:
        DataError: the set does not exist.
    """
    base, _, domain = name.partition("/")
    table = load(base)
    rows = np.flatnonzero(table["domain"] == domain) if domain else np.arange(len(table))
    table = table.iloc[rows]
    if "rating" in table:
        truth = [_STARS.get(cell, -1) for cell in table["rating"]]
    elif "polarity" in table:
        truth = [_class_of(from_polarity(cell)) for cell in table["polarity"]]
    else:
        truth = [_class_of(from_aspects(cell)) for cell in table["aspects"]]
    languages = np.array(table["lang"].tolist())
    return EvaluationSet(name, rows, table["id"].tolist(), table["text"].tolist(), languages, np.array(truth, np.int64))


def _class_of(target: Target) -> int:
    return -1 if target is None else _CLASSES.get(target, -1)


def fold_of(name: str) -> tuple[str, ...]:
    """Return the fold in which a set is held out."""
    return next(fold for fold in FOLDS if name in fold)


def training_rows(pool: sentiment.Pool, fold: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which rows a head may learn from if a fold is held out: bool (n,).

    Excluded are the rows of its sets and of sets known to share their texts, copies of evaluated texts (by letters and
    digits), their translations among the parallel rows of m_absa, and the hand-labelled segments of the fold.
    """
    keep = np.ones(len(pool.keys), bool)
    for name in fold:
        if name in PARALLEL:
            keep &= ~np.char.startswith(pool.groups.astype(str), name)
        else:
            keep &= sentiment.rows_without(pool, name)
    texts = [text for name in fold for text in load_set(name).texts] + held_out_labels(fold)[1]
    return keep & ~np.isin(pool.keys, with_translations(key_codes(texts)))


@cache
def label_columns() -> dict[str, NDArray[np.str_]]:
    """Return the columns of the hand-labelled segments in the order of the file; "text" holds the segments."""
    with labels.FILE.open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    columns = {key: np.array([row[key] for row in cells]) for key in cells[0]}
    return columns | {"text": np.array(labels.read_labels().texts, dtype=object)}


def held_out_labels(fold: tuple[str, ...]) -> tuple[Classes, list[str]]:
    """Return the hand-labelled segments that a fold holds out: positions in the file, ascending, and texts."""
    columns = label_columns()
    positions = np.flatnonzero(np.isin(columns["set"], HELD_OUT_SOURCES[FOLDS.index(fold)]))
    return positions, columns["text"][positions].tolist()


def with_translations(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return text keys together with those of their translations in m_absa."""
    all_keys, translations = _translations()
    has_translation = np.isin(all_keys, keys) & (translations >= 0)
    return np.union1d(keys, all_keys[translations[has_translation]])


@cache
def _translations() -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The key of every row of m_absa, and the position of its translation, −1 if it has none."""
    table = load("m_absa")
    position = {row: i for i, row in enumerate(table["id"])}
    translations = np.array([position.get(translation_id(row), -1) for row in table["id"]])
    return key_codes(table["text"].tolist()), translations


def translation_id(row: str) -> str:
    """Return the id of the same text in the other language.

    >>> translation_id("hotel-de-train-7"), translation_id("hotel-en-train-7")
    ('hotel-en-train-7', 'hotel-de-train-7')
    """
    domain, language, rest = row.split("-", 2)
    return f"{domain}-{'en' if language == 'de' else 'de'}-{rest}"


def pairs(name: str) -> NDArray[np.int64]:
    """Return the German and the English row of each text of a domain of m_absa: int64 (n, 2), rows of `load_set`."""
    rows = load_set(name)
    position = {row: i for i, row in enumerate(rows.ids)}
    both = [
        (i, position[translation_id(row)])
        for i, row in enumerate(rows.ids)
        if rows.languages[i] == "de" and translation_id(row) in position
    ]
    return np.array(both, np.int64).reshape(-1, 2)


def sample(name: str, number: int) -> NDArray[np.int64]:
    """Return at most ``number`` rows of `load_set`, spread evenly over the set, ascending."""
    n = len(load_set(name).truth)
    return np.unique(np.linspace(0, n - 1, min(number, n)).astype(np.int64))
