"""Compare the studies that two versions of voc made from the same input, and list every difference.

    python -m benchmarks.same_studies BEFORE AFTER

BEFORE and AFTER are folders of study folders, written by the two versions under the same names. Rows of a table are
matched by their first column. Exits with 1 if anything differs.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path

SHOWN = 5
"""This many differences are shown for each table; the rest is counted."""
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
    """Return the rows of a table by their first column; repeated keys are numbered."""
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
    """Describe each row that differs, with its cells."""
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
    return sorted(lines) or ["the same rows in another order or notation"]


def json_differences(before: object, after: object, path: str = "") -> list[str]:
    """Describe each value that differs, with its path."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line
            for key in dict.fromkeys((*before, *after))
            for line in json_differences(before.get(key), after.get(key), f"{path}/{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [line for k, (old, new) in pairs for line in json_differences(old, new, f"{path}/{k}")]
    return [] if before == after else [f"{path}: {str(before)[:80]!r} → {str(after)[:80]!r}"]


def study_differences(before: Path, after: Path) -> dict[str, list[str]]:
    """Return the differences by file, only files with differences."""
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
    return {name: differences for name, differences in lines.items() if differences}


def main() -> int:
    """Print all differences; return 1 if there are any."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("before", type=Path, metavar="BEFORE", help="folder of study folders")
    parser.add_argument("after", type=Path, metavar="AFTER", help="folder of study folders with the same names")
    options = parser.parse_args()
    before, after = options.before, options.after
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
