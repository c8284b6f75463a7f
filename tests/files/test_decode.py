"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voc.errors import FormatError
from voc.files.decode import decode, tidy

WORDS = "Größe, Übung und Maße – ganz schön viel."


@pytest.mark.parametrize(
    ("codec", "note"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "byte order mark"),
        ("utf-16-le", "zero bytes"),
        ("utf-16-be", "zero bytes"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_decode_reads_each_encoding_and_says_which(codec: str, note: str) -> None:
    text, notes = decode(WORDS.encode(codec), "a.txt")
    assert text == WORDS
    assert (note in " ".join(notes)) if note else not notes


def test_decode_short_cp1252_is_not_taken_for_anything_else() -> None:
    assert decode("Für mich ok".encode("cp1252"), "a.txt")[0] == "Für mich ok"


@pytest.mark.parametrize("start", [b"%PDF-1.7 x", b"PK\x03\x04 x", b"\x89PNG\r\n", b"ID3\x04", b"\x1f\x8b\x08"])
def test_decode_refuses_binary_files_by_their_signature(start: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.txt: must be text by its name"):
        decode(start + bytes(range(256)), "a.txt")


def test_decode_refuses_unknown_binary_data() -> None:
    with pytest.raises(FormatError, match="binary data"):
        decode(bytes(range(256)) * 20, "a.txt")


def test_tidy_unifies_line_ends_and_drops_control_characters() -> None:
    assert tidy("a\r\nb\rc\x00d\x07e\u2028f\ufeff") == "a\nb\ncde\nf"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn"))))
def test_decode_utf8_round_trip(text: str) -> None:
    assume(text and not text.startswith(("%PDF-", "{\\rtf", "PK", "GIF8", "ID3", "OggS", "RIFF", "SQLite")))
    assert decode(text.encode(), "a.txt")[0] == text
