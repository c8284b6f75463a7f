"""Find every quote that a study shows: in the report's HTML, and in the tables, texts and maps of the workshop folder.

- HTML: ``<q data-segment="ID">text</q>``, with ``data-start`` and ``data-end`` (code points in the document) where the
  quote is a part of its segment; in ``<script type="application/json" data-quotes>`` a row of ``rows``, which begins
  with the segment's id and its text.
- Tables: the column ``quote`` beside ``quote_segment_id``, ``quote_2`` beside ``quote_2_segment_id`` and so on.
- Markdown: a line ``> text`` above a line ``> — who, where, `ID```, with ``ID[start:end]`` for a part.
- Maps (SVG): ``<text data-segment="ID">``, whose lines (``<tspan>``) are joined by spaces.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from voc.errors import OutputError
from voc.tables.csv_files import read_records
from voc.tables.formula_cells import unescape_formula

TextRows = list[dict[str, str]]
"""The rows of a table as text by column."""
_SEGMENT_COLUMN = "_segment_id"
_MARKDOWN_SOURCE = re.compile(r"> — .*`(s-[0-9a-f]+)(?:\[(\d+):(\d+)\])?`\s*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it is shown. ``span`` (start and end in its document) is None when it is the whole segment."""

    place: str
    segment_id: str
    text: str
    span: tuple[int, int] | None = None


class FoundQuotes(NamedTuple):
    """The quotes of a page or folder, and findings: links that lead nowhere, files that cannot be read."""

    quotes: list[Quote]
    findings: list[str]


class _PageParser(HTMLParser):
    """Collects the quotes of a page, the ids in it, and the links within it by line."""

    def __init__(self, name: str) -> None:
        # Entities are decoded, because quotes are compared with the texts of the documents.
        super().__init__(convert_charrefs=True)
        self.name = name
        self.quotes: list[Quote] = []
        self.findings: list[str] = []
        self.ids: set[str] = set()
        self.link_lines: dict[str, int] = {}
        self._open_line = 0
        self._attributes: dict[str, str] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        line, _ = self.getpos()
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if attributes.get("href", "").startswith("#") and len(attributes["href"]) > 1:
            # One finding per target is enough: every quote of a segment links to it.
            self.link_lines.setdefault(attributes["href"][1:], line)
        if tag in {"q", "blockquote"} or "data-quotes" in attributes:
            self._open_line, self._attributes, self._text = line, attributes, []

    def handle_data(self, data: str) -> None:
        if self._attributes is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"q", "blockquote", "script"} or self._attributes is None:
            return
        attributes, self._attributes = self._attributes, None
        place = f"{self.name} line {self._open_line}"
        if "data-quotes" in attributes:
            self._read_rows(place)
            return
        start, end = attributes.get("data-start", ""), attributes.get("data-end", "")
        span = (int(start), int(end)) if start.isdigit() and end.isdigit() else None
        self.quotes.append(Quote(place, attributes.get("data-segment", ""), "".join(self._text), span))

    def _read_rows(self, place: str) -> None:
        try:
            rows = [(str(row[0]), str(row[1])) for row in json.loads("".join(self._text))["rows"]]
        except (ValueError, LookupError, TypeError) as error:
            self.findings.append(f"{place}: the statements cannot be read ({type(error).__name__}).")
            return
        # The script of the page gives each row its segment's id, so links may lead there.
        self.ids.update(segment_id for segment_id, _ in rows)
        self.quotes += [Quote(f"{place} row {number}", *row) for number, row in enumerate(rows, 1)]


