"""A project's sources → documents, its cases → respondents, their variables → attributes.

A source is read like a transcript of its own; it is called by its number, because its name is often a person's. A case
that holds a source alone is its participant. What voc itself wrote into a project (kind, date and ratings of a source)
is taken back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from voc.errors import EmptyError, ReadError
from voc.files.decode import tidy
from voc.ingest.file_content import FileContent, FileToRead, Person, Transcript, Utterance, person_id
from voc.ingest.projects.refi_records import Project, walk_codes
from voc.ingest.projects.study_project import DATE, KIND, PERSONA, RATING
from voc.ingest.respondent_attributes import tidy_value
from voc.ingest.surveys.column_profile import attribute_name
from voc.ingest.transcripts import registry
from voc.ingest.transcripts.assemble import assemble
from voc.schema import Document, Kind
from voc.tables.column_names import is_personal

READER = "refi-qda"
SUFFIX = ".qdpx"
MAX_VALUE = 120
"""Code points of an attribute's value."""


@dataclass(frozen=True, slots=True)
class Item:
    """One source: its text and what is known about it and about the one case that it belongs to ("" for none)."""

    guid: str
    name: str
    text: str
    about: Mapping[str, str]
    case: str
    case_name: str
    case_about: Mapping[str, str]


def to_plain(project: Project) -> list[Any]:
    """What the reading process hands over: what the project says about itself, then one item a source."""
    names = {one.guid: one.name for one in project.variables}
    owners: dict[str, list[Any]] = defaultdict(list)
    for case in project.cases:
        about = {names[one.variable]: one.text for one in case.values if names.get(one.variable)}
        for guid in dict.fromkeys(case.sources):
            owners[guid].append((case.guid, case.name, about))
    n_codings = sum(len(one.codings) for source in project.sources for one in source.selections)
    codes = sum(code.codable for code, _ in walk_codes(project.codes))
    found: list[Any] = [[project.origin, len(project.cases), codes, n_codings, list(project.unread)]]
    for source in project.sources:
        own = owners[source.guid]
        case = own[0] if len(own) == 1 else ("", "", {})
        about = {names[one.variable]: one.text for one in source.values if names.get(one.variable)}
        found.append([source.guid, source.name, source.text, about, *case])
    return found


def read(content: FileToRead, plain: Sequence[Any]) -> FileContent:
    """A project as a reading.

    Raises:
        EmptyError: none of its sources holds what somebody said.
        MappingError: voc.toml names a speaker that does not occur.
    """
    (origin, n_cases, n_codes, n_codings, unread), *rest = plain
    documents: list[Document] = []
    people: dict[str, Person] = {}
    trouble = [*unread]
    used: Counter[str] = Counter()
    for number, item in enumerate((Item(*one) for one in rest), 1):
        used[item.name] += 1
        name = item.name if used[item.name] == 1 and item.name else f"{item.name or 'source'} ({item.guid})"
        try:
            reading = _reading(replace(content, name=f"{content.name}/{name}", suffix=".txt"), item)
        except ReadError as error:
            trouble.append(f"text {number}: {str(error).removeprefix(f'{content.name}/{name}').lstrip(': ')}")
            continue
        reading = _with_case(reading, item, content.name)
        documents += [
            _told(replace(one, source=content.name, locator=f"text {number}"), item.about, content)
            for one in reading.documents
        ]
        for person in reading.people:
            before = people.get(person.respondent_id, person)
            people[person.respondent_id] = replace(before, attributes={**person.attributes, **before.attributes})
    if not documents:
        raise EmptyError(f"none of its {len(rest) + len(unread)} sources can be read. {' '.join(trouble[:3])}".strip())
    kinds = Counter(one.kind for one in documents)
    notes = [f"A project of {origin or 'an unnamed program'}: {len(documents)} texts, {n_cases} cases."]
    if n_codes:
        notes.append(
            f"{n_codes} codes, {n_codings} codings: `voc codebook import` takes them over, `voc agree` compares them."
        )
    return FileContent(
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        documents=tuple(documents),
        people=tuple(people.values()),
        notes=tuple(notes),
        reason="; ".join(trouble[:5]) + (f"; and {len(trouble) - 5} more" if len(trouble) > 5 else ""),
    )


def _reading(content: FileToRead, item: Item) -> FileContent:
    """One source: a transcript by its convention; an answer or a review, as voc wrote it, is one person's words."""
    text = tidy(item.text)
    content = replace(content, text=text)
    if item.about.get(KIND) in {"survey", "review"} and text.strip():
        return assemble(content, Transcript(text, (Utterance(0, len(text), ""),)), text)
    convention = registry.find(content)
    if convention is None:
        raise EmptyError(f"{content.name}: holds no text.")
    return convention.read(content)


def _with_case(reading: FileContent, item: Item, file: str) -> FileContent:
    """The participant is the case, where both are one."""
    if not item.case or len(reading.people) != 1:
        return reading
    (person,) = reading.people
    case_id = person_id("case", file, item.case)
    told = _attributes(item.about) | _attributes(item.case_about)
    documents = tuple(
        replace(
            one,
            turns=tuple(replace(turn, respondent_id=case_id) if turn.respondent_id else turn for turn in one.turns),
        )
        for one in reading.documents
    )
    owner = Person(case_id, item.case_name or person.label, {**told, **person.attributes})
    return replace(reading, documents=documents, people=(owner,))


def _attributes(told: Mapping[str, str]) -> dict[str, str]:
    """Variables as attributes: personal data and what voc wrote about a source are none."""
    found: dict[str, str] = {}
    for name, value in told.items():
        if name.startswith("voc.") or name == PERSONA or is_personal(name):
            continue
        key = attribute_name(" ".join(name.split()))
        tidied = tidy_value(key, value)
        if tidied and len(tidied) <= MAX_VALUE:
            found.setdefault(key, tidied)
    return found


def _told(document: Document, about: Mapping[str, str], content: FileToRead) -> Document:
    """The kind, date and ratings that voc wrote into a project."""
    kind: Kind = next((one for one in get_args(Kind) if one == about.get(KIND)), document.kind)
    if content.settings.kind:
        kind = document.kind
    ratings = {}
    for name, value in about.items():
        if name.startswith(RATING):
            try:
                ratings[name.removeprefix(RATING)] = min(max(float(value), 0.0), 1.0)
            except ValueError:
                continue  # not a number that voc wrote
    return replace(document, kind=kind, date=about.get(DATE, document.date), ratings=ratings or document.ratings)
