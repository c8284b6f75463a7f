"""The drawn map of themes: every theme a link, labels that fit and do not overlap, a dot for each statement."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest

from reports.charts.geometry import LABEL, Box, text_width
from reports.charts.theme_map import LINE, SIDE, draw_themes
from reports.view import build_view
from reports.view.findings import ThemeOverview
from voc.schema import Analysis, Personas
from voc.themes import add_theme_map


@pytest.fixture(scope="module")
def themes(german: tuple[Analysis, Personas]) -> ThemeOverview:
    analysis, personas = german
    vectors = np.random.default_rng(3).normal(size=(len(analysis.segments), 16)).astype(np.float32)
    drawn = add_theme_map(analysis.themes, analysis.segments, vectors)
    return build_view(replace(analysis, themes=drawn), personas).themes


def many(themes: ThemeOverview, names: list[str]) -> ThemeOverview:
    """As many themes as names, on a grid of discs."""
    side = int(np.ceil(len(names) ** 0.5))
    first = themes.themes[0]
    many_themes = tuple(
        replace(
            first,
            name=name,
            anchor=f"theme-{n}",
            disc=((n % side + 0.5) / side, (n // side + 0.5) / side, 0.45 / side * (0.3 + 0.7 * (n % 3) / 2)),
        )
        for n, name in enumerate(names)
    )
    return replace(themes, themes=many_themes)


def test_each_theme_is_a_disc_that_leads_to_it(themes: ThemeOverview) -> None:
    drawing = draw_themes(themes)
    assert drawing is not None
    assert [disc.anchor for disc in drawing.discs] == [theme.anchor for theme in themes.themes]
    assert all(disc.title.startswith(theme.name) for disc, theme in zip(drawing.discs, themes.themes, strict=True))


def test_each_sorted_statement_is_a_dot(themes: ThemeOverview, german: tuple[Analysis, Personas]) -> None:
    drawing = draw_themes(themes)
    assert drawing is not None
    n_dots = sum(len(re.findall("M", path)) for _, path in drawing.dots)
    assert n_dots == int((german[0].themes.assignment >= 0).sum()) > 0


@pytest.mark.parametrize("count", [4, 12, 40])
def test_labels_never_overlap_nor_leave_the_map(themes: ThemeOverview, count: int) -> None:
    names = [("Lieferzeit", "Rücksendung & Etikett", "Die App stürzt beim Speichern ab")[n % 3] for n in range(count)]
    drawing = draw_themes(many(themes, names))
    assert drawing is not None
    boxes = []
    for disc in drawing.discs:
        if not disc.lines:
            continue
        width = max(text_width(line, LABEL) for line in disc.lines)
        top = disc.label_y - 0.8 * LINE
        boxes.append(Box(disc.label_x - width / 2, top, disc.label_x + width / 2, top + LINE * len(disc.lines)))
    assert boxes
    assert not [(a, b) for a, b in itertools.combinations(boxes, 2) if a.overlaps(b)]
    assert all(box.left >= -8 and box.right <= SIDE + 8 for box in boxes)
    assert all(box.top >= -8 and box.bottom <= SIDE + 30 for box in boxes)


def test_without_a_map_nothing_is_drawn(german: tuple[Analysis, Personas]) -> None:
    analysis, personas = german
    bare = replace(
        analysis.themes, places=None, themes=tuple(replace(theme, disc=None) for theme in analysis.themes.themes)
    )
    assert draw_themes(build_view(replace(analysis, themes=bare), personas).themes) is None
