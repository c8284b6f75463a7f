"""Persona cards and profiles of respondents: every line with the people who show it and their own words.

A card also says what sets its members apart from the others, who of them contradicts a line, and what no source says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from personas.wording import attribute_name
from reports.view.page_records import (
    AttributeBlock,
    CounterLine,
    DifferenceLine,
    Mood,
    PersonaCard,
    ProfileCard,
    ProfileList,
    TraitGroup,
    TraitLine,
)
from reports.view.study_index import StudyIndex
from voc.schema import (
    MIN_PEOPLE,
    AttributeCount,
    CounterVoice,
    Difference,
    Persona,
    Personas,
    Profile,
    Trait,
)

KINDS = ("goal", "need", "motivation", "pain", "behaviour", "praise", "suggestion")
CORE_KINDS = frozenset({"goal", "need", "motivation", "pain", "behaviour"})
"""Kinds that a card names even where there is nothing to say."""
KINDS_ON_SMALL_CARD = ("pain", "goal", "need", "praise")
USUAL_ATTRIBUTES = ("age", "gender", "job", "role", "experience")
"""What personas usually claim to know. A card says which of these no source holds."""
LINES_OF_KIND = {"pain": 4, "praise": 2, "suggestion": 2}
LINES, TOPICS, PLACES = 3, 3, 5
"""Lines of a card before "more": of other kinds of traits, of themes, and of touchpoints and channels."""
VALUES_PER_ATTRIBUTE = 4
QUOTES_PER_TRAIT, QUOTES_PER_COUNTER_LINE = 3, 2
LONGEST_SENTENCE = 220
"""Characters of a sentence that still reads as a line; a longer one stays among the quotes."""
MORE_OFTEN, TWICE_AS_OFTEN, LESS_OFTEN = 1.25, 2.0, 0.75
"""Ratios of the shares of members and others from which a line says that members show it more or less often."""
EFFECT_SIZES = {"cramers_v": (0.1, 0.3, 0.5), "cliffs_delta": (0.147, 0.33, 0.474)}
"""The least small, medium and large effect: Cohen 1988 (w, of a table of two rows), Romano et al. 2006."""
MOST_PROFILES = 60
"""A study with more people has no profiles in its report; `voc export --to profiles` writes them as pages."""
TOPICS_OF_PROFILE = 6


def build_persona_cards(index: StudyIndex, personas: Personas) -> tuple[PersonaCard, ...]:
    """A card per draft, in the given order."""
    return tuple(_card(index, number, persona) for number, persona in enumerate(personas.personas))


def _placeholder(index: StudyIndex, number: int) -> str:
    """ "Persona A", because an invented first name would suggest age, gender and origin; "Persona 27" after Z."""
    return index.words("persona.name", letter=chr(ord("A") + number) if number < 26 else str(number + 1))


def _card(index: StudyIndex, number: int, persona: Persona) -> PersonaCard:
    words = index.words
    people = len(persona.respondents)
    share = index.share(people)
    groups = _trait_groups(index, persona)
    topics = {trait.subject_id: trait for trait in persona.traits if trait.kind == "theme"}
    return PersonaCard(
        anchor=f"persona-{persona.persona_id}",
        persona_id=persona.persona_id,
        number=number + 1,
        name=_placeholder(index, number),
        title=persona.title,
        people=people,
        share=share,
        size=words.html("persona.size", n=people, of=index.of(people), share=words.percent(share)),
        quote=index.quote(persona.quote) if persona.quote >= 0 else None,
        groups=groups,
        attributes=_attribute_blocks(index, persona.attributes, people),
        moods=_moods_of_phases(index, persona),
        caveats=persona.caveats,
        top=_top_traits(index, groups, people),
        token=f"p{number}",
        topics=_group("theme", _subject_lines(index, topics.values(), people), TOPICS),
        channels=_group("channel", _subject_lines(index, persona.channels, people), PLACES),
        touchpoints=_touchpoints(index, persona),
        differences=_difference_lines(index, persona.differences, "trait"),
        set_apart=_difference_lines(index, persona.differences, "attribute"),
        counter=_counter_lines(index, persona.counter, people),
        questions=persona.questions,
        not_asked=_not_asked(index),
    )


def _trait_groups(index: StudyIndex, persona: Persona) -> tuple[TraitGroup, ...]:
    """The kinds that members say something of; a core kind also without a line, with the reason."""
    used: set[str] = set()
    groups = []
    for kind in KINDS:
        traits = [trait for trait in persona.traits if trait.kind == kind]
        lines = _trait_lines(index, traits, len(persona.respondents), used, avoid=persona.quote)
        empty = ""
        if kind in CORE_KINDS or kind in persona.unknown:
            empty = index.words("persona.unknown" if kind in persona.unknown else "persona.nothing_shared")
        if lines or empty:
            groups.append(_group(kind, lines, LINES_OF_KIND.get(kind, LINES), empty))
    return tuple(groups)


def _touchpoints(index: StudyIndex, persona: Persona) -> TraitGroup:
    """All touchpoints of the members with their mood at each; only characteristic ones know their lift."""
    moods = {feeling.touchpoint_id: index.mood(feeling) for feeling in persona.feelings if feeling.touchpoint_id}
    characteristic = {trait.subject_id: trait for trait in persona.traits if trait.kind == "touchpoint"}
    traits = [characteristic.get(trait.subject_id, trait) for trait in persona.touchpoints]
    # Drafts may come without the list of all touchpoints; then the characteristic ones are shown.
    lines = _subject_lines(index, traits or list(characteristic.values()), len(persona.respondents), moods)
    return _group("touchpoint", lines, PLACES)


def _attribute_blocks(index: StudyIndex, counts: Sequence[AttributeCount], members: int) -> tuple[AttributeBlock, ...]:
    blocks = []
    for name in dict.fromkeys(count.attribute for count in counts):
        own = sorted((count for count in counts if count.attribute == name), key=lambda count: (-count.n, count.value))
        known = max(count.n_known for count in own)
        n_more = len(own) - VALUES_PER_ATTRIBUTE
        blocks.append(
            AttributeBlock(
                name=attribute_name(name, index.words.language),
                values=tuple(
                    (count.value, count.n, count.n / known if known else 0.0)
                    for count in own[:VALUES_PER_ATTRIBUTE]
                    if count.n
                ),
                rest=index.words("persona.more_values", n=n_more) if n_more > 0 else "",
                note=index.words("persona.known", n=known, total=members) if known < members else "",
            )
        )
    return tuple(blocks)


def _not_asked(index: StudyIndex) -> str:
    """A sentence about the usual attributes that are not known of anybody in the study."""
    known = {name for respondent in index.analysis.corpus.respondents for name in respondent.attributes}
    # Said openly, because readers of a persona would otherwise guess its age.
    missing = [attribute_name(name, index.words.language) for name in USUAL_ATTRIBUTES if name not in known]
    return index.words("persona.not_asked", names=index.words.list(missing)) if missing else ""


def _moods_of_phases(index: StudyIndex, persona: Persona) -> tuple[tuple[str, Mood], ...]:
    feelings = {feeling.phase_id: feeling for feeling in persona.feelings if not feeling.touchpoint_id}
    return tuple((index.phase_name(phase_id), index.mood(feelings.get(phase_id))) for phase_id in index.phases)


def _top_traits(index: StudyIndex, groups: Sequence[TraitGroup], members: int) -> tuple[Markup, ...]:
    """The first traits of two kinds, for the small card of the first screen.

    As a sentence about the subject: "Goal: Shoes" would call what they speak about their goal.
    """
    lines = {group.kind: group.lines[0] for group in groups if group.lines}
    top = [(kind, lines[kind]) for kind in KINDS_ON_SMALL_CARD if kind in lines][:2]
    words = index.words
    return tuple(
        words.html(
            "persona.top", trait=words.html(f"difference.{kind}", subject=line.subject), n=line.people, total=members
        )
        for kind, line in top
    )


def reasons_left_out(index: StudyIndex, personas: Personas) -> tuple[str, ...]:
    """Sentences about people who are in no persona, most frequent reason first."""
    words = index.words
    counts = Counter(personas.left_out.values())
    ranked = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return tuple(
        words("persona.left_out", n=n, reason=words.maybe(f"left_out.{reason.replace(' ', '_')}", reason))
        for reason, n in ranked
    )


def _trait_lines(
    index: StudyIndex, traits: Iterable[Trait], members: int, used: set[str], avoid: int = -1
) -> list[TraitLine]:
    """A line per trait, those with a member's own sentence first.

    No sentence appears twice on a card: ``used`` collects them. A sentence of the statement at position ``avoid``,
    which the card quotes as a whole, is the second choice.
    """
    lines = [_trait_line(index, trait, members, used, avoid) for trait in traits]
    # Sorting is stable, so lines of each kind keep the order of the draft.
    return sorted(lines, key=lambda line: line.own_words is None)


def _trait_line(index: StudyIndex, trait: Trait, members: int, used: set[str], avoid: int) -> TraitLine:
    texts = {span: index.segments[span.segment].text[span.start : span.end] for span in trait.spans}
    fitting = [span for span, text in texts.items() if len(text) <= LONGEST_SENTENCE and text not in used]
    span = next((span for span in fitting if span.segment != avoid), fitting[0] if fitting else None)
    if span is not None:
        used.add(texts[span])
    # The statement that the sentence is a part of comes first, so that readers see the sentence in its context.
    first = [span.segment] if span is not None else []
    people = len(trait.respondents)
    return TraitLine(
        subject=trait.subject,
        people=people,
        share=people / members,
        lift=_lift_words(index, trait),
        few=people < MIN_PEOPLE,
        quotes=index.quotes([*first, *(own.segment for own in trait.spans), *trait.segments], QUOTES_PER_TRAIT),
        own_words=index.span(span) if span is not None else None,
    )


def _subject_lines(
    index: StudyIndex, traits: Iterable[Trait], members: int, moods: Mapping[str, Mood] | None = None
) -> list[TraitLine]:
    """Lines that only name a subject: what people talk about, or where they meet the brand with their mood there."""
    return [
        TraitLine(
            subject=trait.subject,
            people=len(trait.respondents),
            share=len(trait.respondents) / members,
            lift=_lift_words(index, trait),
            few=len(trait.respondents) < MIN_PEOPLE,
            quotes=index.quotes(trait.segments, QUOTES_PER_TRAIT),
            mood=(moods or {}).get(trait.subject_id),
        )
        for trait in traits
    ]


def _group(kind: str, lines: Sequence[TraitLine], shown: int, empty: str = "") -> TraitGroup:
    return TraitGroup(kind, tuple(lines[:shown]), "" if lines else empty, tuple(lines[shown:]))


def _lift_words(index: StudyIndex, trait: Trait) -> str:
    """How much more often members show a trait than the others; "" for few people, and for about as often."""
    if len(trait.respondents) < MIN_PEOPLE:
        return ""
    if trait.lift is None:
        return index.words("persona.lift_only")
    if trait.lift >= TWICE_AS_OFTEN:
        return index.words("persona.lift_twice")
    if trait.lift >= MORE_OFTEN:
        return index.words("persona.lift_often")
    return index.words("persona.lift_seldom") if trait.lift <= LESS_OFTEN else ""


def _difference_lines(index: StudyIndex, differences: Iterable[Difference], kind: str) -> tuple[DifferenceLine, ...]:
    """The significant differences of a kind ("trait" or "attribute") in the given order, each subject once."""
    lines: dict[tuple[str, str], DifferenceLine] = {}
    for difference in differences:
        if difference.kind == kind:
            lines.setdefault((difference.subject, difference.value), _difference_line(index, difference))
    return tuple(lines.values())


def _difference_line(index: StudyIndex, difference: Difference) -> DifferenceLine:
    words = index.words
    members = difference.n_in / difference.of_in if difference.of_in else 0.0
    others = difference.n_out / difference.of_out if difference.of_out else 0.0
    # No line break between "=" and the number.
    p_value = words.p_value(difference.p_value).replace(" ", "\u00a0")
    return DifferenceLine(
        claim=_claim(index, difference),
        here=members,
        there=others,
        shares=words(
            "difference.shares_few" if difference.n_in < MIN_PEOPLE else "difference.shares",
            here=words.percent(members),
            there=words.percent(others),
            n_in=difference.n_in,
            of_in=difference.of_in,
            n_out=difference.n_out,
            of_out=difference.of_out,
        ),
        proof=words("difference.proof", effect=_effect_words(index, difference), p=p_value),
    )


def _claim(index: StudyIndex, difference: Difference) -> Markup:
    words = index.words
    if difference.kind == "trait":
        return words.html(f"difference.{difference.value}", subject=difference.subject)
    name = attribute_name(difference.subject, index.words.language)
    if difference.measure == "cliffs_delta":
        return words.html("difference.number", name=name, value=difference.value.lstrip("> "))
    return words.html("difference.attribute", name=name, value=difference.value)


def _effect_words(index: StudyIndex, difference: Difference) -> str:
    words = index.words
    if difference.measure == "risk_difference":
        points = round(abs(difference.effect) * 100)
        return words("difference.more" if difference.effect > 0 else "difference.less", n=points)
    small, medium, large = EFFECT_SIZES[difference.measure]
    size = abs(difference.effect)
    level = "large" if size >= large else "medium" if size >= medium else "small" if size >= small else "tiny"
    effect = words.decimal(difference.effect)
    return words(f"difference.{difference.measure}", size=words(f"difference.{level}"), value=effect)


def _counter_lines(index: StudyIndex, voices: Iterable[CounterVoice], members: int) -> tuple[CounterLine, ...]:
    """Members who say the opposite of a pain or a praise."""
    return tuple(
        CounterLine(
            sentence=index.words.html(
                "counter.pain" if voice.kind == "pain" else "counter.praise",
                n=len(voice.respondents),
                total=members,
                subject=voice.subject,
            ),
            few=len(voice.respondents) < MIN_PEOPLE,
            quotes=index.quotes(voice.segments, QUOTES_PER_COUNTER_LINE),
        )
        for voice in voices
    )


def build_profiles(index: StudyIndex, personas: Personas, *, everybody: bool = False) -> ProfileList:
    """The profiles in the report of a small study; those of everybody, however many, for pages of their own."""
    words = index.words
    n = len(personas.profiles)
    if n == 0 or (index.total > MOST_PROFILES and not everybody):
        return ProfileList((), "", words.html("profile.elsewhere", n=n) if n else Markup(""))
    ranked = sorted(
        personas.profiles,
        key=lambda profile: (index.person_order.get(profile.respondent_id, index.total), profile.respondent_id),
    )
    with_profile = {profile.respondent_id for profile in personas.profiles}
    without = [index.labels.get(person, person) for person in index.people if person not in with_profile]
    silent = ""
    # A list of more names than this would be longer than the profiles.
    if 0 < len(without) <= MOST_PROFILES:
        silent = words("profile.silent", n=len(without), names=words.list(without))
    return ProfileList(tuple(_profile(index, profile, personas) for profile in ranked), silent, Markup(""))


def _profile(index: StudyIndex, profile: Profile, personas: Personas) -> ProfileCard:
    words = index.words
    person = profile.respondent_id
    order = index.person_order.get(person)
    respondents = {respondent.respondent_id: respondent for respondent in index.analysis.corpus.respondents}
    attributes = respondents[person].attributes if person in respondents else {}
    feelings = {feeling.phase_id: feeling for feeling in profile.feelings if not feeling.touchpoint_id}
    topics = [trait for trait in profile.traits if trait.kind in {"theme", "touchpoint"}]
    sources = [index.source_names.get(path, path) for path in profile.sources]
    return ProfileCard(
        anchor=person,
        label=index.labels.get(person, person),
        persona=_persona_of(index, profile, personas),
        size=words("profile.size", n=profile.n_segments, n_words=profile.n_words),
        sources=" · ".join([*sources, *profile.waves]),
        attributes=tuple(
            (attribute_name(name, index.words.language), value) for name, value in sorted(attributes.items())
        ),
        quote=index.quote(profile.quote) if profile.quote >= 0 else None,
        groups=_groups_of_profile(index, profile),
        topics=tuple(_subject_lines(index, topics[:TOPICS_OF_PROFILE], 1)),
        moods=tuple(
            (index.phase_name(phase_id), index.mood(feelings[phase_id]))
            for phase_id in index.phases
            if phase_id in feelings
        ),
        token=f"r{order}" if index.total <= MOST_PROFILES and order is not None else "",
    )


def _persona_of(index: StudyIndex, profile: Profile, personas: Personas) -> tuple[str, str, str] | None:
    """Placeholder, title and anchor of the persona that a respondent belongs to."""
    for number, persona in enumerate(personas.personas):
        if persona.persona_id == profile.persona_id:
            return _placeholder(index, number), persona.title, f"persona-{persona.persona_id}"
    return None


def _groups_of_profile(index: StudyIndex, profile: Profile) -> tuple[TraitGroup, ...]:
    used: set[str] = set()
    groups = []
    for kind in KINDS:
        traits = [trait for trait in profile.traits if trait.kind == kind]
        # With one person there is nothing to count, so a line without words would only repeat its subject.
        lines = [line for line in _trait_lines(index, traits, 1, used) if line.own_words or line.quotes]
        if lines:
            groups.append(_group(kind, lines, LINES))
    return tuple(groups)
