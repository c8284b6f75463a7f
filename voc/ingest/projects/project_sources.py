"""Turn a project's sources into documents, its cases into respondents, and their variables into attributes.

A source is read like a transcript file. It is shown by its number, because its name is often that of a person. When
only one case holds a source, it is the source's participant. Kind, date and ratings that voc wrote are read back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, get_args

from voc.errors import EmptyError, ReadError
from voc.files.decode import count_characters, tidy
from voc.ingest.characters import add_counts
from voc.ingest.file_content import FileContent, FileToRead, Person, Transcript, Utterance, person_id
from voc.ingest.projects.refi_records import Project, VariableValue, walk_codes
from voc.ingest.projects.study_project import DATE_VARIABLE, KIND_VARIABLE, PERSONA_VARIABLE, RATING_PREFIX
from voc.ingest.respondent_attributes import tidy_value
from voc.ingest.surveys.column_profile import attribute_name
from voc.ingest.transcripts.assemble import assemble
from voc.ingest.transcripts.registry import find_convention
from voc.schema import CharacterCount, Document, Kind
from voc.tables.column_names import is_personal

READER = "refi-qda"
SUFFIX = ".qdpx"
MAX_VALUE = 120
"""Code points of an attribute's value; a longer one is a memo."""
MAX_LISTED_PROBLEMS = 5
"""Unreadable sources that the reason lists one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """Origin and counts of a project; ``unread`` lists the sources without text."""

    origin: str
    n_cases: int
    n_codes: int
    n_codings: int
    unread: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """One source: its text, its variables, and those of the one case that it belongs to ("" when there is none)."""

    guid: str
    name: str
    text: str
    variables: Mapping[str, str]
    case: str = ""
    case_name: str = ""
    case_variables: Mapping[str, str] = field(default_factory=dict)


def to_plain(project: Project) -> list[Any]:
    """A project as JSON values from the reader process: a `ProjectSummary`, then a `ProjectSource` per source."""
    names = {variable.guid: variable.name for variable in project.variables}

    def by_name(values: Sequence[VariableValue]) -> dict[str, str]:
        return {names[value.variable]: value.text for value in values if names.get(value.variable)}

    owners: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in project.cases:
        for guid in dict.fromkeys(case.sources):
            owners[guid].append({"case": case.guid, "case_name": case.name, "case_variables": by_name(case.values)})
    n_codings = sum(len(selection.codings) for source in project.sources for selection in source.selections)
    n_codes = sum(code.codable for code, _ in walk_codes(project.codes))
    summary = ProjectSummary(project.origin, len(project.cases), n_codes, n_codings, project.unread)
    items = [asdict(summary)]
    for source in project.sources:
        own = owners[source.guid]
        # A source of several cases is a group interview; who says what in it is unknown.
        owner = own[0] if len(own) == 1 else {}
        items.append(asdict(ProjectSource(source.guid, source.name, source.text, by_name(source.values), **owner)))
    return items


def read_sources(file: FileToRead, plain: Sequence[Any]) -> FileContent:
    """The content of a project from the result of `to_plain`.

    Raises:
        EmptyError: no source holds any words.
        MappingError: voc.toml names a speaker that does not occur.
    """
    summary = ProjectSummary(**plain[0])
    sources = [ProjectSource(**item) for item in plain[1:]]
    documents: list[Document] = []
    people: dict[str, Person] = {}
    problems = list(summary.unread)
    characters: CharacterCount | None = None
    for number, (source, name) in enumerate(zip(sources, _unique_names(sources), strict=True), 1):
        source_file = replace(file, name=f"{file.name}/{name}", suffix=".txt")
        try:
            content = _with_case(_read_source(source_file, source), source, file.name)
        except ReadError as error:
            # Without the name, which is often a person's.
            problems.append(f"text {number}: {str(error).removeprefix(source_file.name).lstrip(': ')}")
            n = count_characters(source.text)
            characters = add_counts(characters, CharacterCount(n, 0, {"interviews without answers": n}))
            continue
        characters = add_counts(characters, content.characters)
        documents += [
            _restored(replace(document, source=file.name, locator=f"text {number}"), source.variables, file)
            for document in content.documents
        ]
        for person in content.people:
            # A person of several sources keeps what the first of them says.
            before = people.get(person.respondent_id, person)
            people[person.respondent_id] = replace(before, attributes={**person.attributes, **before.attributes})
    if not documents:
        n_sources = len(sources) + len(summary.unread)
        raise EmptyError(f"none of its {n_sources} sources can be read. {' '.join(problems[:3])}".strip())
    kinds = Counter(document.kind for document in documents)
    n_more = len(problems) - MAX_LISTED_PROBLEMS
    return FileContent(
        # The most frequent kind of its documents, of equally frequent ones the first by name.
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        documents=tuple(documents),
        people=tuple(people.values()),
        notes=_notes(summary, len(documents)),
        characters=characters,
        reason="; ".join(problems[:MAX_LISTED_PROBLEMS]) + (f"; and {n_more} more" if n_more > 0 else ""),
    )


def _unique_names(sources: Sequence[ProjectSource]) -> list[str]:
    """Names for the ids of documents: the sources' names, followed by the GUID where empty or repeated."""
    seen: set[str] = set()
    names = []
    for source in sources:
        is_unique = source.name and source.name not in seen
        names.append(source.name if is_unique else f"{source.name or 'source'} ({source.guid})")
        seen.add(source.name)
    return names


