"""Nothing in an Office file is broken inside a word, cut off or covered, and no page of a document is nearly white."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document
from openpyxl.utils import get_column_letter, range_boundaries
from pptx import Presentation

from reports.exports.pdf import LEAST_FILLED, measure_pages
from reports.exports.targets import load_target, uninstalled_extras
from reports.exports.text_size import count_lines, fit_columns, measure_width, widest_word
from reports.exports.workbook import CHARACTER, HEADER_ROWS, HIGHEST_ROW, INDENT, LINE, SIZE, WIDEST
from tests.reports.exports.exported_study import ExportedStudy
from tests.reports.exports.rendered_office import SOFFICE, missing_words, overlapping_words, render_with_libreoffice

pytestmark = pytest.mark.slow

needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
EMU = 12700


@pytest.fixture(scope="session")
def rendered(files: ExportedStudy, tmp_path_factory: pytest.TempPathFactory):
    office = {name: content for target in ("docx", "xlsx", "pptx") for name, content in files.files[target].items()}
    return render_with_libreoffice(office, tmp_path_factory.mktemp("office"))


def open_docx(files: ExportedStudy):
    return Document(io.BytesIO(files.files["docx"]["report.docx"]))


def open_workbook(files: ExportedStudy):
    return openpyxl.load_workbook(io.BytesIO(files.files["xlsx"]["study.xlsx"]))


def printed_texts(sheet):
    left, top, right, bottom = range_boundaries(sheet.print_area.split("!")[-1].replace("$", ""))
    for row in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        for cell in row:
            if isinstance(cell.value, str) and not is_folded(sheet, cell.column) and cell.alignment.wrap_text:
                # No column is as wide as a word of hundreds of letters.
                yield " ".join(word for word in cell_text(cell).split() if len(word) < WIDEST)


def cell_text(cell) -> str:
    # openpyxl leaves carriage returns escaped.
    return cell.value.replace("_x000D_", "\r")


def is_folded(sheet, column: int) -> bool:
    # openpyxl keeps the width of neighbours of the same width with the first of them.
    return any(
        found.hidden and found.min <= column <= found.max for found in sheet.column_dimensions.values() if found.min
    )


def column_width(sheet, column: int) -> float:
    return next(found.width for found in sheet.column_dimensions.values() if found.min <= column <= found.max)


@needs_libreoffice
def test_no_word_of_the_document_is_broken_or_covered(files: ExportedStudy, rendered) -> None:
    document, pages = open_docx(files), rendered["report.docx"]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert len(cells) > 100
    assert missing_words([*(paragraph.text for paragraph in document.paragraphs), *cells], pages) == {}
    assert overlapping_words(pages) == []


@needs_libreoffice
def test_no_word_of_the_workbook_is_broken_cut_or_covered(files: ExportedStudy, rendered) -> None:
    cells = [text for sheet in open_workbook(files) for text in printed_texts(sheet)]
    assert len(cells) > 100
    assert missing_words(cells, rendered["study.xlsx"]) == {}
    assert overlapping_words(rendered["study.xlsx"]) == []


@needs_libreoffice
def test_no_word_of_the_deck_is_broken_or_covered(files: ExportedStudy, rendered) -> None:
    texts: list[str] = []
    for slide in Presentation(io.BytesIO(files.files["pptx"]["study.pptx"])).slides:
        for shape in slide.shapes:
            if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.type == 13):
                texts.append(shape.text_frame.text)
            elif shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
    assert missing_words(texts, rendered["study.pptx"]) == {}
    assert overlapping_words(rendered["study.pptx"]) == []


@needs_libreoffice
def test_no_page_of_the_document_but_the_last_is_nearly_white(rendered) -> None:
    for page in rendered["report.docx"][:-1]:
        # The running title is at the top, the page number at the bottom.
        height = max(word.top for word in page) - min(word.bottom for word in page)
        body = sorted(word.bottom for word in page)
        lowest = next(bottom for bottom in body if bottom > body[0] + 20)
        assert (max(word.top for word in page) - lowest) / height >= LEAST_FILLED


def test_columns_of_the_document_hold_their_longest_word(files: ExportedStudy) -> None:
    for table in open_docx(files).tables:
        for row in table.rows:
            for cell in row.cells:
                for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                    text = run.text.replace("\u200b", " ")
                    size = run.font.size.pt if run.font.size else 12.5
                    assert widest_word([text], size, bold=bool(run.font.bold)) <= cell.width / EMU, text


def test_rows_and_columns_of_the_workbook_hold_their_texts(files: ExportedStudy) -> None:
    for sheet in open_workbook(files):
        assert sheet.sheet_view.topLeftCell in (None, "A1")
        for row in sheet.iter_rows():
            height = sheet.row_dimensions[row[0].row].height
            for cell in row:
                if not isinstance(cell.value, str) or cell.row == HEADER_ROWS or is_folded(sheet, cell.column):
                    continue
                room = (column_width(sheet, cell.column) - INDENT) * CHARACTER
                bold = bool(cell.font.b)
                text = cell_text(cell)
                words = [word for word in text.split() if len(word) < WIDEST]
                assert widest_word(words, SIZE, bold=bold) <= room, (sheet.title, cell.coordinate)
                lines = sum(count_lines(line, room, SIZE, bold=bold) for line in text.splitlines())
                # What no row can hold is on one line, to be read in the field above the sheet.
                assert lines * LINE <= height <= HIGHEST_ROW or not cell.alignment.wrap_text, (sheet.title, cell.row)
                assert cell.font.name == "Arial", get_column_letter(cell.column)


@pytest.mark.skipif("pdf" in uninstalled_extras(), reason="the extra pdf is not installed")
def test_no_page_of_the_pdf_is_nearly_white(files: ExportedStudy) -> None:
    filled = measure_pages(files.files["pdf"]["report.pdf"])
    assert len(filled) > 3
    assert min(filled) >= LEAST_FILLED


def test_slides_have_few_words_and_name_their_sources(files: ExportedStudy) -> None:
    deck = Presentation(io.BytesIO(files.files["pptx"]["study.pptx"]))
    for number, slide in enumerate(deck.slides):
        frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert sum(len(text.split()) for text in frames) <= 120
        assert number == 0 or slide.notes_slide.notes_text_frame.text.strip()


def test_widths_are_those_of_the_longest_word_where_there_is_little_room() -> None:
    rows = [("Personen", "Häufigstes Gefühl"), ("3", "Enttäuschung und noch viel mehr Text, der umbrochen wird")]
    narrow = fit_columns(rows, 150, 9, 10)
    assert sum(narrow) == pytest.approx(150)
    assert narrow[0] >= measure_width("Personen", 9, bold=True) + 9
    assert fit_columns(rows, 1000, 9, 10)[1] > 700


def test_paper_follows_the_option_else_the_language(files: ExportedStudy) -> None:
    from reports.exports.appearance import Appearance

    language = files.analysis.language
    width = open_docx(files).sections[0].page_width.cm
    assert width == pytest.approx({"de": 21.0, "en": 21.59}[language], abs=0.01)
    letter = load_target("docx", Appearance(paper="letter"))(files.analysis, files.personas)["report.docx"]
    assert Document(io.BytesIO(letter)).sections[0].page_width.cm == pytest.approx(21.59, abs=0.01)
