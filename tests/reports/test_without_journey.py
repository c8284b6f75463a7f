"""A study without a journey: themes lead, nothing is drawn along phases, and exports say what they leave out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reports import write_report
from reports.exports.export import ExportOptions, export_study
from reports.exports.targets import ALL, JOURNEY_TARGETS
from tests.reports.fake_study import FakeStudy
from voc.errors import UsageError
from voc.journey import NO_JOURNEY, load_taxonomy
from voc.schema import Analysis, JourneyFit, Tags
from voc.tasks.run import make_study


def without_journey(analysis: Analysis) -> Analysis:
    """The study as if no built-in journey had placed enough of it."""
    return replace(
        analysis,
        taxonomy=load_taxonomy(NO_JOURNEY),
        tags=Tags(np.full_like(analysis.tags.touchpoint, -1), analysis.tags.score),
        feelings=(),
        pain_points=tuple(replace(pain, touchpoint_id="", phase_id="") for pain in analysis.pain_points),
        journey_fit=JourneyFit(NO_JOURNEY, {"travel": 0.07, "software": 0.16}),
    )


@pytest.fixture(scope="module")
def folder(study: FakeStudy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interviews")
    write_report(without_journey(study.analysis), study.personas, folder)
    return folder


def test_themes_lead_the_report_and_no_curve_is_drawn(folder: Path, study: FakeStudy) -> None:
    page = (folder / "report.html").read_text("utf-8")
    sections = re.findall(r'<section id="([a-z]+)"', page)
    assert sections[:3] == ["glance", "themes", "pains"]
    assert "journey" not in sections
    assert 'class="curve' not in page
    glance = page[page.index('<section id="glance"') : page.index('<section id="themes"')]
    names = [theme.name for theme in study.analysis.themes.themes]
    assert sum(name in glance for name in names) >= min(5, len(names)) - 1
    # Why there is none, with the built-in journey that came closest.
    assert "Software" in glance
    assert "16" in glance


def test_no_map_and_no_diagram_of_an_empty_journey_is_written(folder: Path) -> None:
    assert not (folder / "workshop" / "maps").exists()
    assert not (folder / "workshop" / "journey.mmd").exists()
    assert (folder / "workshop" / "pain_points.csv").exists()


def test_exports_leave_out_what_needs_a_journey(inputs: Path, tmp_path: Path) -> None:
    result = make_study([inputs], tmp_path / "study", journey=NO_JOURNEY)
    assert not result.analysis.taxonomy.phases
    exported = export_study(result.out, ExportOptions((ALL,), tmp_path / "all"))
    assert any("has no journey" in note for note in exported.notes)
    assert not any(name.startswith(("maps/", "journey")) for name in exported.files)
    for target in sorted(JOURNEY_TARGETS):
        with pytest.raises(UsageError, match="voc run --journey"):
            export_study(result.out, ExportOptions((target,), tmp_path / target))
