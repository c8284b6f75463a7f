"""PDF: reading order, margins off, lines joined, divided words whole; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.documents.pdf_writer import Word, lines, pdf
from voc.errors import NothingReadableError
from voc.ingest.documents.pdf import load_pdf
from voc.schema import Corpus

Read = Callable[..., Corpus]
FULL = "Dieser Satz reicht ganz bis an den rechten Rand der Seite und ist damit voll."


def text_of(path: Path, pages: list[list[Word]]) -> str:
    path.write_bytes(pdf(pages))
    return load_pdf(path, "a.pdf").text


def test_pdf_lines_of_a_paragraph_are_joined_and_divided_words_are_whole(tmp_path: Path) -> None:
    page = lines(60, 100, [
        "I: Wie war das mit der Bestellung im letzten Jahr, und was kam dann mit der Rück-",
        "sendung, die Sie gerade erwähnt haben, bei der es um das Geld ging und im Web-",
        "Shop noch gar nichts zu sehen war, obwohl Sie alles schon längst in den Hin- und Vor-",
        "und Nachteilen abgewogen hatten?",
        "B: Gut.",
    ])  # fmt: skip
    text = text_of(tmp_path / "a.pdf", [page])
    assert text.split("\n") == [
        "I: Wie war das mit der Bestellung im letzten Jahr, und was kam dann mit der Rücksendung, die Sie gerade "
        "erwähnt haben, bei der es um das Geld ging und im Web-Shop noch gar nichts zu sehen war, obwohl Sie alles "
        "schon längst in den Hin- und Vor- und Nachteilen abgewogen hatten?",
        "B: Gut.",
        "",
    ]  # fmt: skip


def test_pdf_line_that_its_author_ended_stays_ended(tmp_path: Path) -> None:
    text = text_of(tmp_path / "a.pdf", [lines(60, 100, [FULL, "Kurz.", FULL, "dann weiter."])])
    assert text == f"{FULL} Kurz.\n{FULL} dann weiter.\n"


def test_pdf_wider_gap_is_a_paragraph(tmp_path: Path) -> None:
    page = [*lines(60, 100, [FULL, FULL, FULL]), *lines(60, 180, [FULL])]
    assert text_of(tmp_path / "a.pdf", [page]) == f"{FULL} {FULL} {FULL}\n\n{FULL}\n"


def test_pdf_margins_are_nobodys_words(tmp_path: Path) -> None:
    pages = [
        [
            Word(60, 40, "Studie Laufschuhe 2026"), Word(280, 815, f"Seite {number + 1} von 4"),
            *(Word(30, 100 + 14 * line, str(line + 1 + 20 * number), 8) for line in range(20)),
            *lines(60, 100, [f"B: Satz {number} Zeile {line}, nicht mehr." for line in range(20)]),
        ]
        for number in range(4)
    ]  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    document = load_pdf(tmp_path / "a.pdf", "a.pdf")
    text, notes = document.text, document.notes
    assert text.count("\n") == 80
    assert all(line.startswith("B: Satz") and line.endswith("mehr.") for line in text.strip().split("\n"))
    assert notes == (
        "Left out: page numbers, and headers and footers that repeat.",
        "Left out the line numbers in the margin.",
    )


def test_pdf_turns_at_the_top_of_every_page_are_no_running_heads(tmp_path: Path) -> None:
    pages = [[*lines(60, 60, [f"[00:0{number}:01] I", f"Frage {number}?"]), Word(290, 800, str(number + 1))]
             for number in range(5)]  # fmt: skip
    text = text_of(tmp_path / "a.pdf", pages)
    assert text.split() == " ".join(f"[00:0{number}:01] I Frage {number}?" for number in range(5)).split()


def test_pdf_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"links {number} und noch ein paar Worte" for number in range(12)]
    right = [f"rechts {number} und noch ein paar Worte" for number in range(12)]
    rows = [word for pair in zip(lines(60, 140, left), lines(320, 140, right), strict=True) for word in pair]
    title = Word(60, 100, "Eine Überschrift, die über beide Spalten dieser Seite geht und mehr", 11)
    text = text_of(tmp_path / "a.pdf", [[title, *rows]])
    words = [word for word in text.split() if word in {"links", "rechts", "Überschrift,"}]
    assert words == ["Überschrift,", *["links"] * 12, *["rechts"] * 12]


def test_pdf_names_beside_the_words_are_no_column(tmp_path: Path) -> None:
    page = []
    for number in range(10):
        page += [
            Word(60, 100 + 14 * number, "IB"[number % 2] + ":"),
            Word(110, 100 + 14 * number, f"Satz {number}, ja."),
        ]
    text = text_of(tmp_path / "a.pdf", [page])
    assert [line.split() for line in text.strip().split("\n")] == [
        ["IB"[number % 2] + ":", "Satz", f"{number},", "ja."] for number in range(10)
    ]


def test_pdf_bold_and_large_lines_are_headings(tmp_path: Path) -> None:
    page = [
        Word(60, 80, "Gespräch", 20),
        Word(60, 120, "Was hat Ihnen gefallen?", 11, bold=True),
        *lines(60, 140, [FULL, FULL]),
        Word(60, 190, "Und was nicht?", 11, bold=True),
        *lines(60, 210, [FULL]),
    ]
    text = text_of(tmp_path / "a.pdf", [page])
    assert text.startswith("# Gespräch\n\n**Was hat Ihnen gefallen?**\n\nDieser Satz")
    assert "\n\n**Und was nicht?**\n\n" in text  # fmt: skip


def test_pdf_text_beside_the_page_is_not_seen(tmp_path: Path) -> None:
    page = [*lines(60, 100, ["B: sichtbar"]), Word(60, 2000, "unsichtbar"), Word(900, 100, "auch nicht")]
    assert text_of(tmp_path / "a.pdf", [page]) == "B: sichtbar\n"


def test_pdf_f4_interview_has_times_and_roles(read: Read) -> None:
    page = lines(
        60, 100, ["I: Wie? #00:00:06-8#", "B: Gut. #00:00:09-1#", "I: Und? #00:00:12-0#", "B: So. #00:00:15-0#"]
    )
    corpus = read("a.pdf", pdf([page]))
    assert corpus.sources[0].reader == "f4"
    assert [(turn.role[0], turn.time_s) for turn in corpus.documents[0].turns] == [
        ("i", 0.0), ("p", 6.8), ("i", 9.1), ("p", 12.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pdf([[], []]), r"pictures without text\. Run text recognition"),
        (pdf([lines(60, 100, ["geheim"])], encrypted=True), r"protected with a password: .* remove the password"),
        (b"%PDF-1.7 broken", r"must be a PDF, found a broken one\. Save it again"),
        (pdf([lines(60, 100, ["... --- ..."])]), "hold no words"),
    ],
)
def test_pdf_that_cannot_be_read_says_what_to_do(read: Read, content: bytes, message: str) -> None:
    with pytest.raises(NothingReadableError, match=message):
        read("a.pdf", content)


def test_pdf_with_a_page_of_pictures_says_so(read: Read) -> None:
    corpus = read("a.pdf", pdf([lines(60, 100, ["Sie sucht lange und findet nichts."]), []]))
    assert "1 of 2 pages hold no text (pictures or empty): they are not read." in corpus.sources[0].notes
