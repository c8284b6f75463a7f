"""Files that the browser sends into the inputs of a new study: names that no system takes amiss, and limits."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from voc.config import load_config
from voc.errors import LimitError, OutputError, UsageError
from voc.files.limits import MAX_TABLE_BYTES, MAX_TEXT_BYTES, MEGABYTE
from voc.ingest.documents import LOADERS
from voc.ingest.input_files import is_system_path
from voc.ingest.surveys.survey_reader import find_format
from voc.tasks.run import CONFIG_NAME

MAX_STUDY_BYTES = 2 * MAX_TABLE_BYTES
"""Bytes of all files of a study that are sent by the browser. Larger ones can stay where they are: name the folder."""
MAX_FILES = 20_000
"""Files of a study that are sent by the browser."""
MAX_PART = 120
"""Bytes of a file's or folder's name; systems take 255, and the folders around the study count too on Windows."""
MAX_DEPTH = 8
"""Folders inside each other that are kept; the outer ones are left out."""
_SUFFIX_BYTES = 16
"""The ending of a name up to this long is kept when the name is cut, as it says how the file is read."""
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Windows opens a device where one of these is asked for, whatever follows the first full stop.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$)", re.I)


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of a file: its ``path`` in the inputs ("" where it was left out as a file of the system), whether it
    was ``renamed`` because another one has its name, and whether the ``same`` file was there already."""

    path: str
    renamed: bool = False
    same: bool = False


def harmless_name(name: str) -> str:
    """One part of a path as every system takes it; "" where nothing is left of it.

    >>> harmless_name("con.txt"), harmless_name("Q1: what?.csv "), harmless_name("..")
    ('_con.txt', 'Q1_ what_.csv', '')
    """
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    # Control and direction characters can hide what a name ends with.
    text = "".join(character for character in text if unicodedata.category(character)[0] != "C")
    text = _FORBIDDEN.sub("_", text).strip(" ").rstrip(". ")
    if not text:
        return ""
    if _DEVICES.fullmatch(text.split(".")[0].strip()):
        text = f"_{text}"
    return _shortened(text)


def _shortened(text: str) -> str:
    if len(text.encode()) <= MAX_PART:
        return text
    suffix = PurePosixPath(text).suffix
    suffix = suffix if len(suffix.encode()) <= _SUFFIX_BYTES else ""
    stem = text.removesuffix(suffix).encode()[: MAX_PART - len(suffix.encode())]
    return stem.decode("utf-8", "ignore").rstrip(". ") + suffix


def harmless_path(path: str) -> PurePosixPath:
    """A relative path that stays where it is put.

    >>> harmless_path("../../etc/passwd"), harmless_path(r"C:\\talks\\a.txt")
    (PurePosixPath('etc/passwd'), PurePosixPath('C_/talks/a.txt'))

    Raises:
        UsageError: nothing of it can be the name of a file.
    """
    # Browsers on Windows send either kind of slash.
    parts = [part for part in map(harmless_name, re.split(r"[/\\]", path)) if part]
    if not parts:
        raise UsageError("This file has no name that can be kept. Rename it and add it again.")
    return PurePosixPath(*parts[-MAX_DEPTH:])


def max_bytes(suffix: str) -> int:
    """How large a file with this ending may be so that a reader accepts it."""
    is_text = suffix in LOADERS and find_format(suffix) is None
    return MAX_TEXT_BYTES if is_text else MAX_TABLE_BYTES


def list_uploads(inputs: Path) -> dict[str, int]:
    """The size of each file in the inputs of a study, by path, sorted."""
    files = (path for path in inputs.rglob("*") if path.is_file())
    sizes = {path.relative_to(inputs).as_posix(): path.stat().st_size for path in files}
    shown = {path: size for path, size in sizes.items() if not is_system_path(PurePosixPath(path))}
    return dict(sorted(shown.items(), key=lambda item: item[0].casefold()))


async def save_upload(inputs: Path, name: str, size: int | None, body: AsyncIterator[bytes]) -> Upload:
    """Write a file that is being sent into the inputs, part by part. What is refused leaves nothing behind.

    Args:
        inputs: the folder.
        name: the file's name or path as the browser knows it.
        size: its size where the browser states one.
        body: its content.

    Raises:
        UsageError: it has no name, or is a voc.toml that is not valid.
        LimitError: the file is, or all files together are, larger than can be read.
        OutputError: the folder cannot be written.
    """
    path = harmless_path(name)
    # A project that was prepared elsewhere brings its corrections with it.
    is_settings = path.name == CONFIG_NAME
    if is_system_path(path) and not is_settings:
        return Upload("")
    own = max_bytes(path.suffix.lower())
    there = list_uploads(inputs)
    left = MAX_STUDY_BYTES - sum(there.values())
    if len(there) >= MAX_FILES:
        raise LimitError(f"{path.name}: more than {MAX_FILES} files. Name their folder on this computer instead.")
    # Refused before the first byte where the browser says how many there will be.
    _check_room(path.name, size or 0, own, left)
    try:
        # A name with a dot in front is never read as an input, whatever happens to the server meanwhile.
        with tempfile.NamedTemporaryFile(prefix=".", suffix=".part", dir=inputs, delete=False) as file:
            partial = Path(file.name)
            digest, n_bytes = hashlib.sha256(), 0
            try:
                async for piece in body:
                    n_bytes += len(piece)
                    _check_room(path.name, n_bytes, own, left)
                    digest.update(piece)
                    file.write(piece)
                file.close()
                if is_settings:
                    return _take_settings(partial, inputs / CONFIG_NAME)
                return _put_in_place(partial, inputs, path, digest.digest())
            finally:
                file.close()
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path.name}: cannot be saved ({error.strerror or error}). Is the disk full?") from error


def _check_room(name: str, size: int, own: int, left: int) -> None:
    if size > own:
        raise LimitError(
            f"{name}: a file of this kind may have at most {own // MEGABYTE} MB. Split it into several files."
        )
    if size > left:
        raise LimitError(
            f"{name}: all files together may have at most {MAX_STUDY_BYTES // MEGABYTE} MB. "
            "Name their folder on this computer instead; then nothing is copied."
        )


def _take_settings(partial: Path, place: Path) -> Upload:
    # Settings hold for the study as a whole, whichever of the folders they came with.
    load_config(partial)
    partial.replace(place)
    return Upload(place.name)


def _put_in_place(partial: Path, inputs: Path, path: PurePosixPath, digest: bytes) -> Upload:
    """Give a finished file its name, or the next free one if a file of other content has it."""
    target = inputs / path
    # A folder may be called as a file is that was sent before, and the other way round.
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while target.exists():
        if target.is_file() and _digest(target) == digest:
            return Upload(target.relative_to(inputs).as_posix(), same=True)
        number += 1
        target = target.with_name(_shortened(f"{path.stem[:80]} ({number}){path.suffix}"))
    # A temporary file is its owner's alone; the inputs are shared as the folder around them is.
    partial.chmod(0o644)
    partial.replace(target)
    return Upload(target.relative_to(inputs).as_posix(), renamed=number > 1)


def _digest(file: Path) -> bytes:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def remove_upload(inputs: Path, name: str) -> None:
    """Delete a file from the inputs, and folders that are empty then.

    Raises:
        UsageError: there is no such file.
    """
    # Only what the page lists can be deleted, so that no path leads anywhere else.
    if name not in list_uploads(inputs):
        raise UsageError("This file is not there any more. Load the page again.")
    file = inputs / name
    file.unlink()
    for folder in file.parents:
        if folder == inputs or any(folder.iterdir()):
            break
        folder.rmdir()
