"""One writer per study: who holds a study in a workspace, and since when."""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from voc.errors import OutputError


def lock_file(study: Path) -> Path:
    """Where the lock of a study is: beside the folder, which a run replaces as a whole."""
    return study.with_name(f".{study.name}.open")


@contextmanager
def hold(study: Path) -> Iterator[None]:
    """Hold a study while the block runs. The system lets go when the process dies, however it dies.

    Raises:
        OutputError: another process holds it; the message says who. Or the folder around it cannot be written.
    """
    file = lock_file(study)
    lock = FileLock(file.with_name(f"{file.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            f"{study}: already open {_describe_holder(file)}. Close it there, or work on in that window."
        ) from error
    except OSError as error:
        raise OutputError(f"{study}: cannot be opened to write ({error.strerror}). Check the permissions.") from error
    try:
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        holder = {"user": _user(), "computer": socket.gethostname(), "process": os.getpid(), "since": since}
        file.write_text(json.dumps(holder), encoding="utf-8")
        yield
    finally:
        file.unlink(missing_ok=True)
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run as a user who has no name.
        return ""


def _describe_holder(file: Path) -> str:
    try:
        holder = json.loads(file.read_text("utf-8"))
        by = f"by {holder['user']} " if holder["user"] else ""
        return f"{by}on {holder['computer']} since {holder['since']} (process {holder['process']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "in another process"
