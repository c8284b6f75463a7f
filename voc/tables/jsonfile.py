"""JSON and JSON Lines of records → table. Records inside records become columns ("parent.child")."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.decode import decode, tidy
from voc.files.limits import MAX_COLUMNS, MAX_TEXT_BYTES, check_size
from voc.ingest.file_content import FileToRead
from voc.tables.table import Table, make_header

MAX_DEPTH = 4


def read(content: FileToRead) -> list[Table]:
    """The records of a .json (list of objects, or one object that holds such lists), .jsonl or .ndjson file.

    Raises:
        EmptyError: no records.
        FormatError: no JSON, or JSON without records.
        LimitError: too large.
    """
    text, notes = content.text, content.notes
    if not text:
        check_size(content.name, content.path.stat().st_size, 5 * MAX_TEXT_BYTES)
        text, notes = decode(content.path.read_bytes(), content.name)
    lines = content.suffix in {".jsonl", ".ndjson"}
    records = list(_lines(text, content) if lines else _records(_loads(text, content.name)))
    if not records:
        raise EmptyError(f"{content.name}: holds no records (objects in a list). Export one object a review or answer.")
    flat = [dict(_flatten(record)) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    if len(names) > MAX_COLUMNS:
        raise LimitError(f"{content.name}: a table may have at most {MAX_COLUMNS:,} fields, found {len(names):,}.")
    header, renamed = make_header(names)
    rows = [[record.get(name, "") for name in names] for record in flat]
    return [Table(header, header, rows, first_row=1, notes=(*renamed, *(notes if lines else ())), cells=tuple(names))]


def _loads(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FormatError(f"{name}: must be valid JSON, found an error{where}. Export it again.") from error


def _lines(text: str, content: FileToRead) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(
                f"{content.name} line {number}: must be one JSON object a line. Export it again."
            ) from error
        if isinstance(record, dict):
            yield record
        if number % 1000 == 0:
            content.budget.check()


def _records(data: Any) -> Iterator[dict[str, Any]]:
    """Objects of the outermost list; of all lists of objects inside one object."""
    if isinstance(data, list):
        yield from (item for item in data if isinstance(item, dict))
    elif isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        if lists:
            for items in lists:
                yield from (item for item in items if isinstance(item, dict))
        elif data and all(isinstance(value, dict) for value in data.values()):
            yield from data.values()
        elif data:
            yield data


def _flatten(record: dict[str, Any], parent: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{parent}{key}"
        if isinstance(value, dict) and depth < MAX_DEPTH:
            yield from _flatten(value, f"{name}.", depth + 1)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value) and depth < MAX_DEPTH:
            for item in value:
                # a list of one-field objects is a way to write pairs: [{"Pros": "…"}, {"Cons": "…"}]
                yield from _flatten(item, "" if len(item) == 1 else f"{name}.", depth + 1)
        elif isinstance(value, list):
            yield name, "; ".join(plain(item) for item in value)
        else:
            yield name, plain(value)


def plain(value: Any) -> str:
    """A value of JSON or Parquet as a cell: nothing is "", whole numbers have no ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str):
        return value if value.isascii() else tidy(value)
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict) else str(value)
