"""Size, archive and time budgets: a hostile or broken file is refused before a library opens it.

Archive rules follow the usual advice against zip bombs: number of entries, size per entry and in all, compression
ratio, no paths that climb, no archive in an archive.
"""

from __future__ import annotations

import re
import time
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from voc.errors import FormatError, LimitError

MEGABYTE = 1_000_000
MAX_TEXT_BYTES = 40 * MEGABYTE
"""Transcripts and JSON are held in memory as a whole; the longest real transcript seen was 0.4 MB."""
MAX_TABLE_BYTES = 2_000 * MEGABYTE
"""Bytes of a table, also when it is unpacked; CSV is streamed and may be far larger than a transcript."""
MAX_LINE = 4 * MEGABYTE
"""Code points in one line or cell of a table."""
MAX_TEXT_LINE = 1 * MEGABYTE
"""Code points in one line of a transcript; a whole talk without line ends has 0.1 million."""
MAX_COLUMNS = 5_000
"""Columns of a table; no real survey comes near."""
MAX_ENTRIES = 5_000
"""Files in an archive; no real office file comes near."""
MAX_ENTRY_BYTES = 300 * MEGABYTE
"""Bytes that one file of an archive unpacks to."""
MAX_ARCHIVE_BYTES = 600 * MEGABYTE
"""Bytes that all files of an archive unpack to."""
MAX_RATIO = 200
"""How many times smaller a packed file may be than it unpacks to; the usual zip format can reach a thousand."""
MAX_READER_MEMORY = 3_000 * MEGABYTE
"""Address space of the process that reads documents and spreadsheets; libraries reserve far more than they use."""
SECONDS_PER_FILE = 60.0
"""Seconds that a file of any size may take …"""
SECONDS_PER_MEGABYTE = 1.0
"""… and seconds more for each megabyte."""

_ARCHIVE_SUFFIXES = {".zip", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz"}
_MARKUP = (".xml", ".rels", ".vml", ".lss", ".lsr", ".lst", ".lsi", ".qde")
# Entities, with which a few bytes of XML grow to gigabytes, need a DOCTYPE, which office files never have.
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_PIECE = 1 << 16


@dataclass(slots=True)
class Budget:
    """Seconds that one file may take, from the creation of this record on; `check` raises when they are over."""

    name: str
    seconds: float = SECONDS_PER_FILE
    _started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise when the time is over.

        Raises:
            LimitError: the file took longer than its budget.
        """
        if time.monotonic() - self._started > self.seconds:
            raise LimitError(
                f"{self.name}: reading may take {self.seconds:.0f} seconds and took longer. "
                "Split the file, or export it again in a simpler format."
            )

    def left(self) -> float:
        """Seconds that are left, at least a tenth of one."""
        return max(0.1, self.seconds - (time.monotonic() - self._started))


def budget_for(name: str, size: int) -> Budget:
    """The time budget of a file of ``size`` bytes."""
    return Budget(name, SECONDS_PER_FILE + SECONDS_PER_MEGABYTE * size / MEGABYTE)


def check_size(name: str, size: int, limit: int) -> None:
    """Refuse a file that is larger than ``limit`` bytes.

    Raises:
        LimitError: it is larger.
    """
    if size > limit:
        raise LimitError(
            f"{name}: a file of this kind may have at most {limit // MEGABYTE} MB, found {size / MEGABYTE:.0f} MB. "
            "Split it into several files."
        )


def check_ratio(name: str, packed: int, unpacked: int) -> None:
    """Refuse a packed file that unpacks to more than `MAX_RATIO` times its size.

    Raises:
        LimitError: it does.
    """
    # A small table of one repeated value is packed as tightly as a bomb, and harms nobody.
    if unpacked > MEGABYTE and unpacked > MAX_RATIO * packed:
        raise LimitError(f"{name}: is packed more than {MAX_RATIO} times, as in a zip bomb. Unpack it yourself.")


def check_line_length(name: str, text: str) -> None:
    """Refuse a text with a line of more than `MAX_TEXT_LINE` code points.

    Raises:
        LimitError: a line is longer; its number is named.
    """
    if len(text) <= MAX_TEXT_LINE:
        return
    start, number = 0, 1
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_TEXT_LINE:
            raise LimitError(
                f"{name} line {number}: a line may have at most {MAX_TEXT_LINE:,} characters, found {end - start:,}. "
                "This is probably no transcript; export it again with line breaks."
            )
        start, number = end + 1, number + 1


def check_archive(path: Path, name: str, *, most: int | None = None) -> None:
    """Check a .docx, .xlsx or other zip file before any library opens it; it may have ``most`` or `MAX_ENTRIES` parts.

    Raises:
        FormatError: it is no zip file, is broken or encrypted, or holds a DOCTYPE or a path that climbs.
        LimitError: too many entries, too large, or packed too tightly.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, name, most or MAX_ENTRIES)
            # The directory may lie about sizes, so that every entry is unpacked once, in pieces and to nowhere.
            total = 0
            for entry in entries:
                total += _measure(archive, entry, name)
                if total > MAX_ARCHIVE_BYTES:
                    raise LimitError(f"{name}: unpacks to more than {MAX_ARCHIVE_BYTES // MEGABYTE} MB. {_AGAIN}")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FormatError(
            f"{name}: must be a valid {Path(name).suffix} file, found a broken, encrypted or different one "
            f"({type(error).__name__}). Open it in the program it comes from and save it again."
        ) from error


_AGAIN = "Save it again from the program it comes from, without embedded files."


def _check_directory(entries: list[zipfile.ZipInfo], name: str, most: int) -> None:
    if len(entries) > most:
        raise LimitError(f"{name}: may hold at most {most:,} parts, found {len(entries):,}. {_AGAIN}")
    if sum(entry.file_size for entry in entries) > MAX_ARCHIVE_BYTES:
        raise LimitError(f"{name}: unpacks to more than {MAX_ARCHIVE_BYTES // MEGABYTE} MB. {_AGAIN}")
    for entry in entries:
        inner = PurePosixPath(entry.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or ":" in entry.filename:
            raise FormatError(f"{name}: holds a part whose path leaves the file. It was not opened. {_AGAIN}")
        if inner.suffix.lower() in _ARCHIVE_SUFFIXES:
            raise FormatError(f"{name}: holds another archive. It was not opened. {_AGAIN}")
        if entry.file_size > MAX_ENTRY_BYTES:
            raise LimitError(f"{name}: a part unpacks to more than {MAX_ENTRY_BYTES // MEGABYTE} MB. {_AGAIN}")
        if entry.file_size > MEGABYTE and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise LimitError(
                f"{name}: a part is packed more than {MAX_RATIO} times, as in a zip bomb. It was not opened. {_AGAIN}"
            )


def _measure(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> int:
    """The bytes that an entry really unpacks to; markup is searched for a DOCTYPE on the way."""
    markup = entry.filename.lower().endswith(_MARKUP)
    size, tail = 0, b""
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > MAX_ENTRY_BYTES:
                raise LimitError(f"{name}: a part unpacks to more than {MAX_ENTRY_BYTES // MEGABYTE} MB. {_AGAIN}")
            if markup:
                # Without its zero bytes, UTF-16 is searched too; the tail finds what two pieces have cut in half.
                window = (tail + piece).replace(b"\0", b"")
                if _DOCTYPE.search(window):
                    raise FormatError(f"{name}: holds an XML DOCTYPE, which office files never have. {_AGAIN}")
                tail = piece[-32:]
    return size
