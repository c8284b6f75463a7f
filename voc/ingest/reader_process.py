"""Read files in a process of its own: a library that hangs, crashes or eats memory then costs one file, not the run.

Documents and tables whose libraries are written in C, Rust or C++, or parse complicated formats, are read in one child
process per run. It starts with the first such file, is killed when a file takes too long, and starts again for the
next. It is a plain subprocess of this Python on every system, so that a script that uses voc needs no
``if __name__ == "__main__"``. `voc.ingest.reader_server` runs inside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError, ReadError
from voc.ingest import reader_server
from voc.ingest.file_content import DocumentText, FileToRead
from voc.tables.table import Table, from_plain

READ_TEXT = "voc.ingest.reader_server:read_text"
READ_TABLES = "voc.ingest.reader_server:read_tables"
READ_PROJECT = "voc.ingest.reader_server:read_project"
IN_PROCESS = frozenset(
    {".txt", ".text", ".md", ".markdown", ".vtt", ".srt", ".sbv", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".tab"}
)
"""Suffixes of files that are read in the process of the run: they need no library beyond Python's own."""

_ERRORS = {error.__name__: error for error in (FormatError, LimitError, EmptyError, ReadError)}
# The child gets this process's sys.path, so that it imports the same voc whatever the working directory is.
_START = "import json,sys;sys.path[:]=json.loads(sys.argv[1]);from voc.ingest.reader_server import serve;serve()"
_REMEDY = "Open it in the program it comes from and save it again, or export it in another format."


class ReaderProcess:
    """The reader process of one run. Use it in a ``with`` block; it starts when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The id of the process, None when it is not running."""
        return self._process.pid if self._process is not None else None

    def text(self, file: FileToRead) -> DocumentText:
        """The text of a document and its notes.

        Raises:
            ReadError: the file cannot be read, took too long, or crashed the process; so do the other methods.
        """
        ((text, notes, left_out),) = self._items(READ_TEXT, file)
        return DocumentText(text, tuple(notes), left_out)

    def tables(self, file: FileToRead) -> list[Table]:
        """The tables of a spreadsheet or data file."""
        tables: list[tuple[dict[str, Any], list[list[str]]]] = []
        # Answers of surveys repeat, so one string for all equal cells takes a fraction of the memory.
        cells: dict[str, str] = {}
        for item in self._items(READ_TABLES, file):
            if isinstance(item, dict):
                tables.append((item["table"], []))
            else:
                tables[-1][1].extend([cells.setdefault(cell, cell) for cell in row] for row in item)
        return [from_plain(about, rows) for about, rows in tables]

    def project(self, file: FileToRead) -> list[Any]:
        """A project of another program, for `voc.ingest.projects.project_sources.read_sources`."""
        return list(self._items(READ_PROJECT, file))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # Closing flushes a task that the process never read, which fails.
                with suppress(OSError):
                    stream.close()

    def _items(self, task: str, file: FileToRead) -> Iterator[Any]:
        if not can_isolate():
            function = getattr(reader_server, task.split(":")[1])
            # Converted to JSON and back, so that both ways give the same types (lists, not tuples).
            yield from json.loads(json.dumps(list(function(file.path, file.name, file.suffix))))
            return
        request = {
            "task": task,
            "path": str(file.path),
            "name": file.name,
            "suffix": file.suffix,
            "seconds": file.budget.left(),
        }
        try:
            yield from self._run(request)
        except ReadError:
            raise
        except BaseException:
            # Also after Ctrl-C: what the process is still reading must not become the answer to the next task.
            self.close()
            raise

    def _run(self, request: dict[str, Any]) -> Iterator[Any]:
        name, seconds, process = request["name"], request["seconds"], self._started()
        is_overdue = threading.Event()

        def end() -> None:
            is_overdue.set()
            process.kill()

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        clock.start()
        try:
            yield from _answers(process, request)
        except (OSError, EOFError, ValueError) as error:
            code = process.wait()
            self.close()
            if is_overdue.is_set():
                raise LimitError(
                    f"{name}: reading may take {seconds:.0f} seconds and took longer; it was ended. {_REMEDY}"
                ) from error
            end_of_process = f"signal {-code}" if code < 0 else f"exit code {code}"
            raise FormatError(
                f"{name}: made the reader of {request['suffix']} files crash ({end_of_process}); nothing was read. "
                f"{_REMEDY}"
            ) from error
        finally:
            clock.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603  (this Python, with fixed arguments)
                [sys.executable, "-c", _START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # One thread: numeric libraries reserve address space per thread, and it is limited in this process.
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                # No console window flashes up on Windows; the flag exists only there.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process


def can_isolate() -> bool:
    """Whether this Python can start itself again; an application frozen into one file cannot."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def is_isolated(suffix: str) -> bool:
    """Whether files with this suffix are read in the reader process."""
    return suffix not in IN_PROCESS


def _answers(process: subprocess.Popen[bytes], request: dict[str, Any]) -> Iterator[Any]:
    """The items of one task.

    Raises:
        ReadError: the task ended with it.
        EOFError, OSError, ValueError: the process ended in the middle.
    """
    assert process.stdin is not None and process.stdout is not None  # noqa: S101  (both are pipes)
    process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
    process.stdin.flush()
    while line := process.stdout.readline():
        message = json.loads(line)
        if "item" in message:
            yield message["item"]
        elif "done" in message:
            return
        else:
            raise _error(message["error"], message["message"])
    raise EOFError


def _error(kind: str, message: str) -> Exception:
    """The error with which a task ended; any other kind than ours comes from input that no reader foresaw."""
    if kind in _ERRORS:
        return _ERRORS[kind](message)
    return cannot_open(message) if kind == "OSError" else unforeseen_error(message)


def cannot_open(cause: str) -> FormatError:
    """The error for a file that the system does not open."""
    return FormatError(f"cannot be opened ({cause}). Check its permissions.")


def unforeseen_error(kind: str) -> FormatError:
    """The error for an exception that no reader translated, by the name of its class."""
    return FormatError(
        f"could not be read ({kind}). Save it again from the program it comes from; "
        "if that does not help, please report it."
    )
