"""Theme ids across runs: a theme that is still the same matter keeps the id that it had in the study before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voc.schema import Segment, Themes, stable_id

SAME = 0.5
"""Two themes are one matter when of the segments that both runs know, in either of them, at least this share is in
both (Jaccard index). Above one half no theme can be the same as two others."""


def inherit(themes: Themes, segments: Sequence[Segment], before: Mapping[str, str]) -> Themes:
    """Give themes the ids that they had before.

    Args:
        themes: as found, aligned with ``segments``.
        segments: n segments.
        before: the theme id of each segment of the run before, by segment id; unsorted ones are absent.

    Returns:
        the same themes; an id that another theme inherits is replaced.
    """
    if not before or not themes.themes:
        return themes
    now = {
        segment.segment_id: int(theme) for segment, theme in zip(segments, themes.assignment, strict=True) if theme >= 0
    }
    known = {segment.segment_id for segment in segments}
    old = Counter(theme for segment, theme in before.items() if segment in known)
    # Segments that are new to the study say nothing about what was there before.
    new = Counter(theme for segment, theme in now.items() if segment in before)
    both = Counter((before[segment], theme) for segment, theme in now.items() if segment in before)
    inherited = {theme: name for (name, theme), n in sorted(both.items()) if n / (old[name] + new[theme] - n) > SAME}
    taken = set(inherited.values())
    ids = []
    for place, theme in enumerate(themes.themes):
        own = theme.theme_id if theme.theme_id not in taken else stable_id("t", theme.theme_id, "beside the one before")
        ids.append(inherited.get(place, own))
    named = tuple(replace(theme, theme_id=one) for theme, one in zip(themes.themes, ids, strict=True))
    return replace(themes, themes=named)
