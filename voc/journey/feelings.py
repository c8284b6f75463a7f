"""What people feel in each phase and at each touchpoint, for everybody and for groups; people count, not mentions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from voc.journey.tagging import segments_at, select_tags
from voc.schema import (
    EMOTIONS,
    MIN_PEOPLE,
    SENTIMENTS,
    STATEMENTS,
    Feeling,
    Readings,
    Respondent,
    Segment,
    Tags,
    Taxonomy,
)

SOURCE_KIND = "source_kind"
"""The attribute that every segment has: interview, survey or review."""
MAX_VALUES = 12
"""An attribute with more values than this (an age in years, a free text) makes groups too small to compare."""
RESAMPLES = 2000
"""Bootstrap resamples; the ends of a 95 % interval are then quantiles of fifty draws each."""
READABLE = (30, 240)
"""A verbatim of this many characters can be shown; shorter ones say little, longer ones do not fit a card."""

_NEGATIVE, _POSITIVE = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
_PAIN, _PRAISE = STATEMENTS.index("pain"), STATEMENTS.index("praise")
_BLOCK = 4_000_000
"""Values resampled at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class FeelingSplit:
    """What the people with one value of an attribute feel in one place; ``few`` if they are fewer than MIN_PEOPLE."""

    attribute: str
    value: str
    feeling: Feeling
    few: bool


def measure_feelings(
    segments: Sequence[Segment], readings: Readings, tags: Tags, taxonomy: Taxonomy
) -> tuple[Feeling, ...]:
    """One `Feeling` per phase, each followed by one per touchpoint of the phase, in the taxonomy's order.

    Segments without a respondent and unassigned ones do not count. A segment about several touchpoints counts at each
    of them, and once in a phase.
    """
    has_respondent = np.array([bool(segment.respondent_id) for segment in segments], dtype=bool)

    def measure(touchpoints: Collection[int], phase_id: str, touchpoint_id: str) -> Feeling:
        rows = segments_at(tags, touchpoints)
        return _measure(segments, readings, rows[has_respondent[rows]], phase_id, touchpoint_id)

    feelings: list[Feeling] = []
    for phase in taxonomy.phases:
        own = [i for i, touchpoint in enumerate(taxonomy.touchpoints) if touchpoint.phase_id == phase.phase_id]
        feelings.append(measure(own, phase.phase_id, ""))
        feelings += [measure([i], phase.phase_id, taxonomy.touchpoints[i].touchpoint_id) for i in own]
    return tuple(feelings)


def split_feelings(
    segments: Sequence[Segment],
    readings: Readings,
    tags: Tags,
    taxonomy: Taxonomy,
    respondents: Sequence[Respondent],
) -> Iterator[FeelingSplit]:
    """Yield every cell with data, by attribute, by value, and in the taxonomy's order.

    An attribute is used if it has two to `MAX_VALUES` values of which at least two belong to MIN_PEOPLE people each.
    """
    for attribute, values in attribute_columns(segments, respondents).items():
        for value in sorted({value for value in values if value}):
            rows = np.array([row for row, own in enumerate(values) if own == value], dtype=np.intp)
            part = Readings(*(getattr(readings, field.name)[rows] for field in fields(Readings)))
            own_segments = [segments[row] for row in rows]
            for feeling in measure_feelings(own_segments, part, select_tags(tags, rows), taxonomy):
                if feeling.n_respondents:
                    yield FeelingSplit(attribute, value, feeling, feeling.n_respondents < MIN_PEOPLE)


def attribute_columns(segments: Sequence[Segment], respondents: Sequence[Respondent]) -> Mapping[str, list[str]]:
    """The value of each segment, by attribute that can be used; "" if it is not known."""
    attributes = {respondent.respondent_id: respondent.attributes for respondent in respondents}
    names = sorted({name for values in attributes.values() for name in values})
    columns = {SOURCE_KIND: [str(segment.kind) for segment in segments]}
    for name in names:
        columns[name] = [attributes.get(segment.respondent_id, {}).get(name, "") for segment in segments]
    return {name: column for name, column in columns.items() if _makes_groups(segments, column)}


