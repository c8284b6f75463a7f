"""Find every quote in what a study shows: the report's HTML, and the tables, texts and maps of the workshop folder.

In HTML a quote is ``<q data-segment="ID">text</q>``, with ``data-start`` and ``data-end`` (code points in the document)
where it is a part of its segment; in ``<script type="application/json" data-quotes>`` it is a row of ``rows``, which
begins with the segment's id and its text. In tables it is the column ``quote`` beside ``quote_segment_id``
(``quote_2`` beside ``quote_2_segment_id`` and so on). In Markdown it is a line ``> text`` above a line
``> — who, where, `ID```, with ``ID[start:end]`` for a part. In a map (SVG) it is ``<text data-segment="ID">``, whose
lines (``<tspan>``) are joined by spaces.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from voc.errors import OutputError

TextRows = list[dict[str, str]]
"""The rows of a table as text by column."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it is shown. `span` (code points in its document) is None when it is the whole segment."""

    place: str
    segment_id: str
    text: str
    span: tuple[int, int] | None = None


class _QuoteParser(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.quotes: list[Quote] = []
        self.ids: set[str] = set()
        self.targets: dict[str, int] = {}
        self.findings: list[str] = []
        self._open: tuple[int, dict[str, str]] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.ids.add(values["id"])
        if values.get("href", "").startswith("#") and len(values["href"]) > 1:
            self.targets.setdefault(values["href"][1:], self.getpos()[0])
        if tag in {"q", "blockquote"} or "data-quotes" in values:
            self._open, self._text = (self.getpos()[0], values), []

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"q", "blockquote", "script"} or self._open is None:
            return
        line, values = self._open
        self._open = None
        place = f"{self.name} line {line}"
        if "data-quotes" in values:
            self._read_rows(place)
            return
        start, end = values.get("data-start", ""), values.get("data-end", "")
        span = (int(start), int(end)) if start.isdigit() and end.isdigit() else None
        self.quotes.append(Quote(place, values.get("data-segment", ""), "".join(self._text), span))

    def _read_rows(self, place: str) -> None:
        try:
            rows = [(str(row[0]), str(row[1])) for row in json.loads("".join(self._text))["rows"]]
        except (ValueError, LookupError, TypeError) as error:
            self.findings.append(f"{place}: the statements cannot be read ({type(error).__name__}).")
            return
        self.ids.update(segment_id for segment_id, _ in rows)
        self.quotes += [Quote(f"{place} row {row}", *quote) for row, quote in enumerate(rows, 1)]


class _MapParser(HTMLParser):
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


def _in_map(name: str, text: str) -> list[Quote]:
    parser = _MapParser(name)
    parser.feed(text)
    parser.close()
    return parser.quotes


def read_table(path: Path) -> TextRows:
    """Read a CSV file with a header row.

    Raises:
        OutputError: the file is missing or is not a table.
    """
    # Answers in surveys exceed the module's limit of 131,072 characters.
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be read as a table ({error}). Run `voc run` again.") from error


def quotes_in_html(path: Path) -> tuple[list[Quote], list[str]]:
    """All quotes of a page, and a finding for each link within the page that leads nowhere."""
    parser = _QuoteParser(path.name)
    with path.open(encoding="utf-8", newline="") as file:
        parser.feed(file.read())
    parser.close()
    findings = [
        f"{path.name} line {line}: the link #{target} leads nowhere."
        for target, line in parser.targets.items()
        if target not in parser.ids
    ]
    return parser.quotes, parser.findings + findings


def quotes_in_workshop(folder: Path) -> tuple[list[Quote], list[str]]:
    """All quotes of tables, Markdown files and maps in `folder`, and a finding for each file that cannot be read."""
    quotes: list[Quote] = []
    findings: list[str] = []
    paths = [*folder.glob("*"), *folder.glob("maps/*.svg")] if folder.is_dir() else []
    for path in sorted(paths):
        name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        try:
            if path.suffix == ".csv":
                quotes += _in_rows(name, read_table(path), guarded=True)
            elif path.suffix == ".xlsx":
                quotes += [quote for sheet, rows in _sheets(path) for quote in _in_rows(f"{name} {sheet}", rows)]
            elif path.suffix == ".svg":
                quotes += _in_map(name, path.read_text("utf-8"))
            elif path.suffix == ".md":
                quotes += _in_markdown(name, path.read_text("utf-8"))
        except (OutputError, UnicodeDecodeError, csv.Error) as error:
            findings.append(f"{name}: {error}")
    return quotes, findings


def _in_rows(name: str, rows: TextRows, *, guarded: bool = False) -> Iterator[Quote]:
    for number, row in enumerate(rows, 2):
        for column, segment_id in row.items():
            if column is None or not column.endswith("_segment_id") or not segment_id:
                continue
            text = row.get(column.removesuffix("_segment_id")) or ""
            if guarded and re.match(r"'[=+\-@\t\r]", text):
                text = text[1:]
            yield Quote(f"{name} row {number}", segment_id, text)


def _sheets(path: Path) -> Iterator[tuple[str, TextRows]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheet_names:
            rows = [[str(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python()]
            head = next((i for i, row in enumerate(rows) if any(c.endswith("_segment_id") for c in row)), None)
            if head is not None:
                yield sheet, [dict(zip(rows[head], row, strict=False)) for row in rows[head + 1 :]]
    except CalamineError as error:
        raise OutputError(f"cannot be read as a workbook ({error}).") from error


def _in_markdown(name: str, text: str) -> Iterator[Quote]:
    lines = text.split("\n")
    for number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        source = re.fullmatch(r"> — .*`(s-[0-9a-f]+)(?:\[(\d+):(\d+)\])?`\s*", after)
        if line.startswith("> ") and source:
            span = (int(source[2]), int(source[3])) if source[2] else None
            yield Quote(f"{name} line {number}", source[1], line[2:], span)
