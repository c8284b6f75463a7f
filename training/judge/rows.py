"""Training rows of the judge: pairs of a phrase and a statement, and groups for contrast.

In a study nearly all statements are strangers to a claim, and most of the others come from the same area. So the bulk
of the pairs are statements of small studies with the claims of their own study, which few of them support.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from training.claims import STORIES, read_claims
from training.phrase_pairs import CategoryPair, category_pairs
from training.places import TouchpointPhrase
from training.reader.pair_rows import TextPair, claim_pairs, group_pairs, phrase_of, touchpoint_pairs
from training.studies import SmallStudy, read_studies, relation_of
from voc.models.reader_outputs import PAIR_CLASSES

PHRASE_PREFIX, STATEMENT_PREFIX = "query: ", "passage: "
"""The pretrained network tells by these what a text is: a query, or a passage that may answer it."""
_NEITHER = PAIR_CLASSES.index("neither")
_SUPPORTS = PAIR_CLASSES.index("supports")
_UNKNOWN = -1
_STRANGERS = 13
"""Lines of its own study that say nothing about a claim, drawn for each claim in an epoch."""
_STRANGE_WINDOWS = 4
"""The same for windows of several lines."""
_HELD_OUT_EVERY = 12
"""Every twelfth small study is not trained on."""
_WINDOWS = 3
"""Windows that support a claim, drawn for each claim."""
_FOREIGN = 3
"""Supporting lines that also stand with a claim of another study."""
_KEPT_PLACES = 0.4
"""Share (0–1) of the reader's pairs that are kept in an epoch if they have no relation: topics and touchpoints."""
_KEPT_NEITHER = 0.45
"""The same for pairs of a claim with a statement of another matter."""
_KEPT_PLACED, _KEPT_UNPLACED = 0.5, 0.25
"""Shares (0–1) of the lines of small studies that stand with touchpoints in an epoch: placed lines, and others."""
_OTHER_PLACES = 2
"""Touchpoints that such a line is not about, drawn for each line."""
_CATEGORY_TEXTS = 9000
"""Pairs of a category's phrase and a text of its set that training may use."""
_CATEGORY_PAIRS = 3000
"""As many of them are drawn in an epoch."""
_MAX_CHARACTERS = 300
"""Longest text of a category pair."""


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim with what each text of its study is to it.

    ``relation`` int8 (n,): position in PAIR_CLASSES; ``matter`` int8 (n,): 1 about its matter, 0 not; −1 is unclear.
    """

    phrase_de: str
    phrase_en: str
    relation: NDArray[np.int8]
    matter: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class LabelledStudy:
    """Claims and texts of one area; the texts from position ``n_lines`` on are windows of several lines.

    ``placed`` are texts with the positions of the touchpoints that they are about.
    """

    texts: tuple[str, ...]
    n_lines: int
    claims: tuple[LabelledClaim, ...]
    touchpoints: tuple[TouchpointPhrase, ...] = ()
    placed: tuple[tuple[str, tuple[int, ...]], ...] = ()


@cache
def labelled_studies() -> tuple[LabelledStudy, ...]:
    """The studies to train on: small studies and the older stories."""
    own = [_labelled(study) for number, study in enumerate(read_studies()) if number % _HELD_OUT_EVERY]
    return (*own, *_claim_groups(are_stories=True))


@cache
def held_out_studies() -> tuple[LabelledStudy, ...]:
    """The small studies that test the judge."""
    return tuple(_labelled(study) for study in read_studies()[::_HELD_OUT_EVERY])


def judge_pairs(rng: np.random.Generator) -> list[TextPair]:
    """The pairs of one epoch. A phrase is taken in German or in English at random."""
    return [*_study_pairs(rng), *_place_pairs(rng), *_kept_pairs(rng), *_drawn_category_pairs(rng)]


def with_prefixes(pair: TextPair) -> TextPair:
    """The pair as the network reads it."""
    return replace(pair, first=PHRASE_PREFIX + pair.first, second=STATEMENT_PREFIX + pair.second)


def _labelled(study: SmallStudy) -> LabelledStudy:
    units = study.units()
    claims = []
    for claim in study.claims:
        relations = [relation_of(unit, claim) for unit in units]
        unclear = (_UNKNOWN, _UNKNOWN)
        codes = [(PAIR_CLASSES.index(known[0]), int(known[1])) if known else unclear for known in relations]
        relation, matter = np.array(codes, np.int8).T
        claims.append(LabelledClaim(claim.phrase_de, claim.phrase_en, relation, matter))
    placed = tuple(_placed_texts(study))
    return LabelledStudy(tuple(units.values()), len(study.lines), tuple(claims), study.touchpoints, placed)


def _placed_texts(study: SmallStudy) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The lines with their touchpoints; a line that needs context stands behind the line before it."""
    names = list(study.lines)
    for before, name in zip(["", *names], names, strict=False):
        place = study.places.get(name)
        if place is None:
            continue
        follows = place.needs_context and before[:1] == name[:1]
        yield (f"{study.lines[before]} " if follows else "") + study.lines[name], place.touchpoints


