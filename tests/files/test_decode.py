"""Bytes to text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voc.errors import FormatError
from voc.files.decode import decode, tidy
from voc.files.mojibake import is_mojibake

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
    assume(not is_mojibake(text))
    assert decode(text.encode(), "a.txt")[0] == unicodedata.normalize("NFC", text)


RUSSIAN, JAPANESE = "Очередь была слишком длинной, но персонал хороший.", "列が長すぎます。スタッフは親切でした。"
CHINESE, KOREAN = "排队的人太多了,我等了很久。服务很好。", "줄이 너무 길었어요. 직원은 친절했습니다."


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("mac_roman", WORDS, "Mac Roman"),
        ("cp850", WORDS.replace("–", "-"), "DOS code page 850"),
        ("koi8-r", RUSSIAN, "KOI8-R"),
        ("cp1251", RUSSIAN, "Windows-1251"),
        ("cp932", JAPANESE, "Shift-JIS"),
        ("euc_jp", JAPANESE, "EUC-JP"),
        ("gb18030", CHINESE, "GBK"),
        ("cp949", KOREAN, "EUC-KR"),
        ("utf-16-le", RUSSIAN, "UTF-16"),
        ("utf-16-be", KOREAN, "UTF-16"),
    ],
)
def test_older_encodings_are_recognised_and_named(codec: str, text: str, name: str) -> None:
    decoded, notes = decode(text.encode(codec), "a.txt")
    assert decoded == text
    assert name in " ".join(notes)


@pytest.mark.parametrize(
    "text", ["Ö", "ÄRGER IN KÖLN", "naïve café", "“quote” it’s", "Preis: 5 €", "¿Dónde está el baño?"]
)
def test_windows_1252_stays_what_it_is(text: str) -> None:
    assert decode(text.encode("cp1252"), "a.txt")[0] == text


def test_text_that_was_encoded_twice_is_repaired_and_noted() -> None:
    double = "Ich mag’s für Größere.".encode().decode("cp1252").encode()
    text, notes = decode("Übung\n".encode() + double, "a.txt")
    assert text == "Übung\nIch mag’s für Größere."
    assert "encoded twice" in " ".join(notes)


def test_decomposed_letters_are_composed() -> None:
    assert decode(unicodedata.normalize("NFD", WORDS).encode(), "a.txt")[0] == WORDS
