"""Groups of themes: headings in the report and a column in data/themes.csv; neither where there are few themes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.html.report import render_html
from reports.view import build_view
from tests.reports.fake_study import FakeStudy
from voc.study.tables import themes as theme_table


@pytest.fixture(scope="module")
def in_groups(german: FakeStudy):
    analysis, personas = german
    named = [
        replace(theme, group="Rückgabe & Beratung" if number % 2 else "Größen")
        for number, theme in enumerate(analysis.themes.themes)
    ]
    return replace(analysis, themes=replace(analysis.themes, themes=tuple(named))), personas


def test_every_theme_stands_once_in_its_group(in_groups) -> None:
    listed = build_view(*in_groups).themes
    assert {group.name for group in listed.groups} == {"Rückgabe & Beratung", "Größen"}
    inside = [theme.theme_id for group in listed.groups for theme in group.themes]
    assert sorted(inside) == sorted(theme.theme_id for theme in listed.themes)
    assert all(theme.group == group.name for group in listed.groups for theme in group.themes)


def test_a_group_counts_people_once(in_groups) -> None:
    for group in build_view(*in_groups).themes.groups:
        assert max(theme.people for theme in group.themes) <= group.people
        assert group.people <= min(18, sum(theme.people for theme in group.themes))


def test_report_has_a_heading_for_each_group_and_none_without(in_groups, german: FakeStudy) -> None:
    page = render_html(build_view(*in_groups))
    assert page.count("<h4>Rückgabe &amp; Beratung <span") == 1
    assert page.count("<h4>Größen <span") == 1
    assert build_view(*german).themes.groups[0].name == ""
    assert page.count('<div class="themes">') == 2


def test_table_names_the_group(in_groups, german: FakeStudy) -> None:
    assert theme_table(in_groups[0]).as_frame()["group"].tolist()[:2] == ["Größen", "Rückgabe & Beratung"]
    assert set(theme_table(german[0]).as_frame()["group"]) == {""}
