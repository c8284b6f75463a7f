"""Copies to share: personal data is searched once more and blacked out, and a public copy says less about each person.

Each character of personal data becomes a "█", so that every offset stays valid and every quote is still a span of its
document. A public copy also leaves no combination of attributes that fewer than `FEW` people share (k-anonymity by
suppression, Samarati and Sweeney 1998), names files with fewer people by their kind, drops places in files and all of a
date but its year, and numbers people anew.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from reports.language import load_words
from voc.config import StudyConfig
from voc.errors import VerifyError
from voc.privacy import find_personal_data
from voc.schema import Analysis, Corpus, Persona, Personas, Respondent, Source, stable_id
from voc.study.codec import encode
from voc.study.store import NEVER, SCHEMA, read_archive

ShareLevel = Literal["public", "team"]
BAR = "█"
FEW = 5
"""The k of k-anonymity: a group of fewer people is so small that somebody could be recognised in it."""

_WITHOUT_SEGMENT_TEXTS = NEVER | {("Segment", "text")}
"""A segment's text is cut from its document again afterwards, so that both are blacked out in the same way."""
_NOT_SEARCHED = frozenset(
    {
        "document_id", "respondent_id", "respondents", "segment_id", "theme_id", "touchpoint_id", "phase_id", "date",
        "persona_id", "pain_point_id", "subject_id", "kind", "role", "status", "language", "reader", "sha256",
        "encoder", "emotion", "side", "unit", "period", "measure", "taxonomy", "schema", "unknown",
    }
)  # fmt: skip
"""Fields that hold ids, dates and our own vocabulary, and the journey, which names no people."""
_PSEUDONYM = re.compile(r"(?<=\[)([A-Za-z-]+) (\d+)(?=\])")

Json = Any
"""A study as `encode` writes it: nested dicts and lists of strings and numbers."""


@dataclass(frozen=True, slots=True)
class SharedCopy:
    """A study that may leave, and sentences about what was changed in it."""

    analysis: Analysis
    personas: Personas
    notes: tuple[str, ...]


def make_shared_copy(
    analysis: Analysis, personas: Personas, level: ShareLevel, config: StudyConfig | None = None
) -> SharedCopy:
    """Black out personal data with the privacy settings of ``config``; a public copy is reduced first.

    Raises:
        VerifyError: personal data is found even after it was blacked out; nothing may leave then.
    """
    notes: tuple[str, ...] = ()
    if level == "public":
        public = reduce_for_public(analysis, personas)
        analysis, personas, notes = public.analysis, public.personas, public.notes
    analysis = _without_internal_data(analysis)
    data = {"schema": SCHEMA, "analysis": encode(analysis, _WITHOUT_SEGMENT_TEXTS), "personas": encode(personas)}
    blackened, counts = _blacken(sorted(set(_texts(data))), config)
    data = _map_texts(data, lambda text: blackened.get(text, text))
    if level == "public":
        data = _map_texts(data, _hide_pseudonym_numbers)
        data = _replace_ids(data, _public_ids(analysis))
    # Segments have no text in the data: it is cut from the blackened documents, so that quotes stay spans of them.
    analysis, personas = read_archive(data, Path())
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items()))
    result = f"Personal data was found and blacked out ({kinds})." if counts else "No personal data was found."
    return SharedCopy(analysis, personas, (result, *notes))


def _without_internal_data(analysis: Analysis) -> Analysis:
    """Without checksums, notes on statements, and sentences of customers that the team put into its journey file."""
    sources = tuple(replace(source, sha256="") for source in analysis.corpus.sources)
    touchpoints = tuple(replace(touchpoint, examples=()) for touchpoint in analysis.taxonomy.touchpoints)
    return replace(
        analysis,
        corpus=replace(analysis.corpus, sources=sources),
        taxonomy=replace(analysis.taxonomy, touchpoints=touchpoints),
        number_files=dict.fromkeys(analysis.number_files, ""),
        # What a team agreed on is its own matter, and an owner is somebody's name.
        pain_points=tuple(replace(pain, workshop={}) for pain in analysis.pain_points),
        notes={},
    )


def _blacken(texts: list[str], config: StudyConfig | None) -> tuple[dict[str, str], Counter[str]]:
    """The texts with personal data → the same with bars, and the number of places of each kind."""
    counts: Counter[str] = Counter()
    blackened = {}
    for text, places in zip(texts, find_personal_data(texts, config), strict=True):
        if places:
            barred = text
            # As many bars as characters: every offset stays valid.
            for place in places:
                barred = barred[: place.start] + BAR * (place.end - place.start) + barred[place.end :]
                counts[place.kind] += 1
            blackened[text] = barred
    if any(find_personal_data(blackened.values(), config)):
        raise VerifyError(
            "Nothing was written: personal data is still found after it was blacked out. Please report this. Until it "
            "is fixed, list the names under [privacy] names in voc.toml and run `voc run` again."
        )
    return blackened, counts


def _hide_pseudonym_numbers(text: str) -> str:
    """Hide the numbers of pseudonyms, from which readers could tell who is the same person.

    >>> _hide_pseudonym_numbers("Ask [Person 12].")
    'Ask [Person ██].'
    """
    return _PSEUDONYM.sub(lambda match: f"{match[1]} {BAR * len(match[2])}", text)


def _map_texts(data: Json, change: Callable[[str], str]) -> Json:
    """The study with every text changed that may hold personal data."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, list):
        return [_map_texts(item, change) for item in data]
    if isinstance(data, dict):
        return {field: item if field in _NOT_SEARCHED else _map_texts(item, change) for field, item in data.items()}
    return data


def _texts(data: Json) -> Iterator[str]:
    """Every text of a study that may hold personal data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)
    elif isinstance(data, dict):
        yield from _texts([item for field, item in data.items() if field not in _NOT_SEARCHED])


