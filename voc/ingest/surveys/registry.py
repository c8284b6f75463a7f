"""The kinds of table files. A new one: a module with ``read``, and one entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voc.errors import EmptyError, FormatError, MappingError, ReadError
from voc.ingest.file_content import FileContent, FileToRead
from voc.ingest.surveys import limesurvey_archive as lsafile
from voc.ingest.surveys import talk
from voc.ingest.surveys.dialects import DIALECTS
from voc.ingest.surveys.rows import read_table
from voc.ingest.transcripts.assemble import assemble
from voc.tables import csvfile, jsonfile, parquet, spss
from voc.tables import spreadsheets as sheets
from voc.tables.headers import with_one_header
from voc.tables.table import Table


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A kind of file that holds tables; ``tables`` reads all of its sheets."""

    name: str
    suffixes: frozenset[str]
    tables: Callable[[FileToRead], list[Table]]

    def recognise(self, content: FileToRead) -> bool:
        """Whether the file's ending is one of this format's."""
        return content.suffix in self.suffixes

    def read(self, content: FileToRead) -> tuple[str, FileContent]:
        """The reader's full name ("table-csv", "qualtrics-csv") and what it read.

        Sheets without a text column are passed over when another sheet has one.

        Raises:
            ReadError: no sheet can be read.
            MappingError: voc.toml names a column that does not exist.
        """
        return self.make_reading(content, self.tables(content))

    def make_reading(self, content: FileToRead, tables: list[Table]) -> tuple[str, FileContent]:
        """As `read`, for tables that were read before.

        Raises:
            ReadError: no sheet can be read.
            MappingError: voc.toml names a column that does not exist.
        """
        readings: list[tuple[str, FileContent]] = []
        problems: list[ReadError | MappingError] = []
        for table in tables:
            try:
                readings.append(_read_one(content, table, several=len(tables) > 1))
            except (FormatError, EmptyError, MappingError) as error:
                problems.append(error)
        if not readings:
            raise next((problem for problem in problems if isinstance(problem, MappingError)), problems[0])
        notes = tuple(f"A sheet was passed over: {problem}" for problem in problems)
        dialect = readings[0][0]
        whole = _joined([reading for _, reading in readings])
        return f"{dialect}-{self.name}", replace(whole, notes=(*whole.notes, *notes))


def _read_one(content: FileToRead, table: Table, *, several: bool) -> tuple[str, FileContent]:
    if talk.recognise(table) and content.settings.kind in {"", "interview"} and not content.settings.own_columns:
        reading = assemble(content, talk.read(table), "")
        return "talk", replace(reading, notes=(*table.notes, *reading.notes), reason=table.reason)
    if content.suffix == ".lsa":
        return "limesurvey", read_table(content, table, several=several)
    for dialect in DIALECTS:
        if dialect.recognise(table):
            return dialect.name, read_table(content, dialect.read(table), several=several)
    return "table", read_table(content, with_one_header(table), several=several)


def _joined(readings: list[FileContent]) -> FileContent:
    first, *rest = readings
    for other in rest:
        people = {person.respondent_id: person for person in first.people}
        people |= {person.respondent_id: person for person in other.people if person.respondent_id not in people}
        first = replace(
            first,
            documents=(*first.documents, *other.documents),
            people=tuple(people.values()),
            notes=(*first.notes, *other.notes),
            reason=" ".join(filter(None, (first.reason, other.reason))),
            unmatched=first.unmatched & other.unmatched,
            available=(*first.available, *other.available),
        )
    return first


FORMATS: tuple[TableFormat, ...] = (
    TableFormat("csv", frozenset({".csv", ".tsv", ".tab"}), csvfile.read),
    TableFormat("sheet", frozenset({".xlsx", ".xlsm", ".xls", ".ods"}), sheets.read),
    TableFormat("spss", frozenset({".sav", ".zsav"}), spss.read),
    TableFormat("parquet", frozenset({".parquet"}), parquet.read),
    TableFormat("lsa", frozenset({".lsa"}), lsafile.read),
    TableFormat("json", frozenset({".json", ".jsonl", ".ndjson"}), jsonfile.read),
)


def format_of(suffix: str) -> TableFormat:
    """The format of an ending that `reads` knows."""
    return next(item for item in FORMATS if suffix in item.suffixes)


def find(content: FileToRead) -> TableFormat | None:
    """The format for a file's ending, None when it is no table."""
    return next((item for item in FORMATS if item.recognise(content)), None)


def reads(suffix: str) -> bool:
    """Whether files with this ending are read as tables."""
    return any(suffix in item.suffixes for item in FORMATS)
