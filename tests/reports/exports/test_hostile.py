"""A study whose every text is hostile: nothing runs, nothing breaks, no formula is live, no quote is changed."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import openpyxl
import pyarrow.parquet as pq
from lxml import etree, html
from markdown_it import MarkdownIt

from reports.exports.file_bytes import BOM
from tests.reports.exports.exported_study import ExportedStudy
from tests.reports.exports.mermaid_grammar import read_journey

FORMULA = tuple("=+-@\t\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
LIVE = {"script", "img", "iframe", "svg", "a", "b", "input"}


def all_files(hostile):
    return {name: content for files in hostile.files.values() for name, content in files.items()}


def elements(page):
    """Names of the elements that a browser makes of a page."""
    root = html.fragment_fromstring(page.replace("\x00", ""), create_parent="div")
    return {one.tag for one in root.iter() if isinstance(one.tag, str)}


def rows_of(content):
    text = content.decode("utf-8").removeprefix(BOM)
    csv.field_size_limit(10**6)
    return list(csv.reader(io.StringIO(text, newline="")))


def test_names_of_files_hold_nothing_from_outside(hostile: ExportedStudy) -> None:
    assert all(re.fullmatch(r"(?:[a-z]+/)?[a-z_.]+", name) for name in all_files(hostile))


def test_no_cell_of_a_csv_is_a_formula_and_no_row_is_broken(hostile: ExportedStudy) -> None:
    tables = {name: rows_of(content) for name, content in all_files(hostile).items() if name.endswith(".csv")}
    assert len(tables) >= 12
    for name, rows in tables.items():
        assert len({len(row) for row in rows}) == 1, name
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell)], (
            name
        )


def test_workbook_holds_no_formula_no_link_and_no_broken_character(hostile: ExportedStudy) -> None:
    content = hostile.files["xlsx"]["study.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells)
    assert any(str(cell.value).startswith("=cmd|") for cell in cells)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            page = archive.read(name)
            etree.fromstring(page)
            assert b"<f>" not in page, name


def test_mermaid_reads_the_journey(hostile: ExportedStudy) -> None:
    title, sections = read_journey(hostile.files["mermaid"]["journey.mmd"].decode())
    assert title and sections
    assert all(task and actors for tasks in sections.values() for task, _, actors in tasks)


def test_markdown_gives_no_live_html(hostile: ExportedStudy) -> None:
    for name, content in hostile.files["md"].items():
        page = MarkdownIt("commonmark", {"html": True}).enable("table").render(content.decode())
        assert not elements(page) & LIVE, name
        assert "\u202e" not in "".join(line for line in content.decode().split("\n") if line.startswith(">"))


def test_xml_holds_its_own_elements_only(hostile: ExportedStudy) -> None:
    root = etree.fromstring(hostile.files["cjml"]["journey.cjml.xml"])
    assert {one.tag for one in root.iter()} <= {
        *("CJML", "actualJourney", "journeyID", "journeyTitle", "journeyPhases", "journeyPhase", "phaseName"),
        *("phaseDescription", "journeyShortSummary", "actors", "endUser", "actorName", "serviceProvider"),
        *("companyName", "touchpoints", "actualCommunicationPoint", "touchpointID", "belongsTo", "initiator"),
        *("receiver", "refersTo", "initiatorLabel", "receiverLabel", "channel", "channelName", "comment"),
        *("touchpointExperience", "experienceDescription", "experienceRating"),
    }
    for name, content in hostile.files["svg"].items():
        tags = {etree.QName(one).localname for one in etree.fromstring(content).iter() if isinstance(one.tag, str)}
        assert not tags & {"script", "foreignObject", "image", "a", "use"}, name


def test_json_gives_back_every_text_as_it_was(hostile: ExportedStudy) -> None:
    data = json.loads(hostile.files["json"]["study.json"])
    assert [one["text"] for one in data["analysis"]["segments"]] == [one.text for one in hostile.analysis.segments]


def test_parquet_gives_back_every_text_as_it_was(hostile: ExportedStudy) -> None:
    table = pq.read_table(io.BytesIO(hostile.files["parquet"]["parquet/quotes.parquet"]))
    assert table.column("quote").to_pylist() == [one.text for one in hostile.analysis.segments]


def test_notes_for_boards_hold_escaped_text_that_fits(hostile: ExportedStudy) -> None:
    notes = [one for call in json.loads(hostile.files["stickies"]["stickies/miro.json"]) for one in call]
    assert notes
    for note in notes:
        content = note["data"]["content"]
        assert elements(content) == {"div", "p"}
        assert len(content) < 6000
