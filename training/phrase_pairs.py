"""Pairs of a phrase and a statement that supports it, contradicts it or does neither: for training, never for tests.

`training/labels/pairs.csv` holds phrases and statements of our own, by `PAIRS.md` beside it; its order tells the
judgement, so shuffle before use. `category_phrases.csv` holds phrases of our own for the categories of labelled sets,
each with its side ("delivery takes too long" for negative texts about delivery); the texts come from the sets.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from training.data import ROOT, load

FILE = ROOT / "training" / "labels" / "pairs.csv"
CATEGORIES = ROOT / "training" / "labels" / "category_phrases.csv"
_STRANGER_SHARE = 0.5
"""Share (0–1) of the texts that are also paired with a phrase of a category they do not mention."""


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """A statement with its judgement; ``why`` is one word of PAIRS.md ("story", "fixed", "other_matter" …)."""

    language: str
    text: str
    judgement: str
    why: str


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """A phrase in German and English, and eight statements about it, four in each language."""

    phrase_de: str
    phrase_en: str
    statements: tuple[JudgedStatement, ...]


@cache
def read_groups() -> tuple[PhraseGroup, ...]:
    """All groups, in the order of the file."""
    statements: dict[tuple[int, str, str], list[JudgedStatement]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            judged = JudgedStatement(row["language"], row["statement"], row["judgement"], row["why"])
            statements[int(row["group"]), row["phrase_de"], row["phrase_en"]].append(judged)
    return tuple(PhraseGroup(german, english, tuple(group)) for (_, german, english), group in statements.items())


@dataclass(frozen=True, slots=True)
class CategoryPair:
    """A phrase for a category and a side, and a text of the same set."""

    set_name: str
    phrase: str
    text: str
    judgement: str


def category_pairs(rng: np.random.Generator, names: Sequence[str] = ()) -> list[CategoryPair]:
    """Texts of the labelled sets (of ``names``, or all) with phrases for their categories, German or English at random.

    A text supports the phrases of its own categories and sides, contradicts those of the other side, and says nothing
    about other categories of its domain. Categories with both sides, or only neutral, support and
    contradict nothing; about 3 in 1,000 of the "neither" pairs are about one of them.
    """
    phrases: dict[tuple[str, str, str, str], list[tuple[str, str]]] = defaultdict(list)
    with CATEGORIES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = (row["set"], row["domain"], row["category"], row["side"])
            phrases[key].append((row["phrase_de"], row["phrase_en"]))
    by_domain: dict[tuple[str, str], list[tuple[str, str, str, str]]] = defaultdict(list)
    for key in sorted(phrases):
        by_domain[key[:2]].append(key)
    pairs: list[CategoryPair] = []
    for name in names or sorted({key[0] for key in phrases}):
        table = load(name)
        domains = table["domain"] if "domain" in table else [""] * len(table)
        for text, domain, cell in zip(table["text"], domains, table["aspects"], strict=True):
            sides = _sides_of(cell)
            known = [key for key in by_domain[name, domain] if key[2] in sides]
            others = [key for key in by_domain[name, domain] if sides and key[2] not in sides]
            strangers = [key for key in others if not _is_general(key[2])]
            chosen = []
            if known:
                key = known[rng.integers(len(known))]
                chosen.append((key, "supports" if sides[key[2]] == key[3] else "contradicts"))
            if strangers and rng.random() < _STRANGER_SHARE:
                chosen.append((strangers[rng.integers(len(strangers))], "neither"))
            for key, judgement in chosen:
                phrase = phrases[key][rng.integers(len(phrases[key]))][int(rng.integers(2))]
                pairs.append(CategoryPair(name, phrase, text, judgement))
    return pairs


def _is_general(category: str) -> bool:
    """Whether a category is the thing as a whole, of which every text says something."""
    return any(word in category.lower() for word in ("general", "overall", "other", "misc", "allgemein", "feedback"))


def _sides_of(cell: str) -> dict[str, str]:
    """The side of each category in a text; categories with both sides, or neither, are left out."""
    sides: dict[str, set[str]] = defaultdict(set)
    for aspect in json.loads(cell):
        sides[aspect["category"]].add(str(aspect.get("polarity", "")).lower()[:3])
    names = {"pos": "positive", "neg": "negative"}
    return {category: names[next(iter(own))] for category, own in sides.items() if len(own) == 1 and own <= set(names)}
