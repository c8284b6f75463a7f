"""Which built-in journey a study is about, if any: the one that places clearly many of its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.evidence import Encode
from voc.journey.tagging import Tagger
from voc.journey.taxonomy import BUILT_IN, DEFAULT_JOURNEY, NO_JOURNEY, load_taxonomy
from voc.schema import Floats, Ints, JourneyFit, Segment, Tags

VARIANTS = ("four_phases", "three_phases")
"""Built-in journeys with the touchpoints of five_phases, which would place the same statements."""


@dataclass(frozen=True, slots=True)
class FittingThresholds:
    """When a built-in journey fits a study.

    `python -m benchmarks.fitting_journey` shows what these numbers choose for each labelled set and each real study.
    """

    min_share: float = 0.25
    """The journey must place at least this share of the statements, or its curve would be drawn on the few words that
    happen to name a contact: everyday interviews reach .02 to .16, studies of a shop or a trip .3 to .98."""
    min_spread: float = 5.0
    """The statements must spread over as many touchpoints (the exponential of the entropy of their shares): a course
    that is all "training" or a restaurant that is all "meal" has no journey."""
    min_statements: int = 50
    """A share of fewer statements says little; such a study keeps the default journey."""
    max_statements: int = 800
    """Journeys are compared on a sample of at most about this many statements, to keep the run short."""


@dataclass(frozen=True, slots=True)
class SuggestionThresholds:
    """When a journey is suggested instead of the one that the team named."""

    max_assigned: float = 0.5
    """Nothing is suggested if the study's own journey gives at least this share of segments a touchpoint."""
    min_ratio: float = 1.25
    """The other journey must assign this many times as many segments."""
    min_difference: float = 0.05
    """It must also assign more by this share of all segments, since 2 % instead of 1 % would help nobody."""


DEFAULT_FITTING = FittingThresholds()
DEFAULT_SUGGESTION = SuggestionThresholds()


def fit_journey(
    segments: Sequence[Segment],
    embeddings: Floats,
    encode: Encode,
    thresholds: FittingThresholds = DEFAULT_FITTING,
) -> JourneyFit:
    """The built-in journey that places most statements, or `NO_JOURNEY` if none places enough at enough touchpoints.

    Args:
        segments: n segments of participants.
        embeddings: float32 (n, d), rows of length one, from the encoder behind ``encode``.
        encode: maps texts to float32 rows of length one.
        thresholds: when a journey fits.
    """
    if len(segments) < thresholds.min_statements:
        return JourneyFit(DEFAULT_JOURNEY)
    rows = _sample(segments, thresholds)
    sample, vectors = [segments[row] for row in rows], embeddings[rows]
    shares: dict[str, float] = {}
    fitting: list[tuple[float, str]] = []
    for name in BUILT_IN:
        if name in VARIANTS:
            continue
        touchpoints = _place(name, sample, vectors, encode)
        shares[name] = _share(touchpoints)
        if shares[name] >= thresholds.min_share and _spread(touchpoints) >= thresholds.min_spread:
            fitting.append((shares[name], name))
    # Of two journeys with the same share the first one in the list wins: the default is the most general.
    best = max(fitting, key=lambda entry: entry[0], default=(0.0, NO_JOURNEY))
    return JourneyFit(best[1], shares)


def suggest_journey(
    segments: Sequence[Segment],
    embeddings: Floats,
    tags: Tags,
    tagger: Tagger,
    thresholds: SuggestionThresholds = DEFAULT_SUGGESTION,
) -> JourneyFit | None:
    """The built-in journey that gives clearly more segments a touchpoint than ``tags``, or None.

    ``tagger`` is that of the study's own journey; its encoder tags the others.
    """
    assigned = _share(tags.touchpoint) if len(segments) else 1.0
    if assigned >= thresholds.max_assigned:
        return None
    rows = _sample(segments, DEFAULT_FITTING)
    sample, vectors = [segments[row] for row in rows], embeddings[rows]
    shares = {
        name: _share(_place(name, sample, vectors, tagger.encode))
        for name in BUILT_IN
        if name not in VARIANTS and load_taxonomy(name).taxonomy_id != tagger.taxonomy.taxonomy_id
    }
    name = max(shares, key=lambda key: shares[key])
    needed = max(thresholds.min_ratio * assigned, assigned + thresholds.min_difference)
    return JourneyFit(name, shares) if shares[name] >= needed else None


def _sample(segments: Sequence[Segment], thresholds: FittingThresholds) -> list[int]:
    """Every k-th segment by id: a sample that does not depend on the order of files."""
    step = max(1, -(-len(segments) // thresholds.max_statements))
    return sorted(range(len(segments)), key=lambda row: segments[row].segment_id)[::step]


def _place(name: str, segments: Sequence[Segment], embeddings: Floats, encode: Encode) -> Ints:
    return Tagger.build(load_taxonomy(name), encode).tag_study(segments, embeddings).tags.touchpoint


def _share(touchpoints: Ints) -> float:
    return round(float((touchpoints >= 0).mean()), 3)


def _spread(touchpoints: Ints) -> float:
    """The number of touchpoints that would be as spread out if all were named equally often; 0 without any."""
    counts = np.unique(touchpoints[touchpoints >= 0], return_counts=True)[1]
    if not len(counts):
        return 0.0
    shares = counts / counts.sum()
    return float(np.exp(-(shares * np.log(shares)).sum()))
