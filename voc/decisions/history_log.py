"""`history.jsonl` beside the codebook: a line per edit, with what each entry was before and after."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from voc.decisions.codebook_text import EntryChange
from voc.errors import ConfigError

HISTORY_NAME = "history.jsonl"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An edit of the codebook.

    ``number`` counts from 0; ``time`` is in seconds since 1970, UTC; ``undoes`` or ``redoes`` is the number of the edit
    that this one took back, or made again, None for a decision.
    """

    number: int
    time: int
    description: str
    changes: tuple[EntryChange, ...]
    undoes: int | None = None
    redoes: int | None = None


def read_log(file: Path) -> tuple[HistoryEntry, ...]:
    """Read all edits, oldest first; a last line that was not written to its end is ignored.

    Raises:
        ConfigError: the file cannot be read, or another line is damaged.
    """
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}). Check the permissions.") from error
    # A process that is killed may leave half a line, whose edit is in the codebook all the same.
    lines = content[: content.rfind(b"\n") + 1].splitlines()
    return tuple(_parse(number, line, file) for number, line in enumerate(lines))


# A line is never changed, and all are read after every edit.
@lru_cache(maxsize=20_000)
def _parse(number: int, line: bytes, file: Path) -> HistoryEntry:
    try:
        data = json.loads(line)
        changes = tuple(EntryChange(*change) for change in data["changes"])
        return HistoryEntry(
            number, int(data["time"]), str(data["description"]), changes, data.get("undoes"), data.get("redoes")
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{file}: line {number + 1} is damaged, so that no edit can be undone. Move the file away; codebook.toml "
            "stays as it is."
        ) from error


def append_log(
    file: Path,
    time: int,
    description: str,
    changes: Iterable[EntryChange],
    *,
    undoes: int | None = None,
    redoes: int | None = None,
) -> None:
    """Append an edit and wait until it is on the disk; a torn last line is cut off first.

    Raises:
        OSError: the file cannot be written.
    """
    data = {"time": time, "description": description, "changes": [astuple(change) for change in changes]}
    data |= {key: number for key, number in (("undoes", undoes), ("redoes", redoes)) if number is not None}
    line = json.dumps(data, ensure_ascii=False) + "\n"
    with file.open("a+b") as log:
        _cut_torn_line(log.fileno())
        log.write(line.encode())
        log.flush()
        os.fsync(log.fileno())


def _cut_torn_line(handle: int) -> None:
    """Cut off what is after the last line end of an open file."""
    end = os.lseek(handle, 0, os.SEEK_END)
    kept, step = end, 1
    while kept > 0:
        # One byte is enough for a file that ends as it should; of a torn line, more and more is read.
        begin = max(kept - step, 0)
        os.lseek(handle, begin, os.SEEK_SET)
        line_end = os.read(handle, kept - begin).rfind(b"\n")
        if line_end >= 0:
            kept = begin + line_end + 1
            break
        kept, step = begin, step * 64
    if kept < end:
        os.ftruncate(handle, kept)
