"""The tables of a study: rounded text in the CSV files, real types in the data frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.fake_study import fake_analysis
from voc.schema import Analysis, Experiment, Metric, Moment, Variant
from voc.study import load
from voc.study.tables import TABLES, TableRows, experiments, metrics, moments
from voc.tables.formula_cells import unescape_formula


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """The hand-made study with figures from other systems."""
    return replace(
        fake_analysis("en"),
        metrics=(Metric("returns", "bounce_rate", 1 / 3, "share", "", "ga4.csv"), Metric("", "cases", 2.0, n=7)),
        experiments=(Experiment("Label", (Variant("A", 1000, 100), Variant("B", 1000, 120)), "returns", "", "ab.csv"),),
        moments=(Moment("returns", "trouble", 8, 10, -0.31234, -0.5, -0.1, 0.25),),
    )


def text_rows(table: TableRows) -> list[dict[str, str]]:
    return [dict(zip(table.header(), row, strict=True)) for row in table.as_text()]


def test_metrics_keep_six_decimals_and_leave_unknown_cells_empty(analysis: Analysis) -> None:
    first, second = text_rows(metrics(analysis))
    assert (first["value"], first["n"]) == ("0.333333", "")
    assert (second["value"], second["n"], second["unit"]) == ("2", "7", "")


def test_experiments_have_the_control_first_and_comparisons_beside_the_others(analysis: Analysis) -> None:
    control, variant = text_rows(experiments(analysis))
    assert control["variant"] == "A"
    assert control["verdict"] == control["p_value"] == ""
    assert (variant["difference"], variant["verdict"]) == ("0.02", "open")
    assert int(variant["more_visitors"]) > 1000


def test_moments_have_three_decimals(analysis: Analysis) -> None:
    (row,) = text_rows(moments(analysis))
    assert (row["side"], row["difference"]) == ("trouble", "-0.312")


@pytest.mark.parametrize("name", TABLES)
def test_frames_have_the_columns_and_values_of_the_file(analysis: Analysis, name: str) -> None:
    table = TABLES[name](analysis)
    frame = table.as_frame()
    assert tuple(frame.columns) == table.header()
    assert len(frame) == len(table.rows) > 0
    for column in table.columns:
        texts = [row[column.name] for row in text_rows(table)]
        if column.type == "text":
            assert frame[column.name].dtype == "string"
            assert frame[column.name].tolist() == [unescape_formula(text) for text in texts]
            assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)
        else:
            assert frame[column.name].dtype == ("Int64" if column.type == "int" else "float64")
            numbers = frame[column.name].astype("float64").tolist()
            expected = [float(text) if text else float("nan") for text in texts]
            assert numbers == pytest.approx(expected, abs=0.00051, nan_ok=True)


def test_a_loaded_study_gives_frames_with_real_types(study: Path) -> None:
    loaded = load(study)
    segments, people = loaded.segments_frame(), loaded.respondents_frame()
    participants = segments[segments["role"] == "participant"]
    assert segments["start"].dtype == "Int64"
    assert participants["polarity"].between(-1, 1).all()
    assert segments[segments["role"] != "participant"]["polarity"].isna().all()
    assert set(participants["respondent_id"]) <= set(people["respondent_id"])
    assert loaded.themes_frame()["n_segments"].sum() == (participants["theme_id"] != "").sum()
    assert loaded.pain_points_frame()["severity"].is_monotonic_decreasing


def test_frames_of_empty_tables_keep_their_columns(analysis: Analysis) -> None:
    empty = metrics(replace(analysis, metrics=())).as_frame()
    assert len(empty) == 0
    assert {"value", "n"} <= set(empty.columns)
    assert empty["value"].dtype == "float64"
