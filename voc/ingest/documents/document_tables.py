"""Tables inside documents: facts about the respondent, or an interview laid out as a table.

A table whose columns are speaker and words (and time, number, translation, remarks) becomes turns, "[time] speaker:
words". A translation beside the original would count everything twice, so only the original is read. A small table of
short cells becomes a Markdown table, in which attributes are looked for. Other tables are read row by row.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, get_args

from voc.files.decode import count_letters
from voc.ingest.transcripts.speakers import is_known, normalise_label
from voc.ingest.transcripts.utterances import CLOCK, RANGE, parse_seconds

Use = Literal["speaker", "time", "end", "words", "original", "translation", "number", "remark"]

_Row = Sequence[str]
_TIME = re.compile(rf"[\[(#{{]?\s*+{RANGE}\s*+[\])#}}]?")
_FIRST_TIME = re.compile(CLOCK)
_NUMBER = re.compile(r"[#(]?\d{1,5}[.):]?")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class TableThresholds:
    """What distinguishes a small table about the respondent from an interview laid out as a table."""

    max_rows: int = 20
    """A table with more rows is an interview."""
    max_cell: int = 60
    """Code points of a cell; a table with a longer cell is an interview."""
    max_label: int = 40
    """Code points of a speaker label."""
    min_turns: int = 4
    """Rows of an interview without a header row; a label must repeat in it."""
    min_words: float = 0.75
    """Share of the characters outside the columns of speakers and times that the column of words must hold."""
    min_times: float = 0.6
    """Share of cells with a time in the column of times."""


THRESHOLDS = TableThresholds()


@dataclass(slots=True)
class TableNotes:
    """What was left out of the tables of one document: column and number of cells with words in it, and all letters."""

    left_out: Counter[str] = field(default_factory=Counter)
    n_interviews: int = 0
    n_letters: int = 0

    def sentences(self) -> tuple[str, ...]:
        """The notes for the report."""
        if not self.left_out:
            return ()
        listed = ", ".join(f"'{column}' ({n} cells)" for column, n in self.left_out.items())
        return (f"An interview in a table: the columns of speakers and words were read, and left out: {listed}.",)


def table_lines(rows: Sequence[_Row], notes: TableNotes, thresholds: TableThresholds = THRESHOLDS) -> list[str]:
    """The paragraphs of a table; ``rows`` have a cell for each column, "" where it is empty."""
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    uses, first = _uses_of_header(rows[0]) if rows else {}, 1
    if not _is_interview(uses):
        # The names of the columns, if there are any, say nothing, so they are not looked at.
        below = _uses_by_content(rows[1:], thresholds)
        first = int(_has_header(rows, below))
        uses = below if first else _uses_by_content(rows, thresholds)
    if _is_interview(uses):
        return _turns(rows, first, uses, notes)
    if markdown := _markdown(rows, width, thresholds):
        return [markdown]
    return [line for row in rows for line in _spoken_row([cell for cell in row if cell], thresholds)]


@cache
def _header_names() -> dict[str, Use]:
    data = tomllib.loads((resources.files("voc.ingest.documents") / "transcript_columns.toml").read_text("utf-8"))
    return {name: use for use in get_args(Use) for name in data.get(use, ())}


def _uses_of_header(header: _Row) -> dict[int, Use]:
    """Position → use of each column whose name says it, by its words without brackets ("Original (German)")."""
    names = _header_names()
    uses: dict[int, Use] = {}
    for position, cell in enumerate(header):
        name = " ".join(_BRACKETS.sub("", cell).casefold().split()).strip(" .:*#") or cell.strip().casefold()
        first_word = name.split(" ")[0].split("/")[0].rstrip(":") if name else ""
        if use := names.get(name) or names.get(first_word):
            uses[position] = use
    # "German | English": the left one is the original.
    if not set(uses.values()) & {"words", "original"}:
        first = next((position for position, use in uses.items() if use == "translation"), None)
        uses = uses if first is None else {**uses, first: "original"}
    return uses


def _is_interview(uses: dict[int, Use]) -> bool:
    kinds = set(uses.values())
    return "speaker" in kinds and bool(kinds & {"words", "original"})


def _uses_by_content(rows: Sequence[_Row], thresholds: TableThresholds) -> dict[int, Use]:
    """The columns of an interview without a header row: a column of times or usual labels, and one of words."""
    if len(rows) < thresholds.min_turns:
        return {}
    uses: dict[int, Use] = {}
    for position in range(len(rows[0])):
        cells = [row[position] for row in rows if row[position]]
        if not cells:
            continue
        if sum(_TIME.fullmatch(cell) is not None for cell in cells) >= thresholds.min_times * len(cells):
            uses[position] = "time"
        elif all(_NUMBER.fullmatch(cell) for cell in cells):
            uses[position] = "number"
        elif "speaker" not in uses.values() and _are_labels(cells, thresholds):
            uses[position] = "speaker"
    others = [
        position for position in range(len(rows[0])) if position not in uses and any(row[position] for row in rows)
    ]
    if others and "speaker" in uses.values():
        n_characters = {position: sum(len(row[position]) for row in rows) for position in others}
        longest = max(others, key=lambda position: n_characters[position])
        # Remarks of the researcher beside the words are shorter; two texts of a length may be words and translation.
        if n_characters[longest] >= thresholds.min_words * sum(n_characters.values()):
            uses |= {position: "words" if position == longest else "remark" for position in others}
    # Labels that repeat are not enough: "App | the start page is slow" may be a list of findings.
    speaker = next((position for position, use in uses.items() if use == "speaker"), None)
    if speaker is None or not ("time" in uses.values() or any(is_known(row[speaker].rstrip(":")) for row in rows)):
        return {}
    return uses


def _has_header(rows: Sequence[_Row], uses: dict[int, Use]) -> bool:
    """Whether the first row names the columns: no time is in its column of times, where the other rows have one."""
    time = next((position for position, use in uses.items() if use == "time"), None)
    return time is not None and bool(rows[0][time]) and _TIME.fullmatch(rows[0][time]) is None


def _are_labels(cells: Sequence[str], thresholds: TableThresholds) -> bool:
    counts = Counter(normalise_label(cell.rstrip(":")) for cell in cells)
    return max(map(len, cells)) <= thresholds.max_label and len(counts) >= 2 and len(counts) <= len(cells) / 2


def _turns(rows: Sequence[_Row], first: int, uses: dict[int, Use], notes: TableNotes) -> list[str]:
    def column(use: Use) -> int | None:
        return next((position for position, own in sorted(uses.items()) if own == use), None)

    original = column("original")
    words = original if original is not None else column("words")
    speaker, time = column("speaker"), column("time")
    assert speaker is not None and words is not None  # noqa: S101  (see _is_interview)
    lines = []
    for row in rows[first:]:
        label, speech = row[speaker].strip().rstrip(":"), row[words]
        if not speech:
            continue
        clock = _FIRST_TIME.search(row[time]) if time is not None else None
        stamp = f"[{clock.group()}] " if clock and parse_seconds(clock.group()) is not None else ""
        # A row without a speaker continues the turn above it.
        lines.append(f"{stamp}{label}: {speech}" if label else speech)
    read = {speaker, words, time}
    for position in range(len(rows[0])):
        n_cells = sum(bool(row[position]) for row in rows[first:])
        if position not in read and n_cells and uses.get(position) not in {"number", "end", "time"}:
            notes.left_out[rows[0][position] if first else f"column {position + 1}"] += n_cells
    notes.n_interviews += 1
    notes.n_letters += count_letters("".join(map("".join, rows))) - count_letters("".join(lines))
    return lines


def _markdown(rows: Sequence[_Row], width: int, thresholds: TableThresholds) -> str:
    """A small table as Markdown, "" when it is an interview laid out as a table."""
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if width < 2 or not (2 <= len(rows) <= thresholds.max_rows and longest <= thresholds.max_cell):
        return ""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _spoken_row(cells: list[str], thresholds: TableThresholds) -> list[str]:
    """The paragraphs of a row: ``label: words`` for two cells of which the first is short, else its cells."""
    if len(cells) == 2 and len(cells[0]) <= thresholds.max_label:
        return [f"{cells[0].rstrip(':')}: {cells[1]}"]
    return cells
