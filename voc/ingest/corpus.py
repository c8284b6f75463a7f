"""One file and what became of it; all of them together → Corpus."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat

from voc.ingest.file_content import FileContent, Person, build_records
from voc.ingest.surveys.roster import Roster
from voc.schema import Corpus, Document, Respondent, Source


@dataclass(frozen=True, slots=True)
class Outcome:
    """``reading`` is None when the file was skipped; ``is_table`` when its columns were mapped; ``roster`` is set for
    a table about the people of other files."""

    source: Source
    reading: FileContent | None = None
    is_table: bool = False
    roster: Roster | None = None


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for cyclic garbage while very many small records are made, none of which is any."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def to_corpus(outcomes: Sequence[Outcome]) -> Corpus:
    """The corpus of all files, sorted by their names. What a roster says about people is added to what their own file
    says, which goes first; people whom a roster calls one respondent become one."""
    same: dict[str, str] = {}
    told: dict[str, dict[str, str]] = {}
    for outcome in outcomes:
        if outcome.roster is not None:
            same.update(outcome.roster.same)
            for respondent_id, attributes in outcome.roster.attributes.items():
                told.setdefault(respondent_id, {}).update(
                    {name: value for name, value in attributes.items() if name not in told[respondent_id]}
                )
    documents: list[Document] = []
    for outcome in outcomes:
        if outcome.reading is not None:
            found = outcome.reading.documents
            documents += (_renamed(document, same) for document in found) if same else found
    respondents, shared = _respondents(outcomes, same, told)
    sources = tuple(_with_shared(outcome.source, shared) for outcome in outcomes)
    return Corpus(sources, tuple(documents), respondents)


def _renamed(document: Document, same: Mapping[str, str]) -> Document:
    if not any(turn.respondent_id in same for turn in document.turns):
        return document
    turns = (replace(turn, respondent_id=same.get(turn.respondent_id, turn.respondent_id)) for turn in document.turns)
    return replace(document, turns=tuple(turns))


def _respondents(
    outcomes: Sequence[Outcome], same: Mapping[str, str], told: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[Respondent, ...], dict[tuple[str, str], int]]:
    """Respondents in the order of their first documents, and how many are in each two files."""
    speaking = [outcome for outcome in outcomes if outcome.reading is not None and outcome.reading.people]
    if len(speaking) == 1 and not same and not told:  # nobody can be in two files
        return _of_one_file(speaking[0]), {}
    places: dict[str, int] = {}
    found: list[Respondent] = []
    shared: dict[tuple[str, str], int] = {}
    for outcome in outcomes:
        path = (outcome.source.path,)
        for person in outcome.reading.people if outcome.reading is not None else ():
            respondent_id = same.get(person.respondent_id, person.respondent_id) if same else person.respondent_id
            place = places.setdefault(respondent_id, len(found))
            if place == len(found):
                found.append(_respondent(respondent_id, person, path, told))
                continue
            before = found[place]
            for other in before.sources:
                if other != path[0]:
                    shared[other, path[0]] = shared.get((other, path[0]), 0) + 1
            found[place] = replace(
                before,
                sources=tuple(dict.fromkeys((*before.sources, *path))),
                attributes={**person.attributes, **before.attributes},
            )
    return tuple(found), shared


def _of_one_file(outcome: Outcome) -> tuple[Respondent, ...]:
    people = outcome.reading.people if outcome.reading is not None else ()
    return tuple(
        build_records(
            Respondent,
            len(people),
            respondent_id=[person.respondent_id for person in people],
            label=[person.label for person in people],
            sources=repeat((outcome.source.path,)),
            attributes=[person.attributes for person in people],
        )
    )


def _respondent(
    respondent_id: str, person: Person, path: tuple[str], told: Mapping[str, Mapping[str, str]]
) -> Respondent:
    attributes = person.attributes
    if respondent_id in told:
        attributes = {**told[respondent_id], **attributes}
    return Respondent(respondent_id, person.label, path, attributes)


def _with_shared(source: Source, shared: Mapping[tuple[str, str], int]) -> Source:
    """The source, with a sentence about the respondents who are in another file too."""
    counts = {
        (first if second == source.path else second): n
        for (first, second), n in shared.items()
        if source.path in {first, second}
    }
    if not counts:
        return source
    listed = [f"{n} in {other}" for other, n in sorted(counts.items())]
    more = f" and in {len(listed) - 5} more files" if len(listed) > 5 else ""
    return replace(
        source, notes=(*source.notes, f"Respondents who are in other files too: {', '.join(listed[:5])}{more}.")
    )