def _claim_groups(*, are_stories: bool) -> Iterator[LabelledStudy]:
    """The older stories, or the groups of real statements, each with its claims."""
    by_group: dict[tuple[str, ...], list[LabelledClaim]] = defaultdict(list)
    for claim in read_claims():
        if claim.kind != "claim" or (claim.statements[0].set_name == STORIES) != are_stories:
            continue
        n = len(claim.statements)
        relation, matter = np.full(n, _NEITHER, np.int8), np.zeros(n, np.int8)
        for position, numbers in enumerate((claim.supports, claim.contradicts, claim.about)):
            relation[list(numbers)], matter[list(numbers)] = position, 1
        texts = tuple(statement.text for statement in claim.statements)
        by_group[texts].append(LabelledClaim(claim.phrase_de, claim.phrase_en, relation, matter))
    return (LabelledStudy(texts, len(texts), tuple(claims)) for texts, claims in by_group.items())


def _study_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    studies = labelled_studies()
    for study in studies:
        for claim in study.claims:
            for position in _draw_texts(study, claim, rng):
                relation, matter = int(claim.relation[position]), int(claim.matter[position])
                yield TextPair("studies", _either(claim, rng), study.texts[position], relation, matter)
            supports = np.flatnonzero(claim.relation[: study.n_lines] == _SUPPORTS)
            for position in supports[:_FOREIGN]:
                other = studies[rng.integers(len(studies))]
                if other is not study:
                    foreign = other.claims[rng.integers(len(other.claims))]
                    yield TextPair("studies", _either(foreign, rng), study.texts[position], _NEITHER, 0)


def _place_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    """Lines of small studies with their touchpoints, and with others of the same study."""
    for study in labelled_studies():
        for text, own in study.placed:
            if rng.random() >= (_KEPT_PLACED if own else _KEPT_UNPLACED):
                continue
            others = [position for position in range(len(study.touchpoints)) if position not in own]
            for position in (*own, *rng.permutation(others)[:_OTHER_PLACES]):
                phrase = phrase_of(study.touchpoints[position], rng)
                yield TextPair("places", phrase, text, _UNKNOWN, int(position in own))


def _draw_texts(study: LabelledStudy, claim: LabelledClaim, rng: np.random.Generator) -> list[int]:
    """All lines that have to do with a claim, and a sample of strange lines and of windows."""
    is_line = np.arange(len(study.texts)) < study.n_lines
    is_strange = (claim.relation == _NEITHER) & (claim.matter == 0)
    related = is_line & (claim.relation != _UNKNOWN) & ~is_strange
    drawn = [
        rng.permutation(np.flatnonzero(mask))[:limit]
        for mask, limit in (
            (is_line & is_strange, _STRANGERS),
            (~is_line & is_strange, _STRANGE_WINDOWS),
            (~is_line & (claim.relation == _SUPPORTS), _WINDOWS),
        )
    ]
    return np.concatenate([np.flatnonzero(related), *drawn]).tolist()


def _either(claim: LabelledClaim, rng: np.random.Generator) -> str:
    return claim.phrase_de if rng.integers(2) == 0 else claim.phrase_en


