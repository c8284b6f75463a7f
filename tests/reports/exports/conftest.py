"""The hand-made study as a folder and as files of every target, and one whose every text is hostile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.exports.exported_study import ExportedStudy, export_all, hostile_study
from tests.reports.fake_study import FakeStudy
from voc.config import StudyConfig
from voc.schema import Pseudonym
from voc.study import write_archive, write_config, write_data
from voc.study.folder import MANIFEST


@pytest.fixture(scope="session")
def study_folder(german: FakeStudy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study folder with a key to its pseudonyms. Read only."""
    folder = tmp_path_factory.mktemp("study")
    key = (Pseudonym("name", "[Person 1]", "Erika Beispiel"), Pseudonym("email", "[email 1]", "erika@example.org"))
    write_data(replace(german.analysis, key=key), folder)
    write_archive(german.analysis, german.personas, folder)
    write_config(StudyConfig(), folder)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def files(study: FakeStudy) -> ExportedStudy:
    """The study exported in both languages of the report."""
    return export_all(study)


@pytest.fixture(scope="session")
def hostile() -> ExportedStudy:
    """The exported study whose every text is hostile."""
    return export_all(hostile_study())
