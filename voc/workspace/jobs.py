"""Long work in processes of its own: the server stays quick, a cancel is real, and a closed tab stops nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, get_args

from voc.errors import UsageError
from voc.schema import Language
from voc.text.catalogue import Catalogue, load_catalogue
from voc.workspace.events import Events

Kind = Literal["inspect", "make", "again", "export"]
State = Literal["running", "done", "failed", "cancelled"]

STAGE_SECONDS: Mapping[str, float] = {
    "read": 10,
    "privacy": 4,
    "segment": 5,
    "understand meaning": 4,
    "read feelings": 12,
    "themes": 15,
    "tag the journey": 1,
    "build personas": 10,
    "write the report": 8,
    "verify every quote": 3,
    "check for names": 2,
}
"""About how many seconds each stage takes with a small study, in their order. Only their shares count: the time left
follows from how long this run has taken so far, and from the share of the whole that is behind it."""
_INSPECTED = ("read", "privacy")
SECONDS_IN_MINUTES = 90
"""From here on the time left is said in minutes."""
MIN_SECONDS = 2.0
"""Before this nothing is said about the time left: the first files tell too little."""
SECONDS_TO_STOP = 10.0
"""A process that was asked to stop and is still there then is killed."""
_START = (
    "import json,sys,runpy;sys.path[:]=json.loads(sys.argv.pop(1));"
    "runpy.run_module('voc.workspace.job',run_name='__main__')"
)


@dataclass(slots=True)
class Job:
    """One piece of work: ``key`` is the study or draft that it is for; ``result`` what the process handed back,
    ``share`` how much of the work is behind it (0–1).

    ``error`` is what a user can do something about, in the words of the error; ``broke`` says that the process ended
    without a word.
    """

    key: str
    kind: Kind
    state: State = "running"
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    broke: bool = False
    result: Mapping[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    share: float = 0.0

    def reach(self, stage: str, done: int, total: int) -> None:
        """Note how far the work is. Meaning is understood twice, but a bar never goes back."""
        self.stage, self.done, self.total = stage, done, total
        self.share = max(self.share, self._share())

    def _share(self) -> float:
        """How much of the work is behind it (0–1), by the usual lengths of the stages."""
        if self.stage == "export":
            return self.done / max(self.total, 1)
        stages = _INSPECTED if self.kind == "inspect" else tuple(STAGE_SECONDS)
        if self.stage not in stages:
            return 0.0
        position = stages.index(self.stage)
        whole = sum(STAGE_SECONDS[stage] for stage in stages)
        before = sum(STAGE_SECONDS[stage] for stage in stages[:position])
        within = self.done / self.total if self.total else 0.0
        return (before + STAGE_SECONDS[self.stage] * min(within, 1.0)) / whole

    @property
    def seconds_left(self) -> int | None:
        """An estimate; None as long as there is nothing to base it on."""
        passed = time.monotonic() - self.started
        if self.state != "running" or passed < MIN_SECONDS or self.share < 0.02:
            return None
        return round(passed * (1 - self.share) / self.share)


class Jobs:
    """The work of a server, at most one job at a time for each study or draft."""

    def __init__(self, events: Events) -> None:
        """Tell progress to those who listen to `events`."""
        self._events = events
        self._jobs: dict[str, Job] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._starting = threading.Lock()

    def get(self, key: str) -> Job | None:
        """The job that runs for this study or draft, or the last one that ran."""
        return self._jobs.get(key)

    def is_running(self, key: str) -> bool:
        """Whether something is being done for this study or draft."""
        job = self._jobs.get(key)
        return job is not None and job.state == "running"

    def start(
        self, key: str, kind: Kind, request: Mapping[str, Any], *, folder: Path, finish: Callable[[Job], None]
    ) -> Job:
        """Start a process.

        Args:
            key: the study or draft.
            kind: what to do.
            request: what the process is asked with.
            folder: where it works. The voc.toml of whatever folder the server was started in must not count.
            finish: called from a thread when it has succeeded, before the tabs hear of it.

        Raises:
            UsageError: something is being done for this study already.
        """
        with self._starting:
            if self.is_running(key):
                raise UsageError("This is being worked on already. Wait until it is done, or cancel it.")
            job = self._jobs[key] = Job(key, kind)
            process = self._processes[key] = _spawn(folder)
        assert process.stdin is not None  # noqa: S101  (it is a pipe)
        with suppress(OSError):
            process.stdin.write(json.dumps({"task": kind, **request}).encode("ascii") + b"\n")
            process.stdin.flush()
        threading.Thread(target=self._follow, args=(job, process, finish), daemon=True).start()
        self._tell(job)
        return job

    def cancel(self, key: str) -> None:
        """Stop what is being done for a study; the study stays as it was."""
        job, process = self._jobs.get(key), self._processes.get(key)
        if job is None or process is None or job.state != "running":
            return
        job.state = "cancelled"
        # From a thread: whoever cancelled should not wait until the process has tidied up.
        threading.Thread(target=_stop, args=(process,), daemon=True).start()
        self._tell(job)

    def close(self) -> None:
        """Stop everything."""
        for key in list(self._jobs):
            self.cancel(key)
        for process in list(self._processes.values()):
            _stop(process)

    def wait(self, key: str, seconds: float) -> Job | None:
        """The job when it has ended, or after ``seconds``."""
        end = time.monotonic() + seconds
        while key in self._processes and time.monotonic() < end:
            time.sleep(0.02)
        return self._jobs.get(key)

    def _follow(self, job: Job, process: subprocess.Popen[bytes], finish: Callable[[Job], None]) -> None:
        """Take note of what a process says until it ends."""
        assert process.stdout is not None  # noqa: S101  (it is a pipe)
        state: State = "failed"
        # Ends when the process does, because nobody else holds the other end.
        for message in _messages(process.stdout):
            if "progress" in message:
                job.reach(*message["progress"])
                if job.state == "running":
                    self._tell(job)
            elif "result" in message:
                job.result, state = message["result"], "done"
            elif "error" in message:
                job.error = message["error"]
        process.stdout.close()
        _stop(process)
        if job.state == "running":
            job.broke = state == "failed" and not job.error
            if state == "done":
                finish(job)
            job.state = state
        self._tell(job)
        # After a cancel the next job may have started before the process of this one has ended.
        if self._processes.get(job.key) is process:
            self._processes.pop(job.key)

    def _tell(self, job: Job) -> None:
        self._events.send_from_thread(
            "progress",
            id=job.key,
            job=job.kind,
            state=job.state,
            stage=job.stage,
            done=job.done,
            total=job.total,
            share=round(job.share, 3),
            go=_next_page(job),
            # A tab shows those of its own language.
            words={language: describe(job, language) for language in get_args(Language)},
        )


def _next_page(job: Job) -> str:
    """The page that is shown when a job is done: what moved, or a study that is new."""
    # Looked at, or exported: the page that waits shows what came of it.
    if job.kind in ("inspect", "export"):
        return ""
    return f"/study/{job.key}/{'run' if job.result.get('moved') else 'overview'}"


def describe(job: Job, language: Language) -> dict[str, str]:
    """What a job does just now and how long it will take, in words; "" where nothing can be said."""
    words = load_catalogue("voc.workspace", language)
    stage = words.maybe(f"stage.{job.stage.replace(' ', '_')}", job.stage) if job.stage else words("job.starting")
    if job.done and job.total > 1:
        stage = words("job.n_of", stage=stage, n=job.done, total=job.total)
    return {"title": words(f"job.{job.kind}"), "stage": stage, "left": _time_left(job.seconds_left, words)}


def _time_left(seconds: int | None, words: Catalogue) -> str:
    if seconds is None:
        return ""
    if seconds < SECONDS_IN_MINUTES:
        # To ten seconds: more would be no more right, and would flicker.
        return words("job.seconds_left", n=max(10, 10 * round(seconds / 10)))
    return words("job.minutes_left", n=max(2, round(seconds / 60)))


def _spawn(folder: Path) -> subprocess.Popen[bytes]:
    # The child gets this process's sys.path, so that it imports the same voc whatever the working directory is. It is a
    # group of its own, so that Ctrl+C in the terminal reaches it through its closed input alone, and only once.
    return subprocess.Popen(  # noqa: S603 - this Python, and no argument from outside
        [sys.executable, "-c", _START, json.dumps([str(Path(entry).absolute()) for entry in sys.path])],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let a process end by itself, which tidies up, and make it end if it does not."""
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _messages(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The lines of a process as data; a line that was cut off when it died is left out."""
    for line in stream:
        with suppress(ValueError):
            message = json.loads(line)
            if isinstance(message, dict):
                yield message
