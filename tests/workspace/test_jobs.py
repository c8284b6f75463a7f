"""Work in processes of its own: progress, results, errors, a real cancel, and no process that outlives the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from voc.errors import UsageError
from voc.workspace import jobs as module
from voc.workspace.events import Events
from voc.workspace.jobs import STAGE_SECONDS, Job, Jobs, describe


class Heard(Events):
    """Keeps what the tabs would hear."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, object]] = []

    def send_from_thread(self, kind: str, **data: object) -> None:
        assert kind == "progress"
        json.dumps(data)
        self.messages.append(data)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def jobs(heard: Heard) -> Iterator[Jobs]:
    opened = Jobs(heard)
    yield opened
    opened.close()


def child(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let jobs run this program in place of ours."""

    def spawn(folder: Path) -> subprocess.Popen[bytes]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen([sys.executable, "-c", f"import sys,time,json\n{program}"], cwd=folder, **pipes)

    monkeypatch.setattr(module, "_spawn", spawn)


def never(job: Job) -> None:
    raise AssertionError(job)


def test_progress_and_the_result_reach_the_tabs(
    jobs: Jobs, heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(
        monkeypatch,
        "request = json.loads(sys.stdin.readline())\n"
        "print(json.dumps({'progress': ['read', 3, 4]}), flush=True)\n"
        "print('a library says hello', flush=True)\n"
        "print(json.dumps({'result': request}), flush=True)",
    )
    finished: list[Job] = []
    jobs.start("s", "make", {"inputs": "ä"}, folder=tmp_path, finish=finished.append)
    job = jobs.wait("s", 20)
    assert job and job.state == "done" and finished == [job]
    assert job.result == {"task": "make", "inputs": "ä"}
    assert [message["state"] for message in heard.messages] == ["running", "running", "done"]
    assert heard.messages[1]["words"] == {
        "de": {"title": "Die Studie wird gemacht", "stage": "Dateien lesen: 3 von 4", "left": ""},
        "en": {"title": "Making the study", "stage": "Reading files: 3 of 4", "left": ""},
    }
    assert heard.messages[-1]["go"] == "/study/s/overview"


def test_an_error_is_passed_on_and_a_sudden_end_is_noticed(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(monkeypatch, "print(json.dumps({'error': 'Choose another folder.'}))")
    jobs.start("s", "make", {}, folder=tmp_path, finish=never)
    job = jobs.wait("s", 20)
    assert job and (job.state, job.error, job.broke) == ("failed", "Choose another folder.", False)
    child(monkeypatch, "sys.stdout.write('{\"result\": {'); sys.stdout.flush(); import os; os._exit(9)")
    jobs.start("s", "make", {}, folder=tmp_path, finish=never)
    job = jobs.wait("s", 20)
    assert job and (job.state, job.error, job.broke) == ("failed", "", True)


def test_a_second_start_is_refused_and_a_cancel_ends_the_process(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(monkeypatch, "sys.stdin.read(); print(json.dumps({'result': {}}))")
    jobs.start("s", "make", {}, folder=tmp_path, finish=never)
    with pytest.raises(UsageError, match="already"):
        jobs.start("s", "again", {}, folder=tmp_path, finish=never)
    process = jobs._processes["s"]
    jobs.cancel("s")
    job = jobs.wait("s", 20)
    assert job and job.state == "cancelled" and process.poll() is not None
    jobs.cancel("s")


def test_a_process_that_does_not_stop_is_killed(jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_STOP", 0.2)
    child(monkeypatch, "time.sleep(60)")
    jobs.start("s", "make", {}, folder=tmp_path, finish=never)
    started = time.monotonic()
    jobs.cancel("s")
    assert jobs.wait("s", 20).state == "cancelled" and time.monotonic() - started < 10  # type: ignore[union-attr]


def test_the_bar_never_goes_back_and_the_time_left_follows_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    job, shares = Job("s", "make"), []
    for stage in STAGE_SECONDS:
        for done in (0, 5, 10):
            job.reach(stage, done, 10)
            shares.append(job.share)
        job.reach("understand meaning", 0, 10)
        shares.append(job.share)
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1)
    job = Job("s", "inspect", started=time.monotonic() - 30)
    job.reach("read", 7, 10)
    assert job.share == pytest.approx(0.5) and job.seconds_left in (29, 30, 31)
    assert describe(job, "de")["left"] == "noch etwa 30 Sekunden"
    job.started -= 600
    assert describe(job, "en")["left"] == "about 10 minutes left"


def test_every_stage_has_words() -> None:
    for stage in STAGE_SECONDS:
        for language in ("de", "en"):
            assert describe(Job("s", "make", stage=stage), language)["stage"] != stage  # type: ignore[arg-type]


def ours(folder: Path) -> subprocess.Popen[bytes]:
    return module._spawn(folder)


def test_our_process_says_what_is_wrong(tmp_path: Path) -> None:
    with ours(tmp_path) as process:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"task": "inspect", "inputs": str(tmp_path)}).encode() + b"\n")
        process.stdin.flush()
        messages = [json.loads(line) for line in process.stdout]
    assert list(messages[-1]) == ["error"] and "read" in messages[-1]["error"]


@pytest.mark.skipif(os.name == "nt", reason="processes are listed by POSIX means")
def test_our_process_ends_with_the_server_and_leaves_nothing(inputs: Path, tmp_path: Path) -> None:
    process = ours(tmp_path)
    assert process.stdin and process.stdout
    request = {"task": "make", "inputs": str(inputs), "out": str(tmp_path / "project" / "study")}
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    assert b"progress" in process.stdout.readline()
    # As when the server is killed: nobody says anything, the pipe is just closed.
    process.stdin.close()
    process.wait(30)
    process.stdout.close()
    assert not (tmp_path / "project").exists()
