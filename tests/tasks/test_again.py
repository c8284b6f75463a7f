"""A study is made again from the inputs and with the options of its last run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voc.cli.main import app
from voc.errors import OutputError, UsageError
from voc.study import load
from voc.tasks.again import make_again
from voc.tasks.run import make_study
from voc.tasks.theme import rename_theme


def test_a_study_is_made_again_with_its_options_and_new_decisions(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(inputs, tmp_path / "voices")
    config = tmp_path / "own.toml"
    config.write_text('[study]\nname = "Ours"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # Paths are relative to the working folder, which is another one the next time.
    out = make_study(["voices"], "study", config="own.toml", language="en", themes=2).out
    before = load(out)
    theme = before.analysis.themes.themes[0].theme_id
    rename_theme(before, theme, "Mine")
    monkeypatch.chdir("/")
    config.write_text('[study]\nname = "Theirs"\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["run", "--again", str(out), "--quiet"])
    assert result.exit_code == 0, result.output
    after = load(out)
    assert after.analysis.segments == before.analysis.segments
    assert (after.analysis.language, after.name) == ("en", "Theirs")
    assert {record.theme_id: record.name for record in after.analysis.themes.themes}[theme] == "Mine"
    # What is private is that of this run, and not carried over from the one before.
    assert json.loads((out / "private" / "config.json").read_text("utf-8"))["study"]["name"] == "Theirs"
    assert (out / "private" / "inputs.json").stat().st_mode & 0o077 == 0
    assert str(tmp_path) not in "".join(
        path.read_text("utf-8", "replace") for path in out.rglob("*") if path.is_file() and "private" not in path.parts
    )
    (tmp_path / "voices").rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"voices does not exist"):
        make_again(after)


def test_what_cannot_be_made_again_says_why(study: Path, tmp_path: Path) -> None:
    shutil.copytree(study, tmp_path / "study")
    inputs = tmp_path / "study" / "private" / "inputs.json"
    data = json.loads(inputs.read_text("utf-8"))
    inputs.write_text(json.dumps({**data, "n_data_frames": 1}), encoding="utf-8")
    with pytest.raises(UsageError, match="data frames"):
        make_again(tmp_path / "study")
    inputs.unlink()
    with pytest.raises(OutputError, match=r"inputs\.json is missing"):
        make_again(tmp_path / "study")
    with pytest.raises(OutputError, match="not a study folder"):
        make_again(tmp_path)


@pytest.mark.parametrize("arguments", [["run"], ["run", "x", "--again", "y"], ["run", "--again", "y", "--themes", "3"]])
def test_run_needs_inputs_or_a_study_to_make_again(arguments: list[str]) -> None:
    assert isinstance(CliRunner().invoke(app, arguments).exception, UsageError)
