"""Corrections become keys of voc.toml: comments stay, nothing invalid is written, and a run reads what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.errors import ConfigError, UsageError
from voc.ingest.folder import settings_for
from voc.tasks.settings import (
    add_word,
    change_settings,
    name_study,
    read_settings,
    set_columns,
    set_journey,
    set_names,
    set_roles,
    skip_file,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "voc.toml"


def test_comments_and_line_ends_are_kept(file: Path) -> None:
    file.write_bytes(b'# ours\r\n[study]\r\nname = "Old"  # why\r\n')
    name_study(file, "Größe & Preis")
    text = file.read_bytes().decode()
    assert text.startswith("# ours\r\n") and "# why" in text and read_settings(file).study.name == "Größe & Preis"


def test_a_file_that_does_not_exist_is_made_and_one_that_is_broken_stays(file: Path) -> None:
    assert read_settings(file).study.name == ""
    name_study(file, "New")
    file.write_text("[study\n")
    with pytest.raises(ConfigError):
        name_study(file, "x")
    assert file.read_text() == "[study\n"
    assert list(file.parent.iterdir()) == [file]


def test_nothing_invalid_is_written(file: Path) -> None:
    name_study(file, "New")
    before = file.read_bytes()
    with pytest.raises(ConfigError):
        change_settings(file, {("study", "langauge"): "de"})
    assert file.read_bytes() == before


def test_a_file_with_brackets_in_its_name_is_meant_literally(file: Path) -> None:
    skip_file(file, "a [1].csv")
    config = read_settings(file)
    assert settings_for("a [1].csv", config) is None and settings_for("a 1.csv", config) is not None
    skip_file(file, "a [1].csv", skip=False)
    assert settings_for("a [1].csv", read_settings(file)) is not None


def test_a_section_written_by_hand_is_used_again(file: Path) -> None:
    file.write_text('[files."talk.txt"]\nkind = "interview"\n')
    skip_file(file, "talk.txt")
    assert list(read_settings(file).files) == ["talk.txt"] and read_settings(file).files["talk.txt"].skip


def test_a_speaker_has_one_role(file: Path) -> None:
    set_roles(file, "t.txt", {"Anna": "other"})
    set_roles(file, "t.txt", {"Anna": "interviewer"})
    set_roles(file, "t.txt", {"Ben": "interviewer"})
    speakers = read_settings(file).files["t.txt"].speakers
    assert (speakers.interviewer, speakers.other) == (("Anna", "Ben"), ())
    with pytest.raises(UsageError):
        set_roles(file, "t.txt", {"Anna": "boss"})


def test_a_role_for_all_files_wins_over_those_of_single_files(file: Path) -> None:
    set_roles(file, "t.txt", {"I": "participant"})
    set_roles(file, "", {"I": "interviewer"})
    settings = settings_for("t.txt", read_settings(file))
    assert settings and settings.speakers.interviewer == ("I",) and settings.speakers.participant == ()


def test_columns_are_written_as_they_were_chosen(file: Path) -> None:
    uses = {
        "Q": "text",
        "Note": "rating",
        "NPS": "rating",
        "Datum": "date",
        "Ort": "attributes",
        "ID": "ignore",
        "-": "",
    }
    set_columns(file, "u.csv", uses, {"Note": (6, 1), "NPS": (0, 10.5)})
    columns = read_settings(file).files["u.csv"].columns
    assert (columns.text, columns.rating, columns.ratings) == (("Q",), "Note", ("NPS",))
    assert (columns.date, columns.attributes, columns.ignore) == ("Datum", ("Ort",), ("ID",))
    assert columns.scales == {"Note": (6, 1), "NPS": (0, 10.5)} and "Note = [6, 1]" in file.read_text()
    set_columns(file, "u.csv", {"Q": "text"}, {})
    columns = read_settings(file).files["u.csv"].columns
    assert columns.model_fields_set == {"text"}
    with pytest.raises(UsageError, match="Only one"):
        set_columns(file, "u.csv", {"A": "date", "B": "date"}, {})
    with pytest.raises(UsageError):
        set_columns(file, "u.csv", {"A": "colour"}, {})


def test_names_and_journey(file: Path) -> None:
    set_names(file, ["Anna", " Anna ", ""], ["Alma"])
    set_journey(file, "none")
    config = read_settings(file)
    assert (config.privacy.names, config.privacy.keep) == (("Anna",), ("Alma",)) and config.journey.taxonomy == "none"
    add_word(file, "Alma", is_name=True)
    assert read_settings(file).privacy.names == ("Anna", "Alma") and read_settings(file).privacy.keep == ()
    set_names(file, [], [])
    assert read_settings(file).privacy.names == ()
