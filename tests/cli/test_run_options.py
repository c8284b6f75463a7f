"""Options of `voc run` that override the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.cli.main import main
from voc.tasks.run import StudyRequest, resolve_config


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "voc.toml"
    path.write_text('[themes]\nnumber = 9\ndetail = "coarse"\n', encoding="utf-8")
    return path


def test_themes_and_detail_override_the_file(config_file: Path) -> None:
    config = resolve_config(StudyRequest((config_file.parent,), themes=12, detail="fine"), config_file)
    assert (config.themes.number, config.themes.detail) == (12, "fine")


def test_without_options_the_file_counts(config_file: Path) -> None:
    config = resolve_config(StudyRequest((config_file.parent,)), config_file)
    assert (config.themes.number, config.themes.detail) == (9, "coarse")


@pytest.mark.parametrize("option", [("--themes", "0"), ("--themes", "many"), ("--detail", "finest")])
def test_impossible_values_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: tuple[str, str]
) -> None:
    (tmp_path / "a.txt").write_text("We waited for the parcel.", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(tmp_path / "a.txt"), *option])
    assert stopped.value.code == 2
    assert option[0] in capsys.readouterr().err
