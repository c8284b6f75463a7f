"""The Word document, read back with python-docx."""

from __future__ import annotations

import io
import re
import zipfile

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from reports.exports.file_bytes import OFFICE_DATE
from reports.exports.word import SOURCE
from reports.language import load_words
from reports.view import build_view
from tests.reports.exports.exported_study import ExportedStudy

TABLE_HEADER = qn("w:tblHeader")


def document_of(files: ExportedStudy):
    return Document(io.BytesIO(files.files["docx"]["report.docx"]))


def texts(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_headings_are_styles_in_the_order_of_the_report(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    document = document_of(files)
    sections = ["glance", "journey", "pains", "themes", "personas"]
    assert texts(document, "Heading 1")[:5] == [words(f"section.{name}") for name in sections]
    assert texts(document, "Heading 1")[-1] == words("section.method")
    second = texts(document, "Heading 2")
    assert [f"{pain.rank}. {' '.join(pain.title.split())}" for pain in view.pains] == [
        one for one in second if re.match(r"\d+\. ", one)
    ]


def test_contents_lead_to_every_heading(files: ExportedStudy) -> None:
    document = document_of(files)
    body = document.element.body
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    headings = [*texts(document, "Heading 1"), *texts(document, "Heading 2")]
    assert len(links) == len(headings) == len(marks)
    assert set(links) == marks
    codes = [one.text.strip() for one in body.iter(qn("w:instrText"))]
    assert [code.split()[0] for code in codes] == ["TOC"]
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_each_quote_is_a_statement_and_says_which(files: ExportedStudy) -> None:
    said = {segment.segment_id: " ".join(segment.text.split()) for segment in files.analysis.segments}
    paragraphs = document_of(files).paragraphs
    quotes = [number for number, one in enumerate(paragraphs) if one.style.name == "Quote"]
    assert len(quotes) > 10
    for number in quotes:
        source = paragraphs[number + 1]
        assert source.style.name == SOURCE
        assert paragraphs[number].text[1:-1] in said[source.text.rsplit(" · ", 1)[1]]


def cards_of(document):
    return [table for table in document.tables if table.rows[0]._tr.trPr.find(TABLE_HEADER) is None]


def test_a_persona_stays_on_one_page_and_header_and_footer_are_there(files: ExportedStudy) -> None:
    view = build_view(files.analysis, files.personas)
    document = document_of(files)
    assert document.styles["Heading 2"].paragraph_format.keep_with_next
    cards = cards_of(document)
    assert len(cards) == len(view.personas)
    for card in cards:
        kept = [
            all(paragraph.paragraph_format.keep_with_next for cell in row.cells for paragraph in cell.paragraphs)
            for row in card.rows
        ]
        assert kept == [True] * (len(card.rows) - 1) + [False]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in card.rows)
    # Only a program that lays out pages knows whether a new page leaves the one before nearly white.
    assert not any(paragraph.paragraph_format.page_break_before for paragraph in document.paragraphs)
    section = document.sections[0]
    assert section.header.paragraphs[0].text == view.head.title
    assert "PAGE" in "".join(one.text for one in section.footer._element.iter(qn("w:instrText")))


def test_the_numbers_of_a_picture_are_a_table_below_its_finding(files: ExportedStudy) -> None:
    pictures = build_view(files.analysis, files.personas).pictures
    assert pictures.personas
    summary = pictures.personas.summary
    document = document_of(files)
    assert [paragraph.text for paragraph in document.paragraphs].count(summary.title) == 1
    rows = [tuple(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    for bar in summary.bars:
        assert (bar.name, *map(str, (bar.people, bar.negative, bar.mixed, bar.positive))) in rows


def test_table_of_pain_points_has_fields_to_fill_in(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    (table,) = [one for one in document_of(files).tables if one.cell(0, 0).text == words("term.rank")]
    assert [cell.text for cell in table.rows[0].cells[3:]] == [
        words(f"table.{name}") for name in ("owner", "effort", "impact", "status")
    ]
    fields = list(table._tbl.iter(qn("w:sdt")))
    assert len(fields) == 4 * len(view.pains)
    ids = [one.find(qn("w:sdtPr")).find(qn("w:id")).get(qn("w:val")) for one in fields]
    assert len(set(ids)) == len(ids)
    assert len(document_of(files).tables) - len(cards_of(document_of(files))) >= 4


def test_quotes_are_checked_in_their_own_language(files: ExportedStudy) -> None:
    found = {
        run._r.rPr.find(qn("w:lang")).get(qn("w:val"))
        for paragraph in document_of(files).paragraphs
        if paragraph.style.name == "Quote"
        for run in paragraph.runs
    }
    assert found == {"de-DE", "en-GB"}


def test_bytes_do_not_know_the_day(files: ExportedStudy) -> None:
    with zipfile.ZipFile(io.BytesIO(files.files["docx"]["report.docx"])) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert document_of(files).core_properties.created.replace(tzinfo=None) == OFFICE_DATE


def test_hostile_words_break_no_xml(hostile: ExportedStudy) -> None:
    with zipfile.ZipFile(io.BytesIO(hostile.files["docx"]["report.docx"])) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    document = document_of(hostile)
    assert all(field.text.split()[0] == "TOC" for field in document.element.body.iter(qn("w:instrText")))
    assert any("<script>" in paragraph.text for paragraph in document.paragraphs)
