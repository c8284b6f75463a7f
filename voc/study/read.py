"""A written study, read back as tables."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.errors import OutputError
from voc.study.layout import DOCUMENTS, MANIFEST, PERSONAS, TABLES
from voc.study.staging import require_study

Records = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class StudyTables:
    """The tables of `data/` as rows of text by column, the persona drafts, the manifest, and the documents' texts."""

    folder: Path
    sources: Records
    respondents: Records
    segments: Records
    themes: Records
    touchpoints: Records
    touchpoint_splits: Records
    pain_points: Records
    moments: Records
    metrics: Records
    experiments: Records
    personas: Mapping[str, Any]
    manifest: Mapping[str, Any]
    documents: Mapping[str, str]


def read_table(path: Path) -> Records:
    """A CSV file with a header row as dictionaries.

    Raises:
        OutputError: the file is missing or no table.
    """
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be read as a table ({error}). Run `voc run` again.") from error


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object.

    Raises:
        OutputError: the file is missing or holds no JSON object.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: cannot be read as JSON ({error}). Run `voc run` again.") from error
    if not isinstance(data, dict):
        raise OutputError(f"{path}: must hold a JSON object. Run `voc run` again.")
    return data


def themes_before(folder: Path) -> dict[str, str]:
    """The theme id of each sorted segment of a study that is there, by segment id; nothing where there is none."""
    try:
        rows = read_table(folder / "data" / "segments.csv")
    except OutputError:
        # A run replaces a damaged study; it must not be stopped by one.
        return {}
    return {row["segment_id"]: row["theme_id"] for row in rows if row.get("segment_id") and row.get("theme_id")}


def read_study(folder: str | Path) -> StudyTables:
    """Read a study folder.

    Raises:
        OutputError: the folder is no study, or one of its tables cannot be read.
    """
    folder = Path(folder)
    require_study(folder)
    tables = {name.removesuffix(".csv"): read_table(folder / "data" / name) for name in TABLES}
    documents = {}
    for path in sorted((folder / DOCUMENTS).glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            documents[path.stem] = file.read()
    return StudyTables(
        folder=folder,
        personas=read_json(folder / PERSONAS),
        manifest=read_json(folder / MANIFEST),
        documents=documents,
        **tables,
    )
