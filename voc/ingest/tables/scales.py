"""The scale of every rating column: from voc.toml, from the export, else from all of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from voc.ingest.records import Content
from voc.ingest.tables import ratings
from voc.ingest.tables.columns import Plan
from voc.ingest.tables.ratings import Scale
from voc.ingest.tables.table import Table


def find_scales(content: Content, table: Table, plan: Plan) -> tuple[dict[int, Scale], list[str]]:
    """The scale of each rating column: from voc.toml, else guessed from all of its values."""
    positions = ([plan.rating] if plan.rating is not None else []) + plan.ratings
    wanted = content.settings.columns.scale
    found: dict[int, Scale] = {}
    notes: list[str] = []
    for position in positions:
        counts = Counter(row[position] for row in table.rows if row[position])
        cells = list(counts)
        numbers = {cell: value for cell in cells if (value := ratings.number(cell)) is not None}
        values = list(numbers.values())
        name = table.header[position]
        scale = _configured_scale(wanted) if wanted else ratings.guess_scale(values, name, cells[:2_000])
        if scale is None:
            notes.append(f"'{name}' is on no usual scale and was not read as a rating.")
            continue
        found[position] = scale
        outside = sum(counts[cell] for cell, value in numbers.items() if scale.share(value) is None)
        if outside:
            notes.append(f"{outside} values of '{name}' are outside {scale} and were left out.")
    by_scale: dict[str, list[str]] = {}
    for position, scale in found.items():
        by_scale.setdefault(str(scale), []).append(f"'{table.header[position]}'")
    source = "as voc.toml says" if wanted else "taken from the values"
    notes += [f"Scale {scale} ({source}): {', '.join(names)}." for scale, names in by_scale.items()]
    return found, notes


def _configured_scale(ends: Sequence[float]) -> Scale | None:
    low, high = ends
    return Scale(min(low, high), max(low, high), inverted=low > high) if low != high else None
