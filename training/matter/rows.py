"""Training rows of the encoder of matters: matrices that say how each of some statements relates to each phrase.

In a study nearly all statements are strangers to a claim, and most of the others come from the same area. So the bulk
of the rows are small studies, in which every line was read against every claim. A matrix says more than pairs do: all
statements of a batch stand with all phrases, so each text is read once and met many times.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from training.claims import STORIES, Claim, read_claims
from training.data import ROOT
from training.phrase_pairs import CATEGORIES, category_pairs, read_groups
from training.places import TouchpointPhrase
from training.reader.pair_rows import matter_of
from training.studies import SmallStudy, read_studies, relation_of
from voc.models.reader_outputs import PAIR_CLASSES

TITLES = ROOT / "training" / "labels" / "titles.csv"
SUPPORTS, NEITHER = PAIR_CLASSES.index("supports"), PAIR_CLASSES.index("neither")
UNKNOWN = -1
_HELD_OUT_EVERY = 12
"""Every twelfth small study is not trained on."""
_GROUPS_TOGETHER = 6
"""Groups of our own phrases that make one matrix."""
_MEASURED_ELSEWHERE = ("m_absa", "german_hotel_absa")
"""Sets with categories that benchmarks/journey.py measures: never trained on."""
_CATEGORY_TEXTS, _CATEGORY_PHRASES, _CATEGORY_MATRICES = 30, 24, 12
"""Texts and phrases of a matrix of one labelled set, and the matrices of each set in an epoch."""
_MAX_CHARACTERS = 300
"""Longest text of a labelled set."""

Phrase = tuple[str, str]
"""A phrase in German and in English."""
Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class StatementMatrix:
    """p phrases and n texts of one area; the texts from position ``n_lines`` on are windows of several lines.

    ``relation`` int8 (p, n): position in PAIR_CLASSES; ``matter`` int8 (p, n): 1 about the matter, 0 not; −1 is
    unknown in both. ``placed`` are texts with the positions of the touchpoints that they are about.
    """

    source: str
    texts: tuple[str, ...]
    n_lines: int
    phrases: tuple[Phrase, ...]
    relation: Codes
    matter: Codes
    touchpoints: tuple[TouchpointPhrase, ...] = ()
    placed: tuple[tuple[str, tuple[int, ...]], ...] = ()


@cache
def training_studies() -> tuple[StatementMatrix, ...]:
    """The small studies to train on."""
    return tuple(_of_study(study) for number, study in enumerate(read_studies()) if number % _HELD_OUT_EVERY)


@cache
def held_out_studies() -> tuple[StatementMatrix, ...]:
    """The small studies that test the encoder."""
    return tuple(_of_study(study) for study in read_studies()[::_HELD_OUT_EVERY])


def _of_study(study: SmallStudy) -> StatementMatrix:
    units = study.units()
    relation = np.full((len(study.claims), len(units)), UNKNOWN, np.int8)
    matter = relation.copy()
    for row, claim in enumerate(study.claims):
        for column, unit in enumerate(units):
            if known := relation_of(unit, claim):
                relation[row, column], matter[row, column] = PAIR_CLASSES.index(known[0]), int(known[1])
    phrases = tuple((claim.phrase_de, claim.phrase_en) for claim in study.claims)
    texts, placed = tuple(units.values()), tuple(_placed_texts(study))
    return StatementMatrix("studies", texts, len(study.lines), phrases, relation, matter, study.touchpoints, placed)


def _placed_texts(study: SmallStudy) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The lines with their touchpoints; a line that needs context stands behind the line before it."""
    names = list(study.lines)
    for before, name in zip(["", *names], names, strict=False):
        if place := study.places.get(name):
            follows = place.needs_context and before[:1] == name[:1]
            yield (f"{study.lines[before]} " if follows else "") + study.lines[name], place.touchpoints


