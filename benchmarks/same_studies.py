"""Whether two versions of voc make the same studies of the same input: every table compared, every difference named.

    python -m benchmarks.same_studies BEFORE AFTER

BEFORE and AFTER are folders of study folders, written by the two versions under the same names. A row of a table is
told by its first column; a row that has no such column is told by all of them. Exits 1 where anything differs.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

SHOWN = 5
"""Differences shown for each table; the rest are counted."""
TABLES = (
    "sources",
    "respondents",
    "segments",
    "themes",
    "touchpoints",
    "touchpoint_splits",
    "pain_points",
    "moments",
    "metrics",
    "experiments",
)


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a table by their first column; a repeated key gets the number of its repetition."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen: Counter[str] = Counter()
    by_key = {}
    for row in rows:
        key = next(iter(row.values()), "")
        seen[key] += 1
        by_key[key if seen[key] == 1 else f"{key} ({seen[key]})"] = row
    return by_key


def table_differences(before: Path, after: Path) -> list[str]:
    """One line for each row or cell that differs."""
    if before.read_bytes() == after.read_bytes():
        return []
    old, new = rows_of(before), rows_of(after)
    lines = [f"row {key} is gone" for key in old.keys() - new.keys()]
    lines += [f"row {key} is new" for key in new.keys() - old.keys()]
    for key in old.keys() & new.keys():
        cells = [
            f"{column}: {old[key].get(column)!r} → {new[key].get(column)!r}"
            for column in dict.fromkeys((*old[key], *new[key]))
            if old[key].get(column) != new[key].get(column)
        ]
        if cells:
            lines.append(f"row {key}: " + "; ".join(cells))
    return sorted(lines) or ["the same rows in another order, or written another way"]


def json_differences(before: object, after: object, where: str = "") -> list[str]:
    """One line for each value that differs, with its path."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line
            for key in dict.fromkeys((*before, *after))
            for line in json_differences(before.get(key), after.get(key), f"{where}/{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [line for k, (old, new) in pairs for line in json_differences(old, new, f"{where}/{k}")]
    return [] if before == after else [f"{where}: {str(before)[:80]!r} → {str(after)[:80]!r}"]


def study_differences(before: Path, after: Path) -> dict[str, list[str]]:
    """Differences by file, empty lists left out."""
    lines = {}
    for name in TABLES:
        old, new = before / "data" / f"{name}.csv", after / "data" / f"{name}.csv"
        if old.is_file() != new.is_file():
            lines[name] = [f"only in {'BEFORE' if old.is_file() else 'AFTER'}"]
        elif old.is_file():
            lines[name] = table_differences(old, new)
    old_personas, new_personas = (
        json.loads((folder / "data" / "personas.json").read_text("utf-8")) for folder in (before, after)
    )
    lines["personas"] = json_differences(old_personas, new_personas)
    texts = [
        {path.name: path.read_bytes() for path in (folder / "documents").glob("*.txt")} for folder in (before, after)
    ]
    lines["documents"] = [
        name for name in texts[0].keys() | texts[1].keys() if texts[0].get(name) != texts[1].get(name)
    ]
    return {name: found for name, found in lines.items() if found}


def main() -> int:
    """Print what differs; 1 where anything does."""
    before, after = Path(sys.argv[1]), Path(sys.argv[2])
    studies = sorted(path.name for path in before.iterdir() if (path / "data").is_dir())
    differ = False
    for study in studies:
        if not (after / study / "data").is_dir():
            continue
        differences = study_differences(before / study, after / study)
        print(f"{study}: {'same' if not differences else ', '.join(f'{k} {len(v)}' for k, v in differences.items())}")
        for name, lines in differences.items():
            differ = True
            print(*(f"  {name}: {line[:400]}" for line in lines[:SHOWN]), sep="\n")
            if len(lines) > SHOWN:
                print(f"  {name}: … {len(lines) - SHOWN} more")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
