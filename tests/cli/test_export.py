"""`voc export` on the command line: a study of a real run, exported, shared and refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from voc.cli.main import app
from voc.errors import UsageError


def voc(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)], catch_exceptions=False)


def test_export_names_the_files_that_it_wrote(study: Path, tmp_path: Path) -> None:
    result = voc(study, "--to", "csv,mermaid", "--to", "stickies", "--out", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    again = voc(study, "--to", "csv,mermaid", "--out", tmp_path / "out")
    names = [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert "out/journey.mmd" in names and "out/stickies/miro.json" in names
    assert again.output.replace("\n", "").endswith("journey.mmd")


def test_export_for_sharing_lists_what_was_removed(study: Path, tmp_path: Path) -> None:
    result = voc(study, "--to", "csv", "--share", "public", "--out", tmp_path / "out")
    assert "personal data" in result.output.casefold()
    assert "Respondents are numbered anew" in result.output
    with (tmp_path / "out" / "csv" / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert not any(row["source"].startswith("talk_") or row["place"].startswith("row") for row in rows)


def test_export_refuses_a_target_that_does_not_exist(study: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xlsx, all"):
        voc(study, "--to", "keynote", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()
