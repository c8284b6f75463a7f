"""What holds for every statement now: what the last run read, and over it what was decided since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from voc.decisions.codebook import UNSORTED, Codebook, SegmentDecision, code_id
from voc.decisions.statements import Recut, label_readings, label_tags, locate_decisions
from voc.schema import Analysis, Ints, Readings, Segmentation, Tags

LABEL_KEYS = ("sentiment", "emotion", "kind", "touchpoints", "theme", "small_talk")
"""Decisions that correct what was read, unlike a note or a mark."""


@dataclass(frozen=True, slots=True)
class Labels:
    """``decided`` are the decisions by position. ``theme`` int32 (n,) are positions in ``theme_ids``, −1 for none;
    ``theme_names`` has the name of each of these. ``further`` are positions of further touchpoints by statement."""

    decided: Mapping[int, SegmentDecision]
    readings: Readings
    tags: Tags
    theme: Ints
    theme_ids: tuple[str, ...]
    theme_names: tuple[str, ...]
    further: Mapping[int, tuple[int, ...]]

    def decided_keys(self, position: int) -> tuple[str, ...]:
        """What of a statement's labels the team has decided."""
        decision = self.decided.get(position)
        if decision is None:
            return ()
        # Small talk decides all others, and is taken back as one.
        return (
            ("small_talk",)
            if decision.small_talk
            else tuple(key for key in LABEL_KEYS if key in decision.model_fields_set)
        )


def label_study(analysis: Analysis, codebook: Codebook, before: Labels | None = None) -> Labels:
    """Apply the decisions about statements as the next run will.

    Args:
        analysis: of the last run.
        codebook: all decisions, those since the last run too.
        before: the labels before the last change of the codebook, for the same analysis: what has not changed is not
            worked out again.
    """
    # Statements are cut by runs only, so that here none is split or joined.
    cut = Recut(Segmentation(analysis.segments, (), 0), {}, ())
    decided = locate_decisions(analysis.segments, codebook.segments, cut).of
    tags, _ = label_tags(analysis.tags, analysis.segments, decided, analysis.taxonomy)
    further: dict[int, tuple[int, ...]] = {}
    for tag in tags.also:
        further[tag.segment] = (*further.get(tag.segment, ()), tag.touchpoint)
    names = {theme.theme_id: theme.name for theme in analysis.themes.themes}
    # Codes that no run has found yet can have been given by hand already.
    names |= {code_id(key): code.name or key for key, code in codebook.codes.items() if code_id(key) not in names}
    names |= {key: entry.name for key, entry in codebook.themes.items() if entry.name and key in names}
    return Labels(
        decided=decided,
        readings=_label_readings(analysis.readings, decided, before),
        tags=tags,
        theme=_label_themes(analysis.themes.assignment, tuple(names), decided, codebook),
        theme_ids=tuple(names),
        theme_names=tuple(names.values()),
        further=further,
    )


def _label_readings(base: Readings, decided: Mapping[int, SegmentDecision], before: Labels | None) -> Readings:
    if before is None:
        return label_readings(base, decided)
    nothing = SegmentDecision()
    # Fields are compared because comparing thousands of models takes longer than all the rest.
    changed = [
        row
        for row in {*before.decided, *decided}
        if vars(before.decided.get(row, nothing)) != vars(decided.get(row, nothing))
    ]
    part = Readings(**{name: getattr(base, name)[changed] for name in Readings.__slots__})
    part = label_readings(part, {place: decided[row] for place, row in enumerate(changed) if row in decided})
    columns = {name: getattr(before.readings, name).copy() for name in Readings.__slots__}
    for name, column in columns.items():
        column[changed] = getattr(part, name)
    return replace(base, **columns)


def _label_themes(
    assignment: Ints, theme_ids: tuple[str, ...], decided: Mapping[int, SegmentDecision], codebook: Codebook
) -> Ints:
    place = {theme_id: number for number, theme_id in enumerate(theme_ids)} | {UNSORTED: -1}
    themes = np.array(assignment, np.int32)
    for row, decision in decided.items():
        if decision.theme:
            # A theme that is gone: the decision is pending, and the statement is where the run put it.
            themes[row] = place.get(codebook.theme_id(decision.theme), themes[row])
    return themes
