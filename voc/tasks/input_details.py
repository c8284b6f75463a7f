"""How each file was understood in detail, in its own words: its speakers with their roles, its columns with their uses.

For correcting on this computer: labels, names of columns and samples are those of the file and may name people, where
`voc inspect` prints pseudonyms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.config import ColumnsSection, StudyConfig
from voc.errors import FormatError, LimitError, MappingError, ReadError
from voc.ingest.folder import settings_for
from voc.ingest.surveys.columns import ColumnPlan, plan_columns
from voc.ingest.surveys.survey_reader import find_format, read_tables, tidy_table
from voc.schema import Document, Role, Source
from voc.tables.table import Table, TableFile, file_suffix

MAX_SPEAKERS = 60
"""Speakers of a file that are listed, those with most turns first; a forum has thousands."""
MAX_COLUMNS = 300
"""Columns of a table that are listed."""
N_SAMPLES = 3
"""Different values of a column that are shown."""
SAMPLE_LENGTH = 90
"""Code points of a sample."""
_SAMPLED_ROWS = 400

USES: Mapping[str, str] = {
    "text": "texts",
    "title": "title",
    "rating": "rating",
    "ratings": "ratings",
    "attributes": "attributes",
    "date": "date",
    "respondent": "respondent",
}
"""Keys of [columns] that give a column a use, and the fields of a plan that they correspond to."""
_OTHER_USES = ("question", "context", "personal", "company", "analyses")
"""Uses that a reader finds and no key gives."""


@dataclass(frozen=True, slots=True)
class SpeakerDetail:
    """A speaker of a file: the label as written, the role and why, how many turns, and how the first one begins."""

    label: str
    role: Role
    reason: str
    n_turns: int
    sample: str


@dataclass(frozen=True, slots=True)
class ColumnDetail:
    """A column of a table. ``use`` is a key of [columns], "ignore", a use that only readers give ("personal"), or ""
    for none; ``scale`` is the worst and best value that voc.toml states."""

    name: str
    use: str
    samples: tuple[str, ...]
    scale: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class FileDetail:
    """A file by its name in the inputs. ``more_speakers`` are those beyond `MAX_SPEAKERS`."""

    path: str
    speakers: tuple[SpeakerDetail, ...] = ()
    more_speakers: int = 0
    columns: tuple[ColumnDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """A table and the use of its columns."""

    table: Table
    plan: ColumnPlan


def plan_file(path: Path, name: str, settings: ColumnsSection | None = None) -> PlannedTable | None:
    """The table of a file with the use of its columns; None if it has no table that can be used, or several, which one
    section of voc.toml cannot describe."""
    planned = []
    try:
        for raw in read_tables(TableFile.from_path(path, name)):
            table = tidy_table(raw).table
            try:
                plan = plan_columns(table, settings or ColumnsSection(), strict=False, name=name)
            except (FormatError, MappingError):
                continue
            planned.append(PlannedTable(table, plan))
    except (ReadError, LimitError, OSError):
        return None
    return planned[0] if len(planned) == 1 else None


def detail_file(source: Source, documents: Sequence[Document], file: Path | None, config: StudyConfig) -> FileDetail:
    """The details of one file as read; ``file`` is None where it is part of an archive."""
    if source.status == "skipped":
        return FileDetail(source.path)
    if source.kind == "interview":
        speakers = _speakers(source, documents)
        return FileDetail(source.path, speakers[:MAX_SPEAKERS], max(0, len(speakers) - MAX_SPEAKERS))
    if file is None or find_format(file_suffix(file)) is None:
        return FileDetail(source.path)
    return FileDetail(source.path, columns=_columns(file, source.path, config))


def _speakers(source: Source, documents: Sequence[Document]) -> tuple[SpeakerDetail, ...]:
    """The labels of a file, those with most turns first; a label has the first role that it has anywhere."""
    counts: dict[str, int] = {}
    first: dict[str, SpeakerDetail] = {}
    for document in documents:
        for turn in document.turns:
            label = turn.speaker.strip()
            if not label:
                continue
            counts[label] = counts.get(label, 0) + 1
            if label not in first:
                sample = _shortened(document.text[turn.start : turn.end])
                first[label] = SpeakerDetail(label, turn.role, _reason(source.notes, label), 0, sample)
    # In a group, those who talk most are those whose role matters most.
    ordered = sorted(first.values(), key=lambda speaker: -counts[speaker.label])
    return tuple(
        SpeakerDetail(speaker.label, speaker.role, speaker.reason, counts[speaker.label], speaker.sample)
        for speaker in ordered
    )


def _reason(notes: Sequence[str], label: str) -> str:
    """Why a speaker has this role, from the sentence about it ("Speaker 'I': interviewer (label).")."""
    for note in notes:
        match = re.search(r"\bSpeakers? (?P<names>'.+'): \w+ \((?P<reason>.+)\)\.$", note)
        if match and f"'{label}'" in match["names"]:
            return match["reason"]
    return ""


def _columns(file: Path, name: str, config: StudyConfig) -> tuple[ColumnDetail, ...]:
    settings = settings_for(name, config)
    columns = settings.columns if settings else ColumnsSection()
    planned = plan_file(file, name, columns)
    if planned is None:
        return ()
    uses = _uses(planned.plan)
    uses.update({position: "ignore" for position, head in enumerate(planned.table.header) if head in columns.ignore})
    return tuple(
        ColumnDetail(
            head,
            uses.get(position, ""),
            _samples(planned.table, position),
            columns.scales.get(head) or (columns.scale if uses.get(position) in {"rating", "ratings"} else None),
        )
        for position, head in enumerate(planned.table.header[:MAX_COLUMNS])
    )


def _uses(plan: ColumnPlan) -> dict[int, str]:
    """The use of each column by its position."""
    uses: dict[int, str] = {}
    for use, field in (*USES.items(), *((name, name) for name in _OTHER_USES)):
        value = getattr(plan, field)
        for position in [value] if isinstance(value, int) else value or []:
            uses.setdefault(position, use)
    return uses


def _samples(table: Table, position: int) -> tuple[str, ...]:
    # A column of three equal cells says less than one of three different ones.
    samples: dict[str, None] = {}
    for row in table.rows[:_SAMPLED_ROWS]:
        cell = _shortened(row[position]) if position < len(row) else ""
        if cell:
            samples[cell] = None
        if len(samples) == N_SAMPLES:
            break
    return tuple(samples)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SAMPLE_LENGTH else words[: SAMPLE_LENGTH - 1].rstrip() + "…"
