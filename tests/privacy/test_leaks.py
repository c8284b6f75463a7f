"""No name of the key is in any file that leaves: in every format, however it is written."""

from __future__ import annotations

import io
import json
import time
import unicodedata
import zipfile

import pytest

from voc.privacy.leaks import find_leaks
from voc.schema import Pseudonym

KEY = [
    Pseudonym("person", "[Person 1]", "Gesine Brömmel"),
    Pseudonym("person", "[Person 1]", "Gesine"),
    Pseudonym("name", "[Name 1]", "Özgür"),
    Pseudonym("name", "[Name 2]", "Siobhán O'Dwyer"),
    Pseudonym("name", "[Name 3]", "Koch"),
    Pseudonym("name", "[Name 4]", "Rose Koch"),
    Pseudonym("name", "[Name 5]", "Ada"),
    Pseudonym("email", "[email 1]", "gesine@beispiel.de"),
]


def leaking(name: str, content: str | bytes, keep: tuple[str, ...] = ()) -> list[str]:
    data = content if isinstance(content, bytes) else content.encode()
    return [leak.pseudonym for leak in find_leaks([(name, data)], KEY, keep)]


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "pseudonym"),
    [
        ("a.txt", "Das hat Gesine gesagt.", "[Person 1]"),
        ("a.txt", "„Gesine“ – so heißt sie", "[Person 1]"),
        ("a.txt", "Gesines Idee", "[Person 1]"),
        ("a.txt", "GESINE BRÖMMEL", "[Person 1]"),
        ("a.txt", "Frau Gesine\n  Brömmel", "[Person 1]"),
        ("a.md", "von özgür", "[Name 1]"),
        ("a.csv", unicodedata.normalize("NFD", "1;Özgür;ja"), "[Name 1]"),
        ("a.json", json.dumps({"quote": "zu Özgür"}), "[Name 1]"),
        ("a.json", json.dumps({"quote": "erste Zeile\nGesine"}), "[Person 1]"),
        ("a.html", "<p>zu &Ouml;zg&#252;r</p>", "[Name 1]"),
        ("a.html", "<p>Siobhán O&#x27;Dwyer</p>", "[Name 2]"),
        ("a.html", "<p>Siobhán O’Dwyer</p>", "[Name 2]"),
        ("a.html", '<a href="voices/%C3%96zg%C3%BCr.html">1</a>', "[Name 1]"),
        ("a.html", '<script type="application/json">{"a": "Gesine"}</script>', "[Person 1]"),
        ("voices/gesine_broemmel.html", "<p></p>", "[Person 1]"),
        ("Interview_Gesine2.csv", "a", "[Person 1]"),
        ("a.txt", "mit Rose Koch gesprochen", "[Name 4]"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, content: str, pseudonym: str) -> None:
    assert pseudonym in leaking(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Der Koch hat gekocht, eine Rose, [Person 1] und [Name 3]."),
        ("a.txt", "Gesinert, Vergesine, Özgürlük"),
        ("a.html", "<script>var Ada = 1</script><style>.Ada {}</style>"),
        ("a.html", '<img src="data:image/png;base64,AAA/Ada+Gesine/AA==">'),
        ("data/manifest.json", json.dumps({"sha256": "3ada9f", "id": "d-7ada0"})),
        ("a.png", b"\x89PNG Gesine"),
    ],
)
def test_words_and_parts_of_words_and_code_are_no_evidence(name: str, content: str | bytes) -> None:
    assert leaking(name, content) == []


def test_archives_inside_archives_are_opened() -> None:
    document = archive({"word/document.xml": b"<w:t>Ge</w:t><w:t>sine war da</w:t>", "word/media/a.png": b"Ada"})
    assert leaking("a.docx", document) == ["[Person 1]"]
    assert leaking("a.qdpx", archive({"sources/a.docx": document})) == ["[Person 1]"]
    assert leaking("a.xlsx", archive({"xl/sharedStrings.xml": "<t>Özgür</t>".encode()})) == ["[Name 1]"]
    assert leaking("a.docx", b"no archive, but Gesine") == ["[Person 1]"]


def test_cells_of_parquet_files_are_read() -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": ["nichts", "mit Gesine"], "n": [1, 2]}), stream, compression="zstd")
    assert leaking("t.parquet", stream.getvalue()) == ["[Person 1]"]


def test_kept_words_may_stay() -> None:
    assert leaking("a.txt", "Gesine und Özgür", keep=("Gesine",)) == ["[Name 1]"]


def test_a_leak_never_says_the_name() -> None:
    (leak,) = find_leaks([("data/themes.csv", b"Gesine")], KEY)
    assert str(leak) == "data/themes.csv, row 1: holds a name that should be [Person 1]."


def test_large_studies_are_searched_in_time() -> None:
    row = "d-1a2b3c,Die Lieferung kam zu spät und niemand wusste, woran es lag; das war „ärgerlich“ für alle.\n"
    files = [
        ("data/segments.csv", row.encode() * 30_000),
        *((f"documents/{n}.txt", row.encode()) for n in range(15_000)),
    ]
    key = [Pseudonym("name", f"[Name {n}]", f"Qvist{chr(97 + n % 26)}{chr(97 + n // 26)}x") for n in range(600)]
    started = time.process_time()
    assert find_leaks(files, key) == []
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("original", "text", "leaks"),
    [
        ("Koch", "Der Koch kam.", 0),
        ("A. Koch", "A. Koch wrote this.", 1),
        ("A. Brömmel", "A. Brömmel wrote this.", 1),
        ("Siobhán O'Dwyer", "Siobhán O'Dwyer wrote this.", 1),
        ("Brömmel-Koch", "Brömmel-Koch wrote this.", 1),
    ],
)
def test_only_a_single_ordinary_word_is_no_evidence(original: str, text: str, leaks: int) -> None:
    key = [Pseudonym("name", "[Name 1]", original)]
    assert len(find_leaks([("a.txt", text.encode())], key)) == leaks


def test_a_name_that_the_study_uses_for_a_thing_as_well_is_no_evidence() -> None:
    files = [("a.txt", b"Eva Air was late.")]
    assert find_leaks(files, [Pseudonym("name", "[Name 1]", "Eva")])
    assert find_leaks(files, [Pseudonym("name", "[Name 1]", "Eva", "text")]) == []
