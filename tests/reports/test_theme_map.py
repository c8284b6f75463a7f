"""The drawn map of themes: every theme a link, labels that fit and do not overlap, a dot for each statement."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest

from reports.charts.geometry import LABEL, text_width
from reports.charts.theme_map import LINE, SIDE, draw_themes
from reports.view import build_view
from reports.view.themes import ThemeList
from voc.themes import with_map


@pytest.fixture
def themes(german) -> ThemeList:
    analysis, personas = german
    vectors = np.random.default_rng(3).normal(size=(len(analysis.segments), 16)).astype(np.float32)
    drawn = with_map(analysis.themes, analysis.segments, vectors)
    return build_view(replace(analysis, themes=drawn), personas).themes


def many(themes: ThemeList, names: list[str]) -> ThemeList:
    """As many themes as names, on a grid of discs."""
    side = int(np.ceil(len(names) ** 0.5))
    first = themes.themes[0]
    made = tuple(
        replace(
            first,
            name=name,
            anchor=f"theme-{n}",
            disc=((n % side + 0.5) / side, (n // side + 0.5) / side, 0.45 / side * (0.3 + 0.7 * (n % 3) / 2)),
        )
        for n, name in enumerate(names)
    )
    return replace(themes, themes=made)


def test_each_theme_is_a_disc_that_leads_to_it(themes):
    drawing = draw_themes(themes)
    assert drawing is not None
    assert [disc.anchor for disc in drawing.discs] == [theme.anchor for theme in themes.themes]
    assert all(disc.title.startswith(theme.name) for disc, theme in zip(drawing.discs, themes.themes, strict=True))


def test_each_sorted_statement_is_a_dot(themes, german):
    drawing = draw_themes(themes)
    assert drawing is not None
    dots = sum(len(re.findall("M", path)) for _, path in drawing.dots)
    assert dots == int((german[0].themes.assignment >= 0).sum()) > 0


@pytest.mark.parametrize("count", [4, 12, 40])
def test_labels_never_overlap_nor_leave_the_map(themes, count):
    names = [("Lieferzeit", "Rücksendung & Etikett", "Die App stürzt beim Speichern ab")[n % 3] for n in range(count)]
    drawing = draw_themes(many(themes, names))
    assert drawing is not None
    boxes = []
    for disc in drawing.discs:
        if not disc.lines:
            continue
        width = max(text_width(line, LABEL) for line in disc.lines)
        top = disc.label_y - 0.8 * LINE
        boxes.append((disc.label_x - width / 2, top, disc.label_x + width / 2, top + LINE * len(disc.lines)))
    assert boxes
    for a, b in itertools.combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
    assert all(box[0] >= -8 and box[2] <= SIDE + 8 and box[1] >= -8 and box[3] <= SIDE + 30 for box in boxes)


def test_without_a_map_nothing_is_drawn(german):
    analysis, personas = german
    bare = replace(
        analysis.themes, places=None, themes=tuple(replace(one, disc=None) for one in analysis.themes.themes)
    )
    assert draw_themes(build_view(replace(analysis, themes=bare), personas).themes) is None
