"""What a file is by its content, for messages about files whose ending says something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HEAD_BYTES = 4096
"""Bytes at the beginning by which most kinds are recognised."""
MAX_OLE_BYTES = 20_000_000
"""Bytes of an old Office file that are searched for the names of its parts, which may be anywhere in it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"\s*(?:<!doctype html|<(?:html|head|body|meta|table)\b)", re.I)
_OFFICE_XML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel\.Sheet\"")
_SEPARATORS = ";,\t|"
PROTECTED = (
    "is protected with a password: open it in the program it comes from, remove the password, and save it again."
)


@dataclass(frozen=True, slots=True)
class ContentKind:
    """``name`` is what the file is ("rich text"), ``suffix`` the ending of such files, ``remedy`` what to do."""

    name: str
    suffix: str
    remedy: str


def _with_ending(name: str, suffix: str) -> ContentKind:
    return ContentKind(name, suffix, f"give it the ending {suffix}")


_LOCKED = ContentKind("a file protected with a password", "", "remove the password, and save it again")
# The names of parts in an old Office file are in UTF-16.
_OLE_PARTS = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", ContentKind("an old Word document (.doc)", ".doc", "open it in Word, and save it as .docx")),
    ("__properties_version1.0", ContentKind("an Outlook message (.msg)", ".msg", "save it in Outlook as .txt or .eml")),
    ("__nameid_version1.0", ContentKind("an Outlook message (.msg)", ".msg", "save it in Outlook as .txt or .eml")),
    ("PowerPoint Document", ContentKind("an old presentation (.ppt)", ".ppt", "save its text as .docx or .txt")),
    ("Workbook", ContentKind("an old Excel workbook (.xls)", ".xls", "save it as .xlsx")),
)
_STARTS = (
    (b"%PDF-", _with_ending("a PDF", ".pdf")),
    (b"{\\rtf", _with_ending("rich text", ".rtf")),
    (b"\x89PNG", ContentKind("a picture", ".png", "type out its text")),
    (b"\xff\xd8\xff", ContentKind("a picture", ".jpg", "type out its text")),
    (b"SQLite format 3", ContentKind("a database", ".sqlite", "export its table as .csv")),
)
_ZIP_PARTS = (
    (b"application/vnd.oasis.opendocument.text", _with_ending("an OpenDocument text", ".odt")),
    (b"application/vnd.oasis.opendocument.spreadsheet", _with_ending("an OpenDocument table", ".ods")),
    (b"word/", _with_ending("a Word document", ".docx")),
    (b"xl/", _with_ending("an Excel workbook", ".xlsx")),
    (b"Index/Document.iwa", ContentKind("a document of Apple's Pages or Numbers", "", "export it as .docx or .csv")),
)


def content_kind(path: Path) -> ContentKind | None:
    """What a file is by its content; None when that is unknown, or the file cannot be opened."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            if head.startswith(_OLE):
                data = head + stream.read(MAX_OLE_BYTES)
                return next((kind for name, kind in _OLE_PARTS if name.encode("utf-16-le") in data), None)
            if head.startswith(b"PK\x03\x04"):
                data = head + stream.read(MAX_OLE_BYTES)
                return next((kind for name, kind in _ZIP_PARTS if name in data), None)
    except OSError:
        return None
    known = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    return known or _markup_kind(head) or _text_kind(head)


def is_web_page(path: Path) -> bool:
    """Whether a file holds HTML, whatever its ending is."""
    kind = content_kind(path)
    return kind is not None and kind.suffix == ".html"


def explain_content(path: Path, suffix: str) -> str:
    """A sentence about a file whose content is of another kind than its ending ``suffix``; "" when it is not."""
    kind = content_kind(path)
    if kind is None or kind.suffix == suffix:
        return ""
    return f"By its content it is {kind.name}: {kind.remedy}."


def _markup_kind(head: bytes) -> ContentKind | None:
    if _OFFICE_XML.search(head):
        return ContentKind("a workbook in Excel's XML format of 2003", "", "open it in Excel, and save it as .xlsx")
    return _with_ending("a web page", ".html") if _HTML.match(head) else None


def _text_kind(head: bytes) -> ContentKind | None:
    try:
        text = head.decode("utf-8", errors="strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        text = head.decode("cp1252", errors="replace")
    printable = sum(character.isprintable() or character in "\n\r\t" for character in text)
    # Other programs' own formats are often XML or JSON.
    if "\n" not in text or text.lstrip().startswith(("<", "{", "[")) or printable < 0.99 * len(text):
        return None
    lines = [line for line in text.split("\n")[:4] if line.strip()][:3]
    counts = [[line.count(separator) for line in lines] for separator in _SEPARATORS]
    has_cells = len(lines) > 1 and any(min(n) > 0 and len(set(n)) == 1 for n in counts)
    return _with_ending("text with separators", ".csv") if has_cells else _with_ending("plain text", ".txt")
