"""A public copy is not written while a word that looks like somebody's name is in any of its files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reports.exports import ExportOptions, export_study
from reports.exports.publishing import own_texts
from reports.exports.targets import TARGETS, load_target, uninstalled_extras
from tests.reports.fake_study import FakeStudy
from voc.errors import VerifyError
from voc.privacy.name_like import find_name_like
from voc.study import load, write_archive
from voc.study.folder import KEPT

NAME = "Priya"
FORMATS = sorted(set(TARGETS) - {"png", "profiles"})
"""All but pictures of pixels, and pages of single people, which a public copy does not have."""


def leaking_study(study: FakeStudy) -> FakeStudy:
    """The study with somebody's name where nothing is blacked out: in the team's own journey, and in a theme."""
    analysis, personas = study
    places = tuple(
        replace(place, names=dict.fromkeys(place.names, f"{NAME} im Kundendienst"))
        if place.touchpoint_id == "app"
        else place
        for place in analysis.taxonomy.touchpoints
    )
    themes = tuple(replace(theme, name=f"Anruf bei {NAME} Patel") for theme in analysis.themes.themes)
    pains = tuple(replace(pain, title=f"{NAME} Patel ruft nicht zurück") for pain in analysis.pain_points)
    analysis = replace(
        analysis,
        taxonomy=replace(analysis.taxonomy, touchpoints=places),
        themes=replace(analysis.themes, themes=themes),
        pain_points=pains,
    )
    return analysis, personas  # type: ignore[return-value]


def names_in(study: FakeStudy, target: str) -> dict[str, tuple[tuple[str, str], ...]]:
    if target in uninstalled_extras():
        pytest.skip(f"the extra of the target {target} is not installed")
    files = sorted(load_target(target)(*study).items())
    return {row.word: row.places for row in find_name_like(files, own=own_texts("de"))}


@pytest.mark.parametrize("target", FORMATS)
def test_a_name_is_found_in_every_format_with_its_place(german: FakeStudy, target: str) -> None:
    leaks = {word: places for word, places in names_in(leaking_study(german), target).items() if NAME in word}
    assert leaks
    assert all(place for places in leaks.values() for _, place in places)


@pytest.mark.parametrize("target", FORMATS)
def test_a_study_without_names_is_clean_in_every_format(german: FakeStudy, target: str) -> None:
    assert names_in(german, target) == {}


@pytest.fixture
def journey_study(study_folder: Path, tmp_path: Path) -> Path:
    """A study whose own journey names somebody."""
    folder = tmp_path / "study"
    shutil.copytree(study_folder, folder)
    study = load(folder)
    analysis, _ = leaking_study((study.analysis, study.personas))  # type: ignore[arg-type]
    write_archive(replace(study.analysis, taxonomy=analysis.taxonomy), study.personas, folder)
    return folder


def publish(folder: Path, config: str = "") -> tuple[str, ...]:
    file = folder.parent / "voc.toml"
    file.write_text(config, encoding="utf-8")
    out = folder.parent / "out"
    return export_study(folder, ExportOptions(("csv", "xlsx"), out, share="public", config=file)).files


def test_nothing_is_written_while_a_word_is_not_settled(journey_study: Path) -> None:
    with pytest.raises(VerifyError) as refusal:
        publish(journey_study)
    assert not (journey_study.parent / "out").exists()
    message = str(refusal.value)
    assert "csv/touchpoints.csv (row " in message
    assert "1 word looks like" in message
    assert f'names = ["{NAME}' in message


def test_a_word_to_keep_settles_it(journey_study: Path) -> None:
    assert publish(journey_study, f'[privacy]\nkeep = ["{NAME}"]')


def test_a_word_that_the_study_uses_as_none_is_settled(journey_study: Path) -> None:
    (journey_study / KEPT).write_text(f"{NAME}\n", encoding="utf-8")
    assert publish(journey_study)


def test_a_name_to_hide_must_be_changed_where_nothing_is_replaced(journey_study: Path) -> None:
    with pytest.raises(VerifyError, match=r"csv/touchpoints\.csv, row .*entry 1") as refusal:
        publish(journey_study, f'[privacy]\nnames = ["{NAME}"]')
    assert "journey" in str(refusal.value)


def test_a_name_to_hide_is_blacked_out_where_people_speak(study_folder: Path, tmp_path: Path) -> None:
    word = next(
        word for word in load(study_folder).analysis.segments[0].text.split() if word.isalpha() and len(word) > 5
    )
    folder = tmp_path / "study"
    shutil.copytree(study_folder, folder)
    files = publish(folder, f'[privacy]\nnames = ["{word}"]')
    assert not [file for file in files if word.encode() in (tmp_path / "out" / file).read_bytes()]


def test_a_team_copy_is_not_read_again(journey_study: Path) -> None:
    assert export_study(journey_study, ExportOptions(("csv",), journey_study.parent / "out", share="team")).files
