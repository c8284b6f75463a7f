"""What these tests share: writing files and tables, reading one, German notes, and the way to the real studies."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports.language import load_words
from reports.view.reader_notes import translate_note
from voc.config import StudyConfig
from voc.ingest import read_folder, reader_process
from voc.ingest.file_content import FileContent
from voc.schema import Corpus, Source


@cache
def _is_german(note: str) -> bool:
    return not translate_note(load_words("de"), note).language


@pytest.fixture(autouse=True)
def _notes_have_german_sentences(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the readers say about the files of a test, a German report can say too.

    A failure here means: add the sentence to ``note`` or ``refusal`` in reports/language/{en,de}.toml.
    """
    said: set[str] = set()

    def remember(record: type[FileContent | Source]) -> None:
        build = record.__init__

        def build_and_remember(self: Any, *args: Any, **fields: Any) -> None:
            build(self, *args, **fields)
            said.update(filter(None, (self.reason, *self.notes)))

        monkeypatch.setattr(record, "__init__", build_and_remember)

    remember(FileContent)
    remember(Source)
    yield
    assert sorted(note for note in said if not _is_german(note)) == []


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Corpus]:
    """``read("a.txt", text)`` writes one file and reads it; bytes are written as they are."""

    def write_and_read(name: str, content: str | bytes, settings: StudyConfig | None = None) -> Corpus:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_folder([path], settings)

    return write_and_read


@pytest.fixture
def read_rows(tmp_path: Path) -> Callable[..., Corpus]:
    """``read_rows(rows)`` writes a CSV and reads it."""

    def write_and_read(rows: Sequence[Sequence[str]], name: str = "s.csv", codec: str = "utf-8") -> Corpus:
        stream = io.StringIO()
        csv.writer(stream, delimiter="\t" if name.endswith("tsv") else ",").writerows(rows)
        (tmp_path / name).write_bytes(stream.getvalue().encode(codec))
        return read_folder([tmp_path / name])

    return write_and_read


@pytest.fixture(autouse=True)
def _read_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare most tests half a second: only those marked `reader_process` start one for each folder that they read."""
    if not request.node.get_closest_marker("reader_process"):
        monkeypatch.setattr(reader_process, "can_isolate", lambda: False)


@pytest.fixture(scope="session")
def studies(data: Path) -> Path:
    """Real studies, as researchers get them."""
    return data / "studies"
