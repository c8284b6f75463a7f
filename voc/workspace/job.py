"""The process in which a job runs: the request comes as JSON on standard input, progress and result go out as lines.

It ends when its input is closed, and so it ends with the server, however that ended. Run by `voc.workspace.jobs`.
"""

from __future__ import annotations

import _thread
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from voc.errors import VocError
from voc.schema import Progress

if TYPE_CHECKING:
    from voc.study import Study

SECONDS_BETWEEN = 0.25
"""A stage reports at most this often; thousands of lines would only keep the server busy."""
SECONDS_TO_TIDY = 8.0
"""After this a process that was asked to end does so in the middle of its work."""


def main() -> None:
    """Do what the first line of standard input asks for."""
    # Whatever a library prints must not get between the lines.
    out, sys.stdout = sys.stdout, sys.stderr

    def say(**message: object) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    request = json.loads(sys.stdin.readline() or "{}")
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()
    try:
        say(result=TASKS[request.pop("task")](request, _reporter(say)))
    except VocError as error:
        say(error=str(error))
    except MemoryError:
        say(error="There is not enough memory. Close other programs, or leave out the largest files.")
    except KeyboardInterrupt:
        # Asked to end: what was half written has been removed on the way here.
        pass
    out.flush()
    # Without waiting for threads of libraries.
    os._exit(0)


def _end_with(stream: TextIO) -> None:
    """End the work when the server closes its end, or is gone."""
    while stream.read(1):
        pass
    # As if Ctrl+C had been pressed: half-written studies are removed on the way out.
    _thread.interrupt_main()
    time.sleep(SECONDS_TO_TIDY)
    os._exit(1)


def _reporter(say: Callable[..., None]) -> Progress:
    last_stage, last_time = "", 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last_stage, last_time
        now = time.monotonic()
        if stage != last_stage or now - last_time >= SECONDS_BETWEEN or done == total:
            last_stage, last_time = stage, now
            say(progress=[stage, done, total])

    return report


def _inspect(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    from voc.config import load_config
    from voc.tasks.inspect import inspect_inputs
    from voc.tasks.run import find_config
    from voc.workspace.inspection import inspection_data

    inputs = [Path(request["inputs"])]
    config = load_config(find_config(inputs))
    return inspection_data(inspect_inputs(inputs, config, details=True, progress=progress))


def _make(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    from voc.study import load_previous
    from voc.tasks.run import make_study

    out = Path(request["out"])
    before = load_previous(out)
    make_study([request["inputs"]], out, progress=progress)
    return _moved(before, out)


def _again(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    from voc.study import load_previous
    from voc.tasks.again import make_again

    out = Path(request["out"])
    before = load_previous(out)
    make_again(out, progress)
    return _moved(before, out)


def _export(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    from reports.exports import ExportOptions, export_study

    def report(stage: str, done: int, total: int) -> None:
        # One stage with a count, instead of one for each target.
        progress("export" if stage.startswith("export ") else stage, done, total)

    # Exports of a study are written over those before them: the folder is the workspace's own.
    options = ExportOptions(
        targets=tuple(request["targets"]),
        out=Path(request["out"]),
        language=request["language"],
        share=request["share"],
        force=True,
    )
    exported = export_study(Path(request["study"]), options, report)
    return {"files": list(exported.files), "notes": list(exported.notes)}


def _moved(before: Study | None, out: Path) -> Mapping[str, Any]:
    from voc.study import load
    from voc.tasks.moved import find_moves

    # A study that was damaged, or is the first, has nothing to be compared with.
    return {"moved": asdict(find_moves(before, load(out))) if before else None}


TASKS: Mapping[str, Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]] = {
    "inspect": _inspect,
    "make": _make,
    "again": _again,
    "export": _export,
}
"""By the kind of job."""

if __name__ == "__main__":
    main()
