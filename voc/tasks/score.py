"""`score_table`: add the readings to a table of any size, block by block."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.analysis import EMBEDDED, open_encoder
from voc.errors import MappingError, OutputError
from voc.journey import Tagger, load_taxonomy
from voc.models.encoder import Encoder
from voc.models.readings import predict_readings
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Progress, no_progress
from voc.tables.blocks import Block, count_columns, open_writer, read_blocks
from voc.text.language import detect

ADDED = (
    *("language", "polarity", "sentiment", "emotion"),
    *(f"emotion_{name}" for name in EMOTIONS),
    *("statement", "phase_id", "touchpoint_id", "touchpoint_score"),
)
"""The columns that scoring adds, in order."""

NUMERIC = frozenset({"polarity", "touchpoint_score", *(f"emotion_{name}" for name in EMOTIONS)})

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Scorer:
    """What turns texts into readings; independent of the block a text stands in."""

    encoder: Encoder
    tagger: Tagger
    languages: tuple[str, ...] = ("de", "en")

    def score(self, texts: Sequence[str]) -> list[list[Value]]:
        """One row of `ADDED` per text; an empty text has empty cells."""
        spoken = [index for index, text in enumerate(texts) if text.strip()]
        rows: list[list[Value]] = [[None] * len(ADDED) for _ in texts]
        if not spoken:
            return rows
        said = [texts[index] for index in spoken]
        languages = detect(said, self.languages)
        vectors = self.encoder.encode(said)
        readings = predict_readings(said, vectors, languages)
        tags = self.tagger.tag_texts(said, vectors, languages=languages)
        for i, index in enumerate(spoken):
            emotion, tag = int(readings.emotion[i]), int(tags.touchpoint[i])
            touchpoint = self.tagger.taxonomy.touchpoints[tag] if tag >= 0 else None
            rows[index] = [
                languages[i],
                _rounded(readings.polarity[i]),
                SENTIMENTS[int(readings.sentiment[i])],
                EMOTIONS[emotion] if emotion >= 0 else "none",
                *(_rounded(value) for value in readings.emotions[i]),
                STATEMENTS[int(readings.statement[i])],
                touchpoint.phase_id if touchpoint else None,
                touchpoint.touchpoint_id if touchpoint else None,
                _rounded(tags.score[i]) if touchpoint else None,
            ]
        return rows


def _rounded(value: float) -> float:
    return round(float(value), 3) + 0.0


def score_table(
    table: str | Path,
    text: str,
    out: str | Path,
    *,
    journey: str = "five_phases",
    progress: Progress = no_progress,
) -> int:
    """Write a copy of `table` with the columns of `ADDED`; returns the number of rows.

    CSV, TSV, JSON Lines and Parquet are streamed in blocks; XLSX is read whole, as the format asks. A column of the
    table that has the name of an added one is kept under its name with ``_original`` behind it. `out` appears when it
    is complete; its ending decides the format.

    Raises:
        FormatError: the table cannot be read.
        MappingError: there is no column `text`; the message lists the columns.
        OutputError: `out` cannot be written, or is the table itself.
        TaxonomyError: the journey file is not valid.
    """
    table, out = Path(table), Path(out)
    if out.exists() and table.exists() and out.samefile(table):
        raise OutputError(f"{out}: sources are never changed. Choose another --out.")
    columns = count_columns(table)
    if text not in columns:
        raise MappingError(f"{table.name}: there is no column '{text}'. Columns: {', '.join(columns)}.")
    encoder = open_encoder(EMBEDDED)
    scorer = Scorer(encoder, Tagger.build(load_taxonomy(journey), encoder.encode))
    kept = [f"{name}_original" if name in ADDED else name for name in columns]
    handle, name = _reserve(out)
    os.close(handle)
    done = 0
    try:
        with open_writer(Path(name), out.suffix.lower(), [*kept, *ADDED], NUMERIC) as write:
            for block in _scored(read_blocks(table), scorer, columns.index(text)):
                write(block)
                done += len(block)
                progress("score", done, 0)
        os.replace(name, out)  # noqa: PTH105
    finally:
        Path(name).unlink(missing_ok=True)
    return done


def _scored(blocks: Iterator[Block], scorer: Scorer, column: int) -> Iterator[Block]:
    for block in blocks:
        added = scorer.score([_text(row[column]) for row in block])
        yield [[*row, *more] for row, more in zip(block, added, strict=True)]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _reserve(out: Path) -> tuple[int, str]:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.mkstemp(prefix=f".{out.name}.", suffix=".partial", dir=out.parent)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error
