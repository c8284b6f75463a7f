"""A reader that hangs, crashes, eats memory or chatters costs one file; the others are read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from voc.errors import EmptyError, FormatError, LimitError, NothingReadableError
from voc.files import limits
from voc.ingest import read_folder, reader_process
from voc.ingest.file_content import FileSettings, FileToRead
from voc.ingest.reader_process import ReaderProcess

pytestmark = pytest.mark.reader_process

TASKS = """
import ctypes, os, time, sys
def read(path, name, suffix):
    what = path.read_text().strip()
    if what == "hang":
        while True: time.sleep(0.05)
    if what == "spin in C":
        sum(range(10**15))
    if what == "crash":
        ctypes.string_at(0)
    if what == "leave":
        os._exit(3)
    if what == "eat":
        while True: bytearray(10**11)
    if what == "break":
        raise ZeroDivisionError
    if what == "empty":
        from voc.errors import EmptyError
        raise EmptyError(f"{name}: holds nothing.")
    if what == "half":
        yield ["a", [], {}]
        os._exit(0)
    print("library chatter"); sys.stdout.flush(); os.system("echo more chatter")
    yield ["I: How ü was it?\\n\\nB: " + what + " it was.\\n\\nI: And then?\\n\\nB: Home.", ["Read as a web page."], {}]
"""


@pytest.fixture
def tasks(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "hostile_tasks.py").write_text(TASKS)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(reader_process, "READ_TEXT", "hostile_tasks:read")
    monkeypatch.setattr(limits, "SECONDS_PER_FILE", 1.5)


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def content(folder: Path, what: str) -> FileToRead:
    path = folder / "a.docx"
    path.write_text(what)
    return FileToRead(path, "a.docx", ".docx", FileSettings(), limits.budget_for("a.docx", 0))


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("what", ["hang", "spin in C"])
def test_reader_that_hangs_is_ended_in_its_time(tmp_path: Path, reader: ReaderProcess, what: str) -> None:
    started = time.perf_counter()
    with pytest.raises(LimitError, match=r"a\.docx: reading may take \d seconds and took longer; it was ended\. Open"):
        reader.text(content(tmp_path, what))
    assert time.perf_counter() - started < 4
    assert reader.process_id is None
    assert reader.text(content(tmp_path, "fine")).notes == ("Read as a web page.",)


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize(
    ("what", "kind", "message"),
    [
        ("crash", FormatError, r"a\.docx: made the reader of \.docx files crash \(\D*\d+\); nothing was read"),
        ("leave", FormatError, r"crash \(exit code 3\)"),
        ("half", FormatError, r"crash \(exit code 0\)"),
        ("eat", LimitError, "needs more memory"),
        ("break", FormatError, r"could not be read \(ZeroDivisionError\)"),
        ("empty", EmptyError, r"a\.docx: holds nothing"),
    ],
)
def test_other_ends_of_a_reader_are_told_and_the_next_file_is_read(
    tmp_path: Path, reader: ReaderProcess, what: str, kind: type[Exception], message: str
) -> None:
    if what == "eat" and sys.platform != "linux":
        pytest.skip("only Linux keeps to a memory limit")
    with pytest.raises(kind, match=message):
        reader.text(content(tmp_path, what))
    assert reader.text(content(tmp_path, "fine")).text.startswith("I: How ü was it?\n\nB: fine it was.")


@pytest.mark.usefixtures("tasks")
def test_one_process_reads_all_files_and_starts_with_the_first(tmp_path: Path, reader: ReaderProcess) -> None:
    assert reader.process_id is None
    reader.text(content(tmp_path, "fine"))
    first = reader.process_id
    with pytest.raises(EmptyError):
        reader.text(content(tmp_path, "empty"))
    reader.text(content(tmp_path, "fine"))
    assert reader.process_id == first


@pytest.mark.usefixtures("tasks")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="asks POSIX whether a process lives")
def test_interrupt_ends_the_reading_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    def interrupted(process: object, request: object) -> object:
        ended.append(process.pid)  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(reader_process, "_answers", interrupted)
    (tmp_path / "a.docx").write_text("hang")
    with pytest.raises(KeyboardInterrupt):
        read_folder([tmp_path])
    with pytest.raises(ProcessLookupError):
        os.kill(ended[0], 0)


@pytest.mark.usefixtures("tasks")
def test_folder_goes_on_after_a_hang_and_a_crash(tmp_path: Path) -> None:
    for name, what in (("a", "hang"), ("b", "crash"), ("c", "fine")):
        (tmp_path / f"{name}.docx").write_text(what)
    (tmp_path / "d.txt").write_text("I: How was it?\n\nB: It was fine.\n\nI: Why?\n\nB: Just so.\n")
    corpus = read_folder([tmp_path])
    assert [source.status for source in corpus.sources] == ["skipped", "skipped", "read", "read"]
    assert "took longer" in corpus.sources[0].reason
    assert "crash" in corpus.sources[1].reason


def test_word_file_reads_the_same_in_and_out_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document()
    for line in ("I: Wie war der Weg dorthin?", "B: Lang, aber schön.", "I: Und zurück?", "B: Da war ich müde."):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    apart = read_folder([tmp_path])
    monkeypatch.setattr(reader_process, "can_isolate", lambda: False)
    assert read_folder([tmp_path]) == apart


def test_plain_files_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("subprocess.Popen", fail)
    (tmp_path / "a.csv").write_text("review\nThis was a fine day.\nThis was no fine day.\n")
    assert len(read_folder([tmp_path]).documents) == 2
    (tmp_path / "a.csv").write_text("id\n1\n")
    with pytest.raises(NothingReadableError):
        read_folder([tmp_path])
