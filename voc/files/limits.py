"""Limits on size, archives, XML and time: a hostile or broken file is refused before a library opens it.

Archives follow the usual advice against zip bombs: limits on the number of entries, the size of each and of all, and
the compression ratio; no path that leaves the archive, and no archive inside it.
"""

from __future__ import annotations

import re
import time
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from voc.errors import FormatError, LimitError
from voc.files.content_kinds import PROTECTED, content_kind

MEGABYTE = 1_000_000
MAX_TEXT_BYTES = 40 * MEGABYTE
"""Bytes of a transcript or JSON file, which is held in memory; the longest real transcript seen had 0.4 MB."""
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
"""How many times its packed size a file may unpack to; hostile zip files reach a thousand."""
MAX_READER_MEMORY = 3_000 * MEGABYTE
"""Address space of the process that reads documents and spreadsheets; libraries reserve far more than they use."""
SECONDS_PER_FILE = 60.0
"""Seconds that reading a file may take, whatever its size."""
SECONDS_PER_MEGABYTE = 1.0
"""Further seconds for each megabyte of a file."""

_ARCHIVE_SUFFIXES = {".zip", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz"}
_MARKUP = (".xml", ".rels", ".vml", ".lss", ".lsr", ".lst", ".lsi", ".qde")
# Entities, by which a few bytes of XML grow to gigabytes, need a DOCTYPE, which office files never have.
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_PIECE = 1 << 16


@dataclass(slots=True)
class Budget:
    """The time limit of one file; the clock starts when the budget is created."""

    name: str
    seconds: float = SECONDS_PER_FILE
    _started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise a LimitError when the time is over."""
        if time.monotonic() - self._started > self.seconds:
            raise LimitError(
                f"{self.name}: reading may take {self.seconds:.0f} seconds and took longer. "
                "Split the file, or export it again in a simpler format."
            )

    def left(self) -> float:
        """Seconds that are left, at least 0.1."""
        return max(0.1, self.seconds - (time.monotonic() - self._started))


def budget_for(name: str, size: int) -> Budget:
    """The time budget of a file of ``size`` bytes."""
    return Budget(name, SECONDS_PER_FILE + SECONDS_PER_MEGABYTE * size / MEGABYTE)


def check_size(name: str, size: int, limit: int) -> None:
    """Raise a LimitError when a file is larger than ``limit`` bytes."""
    if size > limit:
        raise LimitError(
            f"{name}: a file of this kind may have at most {limit // MEGABYTE} MB, found {size / MEGABYTE:.0f} MB. "
            "Split it into several files."
        )


def check_ratio(name: str, packed: int, unpacked: int) -> None:
    """Raise a LimitError when a packed file unpacks to more than `MAX_RATIO` times its size."""
    # A small table of one repeated value is packed as tightly as a bomb, but is harmless.
    if unpacked > MEGABYTE and unpacked > MAX_RATIO * packed:
        raise LimitError(f"{name}: is packed more than {MAX_RATIO} times, as in a zip bomb. Unpack it yourself.")


def check_line_length(name: str, text: str) -> None:
    """Raise a LimitError that names the first line of more than `MAX_TEXT_LINE` code points."""
    # Most texts are shorter than the limit, and need not be split.
    if len(text) <= MAX_TEXT_LINE:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_TEXT_LINE:
            raise LimitError(
                f"{name} line {number}: a line may have at most {MAX_TEXT_LINE:,} characters, found {len(line):,}. "
                "This is probably not a transcript; export it again with line breaks."
            )


def check_archive(path: Path, name: str, *, max_entries: int | None = None) -> None:
    """Check a .docx, .xlsx or other zip file before any library opens it.

    Args:
        path: the file.
        name: what messages call it.
        max_entries: how many files it may hold.

    Raises:
        FormatError: it is not a zip file, is broken or encrypted, or holds a DOCTYPE or a path that leaves it.
        LimitError: too many entries, too large, or packed too tightly.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries) or _is_encrypted_opendocument(archive):
                raise FormatError(f"{name}: {PROTECTED}")
            _check_directory(entries, name, max_entries or MAX_ENTRIES)
            # The directory may lie about sizes, so every entry is unpacked once, in pieces that are thrown away.
            total = 0
            for entry in entries:
                total += _measure(archive, entry, name)
                if total > MAX_ARCHIVE_BYTES:
                    raise LimitError(f"{name}: unpacks to more than {MAX_ARCHIVE_BYTES // MEGABYTE} MB. {_AGAIN}")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        suffix = Path(name).suffix
        if (kind := content_kind(path)) is not None and kind.suffix != suffix.lower():
            if not kind.suffix and "password" in kind.name:
                raise FormatError(f"{name}: {PROTECTED}") from error
            raise FormatError(
                f"{name}: must be a valid {suffix} file, found {kind.name}. Remedy: {kind.remedy}."
            ) from error
        raise FormatError(
            f"{name}: must be a valid {Path(name).suffix} file, found a broken, encrypted or different one "
            f"({type(error).__name__}). Open it in the program it comes from and save it again."
        ) from error


_AGAIN = "Save it again from the program it comes from, without embedded files."


def _is_encrypted_opendocument(archive: zipfile.ZipFile) -> bool:
    """Whether the manifest of an .odt or .ods file says that its parts are encrypted."""
    try:
        with archive.open("META-INF/manifest.xml") as stream:
            return b"encryption-data" in stream.read(MEGABYTE)
    except KeyError:
        return False


def _check_directory(entries: list[zipfile.ZipInfo], name: str, max_entries: int) -> None:
    if len(entries) > max_entries:
        raise LimitError(f"{name}: may hold at most {max_entries:,} parts, found {len(entries):,}. {_AGAIN}")
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
    """The bytes that an entry really unpacks to. Markup is searched for a DOCTYPE on the way."""
    is_markup = entry.filename.lower().endswith(_MARKUP)
    size, tail = 0, b""
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > MAX_ENTRY_BYTES:
                raise LimitError(f"{name}: a part unpacks to more than {MAX_ENTRY_BYTES // MEGABYTE} MB. {_AGAIN}")
            if is_markup:
                # Dropping zero bytes makes UTF-16 searchable; the tail covers a match that spans two pieces.
                window = (tail + piece).replace(b"\0", b"")
                if _DOCTYPE.search(window):
                    raise FormatError(f"{name}: holds an XML DOCTYPE, which office files never have. {_AGAIN}")
                tail = piece[-32:]
    return size


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of an XML file, without comments; no entity is resolved and nothing is loaded from elsewhere.

    Raises:
        FormatError: the XML is broken or has a DOCTYPE.
    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(f"{name}: must hold well-formed XML, found a broken one. Export it again.") from error
    if root.getroottree().docinfo.doctype:
        raise FormatError(f"{name}: holds an XML DOCTYPE, which an export never has. It was not read.")
    return root
