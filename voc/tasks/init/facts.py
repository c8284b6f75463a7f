"""What was understood of each file, as keys of `voc.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voc.config import ColumnsSection
from voc.errors import FormatError, MappingError, ReadError
from voc.files.limits import budget_for
from voc.ingest.file_content import FileSettings, FileToRead
from voc.ingest.surveys import registry
from voc.ingest.surveys.columns import Plan, decide
from voc.ingest.surveys.dialects import DIALECTS
from voc.schema import Corpus, Document, Role, Source
from voc.tables.table import Table

Keys = Mapping[str, object]
"""Key → value; empty values are left out."""
ROLES: tuple[Role, ...] = ("interviewer", "participant", "other")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file: ``columns`` of a table by use (empty for transcripts and several sheets), ``unused`` columns,
    ``speakers`` labels by role, ``attributes`` that its people have, and how many documents and people it has."""

    source: Source
    columns: Keys = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    n_documents: int = 0
    n_people: int = 0


def gather(corpus: Corpus, paths: Mapping[str, Path]) -> tuple[FileFacts, ...]:
    """The facts of every file of a corpus as read; ``paths`` maps names in the study to files."""
    documents: dict[str, list[Document]] = {source.path: [] for source in corpus.sources}
    for document in corpus.documents:
        documents[document.source].append(document)
    people: dict[str, int] = dict.fromkeys(documents, 0)
    attributes: dict[str, set[str]] = {path: set() for path in documents}
    for person in corpus.respondents:
        for path in person.sources:
            people[path] += 1
            attributes[path].update(person.attributes)
    return tuple(
        _facts(source, documents[source.path], people[source.path], attributes[source.path], paths.get(source.path))
        for source in corpus.sources
    )


def _facts(
    source: Source, documents: Sequence[Document], n_people: int, attributes: set[str], path: Path | None
) -> FileFacts:
    columns: Keys = {}
    unused: tuple[str, ...] = ()
    if source.kind == "interview":
        speakers = _speakers(documents)
    else:
        speakers = {}
        if source.status != "skipped" and path is not None:
            columns, unused = _columns(path, source.path)
    return FileFacts(
        source, columns, unused, speakers, tuple(sorted(attributes)), n_documents=len(documents), n_people=n_people
    )


def _speakers(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """Labels by role, in the order in which they speak; a label is named once, with its first role."""
    roles: dict[str, Role] = {}
    for document in documents:
        for turn in document.turns:
            if turn.speaker.strip():
                roles.setdefault(turn.speaker, turn.role)
    found = {role: tuple(label for label, own in roles.items() if own == role) for role in ROLES}
    return {role: labels for role, labels in found.items() if labels}


def _columns(path: Path, name: str) -> tuple[Keys, tuple[str, ...]]:
    """The uses of a table's columns, and the columns without one; nothing when the file has several tables."""
    plans = []
    try:
        for table in _tables(path, name):
            plan = _plan(table, name)
            if plan is not None:
                plans.append((table, plan))
    except ReadError:
        return {}, ()
    if len(plans) != 1:
        return {}, ()
    table, plan = plans[0]
    uses = _uses(table, plan)
    named = {name for value in uses.values() for name in ([value] if isinstance(value, str) else _listed(value))}
    personal = {table.header[position] for position in plan.personal}
    return uses, tuple(name for name in table.header if name not in named | personal)


def _tables(path: Path, name: str) -> list[Table]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    suffix = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else suffixes[-1]
    content = FileToRead(path, name, suffix, FileSettings(), budget_for(name, path.stat().st_size))
    tables = registry.format_of(suffix).tables(content)
    return [next((one.read(table) for one in DIALECTS if one.recognise(table)), table) for table in tables]


def _plan(table: Table, name: str) -> Plan | None:
    try:
        return decide(table, ColumnsSection(), strict=False, name=name)
    except (FormatError, MappingError):
        return None


def _uses(table: Table, plan: Plan) -> Keys:
    def one(position: int | None) -> str:
        return "" if position is None else table.header[position]

    def several(positions: Sequence[int]) -> list[str]:
        return [table.header[position] for position in positions]

    uses = {
        "text": several(plan.texts),
        "title": one(plan.title),
        "rating": one(plan.rating),
        "ratings": several(plan.ratings),
        "date": one(plan.date),
        "respondent": one(plan.respondent),
        "attributes": several(plan.attributes),
    }
    return {key: value for key, value in uses.items() if value}


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