def _kept_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    """The reader's pairs of real statements, touchpoints and our own phrases, some of them left out."""
    stories = f"claims/{STORIES}"
    for pair in (*group_pairs(rng), *claim_pairs(rng), *touchpoint_pairs(rng)):
        has_relation, is_near = pair.relation != _UNKNOWN, pair.matter != 0
        kept = _KEPT_PLACES if not has_relation else 1.0 if is_near else _KEPT_NEITHER
        if pair.group != stories and rng.random() < kept:
            yield pair


def _drawn_category_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    pairs = _category_pool()
    for position in rng.permutation(len(pairs))[:_CATEGORY_PAIRS]:
        pair = pairs[position]
        relation = PAIR_CLASSES.index(pair.judgement)
        yield TextPair(f"phrases/{pair.set_name}", pair.phrase, pair.text, relation, int(relation != _NEITHER))


@cache
def _category_pool() -> list[CategoryPair]:
    """A fixed sample, because the vectors of all texts of the labelled sets would not fit into memory."""
    rng = np.random.default_rng(0)
    pairs = [pair for pair in category_pairs(rng) if len(pair.text) < _MAX_CHARACTERS]
    return [pairs[i] for i in rng.permutation(len(pairs))[:_CATEGORY_TEXTS]]


# ------------------------------------------------------------------------------------------------------------ contrast


@dataclass(frozen=True, slots=True)
class ContrastBatch:
    """k phrases, each with a statement that supports it; ``ignored`` bool (k, k): pairs that may support too."""

    phrases: list[str]
    statements: list[str]
    ignored: NDArray[np.bool_]


def contrast_batch(rng: np.random.Generator, size: int = 64) -> ContrastBatch:
    """Draw claims of a few studies, all claims of each, so that most others are near to them."""
    groups = _contrast_groups()
    drawn: list[tuple[int, int, int]] = []
    while len(drawn) < size:
        number = int(rng.integers(len(groups)))
        for position, claim in enumerate(groups[number].claims):
            supports = np.flatnonzero(claim.relation[: groups[number].n_lines] == _SUPPORTS)
            if len(supports):
                drawn.append((number, position, int(rng.choice(supports))))
    claims = [groups[number].claims[position] for number, position, _ in drawn]
    ignored = np.zeros((len(drawn), len(drawn)), bool)
    for i, (number, position, _) in enumerate(drawn):
        for k, (other, other_position, text) in enumerate(drawn):
            if i != k and other == number:
                supports_too = claims[i].relation[text] in (_SUPPORTS, _UNKNOWN)
                ignored[i, k] = supports_too or position == other_position
    statements = [groups[number].texts[text] for number, _, text in drawn]
    return ContrastBatch([_either(claim, rng) for claim in claims], statements, ignored)


def place_batch(rng: np.random.Generator, size: int = 64, per_study: int = 16) -> ContrastBatch:
    """Draw lines of a few studies with one of their touchpoints each."""
    studies = [study for study in labelled_studies() if study.placed]
    phrases: list[str] = []
    statements: list[str] = []
    own_places: list[tuple[int, int, tuple[int, ...]]] = []
    while len(phrases) < size:
        number = int(rng.integers(len(studies)))
        placed = [entry for entry in studies[number].placed if entry[1]]
        for i in rng.permutation(len(placed))[:per_study]:
            text, own = placed[i]
            position = int(rng.choice(own))
            phrases.append(phrase_of(studies[number].touchpoints[position], rng))
            statements.append(text)
            own_places.append((number, position, own))
    ignored = np.zeros((len(phrases), len(phrases)), bool)
    for i, (number, position, _) in enumerate(own_places):
        for k, (other, _, others_own) in enumerate(own_places):
            # Two lines about one touchpoint are no contrast.
            ignored[i, k] = i != k and other == number and position in others_own
    return ContrastBatch(phrases, statements, ignored)


@cache
def _contrast_groups() -> tuple[LabelledStudy, ...]:
    """The studies, and the groups of real statements."""
    return (*labelled_studies(), *_claim_groups(are_stories=False))
