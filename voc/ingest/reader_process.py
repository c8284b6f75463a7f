"""Reading in a process of its own: a library that hangs, crashes or eats memory costs one file, not the run.

Documents and tables whose libraries are written in C, Rust or C++, or take apart complicated formats, are read in one
child process per run. It starts with the first such file, is ended by its own id when a file takes too long, and
started again for the next. It is a plain subprocess of this Python, the same way on every system, so that a script
that uses voc needs no ``if __name__ == "__main__"``.
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
from voc.ingest.file_content import FileToRead
from voc.tables.table import Table, from_plain

READ_TEXT = "voc.ingest.reader_server:read_text"
READ_TABLES = "voc.ingest.reader_server:read_tables"
READ_PROJECT = "voc.ingest.reader_server:read_project"
PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ".vtt", ".srt", ".json", ".jsonl", ".ndjson"})
DELIMITED = frozenset({".csv", ".tsv", ".tab"})
IN_PROCESS = PLAIN | DELIMITED
"""Files that need no library beyond Python's own are read where the run is."""

_ERRORS = {error.__name__: error for error in (FormatError, LimitError, EmptyError, ReadError)}
_START = "import json,sys;sys.path[:]=json.loads(sys.argv[1]);from voc.ingest.reader_server import serve;serve()"
_AGAIN = "Open it in the program it comes from and save it again, or export it in another format."


class Worker:
    """The reading process of one run. Use it in a ``with`` block; it starts when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The id of the reading process, None when none is running."""
        return self._process.pid if self._process is not None else None

    def text(self, content: FileToRead) -> tuple[str, tuple[str, ...]]:
        """The text of a document and the notes about it.

        Raises:
            ReadError: the file cannot be read, took too long, or ended the process.
        """
        ((text, notes),) = self._items(READ_TEXT, content)
        return text, tuple(notes)

    def tables(self, content: FileToRead) -> list[Table]:
        """The tables of a spreadsheet or data file.

        Raises:
            ReadError: the file cannot be read, took too long, or ended the process.
        """
        found: list[tuple[dict[str, Any], list[list[str]]]] = []
        cells: dict[str, str] = {}
        for item in self._items(READ_TABLES, content):
            if isinstance(item, dict):
                found.append((item["table"], []))
            else:  # a cell that comes again is kept once
                found[-1][1].extend([cells.setdefault(cell, cell) for cell in row] for row in item)
        return [from_plain(about, rows) for about, rows in found]

    def project(self, content: FileToRead) -> list[Any]:
        """What a project of another program holds, as `voc.ingest.projects.project_sources` takes it.

        Raises:
            ReadError: the file cannot be read, took too long, or ended the process.
        """
        return list(self._items(READ_PROJECT, content))

    def close(self) -> None:
        """End the reading process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # a task it never took
                    stream.close()

    def _items(self, task: str, content: FileToRead) -> Iterator[Any]:
        if not can_isolate():
            module_task = getattr(reader_server, task.split(":")[1])
            yield from json.loads(json.dumps(list(module_task(content.path, content.name, content.suffix))))
            return
        seconds = content.budget.left()
        request = {
            "task": task,
            "path": str(content.path),
            "name": content.name,
            "suffix": content.suffix,
            "seconds": seconds,
        }
        try:
            yield from self._run(request, seconds)
        except ReadError:
            raise
        except BaseException:  # also Ctrl-C: what it is still reading must not answer the next task
            self.close()
            raise

    def _run(self, request: dict[str, Any], seconds: float) -> Iterator[Any]:
        name, process = request["name"], self._started()
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        clock.start()
        try:
            yield from _answers(process, request)
        except (OSError, EOFError, ValueError) as error:
            code = process.wait()
            self.close()
            if overdue.is_set():
                raise LimitError(
                    f"{name}: reading may take {seconds:.0f} seconds and took longer; it was ended. {_AGAIN}"
                ) from error
            raise FormatError(
                f"{name}: made the reader of {request['suffix']} files crash ({_how(code)}); nothing was read. {_AGAIN}"
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
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows only,
            )
        return self._process


def can_isolate() -> bool:
    """Whether this Python can start itself again; an application frozen into one file cannot."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _answers(process: subprocess.Popen[bytes], request: dict[str, Any]) -> Iterator[Any]:
    """The items of one task.

    Raises:
        ReadError: the task says so.
        EOFError, OSError, ValueError: the process ended in the middle.
    """
    assert process.stdin is not None and process.stdout is not None  # noqa: S101  (both are pipes)
    process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
    process.stdin.flush()
    while line := process.stdout.readline():
        answer = json.loads(line)
        if "item" in answer:
            yield answer["item"]
        elif "done" in answer:
            return
        else:
            raise _error(answer["error"], answer["message"])
    raise EOFError


def _error(kind: str, message: str) -> Exception:
    """The error that the task ended with; one of no kind of ours is broken input that nobody foresaw."""
    if kind in _ERRORS:
        return _ERRORS[kind](message)
    if kind == "OSError":
        return FormatError(f"cannot be opened ({message}). Check its permissions.")
    return FormatError(unforeseen(message))


def unforeseen(what: str) -> str:
    """The message about an error that no reader translated."""
    return (
        f"could not be read ({what}). Save it again from the program it comes from; "
        "if that does not help, please report it."
    )


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def is_isolated(suffix: str) -> bool:
    """Whether files with this ending are read in the reading process."""
    return suffix not in IN_PROCESS
