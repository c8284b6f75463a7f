"""Exports of Slack among the inputs: the files of a channel, one a day, become one file, with the names of users.json.

A message has the id of its sender only, a thread goes on the next day, and who asks shows over all days. The lists
beside the channels (users, channels, logs of integrations) hold no respondent's words and are no inputs of their own.
An export that cannot be joined stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from voc.files.limits import MAX_TEXT_BYTES
from voc.ingest.input_files import InputFile

USERS = "users.json"
MAX_EXPORT_BYTES = MAX_TEXT_BYTES
"""Bytes of the files of one channel; a larger one is read day by day."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_LISTS = frozenset(
    {USERS, "canvases.json", "channels.json", "dms.json", "file_conversations.json", "groups.json",
     "huddle_transcripts.json", "integration_logs.json", "lists.json", "mpims.json", "org_users.json"}
)  # fmt: skip


@contextmanager
def joined(inputs: Sequence[InputFile]) -> Iterator[tuple[InputFile, ...]]:
    """Yield the inputs with a file per channel of an export, which exist until the end of the ``with`` block."""
    roots = {PurePosixPath(file.name).parent: file for file in inputs if PurePosixPath(file.name).name == USERS}
    if not roots:
        yield tuple(inputs)
        return
    with TemporaryDirectory() as temporary:
        files = list(inputs)
        for number, (root, users) in enumerate(roots.items()):
            files = _join(files, root, users, Path(temporary, str(number)))
        yield tuple(sorted(files, key=lambda file: file.name))


def _join(files: list[InputFile], root: PurePosixPath, users: InputFile, folder: Path) -> list[InputFile]:
    """The inputs in which the channels of the export at ``root`` are a file each."""
    people = _records(users)
    channels: dict[PurePosixPath, list[InputFile]] = {}
    for file in files:
        path = PurePosixPath(file.name)
        if _DAY.fullmatch(path.name) and path.parent.parent == root:
            channels.setdefault(path.parent, []).append(file)
    if not channels or not people or not all("id" in person for person in people):
        return files
    folder.mkdir()
    left = [file for file in files if not _is_list(file, root)]
    for number, (channel, days) in enumerate(channels.items()):
        messages = [_records(day) for day in sorted(days, key=lambda day: day.name)]
        if not all(messages) or sum(day.path.stat().st_size for day in days) > MAX_EXPORT_BYTES:
            continue
        target = folder / f"{number}.json"
        data = {"joined_files": len(days), "users": people, "messages": [item for day in messages for item in day]}
        target.write_text(json.dumps(data), encoding="utf-8")
        left = [file for file in left if file not in days]
        left.append(InputFile(target, f"{channel.as_posix()}.json"))
    return left


def _is_list(file: InputFile, root: PurePosixPath) -> bool:
    path = PurePosixPath(file.name)
    return path.parent == root and path.name in _LISTS


def _records(file: InputFile) -> list[dict[str, Any]]:
    """The records of a file that is a list of them; none where it is anything else."""
    try:
        if file.path.stat().st_size > MAX_EXPORT_BYTES:
            return []
        data = json.loads(file.path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    return data if isinstance(data, list) and all(isinstance(item, dict) for item in data) else []