def _makes_groups(segments: Sequence[Segment], column: Sequence[str]) -> bool:
    pairs = {(value, segment.respondent_id) for value, segment in zip(column, segments, strict=True) if value}
    sizes = Counter(value for value, _ in pairs)
    return 2 <= len(sizes) <= MAX_VALUES and sum(n >= MIN_PEOPLE for n in sizes.values()) >= 2


def person_means(people: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    """Mean of ``values`` per person, sorted by person."""
    groups: dict[str, list[float]] = {}
    for person, value in zip(people, values.tolist(), strict=True):
        groups.setdefault(person, []).append(value)
    # Summed in order of value: floating-point sums depend on the order, which is that of the files.
    return {person: sum(sorted(group)) / len(group) for person, group in sorted(groups.items())}


def bootstrap_interval(values: NDArray[np.float64], level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean (Efron & Tibshirani 1993, ch. 13); the seed comes from the values.

    >>> low, high = bootstrap_interval(np.array([-1.0, 0.0, 0.5, 1.0]))
    >>> -1 <= low < 0.125 < high <= 1
    True
    """
    ordered = np.sort(values + 0.0)  # −0.0 becomes 0.0; its other bytes would give another seed
    seed = int.from_bytes(hashlib.sha256((np.round(ordered, 6) + 0.0).tobytes()).digest()[:8], "big")
    generator = np.random.default_rng(seed)
    # In blocks, since all resamples of a phase with ten thousand people are 160 MB.
    step = max(1, _BLOCK // len(ordered))
    means = [
        ordered[generator.integers(len(ordered), size=(min(step, RESAMPLES - done), len(ordered)))].mean(1)
        for done in range(0, RESAMPLES, step)
    ]
    low, high = np.quantile(np.concatenate(means), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _measure(
    segments: Sequence[Segment], readings: Readings, rows: NDArray[np.intp], phase_id: str, touchpoint_id: str
) -> Feeling:
    """The feeling of the people behind these rows: no interval below MIN_PEOPLE, no polarity without anybody."""
    statements = readings.statement[rows]
    people = person_means([segments[i].respondent_id for i in rows], readings.polarity[rows].astype(np.float64))
    values = np.array(list(people.values()), dtype=np.float64)
    low, high = bootstrap_interval(values) if len(values) >= MIN_PEOPLE else (None, None)
    return Feeling(
        phase_id=phase_id,
        touchpoint_id=touchpoint_id,
        n_segments=len(rows),
        n_respondents=len(people),
        polarity=float(values.mean()) if len(values) else None,
        low=low,
        high=high,
        emotions=_emotion_shares(segments, readings, rows, len(people)),
        n_pain=int((statements == _PAIN).sum()),
        n_praise=int((statements == _PRAISE).sum()),
        best=_find_exemplar(segments, readings, rows, _POSITIVE),
        worst=_find_exemplar(segments, readings, rows, _NEGATIVE),
    )


def _emotion_shares(
    segments: Sequence[Segment], readings: Readings, rows: NDArray[np.intp], n_people: int
) -> Mapping[str, float]:
    """Share of the people who show each emotion at least once."""
    # A set, so that a person who shows an emotion ten times counts once.
    shown = {(segments[i].respondent_id, int(readings.emotion[i])) for i in rows if readings.emotion[i] >= 0}
    counts = Counter(emotion for _, emotion in shown)
    return {name: counts[k] / n_people if shown else 0.0 for k, name in enumerate(EMOTIONS)}


def _find_exemplar(segments: Sequence[Segment], readings: Readings, rows: NDArray[np.intp], sentiment: int) -> int:
    """The row that shows a sentiment most surely and strongly, readable ones first; −1 if there is none."""

    def rank(row: int) -> tuple[bool, float, str]:
        is_readable = READABLE[0] <= len(segments[row].text) <= READABLE[1]
        strength = abs(float(readings.polarity[row])) * float(readings.confidence[row])
        return not is_readable, -round(strength, 6), segments[row].segment_id

    return min((int(i) for i in rows if readings.sentiment[i] == sentiment), key=rank, default=-1)
