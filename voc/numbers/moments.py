"""Moments of truth: touchpoints where trouble or delight goes along with rating the whole otherwise.

This tells what occurs together, not what causes what: people who are angry anyway may name more troubles.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from voc.journey.feelings import RESAMPLES, person_means
from voc.schema import SENTIMENTS, STATEMENTS, Document, Moment, Readings, Segment, Tags, Taxonomy

FEWEST = 5
"""People that a side needs for an interval; the bootstrap is too narrow below."""
RATING = "rating"
"""The name of the overall rating in `Document.ratings`."""

_BLOCK = 4_000_000
_MANY = 2000
_FEW_LEVELS = 30
_Values = NDArray[np.float64]


def moments(
    segments: Sequence[Segment], documents: Sequence[Document], readings: Readings, tags: Tags, taxonomy: Taxonomy
) -> tuple[Moment, ...]:
    """Trouble and delight per touchpoint against all others who rated; where nobody rated, valleys and peaks.

    Trouble is a negative pain or any negative segment at the touchpoint, delight a positive one. Sorted by touchpoint
    in the taxonomy's order, then by side; a touchpoint with fewer than FEWEST people on either side is left out.
    """
    ratings = _ratings(segments, documents)
    positions = {person: i for i, person in enumerate(ratings)}
    values = np.array(list(ratings.values()))
    everybody = _polarities(segments, readings, [i for i, one in enumerate(segments) if one.respondent_id])
    found = []
    for position, touchpoint in enumerate(taxonomy.touchpoints):
        rows = [i for i in np.flatnonzero(tags.touchpoint == position).tolist() if segments[i].respondent_id]
        if len(ratings) >= 2 * FEWEST:
            sides: tuple[tuple[Literal["trouble", "delight"], Callable[[Readings, int], bool]], ...]
            sides = (("trouble", _is_trouble), ("delight", _is_delight))
            for side, shows in sides:
                who = {segments[i].respondent_id for i in rows if shows(readings, i)}
                among = np.zeros(len(values), dtype=bool)
                among[[positions[person] for person in who if person in positions]] = True
                moment = _rated(touchpoint.touchpoint_id, side, values[among], values[~among])
                found += [moment] if moment else []
        elif rows:
            moment = _felt(touchpoint.touchpoint_id, _polarities(segments, readings, rows), everybody)
            found += [moment] if moment else []
    return tuple(found)


def is_clear(moment: Moment) -> bool:
    """Whether the interval leaves out zero."""
    return moment.low > 0 or moment.high < 0


def _is_trouble(readings: Readings, row: int) -> bool:
    return SENTIMENTS[int(readings.sentiment[row])] == "negative" or STATEMENTS[int(readings.statement[row])] == "pain"


def _is_delight(readings: Readings, row: int) -> bool:
    return (
        SENTIMENTS[int(readings.sentiment[row])] == "positive" or STATEMENTS[int(readings.statement[row])] == "praise"
    )


def _ratings(segments: Sequence[Segment], documents: Sequence[Document]) -> dict[str, float]:
    """The overall rating of each person who gave one, 0–1: the mean over their documents."""
    speakers = {segment.document_id: segment.respondent_id for segment in segments if segment.respondent_id}
    given: dict[str, list[float]] = defaultdict(list)
    for document in documents:
        person = speakers.get(document.document_id)
        if person and RATING in document.ratings:
            given[person].append(document.ratings[RATING])
    return {person: sum(sorted(values)) / len(values) for person, values in sorted(given.items())}


def _rated(touchpoint_id: str, side: Literal["trouble", "delight"], inside: _Values, outside: _Values) -> Moment | None:
    if min(len(inside), len(outside)) < FEWEST:
        return None
    low, high = difference_interval(inside, outside)
    difference = float(inside.mean() - outside.mean())
    return Moment(touchpoint_id, side, len(inside), len(outside), difference, low, high, float(inside.std()))


def _felt(touchpoint_id: str, own: _Values, everybody: _Values) -> Moment | None:
    if len(own) < FEWEST:
        return None
    difference = float(own.mean() - everybody.mean())
    low, high = difference_interval(own, everybody)
    side: Literal["valley", "peak"] = "valley" if difference < 0 else "peak"
    return Moment(touchpoint_id, side, len(own), len(everybody), difference, low, high, float(own.std()))


def _polarities(segments: Sequence[Segment], readings: Readings, rows: Sequence[int]) -> _Values:
    means = person_means([segments[i].respondent_id for i in rows], readings.polarity[list(rows)].astype(np.float64))
    return np.array(list(means.values()))


def difference_interval(first: _Values, second: _Values, level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of ``mean(first) − mean(second)``, people of each resampled on their own (Efron &
    Tibshirani 1993, ch. 8); the seed comes from the values.

    >>> low, high = difference_interval(np.array([0.1, 0.2, 0.3]), np.array([0.8, 0.9, 1.0]))
    >>> -1 < low < -0.7 < high < 0
    True
    """
    one, two = np.sort(first + 0.0), np.sort(second + 0.0)
    content = (np.round(one, 6) + 0.0).tobytes() + b"|" + (np.round(two, 6) + 0.0).tobytes()
    generator = np.random.default_rng(int.from_bytes(hashlib.sha256(content).digest()[:8], "big"))
    means = [_resampled(one, generator), _resampled(two, generator)]
    low, high = np.quantile(means[0] - means[1], [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _resampled(values: _Values, generator: np.random.Generator) -> _Values:
    """Means of RESAMPLES resamples; of many values as the central limit theorem has them, which is far cheaper. Of
    ratings with few levels, how often each level comes is drawn, which gives the same means."""
    if len(values) > _MANY:
        return np.asarray(generator.normal(values.mean(), values.std() / np.sqrt(len(values)), RESAMPLES))
    levels, counts = np.unique(values, return_counts=True)
    if len(levels) <= _FEW_LEVELS < len(values):
        drawn = generator.multinomial(len(values), counts / len(values), size=RESAMPLES)
        return np.asarray((drawn * levels).sum(1) / len(values))
    step = max(1, _BLOCK // len(values))
    blocks = [
        values[generator.integers(len(values), size=(min(step, RESAMPLES - done), len(values)))].mean(1)
        for done in range(0, RESAMPLES, step)
    ]
    found: _Values = np.concatenate(blocks)
    return found
