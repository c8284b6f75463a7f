"""What sentiment is judged on: sets, labels, and which rows no judged head may learn from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from training import sentiment, statements
from training.data import key_codes, load
from training.sentiment_sets import NEGATIVE, NEUTRAL, POSITIVE, from_aspects, from_polarity

Classes = NDArray[np.int64]
DOMAINS = ("coursera", "food", "hotel", "laptop", "phone", "restaurant", "sight")
PARALLEL = tuple(f"m_absa/{domain}" for domain in DOMAINS)
SETS = (
    "german_hotel_absa", "mobasa", "bestande_de", "sb10k", "acos", "semeval2014_rest", "us_airline_tweets", *PARALLEL,
)  # fmt: skip
FOLDS: tuple[tuple[str, ...], ...] = (
    ("german_hotel_absa", "acos", "semeval2014_rest", "us_airline_tweets", "m_absa/laptop", "m_absa/restaurant"),
    ("bestande_de", "mobasa", "m_absa/phone"),
    ("sb10k", "m_absa/coursera", "m_absa/food"),
    ("m_absa/hotel", "m_absa/sight"),
)
"""One training leaves all sets of a fold out. Sets that hold the same texts stand in one fold."""
TALK: tuple[tuple[str, ...], ...] = (
    ("divekit_de",),
    ("hci2024/interviews_de", "hci2024/interviews_en"),
    ("mlss_en", "games_en"),
    ("jupyter_surveys", "softwaresaved_survey", "pandas_survey"),
)
"""Folders and surveys of which each fold also leaves the hand-labelled segments out. The German and the English talks
of hci2024 are the same talks in part."""
QUICK = ("german_hotel_absa", "acos", "us_airline_tweets")
_STARS = {"1": 0, "2": 0, "4": 2, "5": 2}
_KINDS = {NEGATIVE: 0, NEUTRAL: 1, POSITIVE: 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """The rows of one set: ids, texts, languages and ``truth`` int64 (n,).

    ``truth`` is 0 negative, 1 neutral, 2 positive, -1 mixed or unclear; ``rows`` are the places in the set's table.
    """

    name: str
    rows: NDArray[np.int64]
    ids: list[str]
    texts: list[str]
    languages: NDArray[np.str_]
    truth: Classes


@cache
def judged(name: str) -> Judged:
    """The rows of a set, or of a domain of it ("m_absa/hotel"), with what their labels say.

    Stars 1 and 2 are negative, 4 and 5 positive. Aspects of one mind give the sentiment of their text, also beside
    neutral ones only where `from_aspects` calls them clear; positive and negative ones together are mixed.

    Raises:
        DataError: the set is not there.
    """
    base, _, domain = name.partition("/")
    table = load(base)
    rows = np.flatnonzero(table["domain"] == domain) if domain else np.arange(len(table))
    table = table.iloc[rows]
    if "rating" in table:
        truth = [_STARS.get(cell, -1) for cell in table["rating"]]
    else:
        whole = "polarity" in table
        cells = table["polarity" if whole else "aspects"]
        targets = [from_polarity(cell) if whole else from_aspects(cell) for cell in cells]
        truth = [-1 if target is None else _KINDS.get(target, -1) for target in targets]
    languages = np.array(table["lang"].tolist())
    return Judged(name, rows, table["id"].tolist(), table["text"].tolist(), languages, np.array(truth, np.int64))


def fold_of(name: str) -> tuple[str, ...]:
    """The fold in which a set is left out."""
    return next(fold for fold in FOLDS if name in fold)


def teachable(rows: sentiment.Pool, fold: tuple[str, ...]) -> NDArray[np.bool_]:
    """The rows that may teach when a fold is judged: bool (n,).

    No row of its sets, of sets known to hold the same texts, no copy of a judged text (by letters and digits), and no
    translation of one among m_absa's parallel rows; no hand-labelled segment of its TALK.
    """
    keep = np.ones(len(rows.keys), bool)
    for name in fold:
        if name in PARALLEL:
            keep &= ~np.char.startswith(rows.groups.astype(str), name)
        else:
            keep &= sentiment.rows_without(rows, name)
    texts = [text for name in fold for text in judged(name).texts] + talk(fold)[1]
    return keep & ~np.isin(rows.keys, twins(key_codes(texts)))


@cache
def label_columns() -> dict[str, NDArray[np.str_]]:
    """The file of labels made by hand by column, rows in its order; "text" holds the segments themselves."""
    with statements.LABELS.open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    columns = {key: np.array([row[key] for row in cells]) for key in cells[0]}
    return columns | {"text": np.array(statements.labelled().texts, dtype=object)}


def talk(fold: tuple[str, ...]) -> tuple[Classes, list[str]]:
    """The hand-labelled segments that a fold leaves out: places in the file, ascending, and texts."""
    columns = label_columns()
    places = np.flatnonzero(np.isin(columns["set"], TALK[FOLDS.index(fold)]))
    return places, columns["text"][places].tolist()


def twins(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Keys of texts, and of m_absa's translations of them."""
    known, other = _translations()
    mine = np.isin(known, keys) & (other >= 0)
    return np.union1d(keys, known[other[mine]])


@cache
def _translations() -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Key of every row of m_absa, and the place of its translation, -1 where there is none."""
    table = load("m_absa")
    place = {row: i for i, row in enumerate(table["id"])}
    other = np.array([place.get(swapped(row), -1) for row in table["id"]])
    return key_codes(table["text"].tolist()), other


def swapped(row: str) -> str:
    """The id of the other language's row: "hotel-de-train-7" is "hotel-en-train-7" in English, and back.

    >>> swapped("hotel-de-train-7"), swapped("hotel-en-train-7")
    ('hotel-en-train-7', 'hotel-de-train-7')
    """
    domain, language, rest = row.split("-", 2)
    return f"{domain}-{'en' if language == 'de' else 'de'}-{rest}"


def pairs(name: str) -> NDArray[np.int64]:
    """Which rows of a domain of m_absa are the German and the English form of one text: int64 (n, 2), places in
    `judged`."""
    one = judged(name)
    place = {row: i for i, row in enumerate(one.ids)}
    found = [
        (i, place[swapped(row)]) for i, row in enumerate(one.ids) if one.languages[i] == "de" and swapped(row) in place
    ]
    return np.array(found, np.int64).reshape(-1, 2)


def sample(name: str, number: int) -> NDArray[np.int64]:
    """At most ``number`` rows of a set, spread evenly over it, places in `judged`, ascending."""
    n = len(judged(name).truth)
    return np.unique(np.linspace(0, n - 1, min(number, n)).astype(np.int64))
