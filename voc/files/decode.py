"""Decode bytes: by byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else Windows-1252 or older.

Charset detectors were wrong on short Windows-1252 texts, so none is used (`voc.files.legacy_encodings`). A note says
when a file is not plain UTF-8. Text is composed (NFC): macOS writes "ü" as two characters, and it must equal the "ü" of
a table.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from voc.errors import FormatError
from voc.files.legacy_encodings import legacy_encoding
from voc.files.mojibake import is_mojibake, repair_mojibake

# UTF-32 comes before UTF-16, because its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (.docx and .xlsx are such)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"RIFF", "a sound or video recording"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
)
# Also zero-width characters and byte order marks inside a text, which programs leave when they join files.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff]")
# Half of a surrogate pair, as JSON may hold it: it is no character, and no encoding can write it.
_SURROGATE = re.compile("[\ud800-\udfff]")
# All control characters except backspace, tab, line and form feed, carriage return and escape, which texts do have.
_BINARY_BYTES = bytes([*range(0x08), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
MAX_BINARY_SHARE = 0.01
"""A file with a larger share of control characters is not text; in real transcripts the share is below 0.0001."""
UTF16_SAMPLE_BYTES = 4096
"""Bytes at the beginning of a file that are searched for the zero bytes of UTF-16."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """``codec`` for Python, ``name`` for people, and ``note``, a sentence for the report ("" for plain UTF-8).

    ``is_double`` says that the text was encoded twice, so that `voc.files.mojibake` has to repair it.
    """

    codec: str
    name: str
    note: str = ""
    is_double: bool = False


UTF8 = Encoding("utf-8", "UTF-8")
DOUBLE_UTF8 = Encoding(
    "utf-8",
    "UTF-8",
    'The text was encoded twice ("fÃ¼r" for "für") and was repaired. Check its letters.',
    is_double=True,
)
WINDOWS_1252 = Encoding("cp1252", "Windows-1252", "Not valid UTF-8: read as Windows-1252. Check the umlauts.")


def choose_encoding(sample: bytes, name: str, *, complete: bool) -> Encoding:
    """The encoding of a file by its first bytes, or by all of them when ``complete``.

    Raises:
        FormatError: the bytes are no text.
    """
    for mark, codec, label in _MARKS:
        if sample.startswith(mark):
            return Encoding(codec, label, f"Read as {label} (byte order mark).")
    for signature, kind in _SIGNATURES:
        if sample.startswith(signature):
            raise FormatError(
                f"{name}: must be text by its name, found {kind}. Give it the right ending, or export it as text."
            )
    # This comes before the check for binary data, because UTF-16 without a mark looks like it.
    utf16 = _utf16_by_zero_bytes(sample)
    if utf16:
        return Encoding(utf16, "UTF-16", "Read as UTF-16 (no byte order mark; recognised by its zero bytes).")
    n_control = len(sample) - len(sample.translate(None, _BINARY_BYTES))
    if n_control > MAX_BINARY_SHARE * len(sample):
        raise FormatError(
            f"{name}: must be text, found binary data. Export it as .txt, .docx or .csv from the program it comes from."
        )
    if _is_utf8(sample, complete=complete):
        return DOUBLE_UTF8 if is_mojibake(sample.decode("utf-8", errors="ignore")) else UTF8
    codec, label = legacy_encoding(sample)
    if codec == WINDOWS_1252.codec:
        return WINDOWS_1252
    return Encoding(codec, label, f"Not valid UTF-8: read as {label}, by its letters. Check them.")


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text with ``\\n`` line ends and without control characters, and notes about its encoding.

    Raises:
        FormatError: the bytes are no text.
    """
    encoding = choose_encoding(data, name, complete=True)
    text = data.decode(encoding.codec, errors="replace")
    if encoding.is_double:
        text, _ = repair_mojibake(text)
    notes = [encoding.note] if encoding.note else []
    n_damaged = text.count("\ufffd")
    if n_damaged:
        notes.append(f"{n_damaged} characters could not be decoded and show as \ufffd. Save the file as UTF-8.")
    return tidy(text), tuple(notes)


def compose(text: str) -> str:
    """The text with letters and their accents as one character (NFC)."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def count_characters(text: str) -> int:
    """How many characters of a text are no white space.

    >>> count_characters(" a b\\n")
    2
    """
    return len("".join(text.split()))


def count_letters(text: str) -> int:
    """How many characters of a text are letters or digits: what stays when programs add or remove marks and hyphens.

    >>> count_letters("**un-"), count_letters("café 2")
    (2, 5)
    """
    return sum(map(str.isalnum, text))


def tidy(text: str) -> str:
    """``\\n`` line ends; NUL, control and zero-width characters removed; no-break spaces kept."""
    text = compose(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Most cells of a table end here: the check is many times faster than the substitutions below.
    if text.isprintable():
        return text
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return _CONTROL.sub("", text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))


def _utf16_by_zero_bytes(sample: bytes) -> str:
    """The codec of UTF-16 without a byte order mark, "" for any other encoding.

    Latin text in UTF-16 has a zero in nearly every second byte, and only there.
    """
    start = sample[:UTF16_SAMPLE_BYTES]
    half = len(start) // 2
    if half < 2:
        return ""
    even, odd = start[0::2].count(0) / half, start[1::2].count(0) / half
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    if even > 0.6 and odd < 0.05:
        return "utf-16-be"
    # Other scripts have zeros in their blanks and line ends only.
    if b"\0" in start:
        for codec, blanks in (("utf-16-le", (b" \0", b"\n\0")), ("utf-16-be", (b"\0 ", b"\0\n"))):
            if sum(start.count(blank) for blank in blanks) > 0.02 * half and _is_script(start, codec):
                return codec
    return ""


def _is_script(sample: bytes, codec: str) -> bool:
    """Whether nearly all characters are letters, digits, blanks or punctuation, and most are not Latin."""
    text = sample[: len(sample) // 2 * 2].decode(codec, errors="ignore")
    n_known = sum(unicodedata.category(character)[0] in "LNPZM" or character in "\r\n\t" for character in text)
    return n_known > 0.98 * len(text) and sum(character > "\u0250" for character in text) > 0.5 * len(text)


def _is_utf8(sample: bytes, *, complete: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample, final=complete)
    except UnicodeDecodeError:
        return False
    return True
