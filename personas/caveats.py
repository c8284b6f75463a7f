"""The bias guard: what a reader must know before relying on a persona."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from personas.wording import say
from voc.schema import Analysis, Segment

FEW_PEOPLE = 5
FEW_WORDS = 40
ONE_VOICE = 0.5
NEARLY_ALL = 0.9
"""From this share of the members on they count as coming from one place, where less of all people do."""


def caveats(analysis: Analysis, members: Sequence[str], *, pooled: bool) -> tuple[str, ...]:
    """What to be careful about, in the study's language: few people, one source, one language, one wave, few words, one
    loud person. One of something is worth a word only where the study has more of it."""
    language, inside = analysis.language, set(members)
    segments = [segment for segment in analysis.segments if segment.respondent_id in inside]
    found: list[str] = []
    if len(members) < FEW_PEOPLE:
        found.append(say(language, "caveat", "few_people", n=len(members)))
    found += _one_origin(analysis, inside)
    words = sum(len(segment.text.split()) for segment in segments) / len(members)
    if pooled:
        found.append(say(language, "caveat", "single_comments"))
    elif words < FEW_WORDS:
        found.append(say(language, "caveat", "few_words", words=round(words)))
    return (*found, *_one_voice(analysis, segments))


def alike(analysis: Analysis, attributes: Sequence[str]) -> tuple[str, ...]:
    """A warning that these attributes do not tell the group from the others, so that none becomes a label."""
    if not attributes:
        return ()
    return (say(analysis.language, "caveat", "alike", attributes=", ".join(attributes)),)


def waves(analysis: Analysis) -> dict[str, str]:
    """The month (ISO 8601) that each document belongs to, by document id; nothing for documents without a date."""
    return {one.document_id: one.date[:7] for one in analysis.corpus.documents if len(one.date) >= 7}


def _one_voice(analysis: Analysis, segments: Sequence[Segment]) -> list[str]:
    spoken = Counter(segment.respondent_id for segment in segments)
    loudest = min(spoken, key=lambda who: (-spoken[who], who))
    if spoken[loudest] < ONE_VOICE * len(segments):
        return []
    label = next(one.label for one in analysis.corpus.respondents if one.respondent_id == loudest)
    return [
        say(analysis.language, "caveat", "one_voice", label=label, percent=round(100 * spoken[loudest] / len(segments)))
    ]


def _one_origin(analysis: Analysis, inside: set[str]) -> list[str]:
    """One source, else one kind of source; one language; one wave."""
    language, wave = analysis.language, waves(analysis)
    found: list[str] = []
    segments = [segment for segment in analysis.segments if segment.respondent_id]
    for key, origin in (
        ("one_source", {one.segment_id: one.source for one in segments}),
        ("one_kind", {one.segment_id: one.kind for one in segments}),
        ("one_language", {one.segment_id: one.language for one in segments}),
        ("one_wave", {one.segment_id: wave.get(one.document_id, "") for one in segments}),
    ):
        if key == "one_kind" and found:
            continue
        only, n = _only(segments, origin, inside)
        if only:
            name = say(language, {"one_kind": "kind", "one_language": "language"}.get(key, "kind"), only) or only
            found.append(say(language, "caveat", key, name=name, n=n, total=len(inside)))
    return found


def _only(segments: Sequence[Segment], origin: Mapping[str, str], inside: set[str]) -> tuple[str, int]:
    """The one place that nearly all members, but not nearly all people, come from, and how many members do."""
    where: dict[str, Counter[str]] = {}
    for segment in segments:
        where.setdefault(segment.respondent_id, Counter())[origin[segment.segment_id]] += 1
    mostly = {who: min(seen, key=lambda one: (-seen[one], one)) for who, seen in where.items()}
    ours = Counter(place for who, place in mostly.items() if who in inside and place)
    everybody = Counter(mostly.values())
    if not ours or len(everybody) < 2:
        return "", 0
    place = min(ours, key=lambda one: (-ours[one], one))
    if ours[place] >= NEARLY_ALL * len(inside) and everybody[place] < NEARLY_ALL * everybody.total():
        return place, ours[place]
    return "", 0
