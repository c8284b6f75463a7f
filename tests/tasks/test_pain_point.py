"""Decisions about pain points, and what a workshop fills in."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports.exports.sharing import make_shared_copy
from voc.cli.main import app
from voc.decisions.codebook import load_codebook
from voc.errors import ConfigError, UsageError
from voc.study import Study, load
from voc.tasks.pain_point import (
    drop_pain_point,
    fill_in_pain_point,
    leave_out_statements,
    list_pain_points,
    merge_pain_points,
    put_back_statements,
    rename_pain_point,
)
from voc.tasks.run import make_study


@pytest.fixture
def loaded(study: Path, tmp_path: Path) -> Study:
    shutil.copytree(study, tmp_path / "study")
    return load(tmp_path / "study")


def test_decisions_are_written_and_listed(loaded: Study) -> None:
    first, second = loaded.analysis.pain_points[:2]
    assert rename_pain_point(loaded, first.title.upper(), "Ours") == first.pain_point_id
    assert merge_pain_points(loaded, second.pain_point_id, first.title) == first.pain_point_id
    drop_pain_point(loaded.folder, second.pain_point_id)
    decisions = load_codebook(loaded.folder / "codebook.toml").pain_points
    # Of merge and drop the latest holds.
    assert (decisions[second.pain_point_id].merge_into, decisions[second.pain_point_id].drop) == ("", True)
    assert [row.decided for row in list_pain_points(loaded)[:2]] == [("title",), ("drop",)]


def test_what_a_workshop_filled_in_is_in_the_next_report_and_table_and_in_no_copy(loaded: Study, inputs: Path) -> None:
    pain = loaded.analysis.pain_points[0]
    fill_in_pain_point(
        loaded, pain.pain_point_id, owner="Logistik", status="geplant", impact="groß", opportunity="Ein Code?"
    )
    fill_in_pain_point(loaded, pain.pain_point_id, impact="")
    make_study([inputs], loaded.folder)
    with (loaded.folder / "data" / "pain_points.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["pain_point_id"] == pain.pain_point_id)
    filled = [row[key] for key in ("owner", "status", "impact", "opportunity")]
    assert filled == ["Logistik", "geplant", "", "Ein Code?"]
    assert "<p>Logistik</p>" in (loaded.folder / "report.html").read_text("utf-8")
    again = load(loaded.folder)
    shared = make_shared_copy(again.analysis, again.personas, "team").analysis
    assert not any(record.workshop for record in shared.pain_points)


def test_wrong_calls_are_refused(loaded: Study) -> None:
    pain = loaded.analysis.pain_points[0].pain_point_id
    with pytest.raises(UsageError, match="voc pain list"):
        drop_pain_point(loaded, "nowhere")
    with pytest.raises(UsageError, match="itself"):
        merge_pain_points(loaded, pain, pain)
    with pytest.raises(UsageError, match="empty"):
        rename_pain_point(loaded, pain, " ")
    with pytest.raises(UsageError, match="found price"):
        fill_in_pain_point(loaded, pain, price="high")
    with pytest.raises(ConfigError, match="300"):
        fill_in_pain_point(loaded, pain, owner="x" * 301)


def test_statements_are_sent_away_and_put_back(loaded: Study) -> None:
    pain = max(loaded.analysis.pain_points, key=lambda point: len(point.segments))
    first, *rest = [loaded.analysis.segments[position].segment_id for position in pain.segments]
    assert rest
    leave_out_statements(loaded, pain.pain_point_id, [first])
    codebook = loaded.folder / "codebook.toml"
    assert load_codebook(codebook).pain_points[pain.pain_point_id].leave_out == (first,)
    with pytest.raises(UsageError, match="Nothing would be left"):
        leave_out_statements(loaded, pain.pain_point_id, rest)
    with pytest.raises(UsageError, match="s-0000000000"):
        leave_out_statements(loaded, pain.pain_point_id, ["s-0000000000"])
    result = CliRunner().invoke(app, ["pain", "leave-out", str(loaded.folder), pain.pain_point_id, first, "--back"])
    assert result.exit_code == 0, result.output
    put_back_statements(loaded, pain.pain_point_id, [first])
    assert not load_codebook(codebook).pain_points


def test_voc_pain_calls_the_same_tasks(loaded: Study) -> None:
    def invoke(command: str, *arguments: str) -> str:
        result = CliRunner().invoke(app, ["pain", command, str(loaded.folder), *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    first, second = (pain.pain_point_id for pain in loaded.analysis.pain_points[:2])
    invoke("rename", first, "Ours")
    invoke("fill", first, "--owner", "Logistics", "--fix", "A label")
    invoke("merge", second, first)
    assert "(fix, owner, title)" in invoke("list")
    assert "merge_into" in invoke("list", "--json")
    invoke("drop", first)
