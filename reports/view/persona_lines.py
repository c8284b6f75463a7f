"""Lines of personas and profiles: a trait as one person's own sentence, with how many show it and the words behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reports.view.facts import Facts
from reports.view.records import Mood, TraitGroup, TraitLine
from voc.schema import MIN_PEOPLE, Span, Trait

TRAIT_QUOTES = 3
LONGEST = 220
"""Characters of a sentence that still reads as a line; a longer one stays among the quotes."""
OFTEN, TWICE, SELDOM = 1.25, 2.0, 0.75

Said = set[str]


def lines(facts: Facts, traits: Iterable[Trait], members: int, said: Said, not_this: int = -1) -> list[TraitLine]:
    """A line a trait; those with a sentence first, else in the given order. No sentence stands twice in ``said``."""
    made = [line(facts, trait, members, said, not_this) for trait in traits]
    return sorted(made, key=lambda one: one.said is None)


def line(facts: Facts, trait: Trait, members: int, said: Said, not_this: int = -1) -> TraitLine:
    """One trait; ``said`` are the sentences that the card shows already, and gets this one's; ``not_this`` is the
    position of a statement that stands on the card as a whole, second choice here."""
    people = len(trait.respondents)
    fitting = [one for one in trait.spans if _fits(_words(facts, one), said)]
    span = next((one for one in fitting if one.segment != not_this), next(iter(fitting), None))
    if span is not None:
        said.add(_words(facts, span))
    first = [span.segment] if span is not None else []
    return TraitLine(
        subject=trait.subject,
        people=people,
        share=people / members,
        lift=lift(facts, trait),
        few=people < MIN_PEOPLE,
        quotes=facts.quotes([*first, *(one.segment for one in trait.spans), *trait.segments], TRAIT_QUOTES),
        said=facts.span(span) if span is not None else None,
    )


def talked(facts: Facts, traits: Iterable[Trait], members: int, moods: Mapping[str, Mood]) -> list[TraitLine]:
    """Lines that name a subject alone: what people talk about, or where they meet the brand, with their mood there."""
    return [
        TraitLine(
            subject=trait.subject,
            people=len(trait.respondents),
            share=len(trait.respondents) / members,
            lift=lift(facts, trait),
            few=len(trait.respondents) < MIN_PEOPLE,
            quotes=facts.quotes(trait.segments, TRAIT_QUOTES),
            mood=moods.get(trait.subject_id),
        )
        for trait in traits
    ]


def group(kind: str, made: Sequence[TraitLine], shown: int, empty: str = "") -> TraitGroup:
    """The first lines, and the rest to open."""
    return TraitGroup(kind, tuple(made[:shown]), "" if made else empty, tuple(made[shown:]))


def lift(facts: Facts, trait: Trait) -> str:
    """How much more often members show it than the others, in words; "" for few people, and for about as often."""
    if len(trait.respondents) < MIN_PEOPLE:
        return ""
    if trait.lift is None:
        return facts.words("persona.lift_only")
    if trait.lift >= TWICE:
        return facts.words("persona.lift_twice")
    if trait.lift >= OFTEN:
        return facts.words("persona.lift_often")
    return facts.words("persona.lift_seldom") if trait.lift <= SELDOM else ""


def _words(facts: Facts, span: Span) -> str:
    return facts.segments[span.segment].text[span.start : span.end]


def _fits(words: str, said: Said) -> bool:
    return len(words) <= LONGEST and words not in said
