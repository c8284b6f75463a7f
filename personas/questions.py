"""What is not known about the members of a group yet, as questions to ask next."""

from __future__ import annotations

from collections.abc import Sequence

from personas.wording import phrase, say
from voc.schema import MIN_PEOPLE, Analysis, AttributeCount, CounterVoice, Feeling, Trait, in_language

ASKED: tuple[str, ...] = ("goal", "need", "motivation", "behaviour", "pain")
MOST = 6


def open_questions(
    analysis: Analysis,
    traits: Sequence[Trait],
    counter: Sequence[CounterVoice],
    feelings: Sequence[Feeling],
    attributes: Sequence[AttributeCount],
) -> tuple[str, ...]:
    """Questions in the study's language, at most MOST, what matters most first.

    Asked is for kinds of lines that no two members share, for the reason behind a line that members disagree about,
    for phases of the journey of which fewer than MIN_PEOPLE members speak, and for attributes where none is known.
    """
    language = analysis.language
    shared = {trait.kind for trait in traits if len(trait.respondents) >= 2}
    questions = [say(language, "question", kind) for kind in ASKED if kind not in shared]
    questions += [say(language, "question", "counter", subject=phrase(one.subject, language)) for one in counter[:1]]
    heard = {one.phase_id for one in feelings if not one.touchpoint_id and one.n_respondents >= MIN_PEOPLE}
    silent = [phase for phase in analysis.taxonomy.phases if phase.phase_id not in heard]
    if heard:
        questions += [
            say(language, "question", "phase", phase=in_language(phase.names, language)) for phase in silent[:2]
        ]
    if not attributes:
        questions.append(say(language, "question", "attributes"))
    return tuple(questions[:MOST])
