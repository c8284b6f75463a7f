"""Segments labelled for every task of the reader: `training/labels/segments.csv`, by `training/labels/GUIDELINE.md`.

    python -m training.segment_labels    # counts, and how far first and second readings agree, by task and language

The file names each segment by set, row and offsets, never by its text; `LabelledSegment.text` reads it from the shared
data.
Rows of a set leave together with that set when it is held out, exactly like its public labels.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sklearn.metrics import cohen_kappa_score

from training.data import ROOT
from training.labels import segment_text
from voc.models.reader_outputs import TOKEN_TASKS
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS

FILE = ROOT / "training" / "labels" / "segments.csv"
ADJUDICATED = ROOT / "training" / "labels" / "adjudicated.csv"
SENTIMENT_LABELS = (*SENTIMENTS, "mixed")
_SPAN = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a segment: code points ``start`` to ``end``, counted from the segment's own start."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one annotator read in a segment. ``emotions`` maps an emotion to its intensity, 1 to 3."""

    sentiment: str
    emotions: dict[str, int]
    kinds: tuple[str, ...]
    about: str
    status: str


@dataclass(frozen=True, slots=True)
class LabelledSegment:
    """One labelled segment. ``start`` and ``end`` are code points in the row's text (or in the decoded file).

    ``second`` is the reading of another annotator, who did not see the first; None for nine segments in ten. ``final``
    is the reading to train on: the first, or where the two differ, that of an adjudicator who saw both. Spans come
    from the first reading only.
    """

    set_name: str
    row: str
    start: int
    end: int
    form: Literal["talk", "written"]
    language: str
    first: Reading
    second: Reading | None
    final: Reading
    spans: dict[str, tuple[Span, ...]]

    @property
    def text(self) -> str:
        """The segment's text, from the shared data.

        Raises:
            DataError: the shared data are absent.
        """
        return segment_text(self.set_name, self.row, self.start, self.end)


def reading_of(row: dict[str, str], prefix: str = "") -> Reading:
    """The labels in a row of the file; ``prefix`` "second_" for the second reading."""
    emotions = dict(cell.split(":") for cell in row[f"{prefix}emotions"].split())
    return Reading(
        sentiment=row[f"{prefix}sentiment"],
        emotions={name: int(intensity) for name, intensity in emotions.items()},
        kinds=tuple(row[f"{prefix}kinds"].split()),
        about=row[f"{prefix}about"],
        status=row[f"{prefix}status"],
    )


def spans_of(cell: str) -> tuple[Span, ...]:
    """The spans in a cell.

    >>> spans_of("2-9 10-20")
    (Span(start=2, end=9), Span(start=10, end=20))
    """
    return tuple(Span(int(start), int(end)) for start, end in _SPAN.findall(cell))


@cache
def read_segments() -> tuple[LabelledSegment, ...]:
    """All labelled segments, sorted by set, row and start. Needs no shared data."""
    with ADJUDICATED.open(encoding="utf-8", newline="") as stream:
        adjudicated = {_key(row): reading_of(row) for row in csv.DictReader(stream)}
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            LabelledSegment(
                set_name=row["set"],
                row=row["row"],
                start=int(row["start"]),
                end=int(row["end"]),
                form="talk" if row["form"] == "talk" else "written",
                language=row["language"],
                first=reading_of(row),
                second=reading_of(row, "second_") if row["second_sentiment"] else None,
                final=adjudicated.get(_key(row)) or reading_of(row),
                spans={task: spans_of(row[task]) for task in TOKEN_TASKS},
            )
            for row in csv.DictReader(stream)
        )


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return row["set"], row["row"], row["start"], row["end"]


TASKS: dict[str, Callable[[Reading], str]] = {
    "sentiment": lambda reading: reading.sentiment,
    "first kind": lambda reading: reading.kinds[0],
    "about": lambda reading: reading.about,
    "status": lambda reading: reading.status,
    **{f"emotion {name}": (lambda reading, name=name: str(name in reading.emotions)) for name in EMOTIONS},
    **{f"kind {name}": (lambda reading, name=name: str(name in reading.kinds)) for name in STATEMENTS},
}
"""What is compared between the two readings of a segment, by task."""


def agreement(segments: Sequence[LabelledSegment]) -> dict[str, tuple[float, float]]:
    """Share of equal labels and Cohen's kappa by task, over the segments that were read twice."""
    twice = [(segment.first, segment.second) for segment in segments if segment.second is not None]
    results = {}
    for task, label_of in TASKS.items():
        first, second = [label_of(a) for a, _ in twice], [label_of(b) for _, b in twice]
        equal = sum(a == b for a, b in zip(first, second, strict=True)) / len(twice)
        results[task] = (equal, float(cohen_kappa_score(first, second)))
    return results


def main() -> None:
    """Print counts by form and language, and agreement by task for each of them."""
    segments = read_segments()
    print(f"{len(segments)} segments, {sum(segment.second is not None for segment in segments)} read twice")
    for (form, language), n in sorted(Counter((segment.form, segment.language) for segment in segments).items()):
        print(f"  {form}, {language or 'unknown'}: {n}")
    for label_of in ("sentiment", "first kind", "about", "status"):
        print(f"  {label_of}: {dict(Counter(TASKS[label_of](segment.first) for segment in segments).most_common())}")
    print("\n| task | equal | kappa | kappa, German | kappa, English | kappa, talk |\n|---|---|---|---|---|---|")
    parts = [
        agreement(part)
        for part in (
            segments,
            [segment for segment in segments if segment.language == "de"],
            [segment for segment in segments if segment.language == "en"],
            [segment for segment in segments if segment.form == "talk"],
        )
    ]
    for task in TASKS:
        print(f"| {task} | {parts[0][task][0]:.2f} | {' | '.join(f'{part[task][1]:.2f}' for part in parts)} |")


if __name__ == "__main__":
    main()
