"""The scale of every rating column: from voc.toml, from the export, else from all of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from voc.ingest.file_content import FileToRead
from voc.ingest.surveys import evidence
from voc.ingest.surveys.columns import Plan
from voc.ingest.surveys.rating_scales import Scale, guess_scale
from voc.tables.cells import parse_rating
from voc.tables.table import Table

_SAMPLE = 20_000


def find_scales(content: FileToRead, table: Table, plan: Plan) -> tuple[dict[int, Scale], list[str]]:
    """The scale of each rating column by its position, and notes about them."""
    positions = ([plan.rating] if plan.rating is not None else []) + plan.ratings
    wanted = content.settings.columns.scale
    values = {position: _values(table, position) for position in positions}
    found: dict[int, Scale] = {}
    notes: list[str] = []
    for position in positions:
        name, told = table.header[position], wanted or table.scales.get(position)
        cells = [cell for cell, _, _ in values[position]]
        numbers = [number for _, number, _ in values[position]]
        scale = _configured_scale(told) if told else guess_scale(numbers, name, cells[:2_000])
        if scale is None:
            notes.append(f"'{name}' is on no usual scale and was not read as a rating.")
        else:
            found[position] = scale
    if not wanted:
        notes += _by_evidence(table, found)
    outside = {p: sum(n for _, number, n in values[p] if scale.share(number) is None) for p, scale in found.items()}
    if any(outside.values()):
        listed = ", ".join(f"{n} of '{table.header[position]}'" for position, n in outside.items() if n)
        notes.append(f"Values outside their scale were left out: {listed}.")
    by_scale: dict[str, list[str]] = {}
    for position, scale in found.items():
        by_scale.setdefault(str(scale), []).append(f"'{table.header[position]}'")
    source = "as voc.toml says" if wanted else "taken from the values"
    notes += [f"Scale {scale} ({source}): {', '.join(names)}." for scale, names in by_scale.items()]
    return found, notes


def _values(table: Table, position: int) -> list[tuple[str, float, int]]:
    """Every different cell that holds a number: the cell, its number, how often it stands there."""
    counts = Counter(row[position] for row in table.rows if row[position])
    return [(cell, number, n) for cell, n in counts.items() if (number := parse_rating(cell)) is not None]


def _by_evidence(table: Table, scales: dict[int, Scale]) -> list[str]:
    """Correct scales by what the other ratings of the same rows say; sentences about it."""
    suspects = {p for p, scale in scales.items() if p not in table.scales and (scale.low == 0.0 or scale.high == 10.0)}
    if not suspects:
        return []
    step = max(1, len(table.rows) // _SAMPLE)
    rows = table.rows[::step]
    columns = {position: evidence.read_column(rows, position) for position in scales}
    names = {position: table.header[position] for position in scales}
    zeros = evidence.unrated_zeros(columns, scales, names) & suspects
    mixed = {position for position in suspects if evidence.mixed_scale(columns, scales, position)}
    for position in zeros:
        scales[position] = Scale(1.0, scales[position].high)
    for position in mixed:
        scales[position] = Scale(1.0, 5.0)
    notes = []
    if zeros:
        notes.append(
            f"0 was read as 'not rated' in {_listed(names, zeros)}: by the other ratings of the same rows, or by the "
            "name, it is below no 1. If it is a rating, say so in voc.toml: scale = [0, 5]."
        )
    if mixed:
        notes.append(
            f"{_listed(names, mixed)} mixes two scales: by the other ratings of the same rows, 5 is the best of nearly "
            "all values, and the few above it were left out. If that is wrong, say so in voc.toml: scale = [1, 10]."
        )
    return notes


def _listed(names: Mapping[int, str], positions: set[int]) -> str:
    return ", ".join(f"'{names[position]}'" for position in sorted(positions))


def _configured_scale(ends: Sequence[float]) -> Scale | None:
    low, high = ends
    return Scale(min(low, high), max(low, high), inverted=low > high) if low != high else None
