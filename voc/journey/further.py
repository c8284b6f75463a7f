"""Further touchpoints of a segment: "the seat was narrow and the crew rude" counts at both.

A second touchpoint is harder to be sure of than the first, so it needs words of its own: cues that rest on other words
of the text than the cues of the touchpoints that the segment has already. A cue that the journey lists is enough where
the evidence lies above the middle; words of a description need more, and evidence nearly as high as the best one's.
These limits were set on the rows of several categories of semeval2014_rest, acos, sentihood and m_absa hotel
(benchmarks/journey.py measures two other sets).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.journey.evidence import NAMED_CUE, EvidenceModel
from voc.schema import Floats, FurtherTag, Ints, Tags

MOST = 2
"""Further touchpoints of a segment."""
ABOVE = 0.05
"""Evidence above the middle, of the segment alone, that words of a description need."""
BEHIND = 0.1
"""How far their evidence may lie behind that of the best touchpoint."""
DESCRIBED = 1.0
"""Weight of the words of a description that are enough together."""


def further_tags(
    model: EvidenceModel, said: Sequence[tuple[str, str]], evidence: Floats, first: Ints, slope: float
) -> tuple[FurtherTag, ...]:
    """What else n texts speak of.

    Args:
        model: the journey's.
        said: n pairs of text and language (ISO 639-1 or "").
        evidence: float32 (n, touchpoints), of each text alone.
        first: int32 (n,), the touchpoint each text has already, −1 for none: then it gets no other one.
        slope: of the logistic curve that turns evidence above the middle into a score.
    """
    likely = (evidence >= model.middle) & (first >= 0)[:, None]
    likely &= np.arange(evidence.shape[1])[None, :] != first[:, None]
    close = (evidence >= model.middle + ABOVE) & (evidence >= evidence.max(axis=1, keepdims=True) - BEHIND)
    tags = []
    for row in np.flatnonzero(likely.any(axis=1)).tolist():
        places = model.matcher.places(*said[row])
        taken = {place for cue, own in places.items() if model.cue_owner[cue] == first[row] for place in own}
        found = 0
        for touchpoint in np.argsort(-evidence[row], kind="stable").tolist():
            cues = [cue for cue in sorted(places) if model.cue_owner[cue] == touchpoint and not places[cue] & taken]
            needed = DESCRIBED if close[row, touchpoint] else NAMED_CUE
            if likely[row, touchpoint] and found < MOST and sum(model.cue_weight[cues].tolist()) >= needed:
                score = 1.0 / (1.0 + np.exp(-slope * float(evidence[row, touchpoint] - model.middle)))
                tags.append(FurtherTag(row, touchpoint, round(float(score), 6)))
                taken |= {place for cue in cues for place in places[cue]}
                found += 1
    return tuple(tags)


def rows_at(tags: Tags, touchpoints: Collection[int]) -> NDArray[np.intp]:
    """Positions of the segments that speak of any of these touchpoints, in order, each once."""
    first = np.isin(tags.touchpoint, list(touchpoints))
    first[[one.segment for one in tags.also if one.touchpoint in touchpoints]] = True
    return np.flatnonzero(first)


def part_of(tags: Tags, rows: NDArray[np.intp]) -> Tags:
    """The tags of some segments, counted anew in the order of `rows`, each of which stands there once."""
    new = {int(row): position for position, row in enumerate(rows)}
    also = [FurtherTag(new[one.segment], one.touchpoint, one.score) for one in tags.also if one.segment in new]
    return Tags(tags.touchpoint[rows], tags.score[rows], tuple(sorted(also, key=lambda one: one.segment)))
