from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from voc.errors import NothingReadableError
from voc.ingest import read_folder
from voc.ingest.documents.office import load_docx


def test_docx_keeps_headings_breaks_bold_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Talk", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Alter", "Beruf", "34", "Koch"), strict=True
    ):
        cell.text = text
    document.add_paragraph().add_run("Ganz fett").bold = True
    document.add_paragraph("Ada Berg   0:03\nGuten Tag.")
    document.save(str(tmp_path / "a.docx"))
    text = load_docx(tmp_path / "a.docx", "a.docx").text
    assert (
        text
        == "# Talk\n\n| Alter | Beruf |\n| --- | --- |\n| 34 | Koch |\n\n**Ganz fett**\n\nAda Berg   0:03\nGuten Tag."
    )


def test_docx_tracked_changes_count_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Das ist ")
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run("neu")._r)
    paragraph._p.append(inserted)
    removed = OxmlElement("w:moveFrom")
    removed.append(paragraph.add_run("alt")._r)
    paragraph._p.append(removed)
    document.save(str(tmp_path / "a.docx"))
    assert load_docx(tmp_path / "a.docx", "a.docx").text == "Das ist neu"


def test_docx_interview_with_bold_labels_and_attributes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Alter: 34 | weiblich")
    for label, words in (
        ("Interviewerin", "Wie war es?"),
        ("Frau Berg", "Gut."),
        ("Interviewerin", "Und?"),
        ("Frau Berg", "So."),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(words)
    document.save(str(tmp_path / "a.docx"))
    corpus = read_folder([tmp_path])
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert dict(corpus.respondents[0].attributes) == {"age": "34", "gender": "weiblich"}


def test_docx_with_nothing_but_pictures_says_what_to_do(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(NothingReadableError, match=r"holds no text, perhaps only pictures\. Save its text"):
        read_folder([tmp_path])


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.mp3", "this is a recording: transcribe it first"),
        ("a.m4a", "this is a recording: transcribe it first"),
        ("a.mp4", "this is a video: transcribe it first"),
        ("a.doc", "this is the old Word format: save it as .docx"),
        ("a.png", "pictures are not read: type out their text"),
        ("a.pages", "export it as .docx or .txt"),
    ],
)
def test_known_but_unreadable_files_are_skipped_with_a_remedy(tmp_path: Path, name: str, remedy: str) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / name).write_bytes(b"\x00\x01\x02")
    sources = {source.path: source for source in read_folder([tmp_path]).sources}
    assert (sources[name].status, sources["b.txt"].status) == ("skipped", "read")
    assert remedy in sources[name].reason


def test_docx_talk_in_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    long = "Das war eine lange Geschichte, die ich gar nicht so schnell erzählen kann, wie sie passiert ist."
    for label, words in (("I", "Wie war es?"), ("B", long), ("I", "Und?"), ("B", "So.")):
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = label, words
    document.save(str(tmp_path / "a.docx"))
    (read,) = read_folder([tmp_path]).documents
    assert [read.text[turn.start : turn.end] for turn in read.turns] == ["Wie war es?", long, "Und?", "So."]
