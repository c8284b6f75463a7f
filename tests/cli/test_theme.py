"""`voc theme`: decisions are written into the codebook and hold in the next run."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from voc.cli.main import app
from voc.decisions.codebook import load_codebook
from voc.errors import ConfigError, OutputError, UsageError, VocError

COMMENT = "# Agreed on Monday with the whole team.\n"


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "100"})


def call(*arguments: object) -> str:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def table(study: Path, name: str) -> list[dict[str, str]]:
    with (study / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def first(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("decided") / "study"
    call("run", inputs, "--out", out, "--quiet")
    assert len(table(out, "themes")) >= 2
    return out


@pytest.fixture
def study(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "study")
    return tmp_path / "study"


def test_list_shows_ids_names_counts_and_decisions(study: Path) -> None:
    theme = table(study, "themes")[0]
    call("theme", "drop", study, theme["theme_id"])
    output = call("theme", "list", study)
    assert theme["theme_id"] in output
    assert theme["name"] in output
    assert "to be dropped" in output
    data = json.loads(call("theme", "list", study, "--json"))
    assert data["themes"][0]["n_segments"] == int(theme["n_segments"])
    assert data["waiting"] == []


def test_every_decision_holds_in_the_next_run_and_comments_stay(study: Path, inputs: Path) -> None:
    first_theme, second_theme = table(study, "themes")[:2]
    segment = next(row for row in table(study, "segments") if row["theme_id"] == second_theme["theme_id"])
    book = study / "codebook.toml"
    book.write_text(book.read_text("utf-8") + COMMENT, encoding="utf-8")
    output = call("theme", "rename", study, first_theme["name"], "Mein Name")
    assert "voc run" in output
    call("theme", "pin", study, second_theme["theme_id"])
    call("theme", "move", study, segment["segment_id"], first_theme["theme_id"])
    assert COMMENT in book.read_text("utf-8")
    call("run", inputs, "--out", study, "--quiet")
    after = {row["theme_id"]: row["name"] for row in table(study, "themes")}
    assert after[first_theme["theme_id"]] == "Mein Name"
    assert after[second_theme["theme_id"]] == second_theme["name"]
    moved = next(row for row in table(study, "segments") if row["segment_id"] == segment["segment_id"])
    assert moved["theme_id"] == first_theme["theme_id"]
    assert COMMENT in book.read_text("utf-8")
    assert "holds" in call("verify", study)


def test_merge_and_drop_hold_and_a_pending_decision_is_named(study: Path, inputs: Path) -> None:
    first_theme, second_theme = table(study, "themes")[:2]
    book = study / "codebook.toml"
    book.write_text('[themes."t-00000000aa"]\nname = "Ghost"\n', encoding="utf-8")
    call("theme", "merge", study, first_theme["theme_id"], second_theme["theme_id"])
    output = call("run", inputs, "--out", study)
    assert "t-00000000aa" in output
    assert first_theme["theme_id"] not in {row["theme_id"] for row in table(study, "themes")}
    assert "t-00000000aa" in call("theme", "list", study)
    call("theme", "drop", study, second_theme["theme_id"])
    call("run", inputs, "--out", study, "--quiet")
    remaining = {row["theme_id"] for row in table(study, "themes")}
    assert remaining.isdisjoint({first_theme["theme_id"], second_theme["theme_id"]})


def test_split_is_written_and_the_latest_decision_holds(study: Path) -> None:
    first_theme, second_theme = (row["theme_id"] for row in table(study, "themes")[:2])
    call("theme", "merge", study, first_theme, second_theme)
    call("theme", "split", study, first_theme, "--parts", 3)
    decision = load_codebook(study / "codebook.toml").themes[first_theme]
    assert (decision.split, decision.merge_into, decision.drop) == (3, "", False)
    assert decision.anchors


def test_move_out_of_every_theme(study: Path) -> None:
    segment = next(row["segment_id"] for row in table(study, "segments") if row["theme_id"])
    call("theme", "move", study, segment, "unsorted")
    assert load_codebook(study / "codebook.toml").segments[segment].theme == "unsorted"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("rename", "{study}", "t-nowhere", "X"), UsageError, "voc theme list"),
        (("rename", "{study}", "{theme}", " "), UsageError, "must not be empty"),
        (("rename", "{study}", "{theme}", "x" * 500), ConfigError, "120"),
        (("merge", "{study}", "{theme}", "{theme}"), UsageError, "itself"),
        (("split", "{study}", "{theme}", "--parts", "1"), UsageError, "2 to 9"),
        (("move", "{study}", "s-nowhere", "{theme}"), UsageError, "segments.csv"),
        (("drop", "{study}/data", "{theme}"), OutputError, "not a study folder"),
        (("list", "{study}/data"), OutputError, "not a study folder"),
    ],
)
def test_wrong_calls_explain_why_and_leave_the_codebook_alone(
    study: Path, arguments: tuple[str, ...], error: type[VocError], message: str
) -> None:
    before = (study / "codebook.toml").read_bytes()
    theme = table(study, "themes")[0]["theme_id"]
    result = invoke("theme", *(argument.format(study=study, theme=theme) for argument in arguments))
    assert isinstance(result.exception, error), result.output
    assert message in str(result.exception)
    assert (study / "codebook.toml").read_bytes() == before


def test_merging_in_a_circle_is_refused(study: Path) -> None:
    first_theme, second_theme = (row["theme_id"] for row in table(study, "themes")[:2])
    call("theme", "merge", study, first_theme, second_theme)
    result = invoke("theme", "merge", study, second_theme, first_theme)
    assert isinstance(result.exception, ConfigError)
    assert "back to itself" in str(result.exception)
