"""What a reader must know about drafts besides their evidence: how groups were made, caveats, open questions.

`personas.wording` writes the sentences in a language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from personas.features import ENOUGH
from personas.grouping import THRESHOLDS as GROUPING
from personas.grouping import PersonaGrouping
from voc.schema import (
    MIN_PEOPLE,
    Analysis,
    AttributeCount,
    CounterVoice,
    Feeling,
    Segment,
    SentenceParts,
    Trait,
    in_language,
)

ASKED_KINDS: tuple[str, ...] = ("goal", "need", "motivation", "behaviour", "pain")
"""Kinds of lines that are asked for where no two members share one, in this order."""


@dataclass(frozen=True, slots=True)
class CaveatThresholds:
    """When a reader is warned."""

    few_people: int = 5
    """Fewer members than this are few."""
    few_words: int = 40
    """Fewer words per member than this are little material."""
    one_voice: float = 0.5
    """One person with at least this share of the segments speaks for the whole group."""
    nearly_all: float = 0.9
    """At least this share of the members, and less of all people, have the same origin: then the origin is suspect."""
    max_questions: int = 6
    """A persona has at most this many open questions."""
    max_silent_phases: int = 2
    """At most this many silent phases of the journey are asked about."""


THRESHOLDS = CaveatThresholds()


def explain_refusal(analysis: Analysis, grouping: PersonaGrouping) -> SentenceParts:
    """Why there are no personas."""
    return SentenceParts(
        f"refusal.{grouping.refusal or 'dropped'}",
        numbers={
            "needed": GROUPING.min_respondents,
            "segments": ENOUGH.segments,
            "words": ENOUGH.words,
            "found": len(grouping.drivers),
            "total": len(analysis.people),
        },
        figures={
            "stability": max(grouping.stability or 0.0, 0.0),
            "needed_stability": GROUPING.min_stability,
        },
    )


def describe_method(analysis: Analysis, grouping: PersonaGrouping) -> list[SentenceParts]:
    """How the groups were made and tested, and who is in none."""
    if grouping.refusal:
        return [explain_refusal(analysis, grouping)]
    is_driver = set(grouping.drivers.tolist())
    n_joined = sum(label >= 0 and person not in is_driver for person, label in enumerate(grouping.labels))
    n_apart = len(analysis.people) - int((grouping.labels >= 0).sum())
    sentences = [
        SentenceParts(
            f"method.{grouping.way}",
            numbers={
                "k": grouping.n_groups,
                "drivers": len(grouping.drivers),
                "segments": ENOUGH.segments,
                "words": ENOUGH.words,
            },
        ),
        SentenceParts(
            "method.tested",
            numbers={"resamples": GROUPING.resamples},
            figures={"stability": grouping.stability or 0.0, "chance": grouping.p_value},
        ),
    ]
    if grouping.tentative:
        sentences.append(SentenceParts("method.tentative"))
    if grouping.n_tested < len(grouping.drivers):
        sentences.append(SentenceParts("method.sampled", numbers={"tested": grouping.n_tested}))
    if n_joined:
        sentences.append(SentenceParts("method.joined", numbers={"n": n_joined}))
    if n_apart:
        sentences.append(SentenceParts("method.left_out", numbers={"n": n_apart}))
    return sentences


def write_caveats(
    analysis: Analysis,
    members: Collection[str],
    *,
    pooled: bool,
    alike: Sequence[str] = (),
    thresholds: CaveatThresholds = THRESHOLDS,
) -> tuple[SentenceParts, ...]:
    """Warnings: few people, one origin, few words, one dominant person, attributes that are no label.

    One source, kind of source, language or month is worth a warning only where the study has more of them.

    Args:
        analysis: the study.
        members: the respondents of the persona.
        pooled: whether most people of the study made a single comment.
        alike: attributes in which the members do not differ from the others, so that none becomes a stereotype.
        thresholds: when to warn.
    """
    inside = set(members)
    segments = [segment for segment in analysis.segments if segment.respondent_id in inside]
    caveats: list[SentenceParts] = []
    if len(members) < thresholds.few_people:
        caveats.append(SentenceParts("caveat.few_people", numbers={"n": len(members)}))
    caveats += _shared_origins(analysis, inside, thresholds)
    mean_words = sum(len(segment.text.split()) for segment in segments) / len(members)
    # In a pooled study everybody said little; how the groups are to be read matters more.
    if pooled:
        caveats.append(SentenceParts("caveat.single_comments"))
    elif mean_words < thresholds.few_words:
        caveats.append(SentenceParts("caveat.few_words", numbers={"words": round(mean_words)}))
    n_segments = Counter(segment.respondent_id for segment in segments)
    loudest = _most_common(n_segments)
    if n_segments[loudest] >= thresholds.one_voice * len(segments):
        label = next(person.label for person in analysis.corpus.respondents if person.respondent_id == loudest)
        percent = round(100 * n_segments[loudest] / len(segments))
        caveats.append(SentenceParts("caveat.one_voice", {"label": label}, numbers={"percent": percent}))
    if alike:
        caveats.append(SentenceParts("caveat.alike", attributes=tuple(alike)))
    return tuple(caveats)


def months_of_documents(analysis: Analysis) -> dict[str, str]:
    """The month (ISO 8601) of each document by its id; documents without a date are left out."""
    return {
        document.document_id: document.date[:7] for document in analysis.corpus.documents if len(document.date) >= 7
    }


def _shared_origins(analysis: Analysis, inside: set[str], thresholds: CaveatThresholds) -> list[SentenceParts]:
    """Warn where nearly all members share one source (else one kind of source), one language or one month."""
    months = months_of_documents(analysis)
    segments = [segment for segment in analysis.segments if segment.respondent_id]
    caveats: list[SentenceParts] = []
    for key, origins in (
        ("one_source", [segment.source for segment in segments]),
        ("one_kind", [segment.kind for segment in segments]),
        ("one_language", [segment.language for segment in segments]),
        ("one_wave", [months.get(segment.document_id, "") for segment in segments]),
    ):
        # One source is of one kind, which need not be said again.
        if key == "one_kind" and caveats:
            continue
        origin, n = _dominant_origin(segments, origins, inside, thresholds)
        if origin:
            names = {"one_kind": "kind", "one_language": "language"}
            ids = {"name": f"{names[key]}.{origin}"} if key in names else {}
            caveats.append(SentenceParts(f"caveat.{key}", {"name": origin}, ids, {"n": n, "total": len(inside)}))
    return caveats


def _dominant_origin(
    segments: Sequence[Segment], origins: Sequence[str], inside: set[str], thresholds: CaveatThresholds
) -> tuple[str, int]:
    """Return the origin of nearly all members, but not of nearly all people, and its members; else "" and 0."""
    by_person: dict[str, Counter[str]] = {}
    for segment, origin in zip(segments, origins, strict=True):
        by_person.setdefault(segment.respondent_id, Counter())[origin] += 1
    main = {person: _most_common(counts) for person, counts in by_person.items()}
    # An empty origin is an unknown one, such as a document without a date.
    ours = Counter(origin for person, origin in main.items() if person in inside and origin)
    everybody = Counter(main.values())
    if not ours or len(everybody) < 2:
        return "", 0
    origin = _most_common(ours)
    is_theirs = ours[origin] >= thresholds.nearly_all * len(inside)
    is_everybodys = everybody[origin] >= thresholds.nearly_all * everybody.total()
    return (origin, ours[origin]) if is_theirs and not is_everybodys else ("", 0)


def _most_common(counts: Mapping[str, int]) -> str:
    """The key with the largest count, the first in the alphabet among equals."""
    return min(counts, key=lambda key: (-counts[key], key))


def open_questions(
    analysis: Analysis,
    traits: Sequence[Trait],
    counter: Sequence[CounterVoice],
    feelings: Sequence[Feeling],
    attributes: Sequence[AttributeCount],
    *,
    thresholds: CaveatThresholds = THRESHOLDS,
) -> tuple[SentenceParts, ...]:
    """What to ask next, the most important first.

    Questions are about kinds of lines that no two members share, the reason behind a line on which members disagree,
    phases of the journey of which fewer than MIN_PEOPLE members speak, and attributes where none is known.
    """
    shared = {trait.kind for trait in traits if len(trait.respondents) >= 2}
    questions = [SentenceParts(f"question.{kind}") for kind in ASKED_KINDS if kind not in shared]
    questions += [
        SentenceParts("question.counter", {"subject": voice.subject}, {"subject": voice.subject_id})
        for voice in counter[:1]
    ]
    by_phase = [feeling for feeling in feelings if not feeling.touchpoint_id]
    heard = {feeling.phase_id for feeling in by_phase if feeling.n_respondents >= MIN_PEOPLE}
    silent = [phase for phase in analysis.taxonomy.phases if phase.phase_id not in heard]
    # Where no phase is heard of at all, the group is not about a journey, and asking for phases would be odd.
    if heard:
        questions += [
            SentenceParts(
                "question.phase", {"phase": in_language(phase.names, analysis.language)}, {"phase": phase.phase_id}
            )
            for phase in silent[: thresholds.max_silent_phases]
        ]
    if not attributes:
        questions.append(SentenceParts("question.attributes"))
    return tuple(questions[: thresholds.max_questions])
