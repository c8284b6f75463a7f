"""Broken, hostile and mistaken files: each has a message that names the thing and the remedy."""

from __future__ import annotations

import contextlib
import random
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linear_time import PART, takes_linear_time
from voc.errors import NothingReadableError, VocError
from voc.ingest import read_folder
from voc.ingest.documents import LOADERS
from voc.schema import Corpus

Read = Callable[..., Corpus]
SECRET = "Geheimwort"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "id,price\n1,2\n3,4\n", r"a column with text, found none among 'id', 'price'\. Name it in voc"),
        ("a.csv", "name,comment\n", r"has a header \(2 columns\) and no rows"),
        ("a.csv", "\n\n", "no rows"),
        ("a.csv", "comment,stars\n,3\n,4\n", "must have a column with text"),
        ("a.csv", f'comment\n"{SECRET} and more\nand more', "row 2: a quotation mark opens a cell and never closes"),
        ("a.csv", bytes(range(256)) * 50, "binary data"),
        ("a.csv.gz", b"\x1f\x8b broken", "valid gzip"),
        ("a.xlsx", b"no sheet", "broken, encrypted or different"),
        ("a.xls", b"\xd0\xcf\x11\xe0 but broken", "must be a spreadsheet"),
        ("a.docx", b"PK\x03\x04 broken", "broken, encrypted or different"),
        ("a.txt", b"PK\x03\x04 a zip named text", "found a zip archive"),
        ("a.txt", b"%PDF-1.7 a pdf named text", "found a PDF"),
        ("a.txt", bytes(range(256)) * 50, "binary data"),
        ("a.txt", b"", "empty"),
        ("a.txt", "   \n\n", "holds no text"),
        ("a.json", "{broken", "must be valid JSON, found an error at line 1"),
        ("a.json", "[1, 2, 3]", "holds no records"),
        ("a.json", "[" * 100_000, "must be valid JSON"),
        ("a.json", '{"segments": [{"start": 1, "text": "x"}, {"start": "y"}]}', "JSON of Whisper"),
        ("a.jsonl", '{"a": 1}\n{broken\n', "line 2: must be one JSON object"),
        ("a.vtt", "WEBVTT\n\n", "nobody says anything"),
        ("a.xyz", "x", "'.xyz' files are not read"),
        ("noending", "x", "files without an ending are not read"),
        ("a.sav", b"x", "SPSS"),
    ],
)  # fmt: skip
def test_bad_files_are_named_with_a_remedy(read: Read, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(NothingReadableError, match=message) as caught:
        read(name, content)
    assert f"{name}: " in str(caught.value)
    assert SECRET not in str(caught.value)


def test_zip_that_is_no_word_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("hello.xml", "<a/>")
    with pytest.raises(NothingReadableError, match=r"must be a Word document \(\.docx\), found a broken one"):
        read_folder([tmp_path])


def test_zip_bomb_named_docx(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", bytes(100_000_000))
    started = time.perf_counter()
    with pytest.raises(NothingReadableError, match="zip bomb"):
        read_folder([tmp_path])
    assert time.perf_counter() - started < 3


def test_docx_without_text(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    with pytest.raises(NothingReadableError, match="perhaps only pictures"):
        read_folder([tmp_path])


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json"])
def test_fifty_megabytes_in_one_line_end_soon_and_say_so(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("w") as stream:
        for _ in range(50):
            stream.write("so viele Worte " * 66_667)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    with pytest.raises(NothingReadableError, match=r"at most [\d,]+ (?:MB|characters)"):
        read_folder([tmp_path])
    assert time.perf_counter() - started < 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "\n",
        " ",
        "[00:00] ",
        "```x\n",
        "|a|\n",
        "{\\",
        "a: ",
        "<v a>",
        "[",
        "A  \n\n",
        "> ",
        "# a?\n",
        "\t\t0:00\n",
        "---\n",
        '*"',
        ", ",
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".vtt"])
def test_texts_made_to_slow_a_reader_down_do_not(tmp_path: Path, piece: str, suffix: str) -> None:
    def read_repeated(times: int) -> None:
        text = f"I: a?\nB: {piece * times}\nI: b?\n00:00 --> 00:01\n{piece * (times // 10)}\nB: {' ' * times}c\n"
        (tmp_path / f"a{suffix}").write_text(text)
        with contextlib.suppress(VocError):
            read_folder([tmp_path])

    assert takes_linear_time(read_repeated, 100_000 // len(piece) // PART, 100_000 // len(piece))


def test_wrong_encoding_is_read_and_reported(read: Read) -> None:
    corpus = read("a.txt", "I: Größe?\n\nB: Zu groß.\n\nI: Übel?\n\nB: Nö.\n".encode("cp1252"))
    assert "Not valid UTF-8: read as Windows-1252" in corpus.sources[0].notes[0]
    assert corpus.documents[0].text.startswith("I: Größe?")


def test_an_unexpected_exception_is_translated_and_named(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setitem(LOADERS, ".txt", fail)
    with pytest.raises(NothingReadableError, match=r"a\.txt: could not be read \(ZeroDivisionError\)") as caught:
        read("a.txt", "x")
    assert SECRET not in str(caught.value)


SEEDS = {
    ".txt": b"I: Wie war es?\n\nB: Gut. [00:01:02]\n\nI: Und?\n\nB: So.\n",
    ".vtt": b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ada>Hallo</v>\n\n2\n00:03.000 --> 00:04.000\nBen: Ja\n",
    ".md": b'---\nage: 3\n---\n# A\n## What?\n*"Yes"*\n## Why?\n| a | b |\n|---|---|\n| Age | 4 |\n',
    ".csv": b'a;"comment";date\n1;"x ""y"" z, so it was";01.02.2024\n2;fine it was for me;03.04.2024\n',
    ".json": b'{"segments": [{"start": 0, "end": 1.5, "text": "hello"}]}',
    ".jsonl": b'{"review": "it was good to me", "stars": 4}\n{"review": "it was bad", "x": [1, {"y": 2}]}\n',
}


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(sorted(SEEDS)), seed=st.integers(0, 10**9), cuts=st.integers(0, 8))
def test_mutated_files_raise_only_our_own_errors_and_keep_offsets(
    tmp_path: Path, suffix: str, seed: int, cuts: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(SEEDS[suffix] * chance.randint(1, 3))
    for _ in range(cuts):
        place = chance.randrange(len(data) + 1)
        data[place : place + chance.randrange(6)] = bytes(
            chance.choice(b'\x00\xff"\n:;,[]{}#*|<> a1') for _ in range(chance.randrange(6))
        )
    path = tmp_path / f"f{suffix}"
    path.write_bytes(bytes(data))
    try:
        corpus = read_folder([path])
    except VocError:
        return
    for document in corpus.documents:
        for turn in document.turns:
            assert 0 <= turn.start < turn.end <= len(document.text)
            assert document.text[turn.start : turn.end].strip()
