"""What a public copy leaves out, so that nobody can be told by what they have in common with few others.

No combination of attributes is left that fewer than `FEW` people share (k-anonymity, Samarati and Sweeney 1998, with
k = 5, by suppression). Files with fewer people are named by their kind. Places in files go, and dates but the year.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reports.language import load_words
from voc.schema import Analysis, Corpus, Document, Persona, Personas, Respondent, Source, stable_id

FEW = 5
"""A group of fewer people is small."""

Attributes = dict[str, str]


def public(analysis: Analysis, personas: Personas) -> tuple[Analysis, Personas, list[str]]:
    """The study with less about each person, and what was left out, as sentences."""
    before = [dict(one.attributes) for one in analysis.corpus.respondents]
    after = suppressed(before)
    paths = _paths(analysis)
    respondents = tuple(
        replace(one, attributes=attributes, sources=tuple(dict.fromkeys(paths[path] for path in one.sources)))
        for one, attributes in zip(analysis.corpus.respondents, after, strict=True)
    )
    copy = replace(
        analysis,
        corpus=_corpus(analysis, respondents, paths),
        segments=tuple(replace(one, source=paths[one.source]) for one in analysis.segments),
        context=tuple(replace(one, source=paths[one.source]) for one in analysis.context),
        metrics=tuple(one for one in analysis.metrics if one.n is None or one.n >= FEW),
        number_files={},
    )
    lost = sum(len(old) - len(new) for old, new in zip(before, after, strict=True))
    merged = len({old for old, new in paths.items() if old != new})
    notes = ["Respondents are numbered anew; places in files, days and months are left out."]
    if lost:
        notes.append(f"{lost} attributes of single people are left out: fewer than {FEW} people would share them.")
    if merged:
        notes.append(f"{merged} files with fewer than {FEW} people are named by their kind.")
    return copy, _personas(personas), notes


def suppressed(people: Sequence[Mapping[str, str]], few: int = FEW) -> list[Attributes]:
    """Attributes with values left out until every combination that is left is shared by at least `few` people.

    Rare values go first; then, of people whose combination is rare, the attribute with the most values.

    >>> suppressed([{"age": "30"}] * 5 + [{"age": "31"}], few=5)[4:]
    [{'age': '30'}, {}]
    """
    left = [dict(one) for one in people]
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for one in left:
        for name, value in one.items():
            values[name][value] += 1
    left = [{name: value for name, value in one.items() if values[name][value] >= few} for one in left]
    spread = {name: (-len(counts), name) for name, counts in values.items()}
    while True:
        groups: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
        for number, one in enumerate(left):
            groups[tuple(sorted(one.items()))].append(number)
        rare = [number for key, members in groups.items() if key and len(members) < few for number in members]
        if not rare:
            return left
        for number in rare:
            del left[number][min(left[number], key=lambda name: spread[name])]


def _paths(analysis: Analysis) -> dict[str, str]:
    """Path of a source → what it is called in the copy."""
    words = load_words(analysis.language)
    people: dict[str, set[str]] = defaultdict(set)
    for segment in (*analysis.segments, *analysis.context):
        people[segment.source].add(segment.respondent_id)
    return {
        one.path: one.path if len(people[one.path] - {""}) >= FEW else words(f"kind.{one.kind}")
        for one in analysis.corpus.sources
    }


def _corpus(analysis: Analysis, respondents: Sequence[Respondent], paths: Mapping[str, str]) -> Corpus:
    sources: dict[str, Source] = {}
    for one in analysis.corpus.sources:
        if one.status != "skipped":
            sources.setdefault(paths[one.path], Source(paths[one.path], one.kind, one.reader, "read"))
    order = _order(respondents)
    numbered = {one.respondent_id: f"Person {number}" for number, one in enumerate(order, 1)}
    return Corpus(
        sources=tuple(sources[path] for path in sorted(sources)),
        documents=tuple(_document(one, paths) for one in analysis.corpus.documents),
        respondents=tuple(replace(one, label=numbered[one.respondent_id]) for one in order),
    )


def _document(document: Document, paths: Mapping[str, str]) -> Document:
    return replace(document, source=paths[document.source], locator="", date=document.date[:4])


def _order(respondents: Sequence[Respondent]) -> list[Respondent]:
    """An order that has nothing to do with the files'; the same each time."""
    return sorted(respondents, key=lambda one: hashlib.sha256(f"public {one.respondent_id}".encode()).digest())


def new_ids(analysis: Analysis) -> dict[str, str]:
    """Id of a respondent → the id in the copy, which tells nothing about the one in the study."""
    return {
        one.respondent_id: stable_id("r", "public", str(number))
        for number, one in enumerate(analysis.corpus.respondents, 1)
    }


def _personas(personas: Personas) -> Personas:
    """Drafts without small counts of attributes, and nobody's own profile."""
    return replace(personas, personas=tuple(_persona(one) for one in personas.personas), profiles=())


def _persona(persona: Persona) -> Persona:
    return replace(
        persona,
        attributes=tuple(one for one in persona.attributes if one.n >= FEW),
        differences=tuple(
            one
            for one in persona.differences
            if one.kind != "attribute" or (min(one.n_in, one.of_in - one.n_in) >= FEW and one.of_out >= FEW)
        ),
    )
