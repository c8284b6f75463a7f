"""The bank of titles: what people in many areas report, as a researcher would title it, in German and in English."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from voc.schema import Floats, Language

TITLES = "titles.csv"
VECTORS = "titles.npz"
VECTOR_SCALE = 127
"""The stored vectors are 8-bit integers of this times the value."""


@dataclass(frozen=True, slots=True)
class ClaimPhrase:
    """A phrase that statements may support; ``key`` is the same in every language and run."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Titles:
    """Phrases with their vectors, float32 (n, VECTOR_WIDTH) of length one, comparable with those of statements."""

    phrases: tuple[ClaimPhrase, ...]
    vectors: Floats


def load_titles(kinds: tuple[str, ...], language: Language) -> Titles:
    """The titles of some kinds ("pain", "praise", "goal", "need", "behaviour", "motivation", "suggestion")."""
    rows, vectors = _bank()
    chosen = [position for position, (kind, _, _) in enumerate(rows) if kind in kinds]
    titles = [rows[position] for position in chosen]
    phrases = (ClaimPhrase(english, german if language == "de" else english) for _, german, english in titles)
    return Titles(tuple(phrases), vectors[chosen])


@cache
def _bank() -> tuple[list[tuple[str, str, str]], Floats]:
    """Kind, German and English text of every title, and all vectors."""
    folder = files("voc.claims")
    lines = folder.joinpath(TITLES).read_text("utf-8").splitlines()
    rows = [(row["kind"], row["title_de"], row["title_en"]) for row in csv.DictReader(lines)]
    with as_file(folder / VECTORS) as path, np.load(path, allow_pickle=False) as arrays:
        vectors = arrays["vectors"].astype(np.float32) / VECTOR_SCALE
    return rows, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
