"""Moments of truth: touchpoints where trouble or delight goes along with a different overall rating.

This is a correlation and no cause: people who are angry anyway may name more troubles.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from voc.journey.feelings import RESAMPLES, person_means
from voc.numbers.proportions import LEVEL, Interval
from voc.schema import SENTIMENTS, STATEMENTS, Document, Moment, Readings, Segment, Tags, Taxonomy

FEWEST = 5
"""People that each side needs for an interval; with fewer, the bootstrap interval is too narrow."""
RATING = "rating"
"""The name of the overall rating in `Document.ratings`."""
MAX_RESAMPLED = 2_000
"""Values that are resampled. The mean of more is normally distributed, and drawing it as such is far cheaper."""
MAX_LEVELS = 30
"""With at most this many different values, the count of each is drawn instead of every single value."""
_DRAWS_IN_MEMORY = 4_000_000

Values = NDArray[np.float64]
"""One value per person, of shape (n,): ratings of 0–1 or polarities of −1…1."""
Side = Literal["trouble", "delight"]


def moments(
    segments: Sequence[Segment], documents: Sequence[Document], readings: Readings, tags: Tags, taxonomy: Taxonomy
) -> tuple[Moment, ...]:
    """Trouble and delight per touchpoint against all others who rated; where nobody rated, valleys and peaks.

    Trouble is a pain or any negative segment at the touchpoint, delight a positive one or praise. Sorted by touchpoint
    in the taxonomy's order, then by side; a touchpoint with fewer than `FEWEST` people on either side is left out.
    """
    ratings = _overall_ratings(segments, documents)
    people = {person: i for i, person in enumerate(ratings)}
    values = np.array(list(ratings.values()))
    spoken = [i for i, segment in enumerate(segments) if segment.respondent_id]
    everybody = _mean_polarities(segments, readings, spoken)
    sides: dict[Side, NDArray[np.bool_]] = {
        "trouble": _shows(readings, "negative", "pain"),
        "delight": _shows(readings, "positive", "praise"),
    }
    result: list[Moment | None] = []
    for position, touchpoint in enumerate(taxonomy.touchpoints):
        rows = [i for i in np.flatnonzero(tags.touchpoint == position).tolist() if segments[i].respondent_id]
        # With fewer ratings no touchpoint can have two sides, so the polarity of what people say is compared.
        if len(ratings) >= 2 * FEWEST:
            for side, shows_side in sides.items():
                with_side = np.zeros(len(values), dtype=bool)
                speakers = {segments[i].respondent_id for i in rows if shows_side[i]}
                with_side[[people[person] for person in speakers if person in people]] = True
                result.append(_rated_moment(touchpoint.touchpoint_id, side, values[with_side], values[~with_side]))
        elif rows:
            own = _mean_polarities(segments, readings, rows)
            result.append(_felt_moment(touchpoint.touchpoint_id, own, everybody))
    return tuple(moment for moment in result if moment)


def is_clear(moment: Moment) -> bool:
    """Whether the interval leaves out zero."""
    return moment.low > 0 or moment.high < 0


def _shows(readings: Readings, sentiment: str, statement: str) -> NDArray[np.bool_]:
    """Which segments have a sentiment or are a kind of statement: bool (n,)."""
    has_sentiment = readings.sentiment == SENTIMENTS.index(sentiment)
    return np.asarray(has_sentiment | (readings.statement == STATEMENTS.index(statement)))


def _overall_ratings(segments: Sequence[Segment], documents: Sequence[Document]) -> dict[str, float]:
    """The overall rating of each person who gave one, 0–1: the mean over their documents."""
    speakers = {segment.document_id: segment.respondent_id for segment in segments if segment.respondent_id}
    ratings: dict[str, list[float]] = defaultdict(list)
    for document in documents:
        person = speakers.get(document.document_id)
        if person and RATING in document.ratings:
            ratings[person].append(document.ratings[RATING])
    # Sorted before they are added: a sum of floats depends on the order, which must not depend on the order of files.
    return {person: sum(sorted(values)) / len(values) for person, values in sorted(ratings.items())}


def _rated_moment(touchpoint_id: str, side: Side, inside: Values, outside: Values) -> Moment | None:
    if min(len(inside), len(outside)) < FEWEST:
        return None
    interval = difference_interval(inside, outside)
    difference = float(inside.mean() - outside.mean())
    return Moment(touchpoint_id, side, len(inside), len(outside), difference, *interval, float(inside.std()))


def _felt_moment(touchpoint_id: str, own: Values, everybody: Values) -> Moment | None:
    if len(own) < FEWEST:
        return None
    difference = float(own.mean() - everybody.mean())
    interval = difference_interval(own, everybody)
    side: Literal["valley", "peak"] = "valley" if difference < 0 else "peak"
    return Moment(touchpoint_id, side, len(own), len(everybody), difference, *interval, float(own.std()))


def _mean_polarities(segments: Sequence[Segment], readings: Readings, rows: Sequence[int]) -> Values:
    means = person_means([segments[i].respondent_id for i in rows], readings.polarity[list(rows)].astype(np.float64))
    return np.array(list(means.values()))


def difference_interval(first: Values, second: Values, level: float = LEVEL) -> Interval:
    """Percentile bootstrap interval of ``mean(first) − mean(second)``, each side resampled on its own (Efron &
    Tibshirani 1993, ch. 8). The seed comes from the values, so that the same people give the same interval.

    `scipy.stats.bootstrap` would resample every value of a large group; `_resample_means` has a shortcut for those.

    >>> low, high = difference_interval(np.array([0.1, 0.2, 0.3]), np.array([0.8, 0.9, 1.0]))
    >>> -1 < low < -0.7 < high < 0
    True
    """
    # Adding 0.0 turns −0.0 into 0.0, whose bytes differ.
    values_1, values_2 = np.sort(first + 0.0), np.sort(second + 0.0)
    content = (np.round(values_1, 6) + 0.0).tobytes() + b"|" + (np.round(values_2, 6) + 0.0).tobytes()
    generator = np.random.default_rng(int.from_bytes(hashlib.sha256(content).digest()[:8], "big"))
    means_1, means_2 = _resample_means(values_1, generator), _resample_means(values_2, generator)
    low, high = np.quantile(means_1 - means_2, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def _resample_means(values: Values, generator: np.random.Generator) -> Values:
    """Means of `RESAMPLES` resamples, of shape (RESAMPLES,)."""
    n = len(values)
    if n > MAX_RESAMPLED:
        # The central limit theorem: means of many resamples of many values are normally distributed.
        return np.asarray(generator.normal(values.mean(), values.std() / np.sqrt(n), RESAMPLES))
    levels, counts = np.unique(values, return_counts=True)
    if len(levels) <= MAX_LEVELS < n:
        drawn = generator.multinomial(n, counts / n, size=RESAMPLES)
        return np.asarray((drawn * levels).sum(1) / n)
    step = max(1, _DRAWS_IN_MEMORY // n)
    blocks = [
        values[generator.integers(n, size=(min(step, RESAMPLES - start), n))].mean(1)
        for start in range(0, RESAMPLES, step)
    ]
    means: Values = np.concatenate(blocks)
    return means
