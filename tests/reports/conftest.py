"""The hand-made study, once a session, and the report that was written from it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from reports import write_report
from tests.reports.fake_study import FakeStudy, fake_study
from voc.schema import Analysis


class WrittenStudy(NamedTuple):
    """An analysis and the folder with its report and workshop files."""

    analysis: Analysis
    folder: Path


@pytest.fixture(scope="session", params=["de", "en"])
def study(request: pytest.FixtureRequest) -> FakeStudy:
    """The study in both languages of the report."""
    return fake_study(request.param)


@pytest.fixture(scope="session")
def german() -> FakeStudy:
    """The study in German."""
    return fake_study("de")


@pytest.fixture(scope="session")
def written(study: FakeStudy, tmp_path_factory: pytest.TempPathFactory) -> WrittenStudy:
    """The study in both languages, written to a folder."""
    folder = tmp_path_factory.mktemp("study")
    write_report(*study, folder)
    return WrittenStudy(study.analysis, folder)
