"""What people feel in each phase and at each touchpoint: people before mentions."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.journey.further import rows_at
from voc.schema import (
    EMOTIONS,
    MIN_PEOPLE,
    SENTIMENTS,
    STATEMENTS,
    Feeling,
    Readings,
    Segment,
    Tags,
    Taxonomy,
)

RESAMPLES = 2000
READABLE = (30, 240)
"""Lengths (characters) between which a verbatim is shown rather than a shorter or longer one."""

_NEGATIVE, _POSITIVE = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
_PAIN, _PRAISE = STATEMENTS.index("pain"), STATEMENTS.index("praise")
_BLOCK = 4_000_000


def feelings(segments: Sequence[Segment], readings: Readings, tags: Tags, taxonomy: Taxonomy) -> tuple[Feeling, ...]:
    """One `Feeling` per phase, each followed by one per touchpoint of it, in the taxonomy's order.

    Segments of nobody (no respondent) and unassigned ones do not count; one that speaks of several touchpoints counts
    at each, and once in a phase.
    """
    material = _Material(segments, readings)
    spoken = np.array([bool(segment.respondent_id) for segment in segments], dtype=bool)
    result: list[Feeling] = []
    for phase in taxonomy.phases:
        own = [i for i, touchpoint in enumerate(taxonomy.touchpoints) if touchpoint.phase_id == phase.phase_id]
        rows = _spoken_of(tags, own, spoken)
        result.append(material.feeling(rows, phase.phase_id, ""))
        for position in own:
            rows = _spoken_of(tags, [position], spoken)
            result.append(material.feeling(rows, phase.phase_id, taxonomy.touchpoints[position].touchpoint_id))
    return tuple(result)


def _spoken_of(tags: Tags, touchpoints: Collection[int], spoken: NDArray[np.bool_]) -> NDArray[np.intp]:
    rows = rows_at(tags, touchpoints)
    return rows[spoken[rows]]


@dataclass(frozen=True, slots=True)
class _Material:
    segments: Sequence[Segment]
    readings: Readings

    def feeling(self, rows: NDArray[np.intp], phase_id: str, touchpoint_id: str) -> Feeling:
        """How the people behind these rows feel: no interval below MIN_PEOPLE, no polarity without anybody."""
        statements = self.readings.statement[rows]
        people = person_means(
            [self.segments[i].respondent_id for i in rows], self.readings.polarity[rows].astype(np.float64)
        )
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
            emotions=self.emotions(rows, len(people)),
            n_pain=int((statements == _PAIN).sum()),
            n_praise=int((statements == _PRAISE).sum()),
            best=self.exemplar(rows, _POSITIVE),
            worst=self.exemplar(rows, _NEGATIVE),
        )

    def emotions(self, rows: NDArray[np.intp], n_people: int) -> Mapping[str, float]:
        shown = {
            (self.segments[i].respondent_id, int(self.readings.emotion[i]))
            for i in rows
            if self.readings.emotion[i] >= 0
        }
        counts = np.bincount([emotion for _, emotion in sorted(shown)] or [0], minlength=len(EMOTIONS))
        return {name: float(counts[k]) / n_people if shown else 0.0 for k, name in enumerate(EMOTIONS)}

    def exemplar(self, rows: NDArray[np.intp], sentiment: int) -> int:
        """The row of this sentiment that says it most surely and strongly at a readable length, or −1."""
        fitting = [int(i) for i in rows if self.readings.sentiment[i] == sentiment]
        return min(fitting, key=self._exemplar_key) if fitting else -1

    def _exemplar_key(self, row: int) -> tuple[bool, float, str]:
        readable = READABLE[0] <= len(self.segments[row].text) <= READABLE[1]
        strength = abs(float(self.readings.polarity[row])) * float(self.readings.confidence[row])
        return not readable, -round(strength, 6), self.segments[row].segment_id


def person_means(people: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    """Mean of ``values`` per person, sorted by person; sums are taken in order of value, whatever the order given."""
    groups: dict[str, list[float]] = {}
    for person, value in zip(people, values.tolist(), strict=True):
        groups.setdefault(person, []).append(value)
    return {person: sum(sorted(group)) / len(group) for person, group in sorted(groups.items())}


def bootstrap_interval(values: NDArray[np.float64], level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean (Efron & Tibshirani 1993, ch. 13); the seed comes from the values.

    >>> low, high = bootstrap_interval(np.array([-1.0, 0.0, 0.5, 1.0]))
    >>> -1 <= low < 0.125 < high <= 1
    True
    """
    ordered = np.sort(values + 0.0)  # −0.0 becomes 0.0, which other bytes would seed otherwise
    seed = int.from_bytes(hashlib.sha256((np.round(ordered, 6) + 0.0).tobytes()).digest()[:8], "big")
    generator = np.random.default_rng(seed)
    step = max(1, _BLOCK // len(ordered))
    means = [
        ordered[generator.integers(len(ordered), size=(min(step, RESAMPLES - done), len(ordered)))].mean(1)
        for done in range(0, RESAMPLES, step)
    ]
    low, high = np.quantile(np.concatenate(means), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
