"""Each export is read back by a tool that is not ours, and says what the study says."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from lxml import etree

from reports.exports.boards import ITEMS_PER_MIRO_CALL, STICKY_LIMIT
from reports.exports.file_bytes import BOM
from reports.exports.research_tools import FIELD_LIMIT
from reports.exports.study_tables import PAIN_COLUMNS, PERSONA_COLUMNS, QUOTE_COLUMNS, THEME_COLUMNS, TOUCHPOINT_COLUMNS
from reports.exports.workbook import HEADER_ROWS
from reports.language import load_words
from tests.reports.exports.exported_study import ExportedStudy
from tests.reports.exports.mermaid_grammar import read_journey
from tests.reports.fake_study import FakeStudy
from voc.study.store import read_archive

COLUMNS = {
    "pain_points": PAIN_COLUMNS,
    "touchpoints": TOUCHPOINT_COLUMNS,
    "themes": THEME_COLUMNS,
    "quotes": QUOTE_COLUMNS,
    "personas": PERSONA_COLUMNS,
}
MIRO_COLOURS = {
    *("gray", "light_yellow", "yellow", "orange", "light_green", "green", "dark_green", "cyan", "light_pink", "pink"),
    *("violet", "red", "light_blue", "blue", "dark_blue", "black"),
}


def book_of(files: ExportedStudy):
    return openpyxl.load_workbook(io.BytesIO(files.files["xlsx"]["study.xlsx"]))


def csv_of(content):
    assert content.startswith(BOM.encode()) or b"Name" in content[:9] or b"Title" in content[:9]
    return list(csv.reader(io.StringIO(content.decode("utf-8").removeprefix(BOM), newline="")))


# ----------------------------------------------------------------------------------------------------------- workbook


def test_workbook_has_a_sheet_a_table_and_says_how_to_read_it(files: ExportedStudy) -> None:
    words = load_words(files.analysis.language)
    names = [words(f"table.sheet_{name}") for name in COLUMNS]
    assert book_of(files).sheetnames == [*names, words("table.readme")]


def test_workbook_sheets_filter_freeze_and_print(files: ExportedStudy) -> None:
    for sheet, columns in zip(book_of(files).worksheets, COLUMNS.values(), strict=False):
        assert tuple(cell.value for cell in sheet[2]) == columns
        assert sheet.freeze_panes.endswith("3")
        assert sheet.auto_filter.ref.startswith("A2:")
        assert sheet.auto_filter.ref.endswith(str(max(sheet.max_row, 2)))
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth in (None, 1), sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"
        hidden = [cell for cell in sheet[2] if sheet.column_dimensions[cell.column_letter].hidden]
        assert all(
            cell.value.endswith(("_segment_id", "_from"))
            or not any(sheet.cell(row, cell.column).value for row in range(HEADER_ROWS + 1, sheet.max_row + 1))
            for cell in hidden
        )


def test_workbook_is_coloured_by_mood(files: ExportedStudy) -> None:
    rules = {
        sheet.title: {rule.type for found in sheet.conditional_formatting for rule in found.rules}
        for sheet in book_of(files).worksheets
    }
    pains, touchpoints, _, quotes, *_ = rules.values()
    assert pains == {"dataBar"}
    assert touchpoints == {"colorScale"}
    assert quotes == {"colorScale", "cellIs"}


def test_workbook_quotes_are_all_statements_word_for_word(files: ExportedStudy) -> None:
    sheet = book_of(files).worksheets[3]
    found = {row[1]: row[0] for row in sheet.iter_rows(min_row=HEADER_ROWS + 1, values_only=True)}
    for segment in files.analysis.segments:
        assert found[segment.segment_id].replace("_x000D_", "\r") == segment.text
    assert len(found) == len(files.analysis.segments)


def test_a_touchpoint_without_data_has_empty_cells_and_no_zero(files: ExportedStudy) -> None:
    sheet = book_of(files).worksheets[1]
    columns = [cell.value for cell in sheet[2]]
    rows = [dict(zip(columns, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER_ROWS + 1, values_only=True)]
    few = [cells for cells in rows if cells["n_respondents"] < 3]
    assert few
    assert all(cells["polarity_low"] is None for cells in few)
    empty = [cells for cells in rows if not cells["n_respondents"]]
    assert all(cells[name] is None for cells in empty for name in ("polarity", "emotion_joy", "n_pain"))


# ------------------------------------------------------------------------------------------------------ for programs


def test_csv_and_parquet_hold_the_rows_of_the_workbook(files: ExportedStudy) -> None:
    for sheet, (name, columns) in zip(book_of(files).worksheets, COLUMNS.items(), strict=False):
        header, *rows = csv_of(files.files["csv"][f"csv/{name}.csv"])
        table = pq.read_table(io.BytesIO(files.files["parquet"][f"parquet/{name}.parquet"]))
        assert tuple(header) == tuple(table.column_names) == columns
        assert len(rows) == table.num_rows == sheet.max_row - HEADER_ROWS


def test_parquet_is_typed(files: ExportedStudy) -> None:
    table = pq.read_table(io.BytesIO(files.files["parquet"]["parquet/touchpoints.parquet"]))
    assert table.schema.field("n_respondents").type == pa.int64()
    assert table.schema.field("polarity").type == pa.float64()
    assert table.schema.field("best").type == pa.string()
    quotes = pq.read_table(io.BytesIO(files.files["parquet"]["parquet/quotes.parquet"]))
    assert quotes.column("quote").to_pylist() == [one.text for one in files.analysis.segments]


def test_json_is_valid_and_is_the_study(files: ExportedStudy, tmp_path: Path) -> None:
    analysis, personas, made = files
    schema = json.loads(made["json"]["study.schema.json"])
    data = json.loads(made["json"]["study.json"])
    jsonschema.Draft202012Validator(schema).validate(data)
    back, drafts = read_archive(data, tmp_path)
    assert drafts == personas
    assert (back.segments, back.pain_points) == (analysis.segments, analysis.pain_points)
    assert back.corpus.respondents == analysis.corpus.respondents
    assert [one.text for one in back.corpus.documents] == [one.text for one in analysis.corpus.documents]
    assert {turn.speaker for one in back.corpus.documents for turn in one.turns} == {""}


# --------------------------------------------------------------------------------------------------- journey and maps


def test_mermaid_shows_every_touchpoint_that_somebody_speaks_of(files: ExportedStudy) -> None:
    analysis = files.analysis
    _, sections = read_journey(files.files["mermaid"]["journey.mmd"].decode())
    spoken = {one.touchpoint_id for one in analysis.feelings if one.touchpoint_id and one.n_respondents}
    assert sum(map(len, sections.values())) == len(spoken)
    assert len(sections) == len({one.phase_id for one in analysis.feelings if one.touchpoint_id in spoken - {""}})


ORDER = ("touchpointID", "belongsTo", "initiator", "receiver", "channel", "comment", "touchpointExperience")
HEAD = ("journeyID", "journeyTitle", "journeyPhases", "journeyShortSummary", "actors", "touchpoints")


def test_cjml_keeps_the_order_of_elements_and_resolves_its_references(files: ExportedStudy) -> None:
    root = etree.fromstring(files.files["cjml"]["journey.cjml.xml"])
    assert (root.tag, root.get("version")) == ("CJML", "2.0")
    assert len(root) == 1 + len(files.personas.personas)
    for journey in root:
        assert tuple(one.tag for one in journey) == HEAD
        actors = {one.get("actorID") for one in journey.find("actors")}
        phases = {one.get("phaseID") for one in journey.iter("journeyPhase")}
        assert {one.get("actorIDref") for one in journey.iter("refersTo")} <= actors
        assert {one.get("phaseIDref") for one in journey.iter("belongsTo")} <= phases
        for point in journey.find("touchpoints"):
            assert tuple(one.tag for one in point) == ORDER
            assert point.findtext("touchpointExperience/experienceRating") in "12345"


def test_cjml_passive_touchpoints_are_started_by_the_company(german: FakeStudy) -> None:
    from dataclasses import replace

    from reports.exports.journey_notation import export_cjml

    analysis, personas = german
    first, *rest = analysis.taxonomy.touchpoints
    taxonomy = replace(analysis.taxonomy, touchpoints=(replace(first, mode="passive"), *rest))
    root = etree.fromstring(export_cjml(replace(analysis, taxonomy=taxonomy), personas)["journey.cjml.xml"])
    started = {
        point.findtext("touchpointID"): point.find("initiator/refersTo").get("actorIDref")
        for point in root[0].find("touchpoints")
    }
    assert started["T1"] == "company"
    assert set(started.values()) == {"company", "customer"}


def test_lanes_have_a_column_a_touchpoint_and_the_scale_of_the_tool(files: ExportedStudy) -> None:
    for name, scale in (("smaply", range(-2, 3)), ("uxpressia", range(1, 6))):
        rows = csv_of(files.files[name][f"{name}_lanes.csv"])
        assert len({len(row) for row in rows}) == 1
        assert {int(cell.removeprefix("'")) for cell in rows[2][1:]} <= set(scale)
        order = [row.names[files.analysis.language] for row in files.analysis.taxonomy.phases]
        assert all(order.index(a) <= order.index(b) for a, b in pairwise(rows[0][1:]))


# -------------------------------------------------------------------------------------------------------------- boards


def test_stickies_for_miro_keep_its_limits_and_are_coloured_by_mood(files: ExportedStudy) -> None:
    calls = json.loads(files.files["stickies"]["stickies/miro.json"])
    assert all(len(call) <= ITEMS_PER_MIRO_CALL for call in calls)
    notes = [note for call in calls for note in call]
    assert all(note["type"] == "sticky_note" and note["style"]["fillColor"] in MIRO_COLOURS for note in notes)
    assert all(len(note["data"]["content"]) < 6000 for note in notes)
    assert {note["style"]["fillColor"] for note in notes} >= {"orange", "cyan", "light_yellow"}


def test_stickies_for_mural_have_what_it_asks_for(files: ExportedStudy) -> None:
    (widgets,) = json.loads(files.files["stickies"]["stickies/mural.json"])
    assert all(one["shape"] == "rectangle" and one["style"]["backgroundColor"][0] == "#" for one in widgets)
    assert all(len(one["style"]["backgroundColor"]) == 9 for one in widgets)
    places = [(one["x"], one["y"]) for one in widgets]
    assert len(set(places)) == len(places)


def test_files_to_paste_are_one_column_without_a_header(files: ExportedStudy) -> None:
    made = files.files["stickies"]
    table = csv_of(made["stickies/stickies.csv"])
    pasted = [row for mood in ("negative", "neutral", "positive") for row in csv_of(made[f"stickies/paste_{mood}.csv"])]
    assert all(len(row) == 1 for row in pasted)
    assert len(pasted) == len(table) - 1
    assert all(len(cell) <= STICKY_LIMIT + 60 for (cell,) in pasted)


def test_dovetail_people_and_notes(files: ExportedStudy) -> None:
    analysis = files.analysis
    header, *people = csv_of(files.files["dovetail"]["dovetail/people.csv"])
    assert header[0] == "Name"
    assert {row[0] for row in people} == {one.label for one in analysis.corpus.respondents}
    assert all(len(cell) <= FIELD_LIMIT for row in people for cell in row)
    names, *notes = csv_of(files.files["dovetail"]["dovetail/notes.csv"])
    said = "\n".join(row[names.index("Content")].removeprefix("'") for row in notes)
    assert all(segment.text.lstrip("=@+-") in said for segment in analysis.segments)
