"""Pain points: one row per matter, ranked by how many people it troubles and how much."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.clauses import find_goal, find_hurdle
from voc.journey.feelings import READABLE, person_means
from voc.journey.matters import Matter, Voices, find_matters
from voc.journey.titles import Titles
from voc.schema import (
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    Floats,
    Language,
    PainPoint,
    Readings,
    Segment,
    Span,
    Tags,
    Taxonomy,
    Themes,
    stable_id,
)

MAX_PAIN_POINTS = 25
TINY_STUDY = 10
"""Below this number of respondents a matter may rest on one person."""
MAX_QUOTES = 3
MAX_COUNTER = 20

_NEGATIVE, _POSITIVE = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
_TROUBLED = tuple(EMOTIONS.index(name) for name in ("confusion", "frustration", "disappointment", "worry"))
_UNHAPPY = -0.2
_SURE = 0.55
_MIN_WORDS = 3
_SAME = 0.97
_Z = 1.96


def pain_points(  # noqa: PLR0913
    segments: Sequence[Segment],
    embeddings: Floats,
    readings: Readings,
    tags: Tags,
    themes: Themes,
    taxonomy: Taxonomy,
    *,
    language: Language,
) -> tuple[PainPoint, ...]:
    """Group what troubles people into matters; the worst first, at most `MAX_PAIN_POINTS`.

    A matter is what people say of one theme at one touchpoint; what is too small goes with its touchpoint or its
    theme. Its severity is the square root of (the lower end of the 95 % Wilson interval of the share of respondents
    who are troubled by it) × (the mean over these people of their mean negativity, −polarity in 0–1); the root keeps
    it on the scale of its two factors and leaves the order as it is. Of a study of `TINY_STUDY` respondents or more,
    a matter needs two.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), rows of length one.
        readings: of the n segments.
        tags: of the n segments.
        themes: of the n segments.
        taxonomy: the journey that ``tags`` refer to.
        language: of the titles.
    """
    respondents = {segment.respondent_id for segment in segments if segment.respondent_id}
    troubled = _troubled(segments, readings)
    least = 1 if len(respondents) < TINY_STUDY else 2
    voices = Voices([segment.respondent_id for segment in segments], _centred(embeddings), tags, themes)
    matters = find_matters(voices, troubled, least=least)
    study = _Study(segments, embeddings, readings, tags, themes, taxonomy, len(respondents))
    ranked = sorted((_Draft.of(study, matter) for matter in matters), key=lambda draft: draft.key)[:MAX_PAIN_POINTS]
    titles = Titles(segments, taxonomy, themes, language)
    return tuple(draft.finish(titles.title(draft.matter)) for draft in ranked)


def wilson_low(hits: int, n: int, z: float = _Z) -> float:
    """Lower end of the Wilson score interval of hits / n (Wilson 1927, JASA 22:209).

    >>> round(wilson_low(5, 20), 3)
    0.112
    """
    if n == 0:
        return 0.0
    share = hits / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (centre - spread) / (1 + z * z / n))


def _centred(embeddings: Floats) -> Floats:
    """Vectors less their mean; the mean is rounded so that no order of sums shows."""
    if not len(embeddings):
        return embeddings
    return np.asarray(embeddings - np.round(embeddings.mean(0, dtype=np.float64), 6), dtype=np.float32)


def _troubled(segments: Sequence[Segment], readings: Readings) -> list[int]:
    """Positions where a person names a pain, or is surely negative and troubled (`_TROUBLED`)."""
    unhappy = (readings.polarity <= _UNHAPPY) & (readings.sentiment != _POSITIVE)
    negative = (readings.sentiment == _NEGATIVE) & (readings.confidence >= _SURE)
    either = unhappy & ((readings.statement == _PAIN) | (negative & np.isin(readings.emotion, _TROUBLED)))
    return [
        i
        for i in np.flatnonzero(either).tolist()
        if segments[i].respondent_id and len(segments[i].text.split()) >= _MIN_WORDS
    ]


@dataclass(frozen=True, slots=True)
class _Study:
    segments: Sequence[Segment]
    embeddings: Floats
    readings: Readings
    tags: Tags
    themes: Themes
    taxonomy: Taxonomy
    n_respondents: int

    def person(self, row: int) -> str:
        return self.segments[row].respondent_id


@dataclass(frozen=True, slots=True)
class _Draft:
    """A matter with its figures; ``rows`` worst first, ``typical`` the same nearest the centre first."""

    study: _Study
    matter: Matter
    rows: tuple[int, ...]
    typical: tuple[int, ...]
    people: tuple[str, ...]
    intensity: float
    severity: float

    @staticmethod
    def of(study: _Study, matter: Matter) -> _Draft:
        ids, polarity = study.segments, study.readings.polarity
        rows = sorted(matter.rows, key=lambda i: (round(float(polarity[i]), 6), ids[i].segment_id))
        means = person_means([study.person(i) for i in rows], np.clip(-polarity[rows].astype(np.float64), 0, 1))
        intensity = sum(means.values()) / len(means)
        severity = math.sqrt(wilson_low(len(means), study.n_respondents) * intensity)
        near = _nearness(study.embeddings, rows, rows)
        typical = [i for _, _, i in sorted((-near[k], ids[i].segment_id, i) for k, i in enumerate(rows))]
        return _Draft(study, matter, tuple(rows), tuple(typical), tuple(means), intensity, severity)

    @property
    def key(self) -> tuple[float, float, str]:
        return -round(self.severity, 9), -round(self.intensity, 9), self.identifier

    @property
    def touchpoint_id(self) -> str:
        found = self.matter.touchpoint
        return self.study.taxonomy.touchpoints[found].touchpoint_id if found >= 0 else ""

    @property
    def theme_id(self) -> str:
        return self.study.themes.themes[self.matter.theme].theme_id if self.matter.theme >= 0 else ""

    @property
    def identifier(self) -> str:
        return stable_id("pp", self.touchpoint_id, self.theme_id)

    def finish(self, title: str) -> PainPoint:
        study, touchpoint = self.study, self.matter.touchpoint
        quotes = self.quotes()
        order = [*quotes, *(row for row in self.typical if row not in quotes)]
        return PainPoint(
            pain_point_id=self.identifier,
            title=title,
            phase_id=study.taxonomy.touchpoints[touchpoint].phase_id if touchpoint >= 0 else "",
            touchpoint_id=self.touchpoint_id,
            theme_id=self.theme_id,
            segments=self.rows,
            respondents=self.people,
            share_respondents=len(self.people) / study.n_respondents,
            severity=self.severity,
            emotion=self.emotion(),
            goal=self.span([*order, *self.others()], find_goal),
            hurdle=self.span(order, find_hurdle),
            quotes=quotes,
            counter=self.counter(),
        )

    def emotion(self) -> str:
        """The troubled emotion that most of these people show, "" where none shows one."""
        found = {(self.study.person(i), int(self.study.readings.emotion[i])) for i in self.rows}
        counts = [sum(emotion == k for _, emotion in found) for k in _TROUBLED]
        return EMOTIONS[_TROUBLED[int(np.argmax(counts))]] if any(counts) else ""

    def quotes(self) -> tuple[int, ...]:
        """One to three verbatims of different people: sure, strong, typical, of readable length."""
        readings, segments = self.study.readings, self.study.segments
        near = _nearness(self.study.embeddings, self.rows, self.rows)

        def worth(k: int, row: int) -> float:
            readable = READABLE[0] <= len(segments[row].text) <= READABLE[1]
            sure = float(readings.confidence[row]) * max(0.0, -float(readings.polarity[row]))
            says = find_hurdle(segments[row].text, segments[row].language) is not None
            return round(float(near[k]) + sure + 0.5 * readable + 0.25 * says, 6)

        ranked = sorted((-worth(k, row), segments[row].segment_id, row) for k, row in enumerate(self.rows))
        chosen: list[int] = []
        for _, _, row in ranked:
            people = {self.study.person(i) for i in chosen}
            alike = bool(chosen) and float((self.study.embeddings[chosen] @ self.study.embeddings[row]).max()) > _SAME
            if self.study.person(row) not in people and not alike:
                chosen.append(row)
            if len(chosen) == MAX_QUOTES:
                break
        return tuple(chosen)

    def others(self) -> list[int]:
        """What the same people say besides at the same touchpoint: they may have named their goal there."""
        if self.matter.touchpoint < 0:
            return []
        study, people = self.study, set(self.people)
        rows = np.flatnonzero(study.tags.touchpoint == self.matter.touchpoint).tolist()
        fitting = [row for row in rows if study.person(row) in people and row not in self.rows]
        return sorted(fitting, key=lambda row: study.segments[row].segment_id)

    def span(self, order: Sequence[int], find: Callable[[str, str], tuple[int, int] | None]) -> Span | None:
        for row in order:
            segment = self.study.segments[row]
            found = find(segment.text, segment.language)
            if found:
                return Span(row, *found)
        return None

    def counter(self) -> tuple[int, ...]:
        """Positive segments on the same matter by other people, nearest first."""
        study, matter = self.study, self.matter
        same = np.ones(len(study.segments), dtype=bool)
        if matter.touchpoint >= 0:
            same &= study.tags.touchpoint == matter.touchpoint
        if matter.theme >= 0:
            same &= study.themes.assignment == matter.theme
        positive = np.flatnonzero(same & (study.readings.sentiment == _POSITIVE))
        rows = [i for i in positive.tolist() if study.person(i) and study.person(i) not in self.people]
        if not rows:
            return ()
        near = _nearness(study.embeddings, rows, self.rows)
        ranked = sorted((-near[k], study.segments[i].segment_id, i) for k, i in enumerate(rows))
        return tuple(i for _, _, i in ranked[:MAX_COUNTER])


def _nearness(embeddings: Floats, rows: Sequence[int], centre_of: Sequence[int]) -> list[float]:
    """Cosine of each row to the mean of others, in float64 and rounded so that no order of sums shows."""
    centre = embeddings[list(centre_of)].astype(np.float64).mean(0)
    length = float(np.linalg.norm(centre)) or 1.0
    vectors = embeddings[list(rows)].astype(np.float64)
    return [round(float((vector * centre).sum()) / length, 6) for vector in vectors]