def _notes(summary: ProjectSummary, n_documents: int) -> tuple[str, ...]:
    origin = summary.origin or "an unnamed program"
    notes = [f"A project of {origin}: {n_documents} texts, {summary.n_cases} cases."]
    if summary.n_codes:
        notes.append(
            f"{summary.n_codes} codes, {summary.n_codings} codings: `voc codebook import` takes them over, `voc agree` "
            "compares them."
        )
    return tuple(notes)


def _read_source(file: FileToRead, source: ProjectSource) -> FileContent:
    """Read a transcript by its convention; an answer or a review that voc exported is one person's words."""
    text = tidy(source.text)
    file = replace(file, text=text)
    if source.variables.get(KIND_VARIABLE) in {"survey", "review"} and text.strip():
        return assemble(file, Transcript(text, (Utterance(0, len(text), ""),)), text)
    convention = find_convention(file)
    if convention is None:
        raise EmptyError(f"{file.name}: holds no text.")
    return convention.read(file)


def _with_case(content: FileContent, source: ProjectSource, project_name: str) -> FileContent:
    """The content with the case as its only participant, unless there are several participants or no case.

    Without a case, the variables of the source are those of its only participant.
    """
    if len(content.people) != 1:
        return content
    (person,) = content.people
    if not source.case:
        attributes = _attributes(source.variables) | dict(person.attributes)
        return replace(content, people=(replace(person, attributes=attributes),))
    case_id = person_id("case", project_name, source.case)
    attributes = _attributes(source.variables) | _attributes(source.case_variables) | dict(person.attributes)
    documents = tuple(
        replace(
            document,
            turns=tuple(
                replace(turn, respondent_id=case_id) if turn.respondent_id else turn for turn in document.turns
            ),
        )
        for document in content.documents
    )
    participant = Person(case_id, source.case_name or person.label, attributes)
    return replace(content, documents=documents, people=(participant,))


def _attributes(variables: Mapping[str, str]) -> dict[str, str]:
    """Variables as attributes, without personal data and voc's own variables."""
    attributes: dict[str, str] = {}
    for name, value in variables.items():
        if name.startswith("voc.") or name == PERSONA_VARIABLE or is_personal(name):
            continue
        key = attribute_name(" ".join(name.split()))
        tidied = tidy_value(key, value)
        if tidied and len(tidied) <= MAX_VALUE:
            attributes.setdefault(key, tidied)
    return attributes


def _restored(document: Document, variables: Mapping[str, str], file: FileToRead) -> Document:
    """The document with the kind, date and ratings that voc wrote into the project."""
    kind: Kind = next((kind for kind in get_args(Kind) if kind == variables.get(KIND_VARIABLE)), document.kind)
    # A kind in voc.toml wins.
    if file.settings.kind:
        kind = document.kind
    ratings = {}
    for name, value in variables.items():
        if name.startswith(RATING_PREFIX):
            try:
                ratings[name.removeprefix(RATING_PREFIX)] = min(max(float(value), 0.0), 1.0)
            except ValueError:
                continue  # not a number that voc wrote
    date = variables.get(DATE_VARIABLE, document.date)
    return replace(document, kind=kind, date=date, ratings=ratings or document.ratings)
