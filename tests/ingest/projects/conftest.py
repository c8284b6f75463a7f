"""The hand-made study of the reports' tests, in both languages."""

from __future__ import annotations

import pytest

from tests.reports.fake_study import fake_analysis, fake_personas
from voc.schema import Analysis, Language, Personas


@pytest.fixture(scope="session", params=["de", "en"])
def study(request: pytest.FixtureRequest) -> tuple[Analysis, Personas]:
    """An analysis and its personas."""
    language: Language = request.param
    analysis = fake_analysis(language)
    return analysis, fake_personas(analysis)
