"""What the tests of this room share: writing files, reading one, and the way to the real studies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voc.config import StudyConfig
from voc.ingest import read_folder
from voc.schema import Corpus


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Corpus]:
    """``read("a.txt", text)`` writes one file and reads it; bytes are written as they are."""

    def write_and_read(name: str, content: str | bytes, settings: StudyConfig | None = None) -> Corpus:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_folder([path], settings)

    return write_and_read


@pytest.fixture(scope="session")
def studies(data: Path) -> Path:
    """Real studies, as researchers get them."""
    return data / "studies"
