"""Files of tables, written in a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voc.tables.table import TableFile


@pytest.fixture
def table_file(tmp_path: Path) -> Callable[..., TableFile]:
    """``table_file("a.csv", text)`` writes a file; bytes are written as they are."""

    def write(name: str, content: str | bytes) -> TableFile:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return TableFile.from_path(path)

    return write
