"""Join the outcomes of all files to one corpus."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat

from voc.ingest.file_content import FileContent, Person, build_records
from voc.ingest.surveys.roster import Roster
from voc.ingest.transcripts.roles import NO_INTERVIEWER
from voc.schema import Corpus, Document, Respondent, Source, Turn

MAX_LISTED_FILES = 5
"""Other files that a note about shared respondents names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """The outcome of reading one file.

    ``content`` is None when the file was skipped; ``is_table`` says that its columns were mapped; ``roster`` is set for
    a table about the people of other files.
    """

    source: Source
    content: FileContent | None = None
    is_table: bool = False
    roster: Roster | None = None


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Pause the search for cyclic garbage, which takes long among millions of small records without cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _RosterFacts:
    """The content of all rosters: respondent id → id of the same person, respondent id → attributes, and the team."""

    same: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, str]]
    staff: frozenset[str]


def to_corpus(outcomes: Sequence[FileOutcome]) -> Corpus:
    """The corpus of all files, in the order of ``outcomes``.

    Rosters add attributes; where a respondent's own file has the same attribute, it wins. People whom a roster calls
    the same are merged.
    """
    facts = _merge_rosters(outcomes)
    outcomes = [_without_staff(outcome, facts.staff) for outcome in outcomes] if facts.staff else outcomes
    documents: list[Document] = []
    for outcome in outcomes:
        if outcome.content is not None:
            own = outcome.content.documents
            documents += (_with_merged_people(document, facts.same) for document in own) if facts.same else own
    respondents, shared = _respondents(outcomes, facts)
    sources = tuple(_with_shared_note(outcome.source, shared) for outcome in outcomes)
    names = sorted({name for outcome in outcomes if outcome.content is not None for name in outcome.content.names})
    return Corpus(sources, tuple(documents), respondents, tuple(names))


def _merge_rosters(outcomes: Sequence[FileOutcome]) -> _RosterFacts:
    same: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}
    for outcome in outcomes:
        if outcome.roster is not None:
            same.update(outcome.roster.same)
            for respondent_id, own in outcome.roster.attributes.items():
                merged = attributes.setdefault(respondent_id, {})
                for name, value in own.items():
                    merged.setdefault(name, value)
    staff = frozenset(own for outcome in outcomes if outcome.roster is not None for own in outcome.roster.staff)
    return _RosterFacts(same, attributes, staff)


def _without_staff(outcome: FileOutcome, staff: frozenset[str]) -> FileOutcome:
    """A file whose respondents are no people of the team; in an interview of their own, they are asked themselves."""
    content = outcome.content
    people = [] if content is None else [person for person in content.people if person.respondent_id not in staff]
    if content is None or not people or len(people) == len(content.people):
        return outcome
    documents = tuple(
        replace(
            document,
            turns=tuple(_without_respondent(turn) if turn.respondent_id in staff else turn for turn in document.turns),
        )
        for document in content.documents
    )
    names = tuple(person.label for person in content.people if person.respondent_id in staff)
    listed = ", ".join(f"'{name}'" for name in names)
    note = f"People of the team by another file's list of people, kept as context: {listed}."
    notes = (*(own for own in outcome.source.notes if own != NO_INTERVIEWER), note)
    content = replace(content, documents=documents, people=tuple(people), names=(*content.names, *names))
    return replace(outcome, source=replace(outcome.source, notes=notes), content=content)


def _without_respondent(turn: Turn) -> Turn:
    return replace(turn, role="other", respondent_id="", question="")


def _with_merged_people(document: Document, same: Mapping[str, str]) -> Document:
    if not any(turn.respondent_id in same for turn in document.turns):
        return document
    turns = (replace(turn, respondent_id=same.get(turn.respondent_id, turn.respondent_id)) for turn in document.turns)
    return replace(document, turns=tuple(turns))


def _respondents(
    outcomes: Sequence[FileOutcome], facts: _RosterFacts
) -> tuple[tuple[Respondent, ...], dict[tuple[str, str], int]]:
    """Respondents in the order of their first documents, and the number of shared respondents per pair of files."""
    with_people = [outcome for outcome in outcomes if outcome.content is not None and outcome.content.people]
    # A fast path: the usual large study is a single table, so nobody is in two files.
    if len(with_people) == 1 and not facts.same and not facts.attributes:
        return _respondents_of_one_file(with_people[0]), {}
    positions: dict[str, int] = {}
    respondents: list[Respondent] = []
    shared: dict[tuple[str, str], int] = {}
    for outcome in outcomes:
        path = outcome.source.path
        for person in outcome.content.people if outcome.content is not None else ():
            respondent_id = facts.same.get(person.respondent_id, person.respondent_id)
            position = positions.setdefault(respondent_id, len(respondents))
            if position == len(respondents):
                from_roster = facts.attributes.get(respondent_id)
                attributes = {**from_roster, **person.attributes} if from_roster else person.attributes
                respondents.append(Respondent(respondent_id, person.label, (path,), attributes))
                continue
            before = respondents[position]
            # Pairs are counted, because each file's note names the others.
            for other in before.sources:
                if other != path:
                    shared[other, path] = shared.get((other, path), 0) + 1
            respondents[position] = replace(
                before,
                sources=tuple(dict.fromkeys((*before.sources, path))),
                attributes={**person.attributes, **before.attributes},
            )
    return tuple(respondents), shared


def _respondents_of_one_file(outcome: FileOutcome) -> tuple[Respondent, ...]:
    people: Sequence[Person] = outcome.content.people if outcome.content is not None else ()
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


def _with_shared_note(source: Source, shared: Mapping[tuple[str, str], int]) -> Source:
    """The source, with a note about the respondents who are in another file too."""
    counts = {
        (first if second == source.path else second): n
        for (first, second), n in shared.items()
        if source.path in {first, second}
    }
    if not counts:
        return source
    listed = [f"{n} in {other}" for other, n in sorted(counts.items())]
    n_more = len(listed) - MAX_LISTED_FILES
    more = f" and in {n_more} more files" if n_more > 0 else ""
    note = f"Respondents who are in other files too: {', '.join(listed[:MAX_LISTED_FILES])}{more}."
    return replace(source, notes=(*source.notes, note))
