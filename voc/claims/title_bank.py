"""The bank of titles: what people in many areas report, as a researcher would title it, in German and in English.

With the titles come strangers: statements from areas of their own, on which nothing was trained. How near they come to
a title is how near statements come by chance.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Language

TITLES = "titles.csv"
VECTORS = "vectors.npz"
VECTOR_SCALE = 127
"""The stored vectors are 8-bit integers; the largest value of a row is this."""


@dataclass(frozen=True, slots=True)
class ClaimPhrase:
    """A phrase that statements may support; ``key`` is the same in every language and run."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Titles:
    """n phrases with their vectors, and the vectors of strangers.

    ``matter`` float32 (n, d) and ``words`` float32 (n, w): the mean vectors of the German and the English title, by the
    encoder of matters and by the Universal Sentence Encoder; ``strangers`` float32 (m, d) by the encoder of matters.
    All rows have length one.
    """

    phrases: tuple[ClaimPhrase, ...]
    matter: Floats
    words: Floats
    strangers: Floats


def load_titles(kinds: tuple[str, ...], language: Language, *, has_matter: bool = True) -> Titles:
    """The titles of some kinds ("pain", "praise", "goal", "need", "behaviour", "motivation", "suggestion").

    ``has_matter``: whether statements have vectors by the encoder of matters; otherwise all vectors are by words.
    """
    rows, vectors = _bank()
    chosen = [position for position, row in enumerate(rows) if row["kind"] in kinds]
    phrases = tuple(ClaimPhrase(rows[i]["title_en"], rows[i][f"title_{language}"]) for i in chosen)
    matter, words = (_unit(vectors[name][chosen]) for name in ("matter", "words"))
    if not has_matter:
        return Titles(phrases, words, words, _unit(vectors["strangers_words"]))
    return Titles(phrases, matter, words, _unit(vectors["strangers_matter"]))


@cache
def _bank() -> tuple[list[dict[str, str]], Mapping[str, NDArray[np.int8]]]:
    """Every title with its kind, and the stored vectors: those of titles in the same order."""
    folder = files("voc.claims")
    rows = list(csv.DictReader(folder.joinpath(TITLES).read_text("utf-8").splitlines()))
    with as_file(folder / VECTORS) as path, np.load(path, allow_pickle=False) as arrays:
        return rows, {name: arrays[name] for name in arrays.files}


def _unit(stored: NDArray[np.int8]) -> Floats:
    vectors = stored.astype(np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