@cache
def claim_matrices(*, are_stories: bool) -> tuple[StatementMatrix, ...]:
    """The older stories, or the groups of real statements, each with its claims and topics."""
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in read_claims():
        if (claim.statements[0].set_name == STORIES) == are_stories:
            groups[tuple(statement.text for statement in claim.statements)].append(claim)
    return tuple(_of_claims(texts, claims) for texts, claims in groups.items())


def _of_claims(texts: tuple[str, ...], claims: Sequence[Claim]) -> StatementMatrix:
    relation = np.full((len(claims), len(texts)), NEITHER, np.int8)
    matter = np.zeros_like(relation)
    for row, claim in enumerate(claims):
        for position, numbers in enumerate((claim.supports, claim.contradicts, claim.about)):
            relation[row, list(numbers)], matter[row, list(numbers)] = position, 1
        if claim.kind != "claim":
            # A topic says nothing that a statement could support.
            relation[row] = UNKNOWN
    phrases = tuple((claim.phrase_de, claim.phrase_en) for claim in claims)
    return StatementMatrix(f"claims/{claims[0].statements[0].set_name}", texts, len(texts), phrases, relation, matter)


def pair_matrices(rng: np.random.Generator) -> Iterator[StatementMatrix]:
    """Our own phrases with their statements, some groups together: what one group says is strange to the others."""
    groups = read_groups()
    order = rng.permutation(len(groups))
    for start in range(0, len(order) - _GROUPS_TOGETHER + 1, _GROUPS_TOGETHER):
        part = [groups[i] for i in order[start : start + _GROUPS_TOGETHER]]
        owners = [(row, statement) for row, group in enumerate(part) for statement in group.statements]
        relation = np.full((len(part), len(owners)), NEITHER, np.int8)
        matter = np.zeros_like(relation)
        for column, (row, statement) in enumerate(owners):
            relation[row, column] = PAIR_CLASSES.index(statement.judgement)
            matter[row, column] = matter_of(statement)
        texts = tuple(statement.text for _, statement in owners)
        phrases = tuple((group.phrase_de, group.phrase_en) for group in part)
        yield StatementMatrix("pairs", texts, len(texts), phrases, relation, matter)


def category_matrices(rng: np.random.Generator) -> Iterator[StatementMatrix]:
    """Texts of labelled sets with our phrases for their categories."""
    for name, judgements in _category_judgements().items():
        texts = list(judgements)
        order = rng.permutation(len(texts))[: _CATEGORY_TEXTS * _CATEGORY_MATRICES]
        for start in range(0, len(order) - _CATEGORY_TEXTS + 1, _CATEGORY_TEXTS):
            part = tuple(texts[i] for i in order[start : start + _CATEGORY_TEXTS])
            known = sorted({phrase for text in part for phrase in judgements[text]})
            phrases = [known[i] for i in rng.permutation(len(known))[:_CATEGORY_PHRASES]]
            relation = np.array(
                [[judgements[text].get(phrase, UNKNOWN) for text in part] for phrase in phrases], np.int8
            )
            matter = np.where(relation == UNKNOWN, UNKNOWN, relation != NEITHER).astype(np.int8)
            both = tuple((phrase, phrase) for phrase in phrases)
            yield StatementMatrix(f"phrases/{name}", part, len(part), both, relation, matter)


@cache
def _category_judgements() -> dict[str, dict[str, dict[str, int]]]:
    """Set → text → phrase → position in PAIR_CLASSES."""
    with CATEGORIES.open(encoding="utf-8", newline="") as stream:
        names = sorted({row["set"] for row in csv.DictReader(stream)} - set(_MEASURED_ELSEWHERE))
    result: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for pair in category_pairs(np.random.default_rng(0), names):
        if len(pair.text) < _MAX_CHARACTERS:
            result[pair.set_name][pair.text][pair.phrase] = PAIR_CLASSES.index(pair.judgement)
    return result


@cache
def titles() -> tuple[Phrase, ...]:
    """The titles of the bank, of all kinds."""
    with TITLES.open(encoding="utf-8", newline="") as stream:
        return tuple((row["title_de"], row["title_en"]) for row in csv.DictReader(stream))
