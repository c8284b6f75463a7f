"""Word, OpenDocument and rich text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import odfdo
import pytest
from docx.oxml import OxmlElement

from voc.errors import NothingReadableError
from voc.ingest import read_folder
from voc.ingest.documents.office import load_odt, load_rtf
from voc.ingest.documents.word import load_docx
from voc.schema import Corpus

Read = Callable[..., Corpus]
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\author Wer}{\title Was}}"
    r"\f0\fs24 I: Wie war es mit J\'fcrgen?  #00:00:06-8#\par "
    r"B: Gut\u8230? und {\b fett} gesagt.\line Neue Zeile.  #00:00:09-1#\par "
    r"I: Und sonst?  #00:00:12-0#\par B: Nichts.  #00:00:15-0#\par }"
)


def test_rtf_of_f4_has_umlauts_times_and_turns(read: Read) -> None:
    corpus = read("a.rtf", RTF)
    (document,) = corpus.documents
    assert corpus.sources[0].reader == "f4"
    assert [(turn.role[0], turn.time_s, document.text[turn.start : turn.end]) for turn in document.turns] == [
        ("i", 0.0, "Wie war es mit Jürgen?"),
        ("p", 6.8, "Gut… und fett gesagt.\nNeue Zeile."),
        ("i", 9.1, "Und sonst?"),
        ("p", 12.0, "Nichts."),
    ]
    assert "Wer" not in document.text


def odt(path: Path) -> Path:
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    document.insert_style(odfdo.Style("paragraph", name="Fett", area="text", bold=True), automatic=True)
    body.append(odfdo.Header(2, "Gespräch"))
    table = odfdo.Table("wer", width=2, height=2)
    for place, value in {(0, 0): "Alter", (1, 0): "Beruf", (0, 1): "34", (1, 1): "Köchin"}.items():
        table.set_value(place, value)
    body.append(table)
    body.append(odfdo.Paragraph("Was hat gefallen?", style="Fett"))
    answer = odfdo.Paragraph("Erst das\tEine,")
    answer.append(odfdo.Span(" dann"))
    answer.append(odfdo.LineBreak())
    answer.append(" das   Andere.")
    body.append(answer)
    body.append(odfdo.List(["eins", "zwei"]))
    document.save(path)
    return path


def test_odt_keeps_headings_tables_bold_breaks_and_lists(tmp_path: Path) -> None:
    text = load_odt(odt(tmp_path / "a.odt"), "a.odt").text
    assert text == (
        "## Gespräch\n\n| Alter | Beruf |\n| --- | --- |\n| 34 | Köchin |\n\n**Was hat gefallen?**\n\n"
        "Erst das\tEine, dann\n das   Andere.\n\neins\n\nzwei"
    )


def test_odt_comments_and_deleted_text_are_left_out(tmp_path: Path) -> None:
    path = odt(tmp_path / "a.odt")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    old = "<text:p>eins</text:p>"
    assert old.encode() in parts["content.xml"]
    new = (
        "<text:p>eins<office:annotation><text:p>geheim</text:p></office:annotation>"
        '<text:note text:note-class="footnote">'
        "<text:note-body><text:p>Fußnote</text:p></text:note-body></text:note> und mehr</text:p>"
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    parts["content.xml"] = parts["content.xml"].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    text = load_odt(path, "a.odt").text
    assert "eins und mehr" in text
    assert not any(word in text for word in ("geheim", "Fußnote", "weg"))


def zipped(parts: dict[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.odt", b"no archive", "must be a valid .odt file"),
        ("a.odt", zipped({"content.xml": BOMB}), "holds an XML DOCTYPE"),
        ("a.odt", zipped({"../up.xml": "<x/>"}), "path leaves the file"),
        ("a.odt", zipped({"mimetype": "x"}), "must be an OpenDocument text"),
        ("a.rtf", b"Just text", "must be rich text"),
        ("a.rtf", rb"{\rtf1\ansi\par }", "holds no text"),
    ],
)
def test_rich_documents_that_cannot_be_read_say_what_to_do(read: Read, name: str, content: bytes, message: str) -> None:
    with pytest.raises(NothingReadableError, match=message):
        read(name, content)


def test_odt_without_words_is_told_from_a_broken_one(read: Read, tmp_path: Path) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    document.save(tmp_path / "b.odt")
    with pytest.raises(NothingReadableError, match="holds no text, perhaps only pictures"):
        read("a.odt", (tmp_path / "b.odt").read_bytes())


def test_rtf_with_unbalanced_braces_is_still_text(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1\ansi Sie {\b sucht lange.\par }}}}")
    assert load_rtf(tmp_path / "a.rtf", "a.rtf").text.strip() == "Sie sucht lange."


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


def _control(*blocks: object) -> object:
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    for block in blocks:
        content.append(block)
    return control


def test_docx_content_controls_are_read_in_place(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("I: Was fehlt Ihnen im Bad?")
    answer = document.add_paragraph("B: Ein Haken für das Handtuch.")
    document.add_paragraph("I: Und sonst?")
    question = document.paragraphs[-1]
    # A control inside a control, as Word's templates have them.
    question._p.addprevious(_control(_control(answer._p)))
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Alter", "Beruf", "34", "Maurer"), strict=True
    ):
        cell.text = text
    table._tbl.append(_control(table.rows[1]._tr))
    document.save(str(tmp_path / "a.docx"))
    assert load_docx(tmp_path / "a.docx", "a.docx").text == (
        "I: Was fehlt Ihnen im Bad?\n\nB: Ein Haken für das Handtuch.\n\nI: Und sonst?\n\n"
        "| Alter | Beruf |\n| --- | --- |\n| 34 | Maurer |"
    )


def test_docx_text_boxes_are_read_below_their_paragraph_and_counted(tmp_path: Path) -> None:
    document = docx.Document()
    anchor = document.add_paragraph("I: Wie war die Fahrt?")
    boxed = document.add_paragraph("B: Der Bus kam nicht.")
    box = OxmlElement("w:txbxContent")
    box.append(boxed._p)
    picture = OxmlElement("w:pict")
    picture.append(box)
    anchor.runs[0]._r.append(picture)
    document.save(str(tmp_path / "a.docx"))
    content = load_docx(tmp_path / "a.docx", "a.docx")
    assert content.text == "I: Wie war die Fahrt?\n\nB: Der Bus kam nicht."
    assert content.notes == ("1 text box was read below the paragraph where it is anchored.",)


def test_docx_deleted_text_and_comments_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("B: Es war laut.")
    document.add_comment(paragraph.runs[0], "nachfragen")
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = " Und teuer."
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    document.save(str(tmp_path / "a.docx"))
    assert load_docx(tmp_path / "a.docx", "a.docx").notes == ("Left out: comments (1), deleted passages (1).",)


def test_docx_leaves_out_and_counts_hidden_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("B: Es war laut.")
    paragraph.add_run(" Nur für uns.").font.hidden = True
    paragraph.add_run(" Und teuer.").font.hidden = False
    document.save(str(tmp_path / "a.docx"))
    text = load_docx(tmp_path / "a.docx", "a.docx")
    assert text.text == "B: Es war laut. Und teuer."
    assert text.notes == ("Left out: hidden passages (1).",)


STYLES = (
    r"{\stylesheet{\s0\snext0\fs22 Normal;}{\s1\sbasedon0\snext0\fs28\b Heading 1;}"
    r"{\s2\sbasedon0\outlinelevel1 \'dcberschrift 2;}{\*\cs8 Heading 1 Char;}}"
)


@pytest.mark.parametrize("heading", [r"\s1\sb240\b ", r"\s2 ", r"\s0\outlinelevel0 ", r"\s1\outlinelevel0 "])
def test_rtf_headings_end_the_words_of_a_turn_and_the_section_below_is_nobodys(read: Read, heading: str) -> None:
    lines = [
        "TL: Was suchen Sie?",
        "TP: Den Preis.",
        "",
        "TL: Und jetzt?",
        "TP: Er fehlt.",
        "",
        "SUS: 70",
        "Kurz: Preis fehlt.",
    ]
    titles = iter(("Ofen kaufen", "Eindruck der Testleitung"))
    body = "".join(
        rf"\pard\plain \s0\fs22{{\loch {line}}}\par "
        if line
        else rf"\pard\plain {heading}{{\loch {next(titles)}}}\par "
        for line in lines
    )
    (document,) = read("a.rtf", rf"{{\rtf1\ansi{{\fonttbl{{\f0 Arial;}}}}{STYLES}{body}}}").documents
    assert [document.text[turn.start : turn.end] for turn in document.turns] == [
        "Was suchen Sie?", "Den Preis.", "Und jetzt?", "Er fehlt.",
    ]  # fmt: skip
