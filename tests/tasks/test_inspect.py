"""The details of an inspection: speakers and columns in the words of the files, for correcting them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voc.config import parse_config
from voc.tasks.inspect import inspect_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [f"{n % 5 + 1};Berlin;The parcel number {n} came much too late for me." for n in range(12)]
    (tmp_path / "survey.csv").write_text("Rating;City;What went wrong?\n" + "\n".join(rows), "utf-8")
    talk = "I: How was it?\nAnna Kowalska: It was slow, and nobody answered the phone.\n" * 4
    (tmp_path / "a talk.txt").write_text(talk, "utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path


def test_details_are_in_the_files_own_words_and_aligned(folder: Path) -> None:
    inspection = inspect_inputs([folder], details=True)
    assert [file.path for file in inspection.files] == ["a talk.txt", "photo.png", "survey.csv"]
    assert len(inspection.sources) == len(inspection.files)
    talk, photo, survey = inspection.files
    roles = {speaker.label: (speaker.role, speaker.n_turns) for speaker in talk.speakers}
    assert roles == {"I": ("interviewer", 4), "Anna Kowalska": ("participant", 4)}
    reasons = {speaker.label: speaker.reason for speaker in talk.speakers}
    assert reasons["I"] == "label" and talk.speakers[0].sample
    assert (photo.speakers, photo.columns) == ((), ())
    uses = {column.name: column.use for column in survey.columns}
    assert uses["What went wrong?"] == "text" and uses["Rating"] == "rating"
    assert survey.columns[0].samples == ("1", "2", "3")


def test_details_follow_what_was_corrected(folder: Path) -> None:
    columns = {"text": ["What went wrong?"], "ratings": ["Rating"], "scales": {"Rating": [5, 1]}, "ignore": ["City"]}
    config = parse_config({"files": {"survey.csv": {"columns": columns}}})
    survey = inspect_inputs([folder], config, details=True).files[2]
    assert {column.name: column.use for column in survey.columns}["City"] == "ignore"
    assert survey.columns[0].scale == (5, 1)


def test_what_is_printed_names_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from voc.cli.inspect import inspect

    inspect([folder], as_json=True)
    printed = capsys.readouterr().out
    assert json.loads(printed)["respondents"] == 13 and "Kowalska" not in printed
    assert inspect_inputs([folder]).files == ()
