"""`voc history`: edits are listed, undone and made again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from voc.cli.main import app
from voc.decisions.codebook import load_codebook
from voc.errors import OutputError, UsageError
from voc.study import load
from voc.study.folder import DECISIONS, files_to_share


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def decided(study: Path, tmp_path: Path) -> Path:
    shutil.copytree(study, tmp_path / "study")
    return tmp_path / "study"


def test_history_is_listed_undone_and_made_again(decided: Path) -> None:
    theme = load(decided).analysis.themes.themes[0].theme_id
    assert invoke("history", decided).output == ""
    invoke("theme", "rename", decided, theme, "Ours")
    assert "Ours" in invoke("history", decided).output
    output = invoke("history", decided, "--undo").output
    assert "undone" in output
    assert "voc run" in output
    assert load_codebook(decided / "codebook.toml").themes == {}
    invoke("history", decided, "--redo")
    assert load_codebook(decided / "codebook.toml").themes[theme].name == "Ours"
    data = json.loads(invoke("history", decided, "--json").output)
    assert [edit["undoes"] for edit in data["edits"]] == [None, 0, None]
    assert data["next_undo"]["number"] == 0
    assert data["next_redo"] is None
    assert not DECISIONS & {name for name, _ in files_to_share(decided)}


def test_history_refuses_both_at_once_and_folders_that_are_no_study(decided: Path) -> None:
    assert isinstance(invoke("history", decided, "--undo", "--redo").exception, UsageError)
    assert isinstance(invoke("history", decided, "--undo").exception, UsageError)
    assert isinstance(invoke("history", decided / "data").exception, OutputError)
