"""Training rows of the judgement of pairs: a phrase with a statement, or two texts of categories.

`pair_rows` draws the pairs of one epoch. Each pair has one or both of two targets: how the statement relates to the
phrase (PAIR_CLASSES), and whether it is about the matter of the phrase at all, whatever it says of it ("matter").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sentencepiece import SentencePieceProcessor

from training.claims import STORIES, Claim, ClaimStatement, read_claims
from training.data import key_codes, load
from training.phrase_pairs import JudgedStatement, PhraseGroup, category_pairs, read_groups
from training.places import TouchpointPhrase, read_placed
from training.reader.rows import Rows, blank_targets, join_pair, no_spans, tokenize
from voc.models.reader_outputs import PAIR_CLASSES

_UNKNOWN = -1
_CATEGORY_PAIRS = 5000
"""Pairs of a category's phrase and a text of its set, in an epoch."""
_MATTER_PAIRS = 80
"""Pairs of two texts of the same category that each set or domain gives, and at most as many of two categories."""
_NEITHER = PAIR_CLASSES.index("neither")
_ABOUT_THE_MATTER = {"asked", "supposed", "wished", "others"}
"""The reasons (`JudgedStatement.why`) for "neither" with which a statement is still about the matter of its phrase."""
_NEAR_MISSES = 0.7
"""Unlisted statements of a group that are drawn for each listed one; at least _MIN_NEAR_MISSES."""
_NEAR_MISSES_OF_STORIES = 2.0
"""The same for the small studies of our own: that a story supports one claim only is what they teach."""
_MIN_NEAR_MISSES = 1
_OTHER_PLACES = 2
"""Touchpoints that a statement is not about, drawn for each statement; more if it is about more."""
_DESCRIBED = 0.7
"""Chance that a touchpoint stands with its description: a team's own journey may have names alone."""


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts with their targets: ``relation`` is a position in PAIR_CLASSES, ``matter`` 1 or 0; −1 is unknown.

    ``group`` says which data a leave-out run must leave out with it, as in `Rows.groups`.
    """

    group: str
    first: str
    second: str
    relation: int
    matter: int


def pair_rows(tokenizer: SentencePieceProcessor, rng: np.random.Generator) -> Rows:
    """The pairs of one epoch. A phrase of ours is taken in German or in English at random."""
    pairs = [
        *group_pairs(rng), *claim_pairs(rng), *touchpoint_pairs(rng), *_phrases_of_categories(rng),
        *_texts_of_categories(rng),
    ]  # fmt: skip
    first = tokenize(tokenizer, [pair.first for pair in pairs])
    second = tokenize(tokenizer, [pair.second for pair in pairs])
    targets, weights = blank_targets(len(pairs))
    return Rows(
        tokens=join_pair(first, second),
        second=np.array([len(ids) + 1 for ids in first]),
        targets=targets.astype(np.float16), weights=weights.astype(np.float16), spans=no_spans(len(pairs)),
        pair=np.array([pair.relation for pair in pairs]), matter=np.array([pair.matter for pair in pairs]),
        groups=np.array([pair.group for pair in pairs]), keys=key_codes([pair.second for pair in pairs]),
    )  # fmt: skip


def group_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    """Our own phrases and statements, and each statement once more with the phrase of another group.

    Without that second pair, the wording of a statement would tell its label: stories support, questions do neither.
    """
    groups = read_groups()
    for i, group in enumerate(groups):
        for statement in group.statements:
            relation = PAIR_CLASSES.index(statement.judgement)
            yield TextPair("pairs", _either(group, rng), statement.text, relation, matter_of(statement))
            other = groups[(i + rng.integers(1, len(groups))) % len(groups)]
            yield TextPair("pairs", _either(other, rng), statement.text, _NEITHER, 0)


def _either(phrases: PhraseGroup | Claim, rng: np.random.Generator) -> str:
    """The German or the English phrase, at random."""
    return phrases.phrase_de if rng.integers(2) == 0 else phrases.phrase_en


def matter_of(statement: JudgedStatement) -> int:
    """Whether a statement is about the matter of its phrase: 1, 0, or −1 where that is unknown."""
    if statement.judgement != "neither" or statement.why in _ABOUT_THE_MATTER:
        return 1
    # A neutral fact with the words of the phrase may be about its matter or not.
    return 0 if statement.why == "other_matter" else _UNKNOWN


def claim_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    """Claims and topics with all listed statements and some unlisted ones of their group.

    Every listed statement stands once more with a claim of another group: in a study, nearly all statements are
    strangers to a claim.
    """
    all_phrases = read_claims()
    claims = [claim for claim in all_phrases if claim.kind == "claim"]
    for claim in all_phrases:
        listed = {number: (relation, 1) for number, relation in _relations(claim).items()}
        is_story = claim.statements[0].set_name == STORIES
        times = _NEAR_MISSES_OF_STORIES if is_story else _NEAR_MISSES
        n_misses = max(_MIN_NEAR_MISSES, round(times * len(listed)))
        misses = rng.permutation(np.array(claim.unlisted, np.int64))[:n_misses]
        for number, (relation, matter) in (listed | {int(miss): (_NEITHER, 0) for miss in misses}).items():
            yield _claim_pair(claim, claim.statements[number], relation, matter, rng)
        for number in listed if claim.kind == "claim" else ():
            other = claims[rng.integers(len(claims))]
            if other.statements is not claim.statements:
                yield _claim_pair(other, claim.statements[number], _NEITHER, 0, rng)


def _relations(claim: Claim) -> dict[int, int]:
    """The relation of each listed statement, by its number."""
    lists = zip(PAIR_CLASSES, (claim.supports, claim.contradicts, claim.about), strict=True)
    return {number: PAIR_CLASSES.index(name) for name, numbers in lists for number in numbers}


def _claim_pair(
    claim: Claim, statement: ClaimStatement, relation: int, matter: int, rng: np.random.Generator
) -> TextPair:
    # A topic says nothing that a statement could support.
    relation = relation if claim.kind == "claim" else _UNKNOWN
    return TextPair(f"claims/{statement.set_name}", _either(claim, rng), statement.text, relation, matter)


def touchpoint_pairs(rng: np.random.Generator) -> Iterator[TextPair]:
    """Statements with the touchpoints they are about, and as many others of the same list, at least _OTHER_PLACES."""
    for placed in read_placed():
        group = f"claims/{placed.set_name}"
        others = [touchpoint for touchpoint in placed.touchpoints if touchpoint.key not in placed.keys]
        n_others = min(len(others), max(_OTHER_PLACES, len(placed.keys)))
        chosen = [touchpoint for touchpoint in placed.touchpoints if touchpoint.key in placed.keys]
        chosen += [others[i] for i in rng.permutation(len(others))[:n_others]]
        for touchpoint in chosen:
            phrase = phrase_of(touchpoint, rng)
            yield TextPair(group, phrase, placed.text, _UNKNOWN, int(touchpoint.key in placed.keys))


def phrase_of(touchpoint: TouchpointPhrase, rng: np.random.Generator) -> str:
    """Name and description in one language, as `voc.journey` joins them; sometimes the name alone."""
    is_german, has_description = rng.integers(2) == 0, rng.random() < _DESCRIBED
    name = touchpoint.name_de if is_german else touchpoint.name_en
    description = touchpoint.description_de if is_german else touchpoint.description_en
    return f"{name}: {description}" if has_description else name


def _phrases_of_categories(rng: np.random.Generator) -> Iterator[TextPair]:
    """Texts of the labelled sets with our phrases for their categories, and with phrases for others."""
    pairs = category_pairs(rng)
    for row in rng.permutation(len(pairs))[:_CATEGORY_PAIRS]:
        pair = pairs[row]
        relation = PAIR_CLASSES.index(pair.judgement)
        yield TextPair(f"phrases/{pair.set_name}", pair.phrase, pair.text, relation, int(relation != _NEITHER))


# --------------------------------------------------------------------------------------------- two texts of categories


def _texts_of_categories(rng: np.random.Generator) -> Iterator[TextPair]:
    for group, texts, labels in _categories():
        for left, right in _draw_pairs(labels, rng):
            yield TextPair(group, texts[left], texts[right], _UNKNOWN, int(labels[left] == labels[right]))


def _categories() -> Iterator[tuple[str, list[str], list[str]]]:
    """The category sets: group, texts, and the category of each text."""
    for name, column in (("clinc150", "theme"), ("massive_de", "theme"), ("kununu_de", "theme_auto")):
        table = load(name)
        table = table[~table[column].isin(["", "oos"]) & (table["text"].str.len() < 250)]
        yield f"matter/{name}", table["text"].tolist(), table[column].tolist()
    for name in ("acos", "m_absa"):
        table = load(name)
        categories = np.array([_only_category(cell) for cell in table["aspects"]], object)
        for domain in sorted(set(table["domain"])):
            # German and English rows are mixed, so that pairs across languages are learned too.
            rows = ((table["domain"] == domain) & (categories != "")).to_numpy()
            yield f"matter/{name}/{domain}", table["text"][rows].tolist(), categories[rows].tolist()


def _only_category(cell: str) -> str:
    """The category of a text's only aspect; "" for none, several, or one that says nothing ("general")."""
    categories = {aspect["category"] for aspect in json.loads(cell)}
    category = next(iter(categories)) if len(categories) == 1 else ""
    return "" if category.lower().endswith("general") else category


def _draw_pairs(labels: Sequence[str], rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Positions of two texts: pairs of the same category, and about as many of two categories."""
    by_label: dict[str, list[int]] = {}
    for position, label in enumerate(labels):
        by_label.setdefault(label, []).append(position)
    useful = [rows for rows in by_label.values() if len(rows) > 1]
    for _ in range(_MATTER_PAIRS):
        own = useful[rng.integers(len(useful))]
        row, partner = rng.choice(own, 2, replace=False)
        yield int(row), int(partner)
        stranger = int(rng.integers(len(labels)))
        if labels[stranger] != labels[row]:
            yield int(row), stranger
