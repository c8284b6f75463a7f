"""Options of `voc run` that stand above the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.cli.main import main
from voc.tasks.run import StudyRequest, resolve_config


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "voc.toml"
    written.write_text('[themes]\nnumber = 9\ndetail = "coarse"\n', encoding="utf-8")
    return written


def test_themes_and_detail_stand_above_the_file(file: Path) -> None:
    config = resolve_config(StudyRequest((file.parent,), themes=12, detail="fine"), file)
    assert (config.themes.number, config.themes.detail) == (12, "fine")


def test_without_them_the_file_counts(file: Path) -> None:
    config = resolve_config(StudyRequest((file.parent,)), file)
    assert (config.themes.number, config.themes.detail) == (9, "coarse")


@pytest.mark.parametrize("wrong", [("--themes", "0"), ("--themes", "many"), ("--detail", "finest")])
def test_impossible_values_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, wrong: tuple[str, str]
) -> None:
    (tmp_path / "a.txt").write_text("We waited for the parcel.", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(tmp_path / "a.txt"), *wrong])
    assert stopped.value.code == 2
    assert wrong[0] in capsys.readouterr().err
