"""Tables written in a test and read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.schema import Corpus


@pytest.fixture
def read_rows(tmp_path: Path) -> Callable[..., Corpus]:
    """``read_rows(rows)`` writes a CSV and reads it."""

    def write_and_read(rows: Sequence[Sequence[str]], name: str = "s.csv", codec: str = "utf-8") -> Corpus:
        stream = io.StringIO()
        csv.writer(stream, delimiter="\t" if name.endswith("tsv") else ",").writerows(rows)
        (tmp_path / name).write_bytes(stream.getvalue().encode(codec))
        return read_folder([tmp_path / name])

    return write_and_read
