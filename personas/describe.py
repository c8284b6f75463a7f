"""What else is known about the members of a group: attributes, feelings, and what to be careful about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from personas.evidence import SAID_KINDS, said_kinds
from personas.wording import say
from voc.schema import (
    MIN_PEOPLE,
    Analysis,
    AttributeCount,
    Feeling,
    Readings,
    Respondent,
    Tags,
)

MOST_VALUES = 12
FEW_PEOPLE = 5
FEW_WORDS = 40
ONE_VOICE = 0.5


def attribute_counts(respondents: Sequence[Respondent], members: Sequence[str]) -> tuple[AttributeCount, ...]:
    """Distributions of the attributes that at least MIN_PEOPLE members carry and that have at most 12 values."""
    inside = set(members)
    values: dict[str, set[str]] = {}
    counts: dict[str, Counter[str]] = {}
    for respondent in respondents:
        for attribute, value in respondent.attributes.items():
            if not value.strip():
                continue
            values.setdefault(attribute, set()).add(value)
            if respondent.respondent_id in inside:
                counts.setdefault(attribute, Counter())[value] += 1
    return tuple(
        AttributeCount(attribute, value, n, counts[attribute].total())
        for attribute in sorted(counts)
        if len(values[attribute]) <= MOST_VALUES and counts[attribute].total() >= MIN_PEOPLE
        for value, n in sorted(counts[attribute].items(), key=lambda item: (-item[1], item[0]))
    )


def member_feelings(analysis: Analysis, members: Sequence[str]) -> tuple[Feeling, ...]:
    """What the members feel in each phase; ``best`` and ``worst`` are positions in ``Analysis.segments``."""
    from voc.journey import feelings

    inside = set(members)
    rows = np.array([at for at, segment in enumerate(analysis.segments) if segment.respondent_id in inside])
    felt = feelings(
        tuple(analysis.segments[at] for at in rows),
        _readings_of(analysis.readings, rows),
        Tags(analysis.tags.touchpoint[rows], analysis.tags.score[rows]),
        analysis.taxonomy,
    )
    return tuple(
        replace(
            feeling,
            best=int(rows[feeling.best]) if feeling.best >= 0 else -1,
            worst=int(rows[feeling.worst]) if feeling.worst >= 0 else -1,
        )
        for feeling in felt
        if not feeling.touchpoint_id
    )


def _readings_of(readings: Readings, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Readings:
    return Readings(
        readings.polarity[rows],
        readings.sentiment[rows],
        readings.confidence[rows],
        readings.emotions[rows],
        readings.emotion[rows],
        readings.statement[rows],
        readings.statement_confidence[rows],
    )


def unknown_kinds(analysis: Analysis, members: Sequence[str]) -> tuple[str, ...]:
    """The kinds of statements that no member gives, about whatever."""
    inside = set(members)
    given = {
        kind
        for at, one in enumerate(analysis.segments)
        if one.respondent_id in inside
        for kind in said_kinds(analysis, at)
    }
    return tuple(kind for kind in SAID_KINDS if kind not in given)


def caveats(analysis: Analysis, members: Sequence[str], *, pooled: bool) -> tuple[str, ...]:
    """What a reader must know before relying on the draft, in the study's language."""
    language = analysis.language
    inside = set(members)
    segments = [segment for segment in analysis.segments if segment.respondent_id in inside]
    found: list[str] = []
    if len(members) < FEW_PEOPLE:
        found.append(say(language, "caveat", "few_people", n=len(members)))
    found += _one_origin(analysis, {segment.source for segment in segments}, {one.kind for one in segments})
    spoken = {segment.language for segment in segments}
    if len(spoken) == 1 and len({segment.language for segment in analysis.segments}) > 1:
        only = spoken.pop()
        found.append(say(language, "caveat", "one_language", name=say(language, "language", only) or only))
    words = sum(len(segment.text.split()) for segment in segments) / len(members)
    if pooled:
        found.append(say(language, "caveat", "single_comments"))
    elif words < FEW_WORDS:
        found.append(say(language, "caveat", "few_words", words=round(words)))
    spoken_by = Counter(segment.respondent_id for segment in segments)
    loudest = min(spoken_by, key=lambda who: (-spoken_by[who], who))
    if spoken_by[loudest] >= ONE_VOICE * len(segments):
        label = next(one.label for one in analysis.corpus.respondents if one.respondent_id == loudest)
        percent = round(100 * spoken_by[loudest] / len(segments))
        found.append(say(language, "caveat", "one_voice", label=label, percent=percent))
    return tuple(found)


def _one_origin(analysis: Analysis, sources: set[str], kinds: set[str]) -> list[str]:
    """One source or one kind of source is worth a word only where the study has more."""
    language = analysis.language
    if len(sources) == 1 and len({segment.source for segment in analysis.segments}) > 1:
        return [say(language, "caveat", "one_source", source=next(iter(sources)))]
    if len(kinds) == 1 and len({segment.kind for segment in analysis.segments}) > 1:
        return [say(language, "caveat", "one_kind", kind=say(language, "kind", next(iter(kinds))))]
    return []
