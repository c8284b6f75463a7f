"""Pain points and themes: how many people speak of each, in which mood, in whose words, and who contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports.view.page_records import PainCard, ThemeCard
from reports.view.study_index import StudyIndex
from voc.pains.wording import write_hypothesis, write_opportunity
from voc.schema import MIN_PEOPLE, SENTIMENTS, PainPoint, Personas

QUOTES_PER_PAIN, MORE_QUOTES, COUNTER_VOICES = 3, 5, 2
"""Verbatims of a pain point: shown at once, behind "more", and of people who say the opposite."""
EXEMPLARS_PER_THEME = 4
STABILITY_LEVELS = {"high": 0.8, "middle": 0.5, "low": 0.0}
"""Words for the share of resampling rounds that find a theme again, each with the lowest share it is used for."""


def build_pains(index: StudyIndex, personas: Personas) -> tuple[PainCard, ...]:
    """All pain points in the order of the analysis, which is their rank."""
    pains = index.analysis.pain_points
    most_people = max((len(pain.respondents) for pain in pains), default=1)
    worst = max((pain.severity for pain in pains), default=1.0) or 1.0
    return tuple(
        _pain_card(
            index,
            personas,
            pain,
            rank=rank,
            longest_people=len(pain.respondents) / most_people,
            longest_severity=pain.severity / worst,
        )
        for rank, pain in enumerate(pains, 1)
    )


def _pain_card(
    index: StudyIndex,
    personas: Personas,
    pain: PainPoint,
    *,
    rank: int,
    longest_people: float,
    longest_severity: float,
) -> PainCard:
    words, analysis = index.words, index.analysis
    touchpoint = index.touchpoints.get(pain.touchpoint_id)
    theme = index.themes.get(pain.theme_id)
    people = len(pain.respondents)
    shown = index.pick(pain.quotes or pain.segments, QUOTES_PER_PAIN)
    shown_texts = {index.segments[position].text for position in shown}
    # Compared by text: two people may have written the same words, which are quoted once.
    others = [position for position in pain.segments if index.segments[position].text not in shown_texts]
    members = _members_by_persona(personas, pain)
    return PainCard(
        anchor=f"pain-{pain.pain_point_id}",
        rank=rank,
        title=pain.title,
        phase=index.phase_name(pain.phase_id),
        phase_order=index.phase_order.get(pain.phase_id, len(index.phase_order)),
        touchpoint=words.named(touchpoint.names) if touchpoint else "",
        touchpoint_order=index.order.get(pain.touchpoint_id, len(index.order)),
        theme=theme.name if theme else "",
        theme_id=pain.theme_id,
        people=people,
        share=index.share(people),
        statements=len(pain.segments),
        intensity=pain.intensity,
        severity=pain.severity,
        opportunity=write_opportunity(pain, analysis.taxonomy, analysis.language),
        hypothesis=write_hypothesis(pain, index.total, analysis.language),
        longest_people=longest_people,
        longest_severity=longest_severity,
        emotion=pain.emotion,
        feeling=words.maybe(f"emotion.{pain.emotion}", "") if pain.emotion else "",
        sentence=pain_sentence(index, people, pain.segments),
        few=people < MIN_PEOPLE,
        goal=index.span(pain.goal) if pain.goal else None,
        hurdle=index.span(pain.hurdle) if pain.hurdle else None,
        quotes=tuple(index.quote(position) for position in shown),
        more=index.quotes(others, MORE_QUOTES),
        # Stable: sure readings first, each in the order of the analysis.
        counter=index.quotes(sorted(pain.counter, key=index.is_unsure), COUNTER_VOICES),
        personas=words.list(
            [words("pain.members", title=personas.personas[number].title, n=n) for number, n in members.items()]
        ),
        tokens=_filter_tokens(index, pain, members),
        workshop=pain.workshop,
    )


def _members_by_persona(personas: Personas, pain: PainPoint) -> dict[int, int]:
    """Number of a persona → how many of its members report the pain point; only personas that have any."""
    people = set(pain.respondents)
    counts = {number: len(people & set(persona.respondents)) for number, persona in enumerate(personas.personas)}
    return {number: n for number, n in counts.items() if n}


def _filter_tokens(index: StudyIndex, pain: PainPoint, members: Mapping[int, int]) -> str:
    tokens = [f"a{index.phase_order.get(pain.phase_id, -1)}", *(f"p{number}" for number in members)]
    if pain.touchpoint_id in index.order:
        tokens.append(f"c{index.order[pain.touchpoint_id]}")
    if pain.theme_id in index.theme_order:
        tokens.append(f"t{index.theme_order[pain.theme_id]}")
    return " ".join(tokens)


def pain_sentence(index: StudyIndex, people: int, positions: Sequence[int]) -> Markup:
    """ "9 of 34 people report this; most of them sound frustrated (7), 2 worried." """
    words, of = index.words, index.of(people)
    # An emotion that fewer than a fifth of the people show does not describe them.
    emotions = [(emotion, n) for emotion, n in index.emotions(positions) if n * 5 >= people][:2]
    if not emotions:
        return words.html("pain.sentence", n=people, of=of)
    (emotion, n), *others = emotions
    feels = words(f"feels.{emotion}")
    if others and n < people and others[0][1] * 4 > n * 3:
        # The second emotion is nearly as frequent, so "most sound …" would mislead.
        also, n_also = others[0]
        values = {"feels": feels, "also": words(f"feels.{also}")}
        return words.html("pain.sentence_two", of=of, count=n, second=n_also, **values)
    key = "pain.sentence_all" if n == people else "pain.sentence_most" if n * 2 > people else "pain.sentence_some"
    sentence = words.html(key, n=people, of=of, count=n, feels=feels)
    for also, n_also in others:
        sentence += words.html("pain.sentence_second", n=n_also, feels=words(f"feels.{also}"))
    return sentence + "."


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Themes that belong together, most people first; ``name`` is "" where themes are not grouped. ``people`` speak of
    at least one of them."""

    name: str
    people: int
    themes: tuple[ThemeCard, ...]


