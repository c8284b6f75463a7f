"""Files for programs: CSV, Parquet and JSON. Nothing is left out and nothing is rounded beyond three decimals."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from reports.exports.files import utf8
from reports.exports.material import material
from reports.exports.tables.sheets import Cell, Table, csv_text
from reports.exports.workbook import workbook_tables
from voc.schema import Analysis, Personas
from voc.study import archive_text, study_schema


def csv_files(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``csv``: the tables of the workbook; cells that a spreadsheet would run have a ``'`` before them."""
    view, facts = material(analysis, personas)
    tables = workbook_tables(view, facts, personas)
    return {f"csv/{one.name}.csv": utf8(csv_text(one.columns, one.rows), bom=True) for one in tables}


def parquet(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``parquet``: the tables of the workbook, typed; texts are as they were said, without a guard."""
    view, facts = material(analysis, personas)
    return {f"parquet/{one.name}.parquet": _parquet(one) for one in workbook_tables(view, facts, personas)}


def _parquet(table: Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [_column([row[number] for row in table.rows], field) for number, field in enumerate(table.columns)]
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(table.columns)), buffer, compression="zstd")
    return buffer.getvalue()


def _column(cells: Sequence[Cell], field: str) -> Any:
    import pyarrow as pa

    if field.startswith(("n_", "rank")) or field in {"negative", "mixed", "positive"}:
        return pa.array(cells, pa.int64())
    if field.startswith(("share_", "polarity", "emotion_")) or field in {"intensity", "severity", "stability"}:
        return pa.array(cells, pa.float64())
    return pa.array([cell or None for cell in cells], pa.string())


def json_files(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``json``: everything as records, texts included, with its JSON Schema beside it."""
    schema = json.dumps(study_schema(), ensure_ascii=False, indent=1) + "\n"
    return {"study.json": utf8(archive_text(analysis, personas, texts=True)), "study.schema.json": utf8(schema)}
