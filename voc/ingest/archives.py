"""Zip archives among the inputs: their files are read as if they were unpacked, as "interviews.zip/talk 1.txt".

An archive is checked like any other zip file (`voc.files.limits`) before a byte of it is written: no archive inside it,
no path that leaves it, limits on number, size and ratio. One that fails, or holds no files, stays an input, and its
reason says why.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from voc.errors import EmptyError, FormatError, ReadError
from voc.files.limits import check_archive
from voc.ingest.input_files import InputFile, is_system_path

SUFFIX = ".zip"
MAX_NAME = 150
"""Code points of a file's name on disk; file systems allow 255 bytes."""

_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\/\x00-\x1f]')


@contextmanager
def unpacked(inputs: Sequence[InputFile]) -> Iterator[tuple[InputFile, ...]]:
    """Yield the inputs with every archive replaced by its files, which exist until the end of the ``with`` block."""
    if not any(file.path.suffix.lower() == SUFFIX for file in inputs):
        yield tuple(inputs)
        return
    with TemporaryDirectory() as temporary:
        files: list[InputFile] = []
        for number, file in enumerate(inputs):
            inner = _unpack(file, Path(temporary, str(number))) if file.path.suffix.lower() == SUFFIX else []
            files += inner or [file]
        yield tuple(sorted(files, key=lambda file: file.name))


def check_zip(path: Path, name: str) -> None:
    """Raise the error for an archive whose files could not become inputs."""
    try:
        check_archive(path, name)
    except FormatError as error:
        if "another archive" in str(error):
            raise FormatError(f"{name}: holds another archive. Unpack both, and give voc the folder.") from error
        raise
    raise EmptyError(f"{name}: holds no files. Unpack it, and give voc the folder.")


def _unpack(file: InputFile, folder: Path) -> list[InputFile]:
    """The files of an archive, written to ``folder``; none when it cannot be unpacked."""
    try:
        check_archive(file.path, file.name)
        with zipfile.ZipFile(file.path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            named = {_entry_name(entry): entry for entry in entries}
            return [
                InputFile(_extract(archive, entry, folder / str(number)), f"{file.name}/{name}")
                for number, (name, entry) in enumerate(sorted(named.items()))
                if not is_system_path(PurePosixPath(name))
            ]
    except (ReadError, OSError, zipfile.BadZipFile, RuntimeError, ValueError, EOFError, NotImplementedError):
        # Reading the archive itself, as an input, gives the reason.
        shutil.rmtree(folder, ignore_errors=True)
        return []


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The path of an entry. Programs on macOS write UTF-8 without saying so, which Python reads as code page 437."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> Path:
    folder.mkdir(parents=True)
    name = _NOT_IN_NAMES.sub("_", PurePosixPath(_entry_name(entry)).name)
    path = folder / (name if len(name) <= MAX_NAME else f"{Path(name).stem[: MAX_NAME - 20]}{Path(name).suffix[:20]}")
    with archive.open(entry) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    return path
