"""A file with people's codes → passages: a table (CSV) or a project (.qdpx)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from voc.errors import FormatError, MappingError, UsageError
from voc.ingest.projects import open_project
from voc.ingest.projects.refi_records import Project, RefiCode, TextSource, walk_codes
from voc.ingest.projects.study_project import BRANCHES, FIXED_CODES, guid_of_document
from voc.tables.cells import tidy_cell
from voc.tables.csv_files import read_csv
from voc.tables.table import TableFile
from voc.tasks.agree.records import Kind, Passage, Passages

MAX_BYTES = 100_000_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "segment_id": ("segment_id", "segment id"),
    "document": (
        *("document_id", "document", "document name", "dokument", "dokumentname", "source", "quelle"),
        *("file", "datei", "file name", "dateiname"),
    ),
    "start": ("start", "start_position", "von"),
    "end": ("end", "end_position", "bis"),
    "text": (
        *("text", "segment", "passage", "coded segment", "codiertes segment", "quote", "quotation", "zitat"),
        *("quotation content", "content"),
    ),
    "theme": ("code", "codes", "theme", "themes", "thema", "themen", "category", "kategorie"),
    "sentiment": ("sentiment", "polarity", "stimmung", "polarität"),
    "touchpoint": ("touchpoint", "touchpoints", "kontaktpunkt"),
    "coder": ("coder", "rater", "user", "codierer", "codiererin", "created by", "erstellt von", "codiert von"),
}
"""What a column is for → the names it may have."""
KINDS: tuple[Kind, ...] = ("theme", "touchpoint", "sentiment")
_SEVERAL = re.compile(r"\s*[;|]\s*|\s*\n\s*")
_PATH = re.compile(r"\s*(?:>|\\|::)\s*")
_MOODS = {word.casefold(): key for key, *words in FIXED_CODES["sentiment"] for word in (key, *words)}
_OTHER = {"emotion", "statement", "pain_point"}
_BRANCH = {name.casefold(): branch for branch, names in BRANCHES.items() for name in names.values()}


def read_codes(file: Path, documents: Mapping[str, str]) -> Passages:
    """The passages of a file.

    Args:
        file: .csv, .tsv, .txt (a table with a header row) or .qdpx.
        documents: the kind of each document of the study, by id.

    Raises:
        UsageError: there is no such file, or it is of another kind.
        MappingError: the table has no column for codes, or none for places.
        ReadError: the file cannot be read.
    """
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. Check the path.")
    suffix = file.suffix.casefold()
    if suffix == ".qdpx":
        return _of_project(open_project(file, file.name), documents)
    if suffix not in {".csv", ".tsv", ".tab", ".txt"}:
        raise UsageError(f"{file}: codes must come as .csv or .qdpx, found '{suffix}'. Export them so.")
    if file.stat().st_size > MAX_BYTES:
        raise UsageError(f"{file}: a table of codes may have at most {MAX_BYTES // 1_000_000} MB. Split it.")
    return _of_table(file)


def _of_table(file: Path) -> Passages:
    (table,) = read_csv(TableFile.from_path(file))
    if table.reason:
        # Agreement over a part of the codes would look like disagreement.
        raise FormatError(f"{file}: {table.reason}")
    header = [" ".join(name.split()).casefold() for name in table.cells]
    used = {use: next((header.index(name) for name in names if name in header), -1) for use, names in COLUMNS.items()}
    _check(file, header, used)
    passages: list[Passage] = []
    for number, row in enumerate(table.rows, table.first_row):
        cell = {use: tidy_cell(row[place]) if place >= 0 else "" for use, place in used.items()}
        if any(cell.values()):
            passages += _of_row(cell, used, f"{file} row {number}")
    return Passages(tuple(passages))


def _check(file: Path, header: list[str], used: Mapping[str, int]) -> None:
    there = ", ".join(f"'{name}'" for name in header if name) or "nothing"
    if all(used[kind] < 0 for kind in KINDS):
        raise MappingError(f"{file}: a column must hold the codes ('code', 'theme'), found {there}. Rename one.")
    placed = used["segment_id"] >= 0 or used["text"] >= 0 or (used["document"] >= 0 and used["start"] >= 0)
    if not placed:
        raise MappingError(
            f"{file}: columns must say what was coded ('segment_id'; or 'document', 'start', 'end'; or 'text'), "
            f"found {there}. Rename them."
        )


def _of_row(cell: Mapping[str, str], used: Mapping[str, int], where: str) -> Iterator[Passage]:
    start = end = -1
    if cell["start"] or cell["end"]:
        try:
            start, end = int(cell["start"]), int(cell["end"])
        except ValueError as error:
            raise MappingError(f"{where}: 'start' and 'end' must be whole numbers (code points).") from error
    for kind in KINDS:
        if used[kind] < 0:
            continue
        codes = [code for code in _SEVERAL.split(cell[kind]) if code] or [""]
        for code in codes:
            found = _coded(code, kind)
            if found is not None:
                place = (cell["segment_id"], cell["document"], start, end, cell["text"])
                yield Passage(cell["coder"] or "coder", found[0], found[1], *place)


def _coded(code: str, kind: Kind) -> tuple[tuple[str, ...], Kind] | None:
    """What a cell says in a column of this kind; None for what is not compared."""
    if not code:
        return (), kind
    if kind == "theme":
        return _told(tuple(part for part in _PATH.split(code) if part))
    return (mood(code) if kind == "sentiment" else code,), kind


def _told(path: tuple[str, ...]) -> tuple[tuple[str, ...], Kind] | None:
    """A code's path below the branch that says what it is about; None for what is not compared (emotions)."""
    if not path:
        return None
    branch = _BRANCH.get(path[0].casefold(), "") if len(path) > 1 else ""
    if branch in _OTHER:
        return None
    if branch == "touchpoint":
        return path[-1:], "touchpoint"
    if branch == "sentiment" or (len(path) == 1 and path[0].casefold() in _MOODS):
        return (mood(path[-1]),), "sentiment"
    return path[1:] if branch == "theme" else path, "theme"


def mood(word: str) -> str:
    """A word for a sentiment in either language as voc writes it, else the word itself.

    >>> mood("Negativ"), mood("so-so")
    ('negative', 'so-so')
    """
    return _MOODS.get(word.casefold(), word)


def _of_project(project: Project, documents: Mapping[str, str]) -> Passages:
    by_guid = {guid_of_document(one): one for one in documents}
    users = {user.guid: user.name for user in project.users}
    paths = {code.guid: _path(code, above) for code, above in walk_codes(project.codes)}
    passages: list[Passage] = []
    held = set()
    for source in project.sources:
        known = by_guid.get(source.guid, "")
        if documents.get(known) in {"survey", "review"}:
            held.add(known)
        passages += _of_source(source, known, users, paths)
    notes = tuple(f"Not read in the project: {one}" for one in project.unread[:5])
    return Passages(tuple(passages), frozenset(held), notes)


def _path(code: RefiCode, above: tuple[RefiCode, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in (*above, code))


def _of_source(
    source: TextSource, known: str, users: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]
) -> Iterator[Passage]:
    """Of a text that voc exported the places hold; of any other the words are looked for."""
    name = known or PurePosixPath(source.name).name
    for one in source.selections:
        words = source.text[one.start : one.end]
        for coding in one.codings:
            found = _told(paths[coding.code]) if paths.get(coding.code) else None
            if found is None:
                continue
            coder = users.get(coding.user, "") or "coder"
            if known:
                yield Passage(coder, found[0], found[1], document=known, start=one.start, end=one.end)
            else:
                yield Passage(coder, found[0], found[1], document=name, text=words)
