"""The reader process: it reads one file after another with libraries that may hang, crash or eat memory.

A task is a line of JSON on the standard input, its result one or more lines of JSON on the standard output, so nothing
that a broken library produces can run in the parent process (`voc.ingest.reader_process`). It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError, ReadError
from voc.files.limits import MAX_READER_MEMORY, budget_for

_ROWS_PER_LINE = 1_000

Task = Callable[[Path, str, str], Iterator[Any]]
"""Path, name and suffix of a file → items of JSON; raises a ReadError. Local imports make the process start fast."""


def read_text(path: Path, name: str, suffix: str) -> Iterator[Any]:
    """The text of a document, its notes and what is not in it: one item."""
    from voc.ingest.documents import LOADERS

    document = LOADERS[suffix](path, name)
    yield [document.text, document.notes, dict(document.left_out)]


def read_tables(path: Path, name: str, suffix: str) -> Iterator[Any]:
    """The tables of a spreadsheet or data file: for each table an item about it, then items of rows."""
    from voc.ingest.surveys.survey_reader import read_tables as read_all_tables
    from voc.tables.table import TableFile, to_plain

    for table in read_all_tables(TableFile(path, name, suffix, budget_for(name, path.stat().st_size))):
        yield {"table": to_plain(table)}
        for start in range(0, len(table.rows), _ROWS_PER_LINE):
            yield table.rows[start : start + _ROWS_PER_LINE]


def read_project(path: Path, name: str, suffix: str) -> Iterator[Any]:
    """A project of another program: an item about it, then an item per source."""
    from voc.ingest.projects import open_project
    from voc.ingest.projects.project_sources import to_plain

    yield from to_plain(open_project(path, name))


def serve() -> None:
    """Answer tasks from the standard input until it ends."""
    _limit_memory()
    # Libraries may print: results go through a copy of the standard output, and everything else is discarded.
    results = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _set_alarm(request["seconds"])
        for message in _run_task(request):
            # ASCII with escapes: a broken file's text may hold lone surrogates, which UTF-8 cannot encode.
            results.write(json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n")
        results.flush()
        _set_alarm(0)


def _run_task(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    name = request["name"]
    try:
        module, function = request["task"].split(":")
        task: Task = getattr(__import__(module, fromlist=["_"]), function)
        for item in task(Path(request["path"]), name, request["suffix"]):
            yield {"item": item}
        yield {"done": True}
    except (FormatError, LimitError, EmptyError, ReadError) as error:
        yield {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        yield {"error": "LimitError", "message": f"{name}: needs more memory than a file may take. Split it."}
    except OSError as error:
        yield {"error": "OSError", "message": error.strerror or type(error).__name__}
    except Exception as error:  # noqa: BLE001  (the other process raises it again by its name)
        yield {"error": "", "message": type(error).__name__}


def _limit_memory() -> None:
    """Limit the address space of this process; only Linux enforces the limit."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        ceiling = MAX_READER_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_READER_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))


def _set_alarm(seconds: float) -> None:
    """End this process ten seconds after its time, in case its parent is gone and cannot; 0 cancels the alarm."""
    # Windows has no such alarm.
    if sys.platform != "win32":
        import signal

        signal.alarm(int(seconds) + 10 if seconds else 0)
