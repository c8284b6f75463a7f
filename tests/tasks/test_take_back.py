"""What was decided can be taken back, alone or as a whole, and nothing else in the codebook changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voc.cli.main import app
from voc.decisions.codebook import load_codebook
from voc.errors import UsageError
from voc.study import Study, load
from voc.study.folder import CODEBOOK
from voc.tasks.take_back import take_back
from voc.tasks.theme import merge_themes, new_theme, pin_theme, rename_theme, unpin_theme


@pytest.fixture
def folder(study: Path, tmp_path: Path) -> Path:
    shutil.copytree(study, tmp_path / "study")
    return tmp_path / "study"


@pytest.fixture
def loaded(folder: Path) -> Study:
    return load(folder)


def test_one_decision_is_taken_back_and_others_stay(folder: Path, loaded: Study) -> None:
    first, second = (theme.theme_id for theme in loaded.analysis.themes.themes[:2])
    rename_theme(folder, first, "Eins")
    rename_theme(folder, second, "Zwei")
    merge_themes(folder, first, second)
    assert take_back(folder, first, ["merge_into"]) == ("merge_into",)
    codebook = load_codebook(folder / CODEBOOK)
    assert (codebook.themes[first].name, codebook.themes[first].merge_into) == ("Eins", "")
    # Anchors alone decide nothing, so that nothing is left of the entry.
    assert take_back(folder, first) == ("name",)
    assert first not in load_codebook(folder / CODEBOOK).themes
    assert load_codebook(folder / CODEBOOK).themes[second].name == "Zwei"


def test_the_codebook_is_as_before_when_everything_is_taken_back(folder: Path, loaded: Study) -> None:
    before = (folder / CODEBOOK).read_text("utf-8")
    theme_id = loaded.analysis.themes.themes[0].theme_id
    rename_theme(folder, theme_id, "Eins")
    result = CliRunner().invoke(app, ["codebook", "clear", str(folder), theme_id])
    assert result.exit_code == 0 and "name taken back" in result.output
    assert (folder / CODEBOOK).read_text("utf-8").strip() == before.strip()


def test_nothing_decided_is_an_error(folder: Path, loaded: Study) -> None:
    theme_id = loaded.analysis.themes.themes[0].theme_id
    rename_theme(folder, theme_id, "Eins")
    before = (folder / CODEBOOK).read_bytes()
    with pytest.raises(UsageError, match="nothing about drop is decided"):
        take_back(folder, theme_id, ["drop"])
    with pytest.raises(UsageError, match="nothing is decided"):
        take_back(folder, "t-0000000000")
    assert (folder / CODEBOOK).read_bytes() == before


def test_a_theme_of_ones_own_has_its_segments_until_it_is_taken_back(folder: Path, loaded: Study) -> None:
    chosen = [segment.segment_id for segment in loaded.analysis.segments[:3]]
    theme_id = new_theme(folder, "Eigenes", chosen)
    codebook = load_codebook(folder / CODEBOOK)
    texts = {segment.text for segment in loaded.analysis.segments[:3]}
    assert set(codebook.codes["Eigenes"].examples) <= texts and codebook.codes["Eigenes"].examples
    assert {codebook.segments[segment_id].theme for segment_id in chosen} == {theme_id}
    with pytest.raises(UsageError, match="already"):
        new_theme(folder, "eigenes", chosen)
    unpin_theme(folder, theme_id)
    codebook = load_codebook(folder / CODEBOOK)
    assert not codebook.codes and not codebook.segments


def test_a_theme_of_nothing_is_refused(folder: Path) -> None:
    for segments in ([], ["s-0000000000"]):
        with pytest.raises(UsageError, match="participants' segments"):
            new_theme(folder, "Eigenes", segments)
    assert not load_codebook(folder / CODEBOOK).codes


def test_unpin_only_what_is_pinned(folder: Path, loaded: Study) -> None:
    first, second = (theme.theme_id for theme in loaded.analysis.themes.themes[:2])
    pin_theme(folder, first)
    with pytest.raises(UsageError, match="not pinned"):
        unpin_theme(folder, second)
    assert unpin_theme(folder, first) == first
    assert not load_codebook(folder / CODEBOOK).codes
