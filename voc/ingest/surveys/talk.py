"""A talk in a table: one row a turn, with a speaker column (oral histories), or with start and end (Whisper's .tsv)."""

from __future__ import annotations

import html

from voc.files.decode import tidy
from voc.ingest.file_content import Transcript
from voc.ingest.surveys import aliases
from voc.ingest.transcripts.captions import Caption, join_captions
from voc.ingest.transcripts.utterances import seconds
from voc.tables.table import Table

_SPEAKER = aliases.names(
    """
    speaker | sprecher | sprecherin | speaker name | sprechername | speaker_name | speaker label | sprecher/in | wer
    """
)
_WORDS = aliases.names(
    """
    text | words | transcript | transkript | utterance | äußerung | content | inhalt | sentence | satz | beitrag | turn
    """
)
_START = aliases.names(
    """
    start | begin | von | start time | start_time | timestamp | time | zeit | zeitstempel | timecode
    | beginn | start (s) | anfang
    """
)
_END = aliases.names("end | ende | bis | end time | end_time | stop | end (s)")


def _column(table: Table, names: frozenset[str]) -> int | None:
    return next((position for position, name in enumerate(table.header) if aliases.key(name) in names), None)


def recognise(table: Table) -> bool:
    """Whether there are words with a speaker who comes again, or words with a start and an end."""
    words, speaker = _column(table, _WORDS), _column(table, _SPEAKER)
    if words is None:
        return False
    if speaker is not None:
        said = [row[speaker].strip() for row in table.rows[:500] if row[speaker].strip()]
        return len(said) >= 3 and len(set(said)) <= max(2, 0.3 * len(said))
    return _column(table, _START) is not None and _column(table, _END) is not None


def read(table: Table) -> Transcript:
    """The rows as turns; successive rows of one speaker are joined."""
    words, speaker = _column(table, _WORDS), _column(table, _SPEAKER)
    start, end = _column(table, _START), _column(table, _END)
    rate = 1.0
    if start is not None and aliases.key(table.header[start]) == "start" and _whole_numbers(table, start):
        rate = 0.001  # Whisper's .tsv counts milliseconds
    cues = []
    last = 0.0
    for row in table.rows:
        begins = _time(row[start], rate) if start is not None else None
        last = last if begins is None else begins
        ends = _time(row[end], rate) if end is not None else None
        label = tidy(row[speaker]).strip().rstrip(":") if speaker is not None else ""
        cues.append(Caption(last, ends if ends is not None else last, label, html.unescape(tidy(row[words or 0]))))
    return join_captions(cues)


def _whole_numbers(table: Table, column: int) -> bool:
    return all(row[column].strip().isdigit() for row in table.rows[:200] if row[column].strip())


def _time(cell: str, rate: float) -> float | None:
    try:
        return round(float(cell.replace(",", ".")) * rate, 3)
    except ValueError:
        return seconds(cell)
