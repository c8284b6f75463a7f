"""SPSS (.sav, .zsav) → table, read by pyreadstat: variable labels are the questions, value labels the answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from voc.errors import EmptyError, FormatError
from voc.files.limits import MAX_TEXT_BYTES, check_size
from voc.ingest.file_content import FileToRead
from voc.ingest.surveys import aliases
from voc.tables.table import Table, make_header, tidy_name


def read(content: FileToRead) -> list[Table]:
    """The one table of an SPSS file.

    Raises:
        EmptyError: no variables, or no cases.
        FormatError: the file is no SPSS file, or broken.
        LimitError: too large.
    """
    check_size(content.name, content.path.stat().st_size, 5 * MAX_TEXT_BYTES)
    import pyreadstat

    try:
        columns, meta = pyreadstat.read_sav(str(content.path), output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError, UnicodeError) as error:
        raise FormatError(
            f"{content.name}: must be an SPSS file, found a broken or different one ({type(error).__name__}). "
            "Open it in SPSS or PSPP and save it again, or export it as .csv with value labels."
        ) from error
    names = list(columns)
    n = max((len(values) for values in columns.values()), default=0)
    if not names or not n:
        raise EmptyError(f"{content.name}: holds {len(names)} variables and {n} cases; there is nothing to read.")
    header, notes = make_header(names)
    questions = tuple(tidy_name(meta.column_names_to_labels.get(name) or "") or name for name in names)
    scales: dict[int, tuple[float, float]] = {}
    cells: list[list[str]] = []
    for position, name in enumerate(names):
        labels = meta.variable_value_labels.get(name, {})
        scale = _scale(labels) if aliases.names_a_rating(f"{name} {questions[position]}") else None
        if scale is not None:
            scales[position] = scale
        cells.append([_cell(value, {} if scale is not None else labels) for value in columns[name]])
    rows = [list(row) for row in zip(*cells, strict=True)]
    return [Table(header, questions, rows, first_row=1, notes=notes, cells=tuple(names), scales=scales)]


def _scale(labels: Mapping[Any, str]) -> tuple[float, float] | None:
    """Lowest and highest labelled value of a rating whose labels are for steps in a row, or for its two ends."""
    values = sorted(float(value) for value in labels if isinstance(value, int | float) and 0 <= value <= 10)
    if len(values) < 2 or values[-1] - values[0] < 2 or values[0] > 1:
        return None
    steps = values == [values[0] + step for step in range(len(values))]
    return (values[0], values[-1]) if steps or len(values) in {2, 3} else None


def _cell(value: Any, labels: Mapping[Any, str]) -> str:
    """A value as people see it; missing values, which come as None, NaN or "", are empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    label = labels.get(value) if labels else None
    if label is not None:
        return str(label).strip()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).strip()
