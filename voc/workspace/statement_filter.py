"""Find statements: what the filters of a page leave, in which order, and the words to mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import numpy as np

from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS
from voc.workspace.labels import Labels
from voc.workspace.open_study import LoadedStudy, OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.statement_index import Mask

NONE = "none"
"""The value of a filter for statements without an emotion, a touchpoint or a theme."""
FILTERS = (
    "q", "meaning", "similar", "sentiment", "emotion", "kind", "touchpoint", "theme", "person", "file", "attribute",
    "language", "key_quote", "note", "corrected", "small_talk",
)  # fmt: skip
"""The fields of an address that choose statements; others say what is shown of them."""

_TERM = re.compile(r'["“„»«]([^"“”„»«]+)["”“»«]|(\S+)')


@dataclass(frozen=True, slots=True)
class Hits:
    """``positions`` of statements in the order to show them; ``terms`` are folded words to mark; ``is_ready`` is false
    while the meaning of the statements is still being worked out."""

    positions: tuple[int, ...]
    terms: tuple[str, ...] = ()
    is_ready: bool = True


def parse_terms(query: str) -> tuple[str, ...]:
    """The words of a search, folded; what is in quotation marks is one term.

    >>> parse_terms('App „stürzt ab“')
    ('app', 'stürzt ab')
    """
    return tuple((phrase or word).casefold() for phrase, word in _TERM.findall(query))


def filter_address(fields: Fields) -> str:
    """The filters of an address as the part behind its "?", in one order and without those that are empty."""
    return urlencode([(name, fields.get(name)) for name in FILTERS if fields.get(name)])


def parse_address(query: str) -> Fields:
    """The fields of `filter_address` again."""
    return Fields(parse_qs(query))


def find_statements(study: OpenStudy, fields: Fields) -> Hits:
    """The statements that all filters leave: in the order of the study, or the nearest in meaning first."""
    loaded, labels = study.loaded, study.labels
    mask = np.ones(len(loaded.study.analysis.segments), np.bool_)
    for name, test in _TESTS.items():
        if value := fields.get(name):
            mask &= test(loaded, labels, value)
    if similar := fields.get("similar"):
        return Hits(tuple(row for row in _similar(loaded, similar) if mask[row]))
    query = fields.get("q")
    if query and fields.get("meaning"):
        ranked = loaded.meaning.rank(query)
        if ranked is None:
            return Hits((), is_ready=False)
        return Hits(tuple(row for row in ranked.tolist() if mask[row]))
    terms = parse_terms(query)
    if terms:
        mask &= loaded.index.has_words(terms)
    return Hits(tuple(np.flatnonzero(mask).tolist()), terms)


def _similar(loaded: LoadedStudy, segment_id: str) -> list[int]:
    """A statement and those of other people that mean most nearly the same."""
    position = loaded.position_of.get(segment_id)
    if position is None:
        return []
    neighbours = loaded.study.analysis.neighbours
    near = [] if neighbours is None else neighbours[position].tolist()
    return [position, *(row for row in near if row >= 0)]


def _choose(values: tuple[str, ...], column: str) -> Callable[[LoadedStudy, Labels, str], Mask]:
    def test(loaded: LoadedStudy, labels: Labels, value: str) -> Mask:
        code = values.index(value) if value in values else -1 if value == NONE else -2
        mask: Mask = getattr(labels.readings, column) == code
        return mask

    return test


def _at_touchpoint(loaded: LoadedStudy, labels: Labels, value: str) -> Mask:
    ids = [touchpoint.touchpoint_id for touchpoint in loaded.study.analysis.taxonomy.touchpoints]
    place = ids.index(value) if value in ids else -1 if value == NONE else -2
    mask: Mask = labels.tags.touchpoint == place
    # A statement counts at each of its touchpoints.
    mask[[row for row, places in labels.further.items() if place in places]] = True
    return mask


def _in_theme(loaded: LoadedStudy, labels: Labels, value: str) -> Mask:
    place = labels.theme_ids.index(value) if value in labels.theme_ids else -1 if value == NONE else -2
    mask: Mask = labels.theme == place
    return mask


def _of_person(loaded: LoadedStudy, labels: Labels, value: str) -> Mask:
    people = loaded.index.people
    if value in people.values:
        return people.is_value(value)
    folded = value.casefold()
    return people.is_any(person for person in people.values if folded in loaded.labels.get(person, "").casefold())


def _has_attribute(loaded: LoadedStudy, labels: Labels, value: str) -> Mask:
    for name, values in loaded.index.attributes.items():
        for known in values:
            if value == f"{name}={known}":
                return loaded.index.has_attribute(name, known)
    return np.zeros(len(labels.theme), np.bool_)


def _decided(test: Callable[[Labels, int], object]) -> Callable[[LoadedStudy, Labels, str], Mask]:
    def choose(loaded: LoadedStudy, labels: Labels, value: str) -> Mask:
        mask = np.zeros(len(labels.theme), np.bool_)
        mask[[row for row in labels.decided if test(labels, row)]] = True
        return mask

    return choose


_TESTS: Mapping[str, Callable[[LoadedStudy, Labels, str], Mask]] = {
    "sentiment": _choose(SENTIMENTS, "sentiment"),
    "emotion": _choose(EMOTIONS, "emotion"),
    "kind": _choose(STATEMENTS, "statement"),
    "touchpoint": _at_touchpoint,
    "theme": _in_theme,
    "person": _of_person,
    "file": lambda loaded, _, value: loaded.index.files.is_value(value),
    "language": lambda loaded, _, value: loaded.index.languages.is_value(value),
    "attribute": _has_attribute,
    "key_quote": _decided(lambda labels, row: labels.decided[row].key_quote),
    "note": _decided(lambda labels, row: labels.decided[row].note),
    "corrected": _decided(lambda labels, row: labels.decided_keys(row)),
    "small_talk": _decided(lambda labels, row: labels.decided[row].small_talk),
}


def mark_terms(text: str, terms: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is one of the terms; together they are the text.

    >>> mark_terms("Die APP stürzt ab", ("app",))
    [('Die ', False), ('APP', True), (' stürzt ab', False)]
    """
    # One character may become several when it is folded ("ß"), so that offsets are looked up.
    folded, origin = "", []
    for place, character in enumerate(text):
        piece = character.casefold()
        folded += piece
        origin += [place] * len(piece)
    marked = [False] * len(text)
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            first, last = origin[start], origin[start + len(term) - 1]
            marked[first : last + 1] = [True] * (last + 1 - first)
            start = folded.find(term, start + len(term))
    parts: list[tuple[str, bool]] = []
    for character, is_hit in zip(text, marked, strict=True):
        if parts and parts[-1][1] == is_hit:
            parts[-1] = (parts[-1][0] + character, is_hit)
        else:
            parts.append((character, is_hit))
    return parts