def _replace_ids(data: Json, ids: Mapping[str, str]) -> Json:
    """The study with ids replaced in values and in keys."""
    if isinstance(data, str):
        return ids.get(data, data)
    if isinstance(data, list):
        return [_replace_ids(item, ids) for item in data]
    if isinstance(data, dict):
        return {ids.get(field, field): _replace_ids(item, ids) for field, item in data.items()}
    return data


def reduce_for_public(analysis: Analysis, personas: Personas) -> SharedCopy:
    """The study with less about each person; ids of respondents are replaced later, when texts are searched."""
    old_attributes = [dict(respondent.attributes) for respondent in analysis.corpus.respondents]
    attributes = suppress_rare(old_attributes)
    names = _public_source_names(analysis)
    respondents = [
        replace(
            respondent,
            attributes=kept,
            sources=tuple(dict.fromkeys(names[path] for path in respondent.sources)),
        )
        for respondent, kept in zip(analysis.corpus.respondents, attributes, strict=True)
    ]
    copy = replace(
        analysis,
        corpus=_public_corpus(analysis, respondents, names),
        segments=tuple(replace(segment, source=names[segment.source]) for segment in analysis.segments),
        context=tuple(replace(segment, source=names[segment.source]) for segment in analysis.context),
        metrics=tuple(metric for metric in analysis.metrics if metric.n is None or metric.n >= FEW),
        number_files={},
    )
    n_suppressed = sum(len(old) - len(kept) for old, kept in zip(old_attributes, attributes, strict=True))
    n_renamed = sum(path != name for path, name in names.items())
    notes = ["Respondents are numbered anew; places in files, days and months are left out."]
    if n_suppressed:
        notes.append(f"{n_suppressed} attributes are left out because fewer than {FEW} people would share them.")
    if n_renamed:
        notes.append(f"{n_renamed} files with fewer than {FEW} people are named by their kind.")
    # A profile describes a single person, so a public copy has none.
    drafts = replace(personas, personas=tuple(map(_public_persona, personas.personas)), profiles=())
    return SharedCopy(copy, drafts, tuple(notes))


def suppress_rare(people: Sequence[Mapping[str, str]], minimum: int = FEW) -> list[dict[str, str]]:
    """Leave out attributes until every combination that is left is shared by at least ``minimum`` people.

    Rare values go first; then each person with a rare combination loses the attribute with the most values.

    >>> suppress_rare([{"age": "30"}] * 5 + [{"age": "31"}], minimum=5)[4:]
    [{'age': '30'}, {}]
    """
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for attributes in people:
        for name, value in attributes.items():
            values[name][value] += 1
    kept = [
        {name: value for name, value in attributes.items() if values[name][value] >= minimum} for attributes in people
    ]
    # The attribute with the most values identifies people best, so it is the first to go; ties by name.
    order = {name: (-len(counts), name) for name, counts in values.items()}
    while True:
        groups: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
        for person, attributes in enumerate(kept):
            groups[tuple(sorted(attributes.items()))].append(person)
        rare = [person for key, members in groups.items() if key and len(members) < minimum for person in members]
        if not rare:
            return kept
        for person in rare:
            del kept[person][min(kept[person], key=lambda name: order[name])]


def _public_source_names(analysis: Analysis) -> dict[str, str]:
    """Path of a source → its path, or only its kind where it holds fewer than `FEW` people."""
    words = load_words(analysis.language)
    people: dict[str, set[str]] = defaultdict(set)
    for segment in (*analysis.segments, *analysis.context):
        people[segment.source].add(segment.respondent_id)
    return {
        source.path: source.path if len(people[source.path] - {""}) >= FEW else words(f"kind.{source.kind}")
        for source in analysis.corpus.sources
    }


def _public_corpus(analysis: Analysis, respondents: Sequence[Respondent], names: Mapping[str, str]) -> Corpus:
    sources: dict[str, Source] = {}
    for source in analysis.corpus.sources:
        if source.status != "skipped":
            name = names[source.path]
            # Several small files merge into one source, named by their kind.
            sources.setdefault(name, Source(name, source.kind, source.reader, "read"))
    documents = tuple(
        replace(document, source=names[document.source], locator="", date=document.date[:4])
        for document in analysis.corpus.documents
    )
    # Sorted by a hash: the order of the files would tell who is who.
    shuffled = sorted(
        respondents, key=lambda person: hashlib.sha256(f"public {person.respondent_id}".encode()).digest()
    )
    return Corpus(
        sources=tuple(sources[name] for name in sorted(sources)),
        documents=documents,
        respondents=tuple(replace(person, label=f"Person {number}") for number, person in enumerate(shuffled, 1)),
    )


def _public_ids(analysis: Analysis) -> dict[str, str]:
    """Id of a respondent → a new id that depends on nothing but the new number."""
    return {
        respondent.respondent_id: stable_id("r", "public", str(number))
        for number, respondent in enumerate(analysis.corpus.respondents, 1)
    }


def _public_persona(persona: Persona) -> Persona:
    """A draft without counts of attributes that rest on fewer than `FEW` people."""
    return replace(
        persona,
        attributes=tuple(count for count in persona.attributes if count.n >= FEW),
        differences=tuple(
            difference
            for difference in persona.differences
            if difference.kind != "attribute"
            or (min(difference.n_in, difference.of_in - difference.n_in) >= FEW and difference.of_out >= FEW)
        ),
    )
