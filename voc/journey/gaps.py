"""What a journey lacks: contacts that people speak of and no touchpoint takes in; and a journey that fits better."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from voc.journey.evidence import Encode
from voc.journey.tagging import tag, tag_texts
from voc.journey.taxonomy import BUILT_IN, load_taxonomy
from voc.schema import MIN_PEOPLE, Floats, Segment, Tags, Taxonomy
from voc.text import candidate_phrases

UNPLACED = 0.6
"""A phrase or theme is a gap where at least this share of its segments has no touchpoint."""
EVERYWHERE = 0.25
"""A phrase of more than this share of all people names no contact."""
ALIKE = 0.5
"""Gaps whose centred centres lie nearer than this are one."""
MANY_OPEN = 0.5
"""Above this share of segments without a touchpoint another journey is looked for."""
BETTER = 1.25
"""Another journey is named where it places so many times the segments, and a twentieth of all more."""
QUOTES = 3
_MOST = 800
_NAMES = 200
_SPEAKING = 4
"""A quote of fewer words tells little."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A contact that the journey lacks. ``segments`` are positions without a touchpoint, ``quotes`` up to three of
    them, nearest the middle of what is said, of different people; ``people`` counts respondents."""

    name: str
    people: int
    segments: tuple[int, ...]
    quotes: tuple[int, ...]


def gaps(
    segments: Sequence[Segment],
    embeddings: Floats,
    tags: Tags,
    themes: Mapping[str, Sequence[int]],
    journey: tuple[Taxonomy, Encode],
    *,
    count: int = 10,
) -> tuple[Gap, ...]:
    """Touchpoints that the material asks for: those of most people first, then those whose segments are most alike.

    Args:
        segments: n segments of participants.
        embeddings: float32 (n, d), rows of length one.
        tags: their touchpoints.
        themes: the segments of each theme, by the theme's name.
        journey: what is there already: a name that it would place is no gap; and what encodes names.
        count: how many at most.
    """
    people = np.array([one.respondent_id for one in segments])
    least = min(MIN_PEOPLE, max(1, len(set(people.tolist())) // 2))
    most = max(least, int(EVERYWHERE * len(set(people.tolist()))))
    found: list[tuple[int, int, str, list[int]]] = []
    for kind, groups in enumerate((_phrases(segments), themes)):
        for name, rows in groups.items():
            free = [row for row in rows if tags.touchpoint[row] < 0]
            n = len(set(people[free].tolist()))
            if len(free) >= UNPLACED * len(rows) and least <= n <= (most if kind == 0 else len(people)):
                found.append((kind, n, name, free))
    found.sort(key=lambda one: (-one[1] * (1 + one[0]), -_likeness(embeddings, one[3]), one[2]))
    found = found[:_NAMES]
    names = [name for _, _, name, _ in found]
    taxonomy, encode = journey
    known = tag_texts(names, encode(names), taxonomy, encode).touchpoint.tolist() if names else []
    found = [one for one, place in zip(found, known, strict=True) if place < 0]
    return _distinct(found, segments, embeddings, count)


def _likeness(embeddings: Floats, rows: Sequence[int]) -> float:
    """Mean cosine between two of these segments, less that of all; a figure of speech stands in segments unlike."""
    if len(rows) < 2:
        return 0.0
    with threadpool_limits(1):
        vectors = embeddings[list(rows)] - embeddings.mean(axis=0)
        vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        total = float((vectors.sum(axis=0) ** 2).sum())
    return round((total - len(rows)) / (len(rows) * (len(rows) - 1)), 4)


def _distinct(
    found: Sequence[tuple[int, int, str, list[int]]], segments: Sequence[Segment], embeddings: Floats, count: int
) -> tuple[Gap, ...]:
    """The first of each group of gaps that are alike in words, in segments or in meaning."""
    chosen: list[Gap] = []
    centres: list[Floats] = []
    with threadpool_limits(1):
        middle = embeddings.mean(axis=0) if len(embeddings) else embeddings
        for _, people, name, rows in found:
            vectors = embeddings[rows] - middle
            centre = vectors.mean(axis=0)
            centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
            alike = any(
                float(centre @ other) > ALIKE
                or len(set(rows) & set(gap.segments)) > 0.5 * len(rows)
                or set(name.casefold().split()) & set(gap.name.casefold().split())
                for other, gap in zip(centres, chosen, strict=True)
            )
            if alike:
                continue
            order = sorted(zip((-vectors @ centre).round(5).tolist(), rows, strict=True))
            order.sort(key=lambda pair: len(segments[pair[1]].text.split()) < _SPEAKING)
            chosen.append(Gap(name, people, tuple(rows), _quotes(segments, [row for _, row in order])))
            centres.append(centre)
            if len(chosen) == count:
                break
    return tuple(chosen)


def _quotes(segments: Sequence[Segment], rows: Sequence[int]) -> tuple[int, ...]:
    seen: set[str] = set()
    quotes = []
    for row in rows:
        if segments[row].respondent_id not in seen and segments[row].text not in seen:
            seen |= {segments[row].respondent_id, segments[row].text}
            quotes.append(row)
    return tuple(quotes[:QUOTES])


def _phrases(segments: Sequence[Segment]) -> dict[str, list[int]]:
    """The segments of each noun phrase, under its most frequent form."""
    rows: dict[tuple[str, ...], list[int]] = defaultdict(list)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row, segment in enumerate(segments):
        for phrase in {one.lemmas: one for one in candidate_phrases(segment.text, segment.language)}.values():
            if "[" not in phrase.text:
                rows[phrase.lemmas].append(row)
                forms[phrase.lemmas][phrase.text] += 1
    return {min(forms[key], key=lambda form: (-forms[key][form], form)): own for key, own in sorted(rows.items())}


def better_journey(
    segments: Sequence[Segment], embeddings: Floats, tags: Tags, taxonomy: Taxonomy, encode: Encode
) -> tuple[str, float] | None:
    """The built-in journey that places clearly more, and the share of segments that it places; None where none does.

    It is looked for only where more than `MANY_OPEN` of the segments have no touchpoint, on at most 800 of them.
    """
    placed = float((tags.touchpoint >= 0).mean()) if len(segments) else 1.0
    if placed >= 1 - MANY_OPEN:
        return None
    step = max(1, -(-len(segments) // _MOST))
    order = sorted(range(len(segments)), key=lambda row: segments[row].segment_id)[::step]
    sample = [segments[row] for row in order]
    shares = []
    for name in BUILT_IN:
        other = load_taxonomy(name)
        if other.taxonomy_id != taxonomy.taxonomy_id and name not in ("four_phases", "three_phases"):
            found = tag(sample, embeddings[order], other, encode)
            shares.append((round(float((found.touchpoint >= 0).mean()), 3), name))
    share, name = max(shares, key=lambda pair: (pair[0], pair[1]))
    return (name, share) if share >= max(BETTER * placed, placed + 0.05) else None