@dataclass(frozen=True, slots=True)
class ThemeOverview:
    """All themes, most people first, and the same by group. ``finding`` is the title of the chart; ``widest`` the
    longest side of a bar, in people; ``dots`` the positions of the statements on the map of themes, by sentiment."""

    themes: tuple[ThemeCard, ...]
    groups: tuple[ThemeGroup, ...]
    finding: str
    unsorted: str
    tentative: bool
    note: str
    widest: int
    dots: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()


def build_themes(index: StudyIndex) -> ThemeOverview:
    """The themes, and how many statements fit none."""
    themes = index.analysis.themes
    positions: dict[int, list[int]] = defaultdict(list)
    for position, number in enumerate(themes.assignment.tolist()):
        positions[number].append(position)
    cards = [_theme_card(index, number, positions[number]) for number in range(len(themes.themes))]
    # Ties are broken by id, so that the order does not depend on the order of the files.
    cards.sort(key=lambda card: (-card.people, -card.statements, card.name, card.theme_id))
    return ThemeOverview(
        themes=tuple(cards),
        groups=_groups(index, cards, positions),
        finding=_finding(index, cards),
        unsorted=_unsorted_sentence(index, positions[-1]) if cards else "",
        tentative=themes.tentative,
        note=themes.note,
        # The grey middle of a bar lies half to the left and half to the right of the axis.
        widest=max((max(card.negative, card.positive) + (card.mixed + 1) // 2 for card in cards), default=1),
        dots=_dots(index),
    )


def _unsorted_sentence(index: StudyIndex, unsorted: Sequence[int]) -> str:
    if not unsorted:
        return ""
    n, total = len(unsorted), len(index.segments)
    share, people = index.words.percent(n / total), len(index.respondents(unsorted))
    return index.words("theme.unsorted", n=n, total=total, share=share, people=people)


def _dots(index: StudyIndex) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    themes, sentiment = index.analysis.themes, index.analysis.readings.sentiment
    if themes.places is None:
        return ()
    assigned = themes.assignment >= 0
    return tuple(
        (name, tuple((x, y) for x, y in themes.places[assigned & (sentiment == number)].tolist()))
        for number, name in enumerate(SENTIMENTS)
    )


def _groups(
    index: StudyIndex, cards: Sequence[ThemeCard], positions: Mapping[int, Sequence[int]]
) -> tuple[ThemeGroup, ...]:
    """The groups, most people first; a single one without a name where themes are not grouped."""
    groups = []
    for name in dict.fromkeys(card.group for card in cards):
        own = tuple(card for card in cards if card.group == name)
        spoken = [position for card in own for position in positions[index.theme_order[card.theme_id]]]
        groups.append(ThemeGroup(name, len(index.respondents(spoken)), own))
    return tuple(sorted(groups, key=lambda group: (not group.name, -group.people, group.name)))


def _finding(index: StudyIndex, cards: Sequence[ThemeCard]) -> str:
    if not cards:
        return index.words("theme.finding_none")
    largest = cards[0]
    return index.words("theme.finding", name=largest.name, n=largest.people, of=index.of(largest.people))


def _theme_card(index: StudyIndex, number: int, positions: list[int]) -> ThemeCard:
    theme = index.analysis.themes.themes[number]
    people = len(index.respondents(positions))
    balance = index.balance(positions)
    tones = [tone for tone in ("negative", "mixed", "positive") if balance[tone]]
    question, answering = _shared_question(index, positions)
    return ThemeCard(
        anchor=f"theme-{theme.theme_id}",
        theme_id=theme.theme_id,
        name=theme.name,
        people=people,
        share=index.share(people),
        statements=len(positions),
        negative=balance["negative"],
        mixed=balance["mixed"],
        positive=balance["positive"],
        split=" · ".join(index.words(f"theme.split_{tone}", n=balance[tone]) for tone in tones),
        few=people < MIN_PEOPLE,
        keywords=theme.keywords,
        stability=_stability_sentence(index, theme.stability),
        exemplars=index.quotes(theme.exemplars or positions, EXEMPLARS_PER_THEME),
        praise=index.quotes(_best_first(index, positions), 1),
        question=question,
        answering=answering,
        token=f"t{number}",
        group=theme.group,
        disc=theme.disc,
    )


def _best_first(index: StudyIndex, positions: Sequence[int]) -> list[int]:
    """The positive statements, those with the best mood first."""
    readings = index.analysis.readings
    positive = [position for position in positions if SENTIMENTS[int(readings.sentiment[position])] == "positive"]
    return sorted(positive, key=lambda position: (-float(readings.polarity[position]), position))


def _shared_question(index: StudyIndex, positions: Sequence[int]) -> tuple[str, int]:
    """The question that most people of these statements answer and their number; ("", 0) where it is that of few."""
    people: dict[str, set[str]] = defaultdict(set)
    for position in positions:
        people[index.segments[position].question].add(index.segments[position].respondent_id)
    people.pop("", None)
    question = min(people, key=lambda text: (-len(people[text]), text), default="")
    answering = len(people[question]) if question else 0
    return (question, answering) if answering >= MIN_PEOPLE else ("", 0)


def _stability_sentence(index: StudyIndex, stability: float | None) -> str:
    if stability is None:
        return ""
    level = next(level for level, lowest in STABILITY_LEVELS.items() if stability >= lowest)
    return index.words(f"theme.stability_{level}", share=index.words.percent(stability))
