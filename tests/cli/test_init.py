"""`voc init`: where it writes the file, and that it replaces none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from voc.cli.main import app
from voc.config import load_config
from voc.errors import OutputError
from voc.tasks.run import find_config

TALK = "I: Wie war es beim letzten Mal für Sie?\n\nB: Das Bezahlen hat viel zu lange gedauert, leider.\n\n" * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "talks"
    inputs.mkdir()
    (inputs / "a.txt").write_text(TALK, encoding="utf-8")
    return inputs


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["init", *map(str, arguments)])


def test_init_writes_into_the_first_folder_and_a_run_finds_it(folder: Path) -> None:
    result = invoke(folder)
    assert result.exit_code == 0, result.output
    assert "voc run" in result.output
    config = find_config([folder])
    assert config == folder / "voc.toml"
    assert load_config(config).files["a.txt"].kind == "interview"


def test_init_keeps_an_existing_file_unless_forced(folder: Path) -> None:
    file = folder / "voc.toml"
    file.write_text("# mine\n", encoding="utf-8")
    result = invoke(folder)
    assert isinstance(result.exception, OutputError)
    assert "--force" in str(result.exception)
    assert file.read_text("utf-8") == "# mine\n"
    assert invoke(folder, "--force", "--quiet").exit_code == 0
    assert file.read_text("utf-8") != "# mine\n"


def test_init_writes_to_out(folder: Path, tmp_path: Path) -> None:
    assert invoke(folder, "--out", tmp_path / "other.toml").exit_code == 0
    assert (tmp_path / "other.toml").is_file()
    assert not (folder / "voc.toml").exists()


def test_init_refuses_a_path_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    result = invoke(folder, "--out", tmp_path / "nowhere" / "voc.toml")
    assert isinstance(result.exception, OutputError)