class _MapParser(HTMLParser):
    """Collects the quotes of a map."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.quotes: list[Quote] = []
        self._segment_id = ""
        self._lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "text":
            self._segment_id, self._lines = dict(attrs).get("data-segment") or "", []
        elif tag == "tspan":
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if self._lines:
            self._lines[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "text" and self._segment_id:
            self.quotes.append(Quote(f"{self.name} line {self.getpos()[0]}", self._segment_id, " ".join(self._lines)))
            self._segment_id = ""


def read_table(path: Path) -> TextRows:
    """Read a CSV file with a header row, its texts without the apostrophe that `escape_formula` puts before some.

    Raises:
        OutputError: the file is missing or is not a table.
    """
    try:
        rows = read_records(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be read as a table ({error}). Run `voc run` again.") from error
    # A row that is longer than the header has its surplus cells in a list, a shorter one has None.
    return [
        {column: unescape_formula(cell) if isinstance(cell, str) else cell for column, cell in row.items()}
        for row in rows
    ]


def quotes_in_html(path: Path) -> FoundQuotes:
    """Find all quotes of a page, and the links within the page that lead nowhere."""
    parser = _PageParser(path.name)
    # newline="" keeps a carriage return inside a quote, which a text may contain.
    with path.open(encoding="utf-8", newline="") as file:
        parser.feed(file.read())
    parser.close()
    findings = [
        f"{path.name} line {line}: the link #{target} leads nowhere."
        for target, line in parser.link_lines.items()
        if target not in parser.ids
    ]
    return FoundQuotes(parser.quotes, parser.findings + findings)


def quotes_in_workshop(folder: Path) -> FoundQuotes:
    """Find all quotes of the tables, Markdown files and maps in `folder`, and the files that cannot be read."""
    quotes: list[Quote] = []
    findings: list[str] = []
    paths = [*folder.glob("*"), *folder.glob("maps/*.svg")] if folder.is_dir() else []
    for path in sorted(paths):
        name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        try:
            if path.suffix == ".csv":
                quotes += _quotes_in_table(name, read_table(path))
            elif path.suffix == ".xlsx":
                quotes += _quotes_in_workbook(name, path)
            elif path.suffix == ".svg":
                quotes += _quotes_in_map(name, path.read_text("utf-8"))
            elif path.suffix == ".md":
                quotes += _quotes_in_markdown(name, path.read_text("utf-8"))
        except (OutputError, UnicodeDecodeError) as error:
            findings.append(f"{name}: {error}")
    return FoundQuotes(quotes, findings)


def _quotes_in_table(name: str, rows: TextRows) -> Iterator[Quote]:
    for number, row in enumerate(rows, 2):
        for column, segment_id in row.items():
            # A row that is longer than the header has its surplus cells under None.
            if column is None or not column.endswith(_SEGMENT_COLUMN) or not segment_id:
                continue
            text = row.get(column.removesuffix(_SEGMENT_COLUMN)) or ""
            yield Quote(f"{name} row {number}", segment_id, text)


def _quotes_in_workbook(name: str, path: Path) -> Iterator[Quote]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheet_names:
            rows = [[str(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python()]
            # A title or a note may precede the header, which is the first row that names a column of segment ids.
            header = next(
                (i for i, row in enumerate(rows) if any(cell.endswith(_SEGMENT_COLUMN) for cell in row)), None
            )
            if header is not None:
                below = [dict(zip(rows[header], row, strict=False)) for row in rows[header + 1 :]]
                yield from _quotes_in_table(f"{name} {sheet}", below)
    except CalamineError as error:
        raise OutputError(f"cannot be read as a workbook ({error}).") from error


def _quotes_in_map(name: str, svg: str) -> list[Quote]:
    parser = _MapParser(name)
    parser.feed(svg)
    parser.close()
    return parser.quotes


def _quotes_in_markdown(name: str, text: str) -> Iterator[Quote]:
    lines = text.split("\n")
    for number, (line, next_line) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        source = _MARKDOWN_SOURCE.fullmatch(next_line)
        if line.startswith("> ") and source:
            span = (int(source[2]), int(source[3])) if source[2] else None
            yield Quote(f"{name} line {number}", source[1], line[2:], span)
