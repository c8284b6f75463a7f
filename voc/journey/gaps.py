"""What a journey lacks: contacts that people mention and no touchpoint covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from voc.journey.tagging import Tagger
from voc.schema import MIN_PEOPLE, Floats, Segment, Tags
from voc.text import candidate_phrases


@dataclass(frozen=True, slots=True)
class GapThresholds:
    """When a phrase or a theme is a gap in the journey."""

    min_unassigned: float = 0.6
    """At least this share of its segments must have no touchpoint."""
    max_people: float = 0.25
    """A phrase that more than this share of all people use is the study's subject, not a contact."""
    same_gap: float = 0.5
    """Two gaps are the same if the cosine of their centres is higher, or if they share this part of their segments."""
    max_candidates: int = 200
    """At most this many candidates are encoded and compared."""
    n_quotes: int = 3
    """A gap is shown with at most this many quotes."""
    min_quote_words: int = 4
    """Quotes with fewer words come last, because they say little."""


DEFAULT_GAPS = GapThresholds()


@dataclass(frozen=True, slots=True)
class Gap:
    """A contact that the journey lacks.

    ``segments`` are positions of its segments without a touchpoint; ``quotes`` are up to three of them, typical ones of
    different people; ``n_respondents`` counts the people behind ``segments``.
    """

    name: str
    n_respondents: int
    segments: tuple[int, ...]
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A phrase or theme with its unassigned rows and the number of people behind them."""

    is_theme: bool
    name: str
    n_respondents: int
    rows: list[int]


def find_gaps(  # noqa: PLR0913
    segments: Sequence[Segment],
    embeddings: Floats,
    tags: Tags,
    themes: Mapping[str, Sequence[int]],
    tagger: Tagger,
    *,
    count: int = 10,
    thresholds: GapThresholds = DEFAULT_GAPS,
) -> tuple[Gap, ...]:
    """Find contacts that the journey lacks, those of most people first, then those whose segments are most alike.

    Args:
        segments: n segments of participants.
        embeddings: float32 (n, d), rows of length one.
        tags: their touchpoints.
        themes: the segments of each theme, by the theme's name.
        tagger: of the journey; a phrase that it would tag is no gap.
        count: the maximum number of gaps.
        thresholds: when a phrase or theme is a gap.
    """
    people = np.array([segment.respondent_id for segment in segments])
    n_people = len(set(people.tolist()))
    # In a study of a few interviews half of the people are enough.
    min_people = min(MIN_PEOPLE, max(1, n_people // 2))
    max_people = max(min_people, int(thresholds.max_people * n_people))
    candidates: list[_Candidate] = []
    phrases = [(name, rows, False) for name, rows in _group_by_phrase(segments).items()]
    for name, rows, is_theme in [*phrases, *((name, rows, True) for name, rows in themes.items())]:
        unassigned = [row for row in rows if tags.touchpoint[row] < 0]
        n = len(set(people[unassigned].tolist()))
        is_open = len(unassigned) >= thresholds.min_unassigned * len(rows)
        if is_open and min_people <= n <= (n_people if is_theme else max_people):
            candidates.append(_Candidate(is_theme, name, n, unassigned))
    # A theme counts double: it was found in the whole study, a phrase may be a figure of speech.
    candidates.sort(key=lambda c: (-c.n_respondents * (1 + c.is_theme), -_cohesion(embeddings, c.rows), c.name))
    candidates = candidates[: thresholds.max_candidates]
    if candidates:
        names = [candidate.name for candidate in candidates]
        touchpoints = tagger.tag_texts(names, tagger.encode(names)).touchpoint.tolist()
        candidates = [candidate for candidate, place in zip(candidates, touchpoints, strict=True) if place < 0]
    return _deduplicate(candidates, segments, embeddings, count, thresholds)


def _cohesion(embeddings: Floats, rows: Sequence[int]) -> float:
    """Mean cosine of two of these segments, after centring; low for a figure of speech, which names no subject."""
    if len(rows) < 2:
        return 0.0
    with threadpool_limits(1):
        vectors = embeddings[list(rows)] - embeddings.mean(axis=0)
        vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        total = float((vectors.sum(axis=0) ** 2).sum())
    return round((total - len(rows)) / (len(rows) * (len(rows) - 1)), 4)


def _deduplicate(
    candidates: Sequence[_Candidate],
    segments: Sequence[Segment],
    embeddings: Floats,
    count: int,
    thresholds: GapThresholds,
) -> tuple[Gap, ...]:
    """Keep the first of all candidates that are alike in words, in segments or in meaning."""
    gaps: list[Gap] = []
    centres: list[Floats] = []
    with threadpool_limits(1):
        mean = embeddings.mean(axis=0) if len(embeddings) else embeddings
        for candidate in candidates:
            rows, words = candidate.rows, set(candidate.name.casefold().split())
            vectors = embeddings[rows] - mean
            centre = vectors.mean(axis=0)
            centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
            is_known = any(
                float(centre @ other) > thresholds.same_gap
                or len(set(rows) & set(gap.segments)) > thresholds.same_gap * len(rows)
                or words & set(gap.name.casefold().split())
                for other, gap in zip(centres, gaps, strict=True)
            )
            if is_known:
                continue
            ranked = sorted(zip((-vectors @ centre).round(5).tolist(), rows, strict=True))
            ranked.sort(key=lambda pair: len(segments[pair[1]].text.split()) < thresholds.min_quote_words)
            quotes = _choose_quotes(segments, [row for _, row in ranked], thresholds.n_quotes)
            gaps.append(Gap(candidate.name, candidate.n_respondents, tuple(rows), quotes))
            centres.append(centre)
            if len(gaps) == count:
                break
    return tuple(gaps)


def _choose_quotes(segments: Sequence[Segment], rows: Sequence[int], n_quotes: int) -> tuple[int, ...]:
    """The first rows of different people with different texts."""
    seen: set[str] = set()
    quotes = []
    for row in rows:
        if segments[row].respondent_id not in seen and segments[row].text not in seen:
            seen |= {segments[row].respondent_id, segments[row].text}
            quotes.append(row)
    return tuple(quotes[:n_quotes])


def _group_by_phrase(segments: Sequence[Segment]) -> dict[str, list[int]]:
    """The rows of each noun phrase, under its most frequent form."""
    rows: dict[tuple[str, ...], list[int]] = defaultdict(list)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row, segment in enumerate(segments):
        for phrase in {p.lemmas: p for p in candidate_phrases(segment.text, segment.language)}.values():
            # A bracket is a pseudonym such as "[Person 3]", which names no contact.
            if "[" not in phrase.text:
                rows[phrase.lemmas].append(row)
                forms[phrase.lemmas][phrase.text] += 1
    return {min(forms[key], key=lambda form: (-forms[key][form], form)): own for key, own in sorted(rows.items())}
