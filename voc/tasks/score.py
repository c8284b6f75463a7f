"""Score texts: add language, polarity, sentiment, emotions, statement kind and touchpoint to the rows of a table.

`score_frame` (exported as `voc.score`) takes a pandas DataFrame; `score_table` copies a file of any size block by
block. Both give the same values for the same table. A text is read by itself; the other rows matter only by their
number, which selects the reader (DEEP_LIMIT).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.analysis import EMBEDDED, open_encoder
from voc.errors import MappingError, OutputError
from voc.journey import Tagger, load_taxonomy
from voc.models.encoder import Encoder
from voc.models.readings import predict_readings
from voc.models.text_readers import DEEP_LIMIT, ReaderName, TextReader, load_text_reader
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Progress, no_progress
from voc.tables.blocks import BLOCK_ROWS, Block, open_writer, read_blocks, read_column_names
from voc.text.language import detect_any, is_readable

if TYPE_CHECKING:
    from pandas import DataFrame

ADDED = (
    *("language", "polarity", "sentiment", "emotion"),
    *(f"emotion_{name}" for name in EMOTIONS),
    *("statement", "phase_id", "touchpoint_id", "touchpoint_score"),
)
"""The columns that scoring adds, in order."""

NUMERIC = frozenset({"polarity", "touchpoint_score", *(f"emotion_{name}" for name in EMOTIONS)})
"""Those of them that hold numbers; the others hold one of a few words."""

DEFAULT_JOURNEY = "five_phases"

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Scorer:
    """Reads texts one by one: the readings of a text do not depend on the others."""

    encoder: Encoder
    reader: TextReader
    tagger: Tagger
    languages: tuple[str, ...] = ("de", "en")

    @staticmethod
    def build(journey: str = DEFAULT_JOURNEY, n_texts: int = 0) -> Scorer:
        """Open the embedded encoder and a journey, which is a built-in name or the path of a TOML file.

        Up to DEEP_LIMIT texts are read with "deep", more with "fast".
        """
        reader: ReaderName = "deep" if n_texts <= DEEP_LIMIT else "fast"
        encoder = open_encoder(EMBEDDED)
        return Scorer(encoder, load_text_reader(reader), Tagger.build(load_taxonomy(journey), encoder.encode))

    def score(self, texts: Sequence[str]) -> list[list[Value]]:
        """One row of `ADDED` per text.

        All cells of an empty text are None, and all but the language of one in a language that is unknown or not read.
        """
        rows: list[list[Value]] = [[None] * len(ADDED) for _ in texts]
        positions = [position for position, text in enumerate(texts) if text.strip()]
        if not positions:
            return rows
        texts = [texts[position] for position in positions]
        languages = detect_any(texts, self.languages)
        vectors = self.encoder.encode(texts)
        readings = predict_readings(texts, vectors, self.reader)
        tags = self.tagger.tag_texts(texts, vectors, languages=languages)
        for i, position in enumerate(positions):
            if not is_readable(languages[i], texts[i]):
                rows[position][0] = languages[i] or "unknown"
                continue
            emotion, tag = int(readings.emotion[i]), int(tags.touchpoint[i])
            touchpoint = self.tagger.taxonomy.touchpoints[tag] if tag >= 0 else None
            rows[position] = [
                languages[i],
                _round(readings.polarity[i]),
                SENTIMENTS[int(readings.sentiment[i])],
                EMOTIONS[emotion] if emotion >= 0 else "none",
                *(_round(value) for value in readings.emotions[i]),
                STATEMENTS[int(readings.statement[i])],
                touchpoint.phase_id if touchpoint else None,
                touchpoint.touchpoint_id if touchpoint else None,
                _round(tags.score[i]) if touchpoint else None,
            ]
        return rows


def score_frame(frame: DataFrame, text: str = "comment", *, journey: str = DEFAULT_JOURNEY) -> DataFrame:
    """Score the texts in one column of a DataFrame.

    Args:
        frame: any DataFrame; it is not changed.
        text: the column with the texts; missing values and empty texts get empty readings.
        journey: a built-in journey or the path of a TOML file.

    Returns:
        A DataFrame with the columns of `ADDED` and the index of `frame`, so that ``frame.join(scores)`` puts them side
        by side. Numbers are float64 (polarity −1…1, the others 0–1, NaN if there is none), the others are categories.

    Raises:
        MappingError: there is no column `text`; the message lists the columns.
        TaxonomyError: the journey file is not valid.
    """
    import pandas as pd

    # A DataFrame may have numbers as column names, and the message has to list them.
    columns = [str(name) for name in frame.columns]
    if text not in columns:
        raise _no_column("The DataFrame", text, columns)
    values = frame.iloc[:, columns.index(text)]
    texts = ["" if missing else str(value) for value, missing in zip(values, values.isna(), strict=True)]
    scorer = Scorer.build(journey, len(texts))
    rows: list[list[Value]] = []
    for start in range(0, len(texts), BLOCK_ROWS):
        rows += scorer.score(texts[start : start + BLOCK_ROWS])
    scores = pd.DataFrame(rows, columns=list(ADDED), index=frame.index)
    return scores.astype({name: "float64" if name in NUMERIC else "category" for name in ADDED})


def score_table(
    table: str | Path,
    text: str,
    out: str | Path,
    *,
    journey: str = DEFAULT_JOURNEY,
    progress: Progress = no_progress,
) -> int:
    """Write a copy of `table` with the columns of `ADDED`, and return the number of rows.

    CSV, TSV, JSON Lines and Parquet are streamed in blocks; XLSX is read whole, because its format needs it. A column
    of the table with the name of an added one is kept as ``<name>_original``. The ending of `out` decides its format.
    `out` appears only when it is complete.

    Raises:
        FormatError: the table cannot be read.
        MappingError: there is no column `text`; the message lists the columns.
        OutputError: `out` cannot be written, or is the table itself.
        TaxonomyError: the journey file is not valid.
    """
    table, out = Path(table), Path(out)
    if out.exists() and table.exists() and out.samefile(table):
        raise OutputError(f"{out}: is the table itself, and sources are never changed. Choose another --out.")
    columns = read_column_names(table)
    if text not in columns:
        raise _no_column(table.name, text, columns)
    blocks, n_texts = _count_some(read_blocks(table))
    scorer = Scorer.build(journey, n_texts)
    kept = [f"{name}_original" if name in ADDED else name for name in columns]
    # Reserved before the work begins, so that a folder without write permission is reported at once.
    partial = _create_partial(out)
    n_rows = 0
    try:
        with open_writer(partial, out.suffix.lower(), [*kept, *ADDED], NUMERIC) as write:
            for block in _score_blocks(blocks, scorer, columns.index(text)):
                write(block)
                n_rows += len(block)
                progress("score", n_rows, 0)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return n_rows


def _count_some(blocks: Iterator[Block]) -> tuple[Iterator[Block], int]:
    """The blocks again, and how many rows they have; counting ends above DEEP_LIMIT."""
    first: list[Block] = []
    n_rows = 0
    for block in blocks:
        first.append(block)
        n_rows += len(block)
        if n_rows > DEEP_LIMIT:
            break
    return chain(first, blocks), n_rows


def _score_blocks(blocks: Iterator[Block], scorer: Scorer, column: int) -> Iterator[Block]:
    for block in blocks:
        values: list[Any] = [row[column] for row in block]
        scores = scorer.score(["" if value is None else str(value) for value in values])
        yield [[*row, *added] for row, added in zip(block, scores, strict=True)]


def _create_partial(out: Path) -> Path:
    """An empty file beside `out`, to be renamed when it is complete."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".partial", dir=out.parent)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error
    os.close(handle)
    return Path(name)


def _no_column(table: str, text: str, columns: Sequence[str]) -> MappingError:
    return MappingError(f"{table}: there is no column '{text}'. Columns: {', '.join(columns)}.")


def _round(value: float) -> float:
    return round(float(value), 3) + 0.0  # −0.0 becomes 0.0
