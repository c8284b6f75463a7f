"""Find names of the key in files that are about to leave the house: the last check of `voc run` and `voc export`.

A file is read as what it is: tables and texts, HTML and JSON without their escapes, the parts of .docx, .xlsx, .pptx
and .qdpx archives, the cells of Parquet files, the texts of PDFs. Its name counts too. A single word that is an
ordinary word, a brand or a place as well ("Koch", "Rose") is no evidence and is not searched for; a name of several
words always is.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from voc.privacy.known_names import without_umlauts
from voc.privacy.output_texts import read_output
from voc.privacy.recogniser import can_spread
from voc.privacy.scan import plain_words
from voc.schema import Pseudonym

KINDS = frozenset({"person", "name"})
_ARCHIVES = frozenset({".docx", ".xlsx", ".pptx", ".qdpx", ".zip"})
_MARKUP = frozenset({".html", ".xml", ".svg", ".rels", ".qde", ".qdc", ".cjml", ".xhtml"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".woff", ".woff2", ".ico"})
"""Files without text."""
_MAX_DEPTH = 2
"""Archives inside archives that are opened: a .qdpx holds .docx files."""
_DATA_URI = re.compile(rb"base64,[A-Za-z0-9+/=]+")
_CODE = re.compile(rb"<(style|script)(?![^>]*json)[^>]*>.*?</\1>", re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>")
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u([0-9a-fA-F]{4})")
_SIGN = re.compile(rb"\xc2[\x80-\xbf]|\xe2[\x80-\xbf][\x80-\xbf]|\xf0\x9f[\x80-\xbf][\x80-\xbf]|\xef\xbb\xbf")
"""Quotation marks, dashes, hard spaces, bars, emoji and the byte order mark in UTF-8: they end a word."""
_COMBINING = re.compile(rb"\xcc[\x80-\xbf]|\xcd[\x80-\xaf]")
_NO_WORD = bytes(code if chr(code).isalnum() or code > 127 else 32 for code in range(256))
"""Translates every ASCII sign to a space. Digits stay: "3ada9" is a part of a hash and no Ada."""
_LOWER = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Leak:
    """A file that holds an original of the key, by the pseudonym that should be there instead; ``place`` is the first
    one inside the file ("" where it has no text, as in its name)."""

    file: str
    pseudonym: str
    place: str = ""

    def __str__(self) -> str:
        """A sentence that does not say the name."""
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: holds a name that should be {self.pseudonym}."


def find_leaks(files: Iterable[tuple[str, bytes]], key: Iterable[Pseudonym], keep: Iterable[str] = ()) -> list[Leak]:
    """Find names of the key in files.

    Args:
        files: (path, content) of each file.
        key: the pseudonyms of the study; only people's names are searched for.
        keep: words that are kept on purpose (``privacy.keep``).

    Returns:
        The leaks in the order of the files, one per file and pseudonym.
    """
    names = searched_names(key, keep)
    if not names:
        return []
    leaks: dict[Leak, None] = {}
    for path, content in files:
        pseudonyms: dict[str, None] = {}
        for text in (_spelt_path(path), *_texts(PurePosixPath(path).suffix.lower(), content, 0)):
            pseudonyms |= dict.fromkeys(pseudonym for _, pseudonym in find_phrases(text, names))
        places = _first_places(path, content, names) if pseudonyms else {}
        leaks |= {Leak(path, pseudonym, places.get(pseudonym, "")): None for pseudonym in pseudonyms}
    return list(leaks)


def _first_places(path: str, content: bytes, names: Names) -> dict[str, str]:
    """Pseudonym → the first place of the file at which a person finds its original."""
    places: dict[str, str] = {}
    for place, text in read_output(path, content):
        for _, pseudonym in find_phrases(text.encode(), names):
            places.setdefault(pseudonym, place)
    return places


ADVICE = (
    "Look up the pseudonym in the input, or in private/pseudonyms.csv of an earlier run. Words of your own files (name "
    "of the study, journey, look, figures, codebook) are not replaced: change them there. If the word is no person, "
    "list it under [privacy] keep in voc.toml; if it is one, under [privacy] names. Then run again."
)
"""What to do about leaks, for the message of an error."""

Names = Mapping[bytes, list[tuple[bytes, str]]]
"""The first word of a name, in lower case → (all its words joined by single spaces, pseudonym)."""


def searched_names(key: Iterable[Pseudonym], keep: Iterable[str] = ()) -> Names:
    """The names of a key that are searched for, without those that hold a word to keep."""
    kept = frozenset(map(plain_words, keep))
    names: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    for row in key:
        original = unicodedata.normalize("NFC", row.original)
        is_kept = plain_words(original) in kept or any(word in kept for word in plain_words(original).split())
        for spelt in _spellings(original) if row.kind in KINDS and not is_kept else ():
            if not is_evidence(replace(row, original=spelt)):
                continue
            # Bytes are lowered as ASCII, so that other first letters are looked up in both cases.
            for form in {spelt, spelt.lower(), spelt.upper()}:
                phrase = form.encode().translate(_LOWER)
                names[phrase.split(b" ", 1)[0]].append((phrase, row.pseudonym))
    return names


def is_evidence(row: Pseudonym) -> bool:
    """Whether an original can only be what it replaces: no ordinary word, and nothing else elsewhere in the study."""
    words = _bare(unicodedata.normalize("NFC", row.original))
    return row.kind not in KINDS or (row.scope == "study" and can_spread(words.title() if words.islower() else words))


def phrases_of(original: str) -> frozenset[str]:
    """The phrases by which `find_phrases` finds an original of the key.

    >>> sorted(phrases_of("Tadić-Öz"))
    ['tadic oez', 'tadić öz']
    """
    return frozenset(map(str.lower, _spellings(unicodedata.normalize("NFC", original))))


def _spellings(original: str) -> set[str]:
    words = _bare(original)
    # File names spell umlauts out, and "Lohmueller" may be evidence where "Lohmüller" is none.
    return {words, " ".join(map(without_umlauts, words.split()))} - {""}


def _bare(original: str) -> str:
    return re.sub(r"[^\w]+", " ", original).strip()


def find_phrases(text: bytes, names: Names) -> Iterator[tuple[str, str]]:
    """The phrases of names that a text holds, with a genitive -s too, in lower case, and their pseudonyms."""
    spaced = _SIGN.sub(b" ", text).translate(_NO_WORD).translate(_LOWER)
    words = set(spaced.split())
    hits = names.keys() & words
    hits |= {word[:-1] for word in words if word.endswith(b"s") and word[:-1] in names}
    if not hits:
        return
    line = b" " + b" ".join(spaced.split()) + b" "
    for first in sorted(hits):
        for phrase, pseudonym in names[first]:
            if b" " + phrase + b" " in line or b" " + phrase + b"s " in line:
                yield phrase.decode().lower(), pseudonym


def _spelt_path(path: str) -> bytes:
    return unicodedata.normalize("NFC", re.sub(r"[_\d]+", " ", unquote(path))).encode()


def _texts(suffix: str, content: bytes, depth: int) -> Iterator[bytes]:
    """The texts of a file, as UTF-8 in composed form."""
    if suffix in _PICTURES:
        return
    if suffix in _ARCHIVES and depth <= _MAX_DEPTH and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield _spelt_path(member)
                yield from _texts(PurePosixPath(member).suffix.lower(), archive.read(member), depth + 1)
    elif suffix == ".parquet":
        yield from _parquet_texts(content)
    elif suffix == ".pdf":
        yield from _pdf_texts(content)
    else:
        yield _plain(suffix, content)


def _plain(suffix: str, content: bytes) -> bytes:
    """A text without the escapes of its format."""
    if b"base64," in content:
        content = _DATA_URI.sub(b" ", content)
    if suffix in _MARKUP:
        content = _CODE.sub(b" ", content)
        if suffix == ".xml":
            # Word cuts "Anna" into several runs, so that the text without tags is searched as well.
            content += b"\n" + _TAG.sub(b"", content)
    if b"\\u" in content:
        content = _ESCAPED.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "replace"), content)
    if b"\\n" in content:
        content = content.replace(b"\\n", b" ").replace(b"\\t", b" ").replace(b"\\r", b" ")
    if b"&" in content:
        content = html.unescape(content.decode("utf-8", "replace")).encode("utf-8", "replace")
    if b"%C3" in content:
        content = unquote(content.decode("utf-8", "replace")).encode("utf-8", "replace")
    if _COMBINING.search(content):
        content = unicodedata.normalize("NFC", content.decode("utf-8", "replace")).encode("utf-8", "replace")
    return content


def _parquet_texts(content: bytes) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    for name, column in zip(table.column_names, table.columns, strict=True):
        values = "\n".join(map(str, column.unique().to_pylist()))
        yield _plain("", unicodedata.normalize("NFC", f"{name}\n{values}").encode("utf-8", "replace"))


def _pdf_texts(content: bytes) -> Iterator[bytes]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            yield _plain("", page.get_textpage().get_text_range().encode("utf-8", "replace"))
    finally:
        document.close()
