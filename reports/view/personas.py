"""Persona cards: every line with the members who show it, what sets them apart, and what no source says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reports.view.differences import attribute_name, counter_lines, difference_lines
from reports.view.facts import Facts
from reports.view.persona_lines import group, lines, talked
from reports.view.records import AttributeBlock, Mood, Persona, TraitGroup
from voc.schema import AttributeCount, Personas, Trait
from voc.schema import Persona as Draft

KINDS = ("goal", "need", "motivation", "pain", "behaviour", "praise", "suggestion")
CORE = frozenset({"goal", "need", "motivation", "pain", "behaviour"})
"""Kinds that a card names even when there is nothing to say."""
COMMON = ("age", "gender", "job", "role", "experience")
"""What personas usually claim to know: said to be unknown where no source holds it."""
SHOWN = {"pain": 4, "praise": 2, "suggestion": 2}
LINES, TOPICS, PLACES = 3, 3, 5
VALUES = 4


def persona_cards(facts: Facts, personas: Personas) -> tuple[Persona, ...]:
    """One card per draft, in the given order."""
    return tuple(_card(facts, number, draft) for number, draft in enumerate(personas.personas))


def letter(number: int) -> str:
    """A neutral placeholder for the name of the persona at a place.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', '27')
    """
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _card(facts: Facts, number: int, draft: Draft) -> Persona:
    words = facts.words
    people = len(draft.respondents)
    groups = _groups(facts, draft)
    return Persona(
        anchor=f"persona-{draft.persona_id}",
        persona_id=draft.persona_id,
        number=number + 1,
        name=words("persona.name", letter=letter(number)),
        title=draft.title,
        people=people,
        share=facts.share(people),
        size=words.html("persona.size", n=people, of=facts.of(people), share=words.percent(facts.share(people))),
        quote=facts.quote(draft.quote) if draft.quote >= 0 else None,
        groups=groups,
        attributes=_attributes(facts, draft.attributes, people),
        moods=_moods(facts, draft),
        caveats=draft.caveats,
        top=_top(facts, groups, people),
        token=f"p{number}",
        topics=_talked(facts, draft, "theme", TOPICS),
        channels=group("channel", talked(facts, draft.channels, people, {}), PLACES),
        touchpoints=_talked(facts, draft, "touchpoint", PLACES),
        differences=difference_lines(facts, draft.differences, "trait"),
        set_apart=difference_lines(facts, draft.differences, "attribute"),
        counter=counter_lines(facts, draft.counter, people),
        questions=draft.questions,
        not_asked=_not_asked(facts),
    )


def _groups(facts: Facts, draft: Draft) -> tuple[TraitGroup, ...]:
    """The kinds that people say something of; a core kind also without a line, with the reason."""
    said: set[str] = set()
    groups = []
    for kind in KINDS:
        traits = [one for one in draft.traits if one.kind == kind]
        made = lines(facts, traits, len(draft.respondents), said, draft.quote)
        empty = ""
        if kind in CORE or kind in draft.unknown:
            empty = facts.words("persona.unknown" if kind in draft.unknown else "persona.nothing_shared")
        if made or empty:
            groups.append(group(kind, made, SHOWN.get(kind, LINES), empty))
    return tuple(groups)


def _talked(facts: Facts, draft: Draft, kind: str, shown: int) -> TraitGroup:
    """Themes, or all touchpoints with the members' mood at each."""
    felt = {one.touchpoint_id: facts.mood(one) for one in draft.feelings if one.touchpoint_id}
    lift = {one.subject_id: one for one in draft.traits if one.kind == kind}
    all_of_them: Sequence[Trait] = draft.touchpoints if kind == "touchpoint" and draft.touchpoints else ()
    traits = [lift.get(one.subject_id, one) for one in all_of_them] or list(lift.values())
    return group(kind, talked(facts, traits, len(draft.respondents), felt if kind == "touchpoint" else {}), shown)


def _attributes(facts: Facts, counts: Sequence[AttributeCount], members: int) -> tuple[AttributeBlock, ...]:
    blocks = []
    for name in dict.fromkeys(count.attribute for count in counts):
        mine = sorted((one for one in counts if one.attribute == name), key=lambda one: (-one.n, one.value))
        known = max(one.n_known for one in mine)
        rest = len(mine) - VALUES
        blocks.append(
            AttributeBlock(
                name=attribute_name(facts, name),
                values=tuple((one.value, one.n, one.n / known if known else 0.0) for one in mine[:VALUES] if one.n),
                rest=facts.words("persona.more_values", n=rest) if rest > 0 else "",
                note=facts.words("persona.known", n=known, total=members) if known < members else "",
            )
        )
    return tuple(blocks)


def _not_asked(facts: Facts) -> str:
    """The common attributes that nobody in the study carries, as a sentence."""
    carried = {name for one in facts.analysis.corpus.respondents for name in one.attributes}
    missing = [attribute_name(facts, name) for name in COMMON if name not in carried]
    return facts.words("persona.not_asked", names=facts.words.list(missing)) if missing else ""


def _moods(facts: Facts, draft: Draft) -> tuple[tuple[str, Mood], ...]:
    felt = {feeling.phase_id: feeling for feeling in draft.feelings if not feeling.touchpoint_id}
    return tuple(
        (facts.words.named(phase.names), facts.mood(felt.get(phase.phase_id)))
        for phase in facts.analysis.taxonomy.phases
    )


def _top(facts: Facts, groups: Sequence[TraitGroup], members: int) -> tuple[str, ...]:
    """The first trait of the kinds that tell most, for the small card."""
    by_kind = {group.kind: group.lines for group in groups}
    found = [(kind, by_kind[kind][0]) for kind in ("pain", "goal", "need", "praise") if by_kind.get(kind)]
    return tuple(
        facts.words(
            "persona.top", kind=facts.words(f"trait.{kind}"), subject=line.subject, n=line.people, total=members
        )
        for kind, line in found[:2]
    )


def left_out(facts: Facts, personas: Personas) -> tuple[str, ...]:
    """Why people are in no group, as sentences."""
    reasons = Counter(personas.left_out.values())
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    words = facts.words
    return tuple(
        words("persona.left_out", n=n, reason=words.maybe(f"left_out.{reason.replace(' ', '_')}", reason))
        for reason, n in ranked
    )
