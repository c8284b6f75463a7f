"""The workshop files: no formula is live, no quote is changed, and the same study gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import write_report
from reports.exports.boards import STICKY_COLUMNS, STICKY_LIMIT
from reports.exports.journey_notation import mermaid_name, score_polarity
from reports.exports.markdown import escape, quote_lines
from reports.exports.study_tables import PAIN_COLUMNS, format_csv
from reports.view.page_records import ShownQuote
from tests.reports import fake_study as fake
from tests.reports.conftest import WrittenStudy
from tests.reports.fake_study import FakeStudy
from voc.errors import OutputError
from voc.tables.formula_cells import escape_formula

SPECIAL = "=+-@\t\r"


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _quote(text: str) -> ShownQuote:
    return ShownQuote("s-0123456789", text, "de", "Person 1", "a.docx", "0:01", "neutral", "", False)


# ------------------------------------------------------------------------------------------------------------ tables


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_guarded_cells_are_no_formula(text: str) -> None:
    cell = escape_formula(text)
    assert not cell.startswith(tuple(SPECIAL))
    assert cell in (text, f"'{text}")


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2, max_size=4
    )
)
def test_csv_keeps_every_character(cells) -> None:
    body = format_csv(["h"] * len(cells), [cells])
    (_, row) = list(csv.reader(io.StringIO(body, newline="")))
    assert row == [escape_formula(cell) for cell in cells]


def test_csv_cells_are_guarded(written: WrittenStudy) -> None:
    _, folder = written
    for name in ("pain_points.csv", "stickies.csv"):
        for row in _rows(folder / "workshop" / name):
            assert not [value for value in row.values() if value.startswith(tuple(SPECIAL))]
    quotes = [row["quote"] for row in _rows(folder / "workshop" / "stickies.csv")]
    assert any(quote.startswith("'=HYPERLINK") for quote in quotes)
    assert any(quote.startswith("'@SUM") for quote in quotes)


def test_csv_opens_with_umlauts_in_spreadsheets(written: WrittenStudy) -> None:
    _, folder = written
    assert (folder / "workshop" / "stickies.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_columns_are_as_agreed(written: WrittenStudy) -> None:
    _, folder = written
    assert tuple(_rows(folder / "workshop" / "stickies.csv")[0]) == STICKY_COLUMNS
    assert tuple(_rows(folder / "workshop" / "pain_points.csv")[0]) == PAIN_COLUMNS


def test_workbook_holds_no_formula_and_no_link(written: WrittenStudy) -> None:
    _, folder = written
    book = openpyxl.load_workbook(folder / "workshop" / "pain_points.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 300
    assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells)
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_workbook_holds_the_same_rows_as_the_csv(written: WrittenStudy) -> None:
    _, folder = written
    sheet = openpyxl.load_workbook(folder / "workshop" / "pain_points.xlsx").worksheets[0]
    header, *rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert header == PAIN_COLUMNS
    table = _rows(folder / "workshop" / "pain_points.csv")
    assert [row[1] for row in rows] == [row["title"] for row in table]
    assert [str(row[5]) for row in rows] == [row["n_respondents"] for row in table]
    assert sheet.freeze_panes == "C3"


def test_stickies_are_grouped_by_phase_and_fit(written: WrittenStudy) -> None:
    analysis, folder = written
    rows = _rows(folder / "workshop" / "stickies.csv")
    order = [phase.names[analysis.language] for phase in analysis.taxonomy.phases]
    phases = [row["phase"] for row in rows]
    assert phases == sorted(phases, key=order.index)
    assert all(len(row["quote"]) <= STICKY_LIMIT + 1 for row in rows)
    assert all(row["quote_segment_id"].startswith("s-") and row["person"].startswith("Person ") for row in rows)


# ------------------------------------------------------------------------------------------------------------- boards


def test_mermaid_lines_are_a_journey(written: WrittenStudy) -> None:
    _, folder = written
    lines = (folder / "workshop" / "journey.mmd").read_text("utf-8").splitlines()
    assert lines[0] == "journey"
    assert re.fullmatch(r"  title [^:#;]+", lines[1])
    for line in lines[2:]:
        assert re.fullmatch(r"  section [^:#;]+|    [^:#;]+: [1-5]: [^:#;]+", line), line


@given(st.text())
def test_mermaid_names_hold_nothing_that_mermaid_reads(text: str) -> None:
    name = mermaid_name(text)
    assert name
    assert not set(name) & set(':#;,%{}<>"`\\|[]\n\r\t')


@given(st.floats(-1, 1))
def test_score_polaritys_are_whole_and_rise(polarity) -> None:
    assert score_polarity(polarity) in range(1, 6)
    assert score_polarity(-1) <= score_polarity(polarity) <= score_polarity(1)


# ----------------------------------------------------------------------------------------------------------- Markdown


def test_personas_say_who_and_where(written: WrittenStudy) -> None:
    analysis, folder = written
    text = (folder / "workshop" / "personas.md").read_text("utf-8")
    texts = {segment.segment_id: segment.text for segment in analysis.segments}
    found = re.findall(r"^> (.+)\n> — (.+), `(s-[0-9a-f]+)`$", text, flags=re.M)
    assert len(found) > 10
    for quote, source, segment_id in found:
        assert quote == texts[segment_id]
        assert source.startswith("Person ")


def test_hostile_words_are_no_markdown(written: WrittenStudy) -> None:
    _, folder = written
    text = (folder / "workshop" / "personas.md").read_text("utf-8")
    for hostile in ("<script", "](javascript", "<b>", "<i>", "{{"):
        assert hostile not in text.replace("\\<", "").replace("\\{", "")


@pytest.mark.parametrize(
    "text",
    ["<b>x", "a\nb", "# x", "- x", "1. x", "> x", "`x`", "*x*", "[a](b)", "![a", "a_b", "    x", "~~x", "a\\b", "&lt;"],
)
def test_quotes_that_markdown_would_change_are_left_out(text: str) -> None:
    assert quote_lines([_quote(text)]) == []
    assert quote_lines([_quote(text), _quote("Klar und schlicht.")])[0] == "> Klar und schlicht."


@given(st.text())
def test_escaped_names_stay_in_one_line(text: str) -> None:
    assert len(escape(text).splitlines()) <= 1


# -------------------------------------------------------------------------------------------------------------- files


def test_same_study_gives_the_same_bytes(study: FakeStudy, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        write_report(*study, folder)
    first, second = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()} for folder in folders
    )
    assert first == second
    assert len([path for path in first if path.parts[0] != "documents"]) == 10


def test_paths_are_returned_report_first(study: FakeStudy, tmp_path: Path) -> None:
    paths = write_report(*study, tmp_path)
    assert paths[0] == tmp_path / "report.html"
    assert all(path.is_file() for path in paths)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(paths)


def test_a_place_that_cannot_be_written_is_our_own_error(study: FakeStudy, tmp_path: Path) -> None:
    (tmp_path / "workshop").write_text("a file is in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(*study, tmp_path)


def test_a_refusal_stands_in_personas_md(german: FakeStudy, tmp_path: Path) -> None:
    write_report(german[0], fake.refused("Zu wenige Befragte."), tmp_path)
    assert "Zu wenige Befragte." in (tmp_path / "workshop" / "personas.md").read_text("utf-8")
    assert "Personen" in (tmp_path / "workshop" / "journey.mmd").read_text("utf-8")
