"""pandas DataFrames among the inputs → CSV files of the same content, so that every reader reads them.

Names of columns, `voc.toml` and the conventions of survey programs hold for a DataFrame as they do for a file.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeGuard

from voc.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    DataFrames = pd.DataFrame | Mapping[str, pd.DataFrame]

FOLDER = "data_frames"
"""Name of the folder of these files, which stands before a file's name where two inputs have the same one."""


@contextmanager
def data_frames_as_files(inputs: Sequence[str | Path | DataFrames]) -> Iterator[list[str | Path]]:
    """Yield the inputs with every DataFrame replaced by a CSV file, which exists until the end of the ``with`` block.

    A DataFrame in a mapping gets its key as the name of its file ("reviews" → "reviews.csv"); one without a name is
    "table.csv", the next "table_2.csv" and so on.

    Raises:
        UsageError: a name is no name of a file or is used twice, or a value of a mapping is no DataFrame.
    """
    paths: list[str | Path] = []
    n_unnamed = 0
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, FOLDER)
        folder.mkdir()
        for item in inputs:
            if isinstance(item, str | Path):
                paths.append(item)
            elif _is_data_frame(item):
                n_unnamed += 1
                paths.append(_save(item, folder, "table" if n_unnamed == 1 else f"table_{n_unnamed}"))
            else:
                paths += [_save(frame, folder, name) for name, frame in item.items()]
        yield paths


def _is_data_frame(value: object) -> TypeGuard[pd.DataFrame]:
    # Whoever has a DataFrame has imported pandas; importing it here would cost everybody else half a second.
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def _save(frame: object, folder: Path, name: object) -> Path:
    """Write a DataFrame as pandas does: a missing value is empty, and a date is ISO 8601.

    An index becomes columns when it has a name; the usual index only counts rows.
    """
    stem = str(name).removesuffix(".csv")
    path = folder / f"{stem}.csv"
    if not stem.strip(".") or path.parent != folder or path.exists():
        raise UsageError(f"'{name}': the name of a DataFrame must be a file name without '/', and unique.")
    if not _is_data_frame(frame):
        raise UsageError(f"'{name}': must be a pandas DataFrame, found {type(frame).__name__}.")
    has_named_index = any(level is not None for level in frame.index.names)
    # With all cells quoted, a carriage return in a cell ends no row; see `voc.tables.csv_files.write_csv_rows`.
    frame.to_csv(
        path, index=has_named_index, encoding="utf-8", errors="replace", lineterminator="\n", quoting=csv.QUOTE_ALL
    )
    return path
