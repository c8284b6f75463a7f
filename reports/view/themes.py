"""The themes: how many people, and whether they speak well or badly of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from reports.view.facts import Facts
from reports.view.records import Theme
from voc.schema import MIN_PEOPLE, SENTIMENTS

EXEMPLARS = 4
STABLE, SHAKY = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Themes that belong together, most people first; ``name`` is "" where there are no groups. ``people`` speak of at
    least one of them."""

    name: str
    people: int
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class ThemeList:
    """All themes, most people first, and the same ones by their groups. ``finding`` is the title of the chart;
    ``widest`` the longest side of a bar; ``dots`` are the places of the statements on the map of themes, by sentiment.
    """

    themes: tuple[Theme, ...]
    groups: tuple[ThemeGroup, ...]
    finding: str
    unsorted: str
    tentative: bool
    note: str
    widest: int
    dots: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()


def theme_list(facts: Facts) -> ThemeList:
    """The themes and how much of the material fits none."""
    words = facts.words
    found = facts.analysis.themes
    members: dict[int, list[int]] = defaultdict(list)
    for position, number in enumerate(found.assignment.tolist()):
        members[number].append(position)
    themes = [_theme(facts, number, members[number]) for number in range(len(found.themes))]
    themes.sort(key=lambda theme: (-theme.people, -theme.statements, theme.name, theme.theme_id))
    loose = len(members[-1])
    unsorted = ""
    if loose and themes:
        unsorted = words(
            "theme.unsorted",
            n=loose,
            total=len(facts.segments),
            share=words.percent(loose / len(facts.segments)),
            people=len(facts.respondents(members[-1])),
        )
    return ThemeList(
        themes=tuple(themes),
        groups=_groups(facts, themes, members),
        finding=_finding(facts, themes),
        unsorted=unsorted,
        tentative=found.tentative,
        note=found.note,
        widest=max((max(one.negative, one.positive) + (one.mixed + 1) // 2 for one in themes), default=1),
        dots=_dots(facts),
    )


def _dots(facts: Facts) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    found, sentiment = facts.analysis.themes, facts.analysis.readings.sentiment
    if found.places is None:
        return ()
    placed = found.assignment >= 0
    return tuple(
        (name, tuple((x, y) for x, y in found.places[placed & (sentiment == number)].tolist()))
        for number, name in enumerate(SENTIMENTS)
    )


def _groups(facts: Facts, themes: list[Theme], members: Mapping[int, list[int]]) -> tuple[ThemeGroup, ...]:
    """The groups, most people first; one without a name where the themes have none."""
    number = {theme.theme_id: place for place, theme in enumerate(facts.analysis.themes.themes)}
    groups = []
    for name in dict.fromkeys(theme.group for theme in themes):
        own = tuple(theme for theme in themes if theme.group == name)
        positions = [position for theme in own for position in members[number[theme.theme_id]]]
        groups.append(ThemeGroup(name, len(facts.respondents(positions)), own))
    return tuple(sorted(groups, key=lambda group: (not group.name, -group.people, group.name)))


def _finding(facts: Facts, themes: list[Theme]) -> str:
    if not themes:
        return facts.words("theme.finding_none")
    first = themes[0]
    return facts.words("theme.finding", name=first.name, n=first.people, of=facts.of(first.people))


def _theme(facts: Facts, number: int, positions: list[int]) -> Theme:
    theme = facts.analysis.themes.themes[number]
    people = len(facts.respondents(positions))
    split = facts.balance(positions)
    return Theme(
        anchor=f"theme-{theme.theme_id}",
        theme_id=theme.theme_id,
        name=theme.name,
        people=people,
        share=facts.share(people),
        statements=len(positions),
        negative=split["negative"],
        mixed=split["mixed"],
        positive=split["positive"],
        split=" · ".join(
            facts.words(f"theme.split_{tone}", n=split[tone])
            for tone in ("negative", "mixed", "positive")
            if split[tone]
        ),
        few=people < MIN_PEOPLE,
        keywords=theme.keywords,
        stability=_stability(facts, theme.stability),
        exemplars=facts.quotes(theme.exemplars or positions, EXEMPLARS),
        token=f"t{number}",
        group=theme.group,
        disc=theme.disc,
    )


def _stability(facts: Facts, stability: float | None) -> str:
    if stability is None:
        return ""
    level = "high" if stability >= STABLE else "middle" if stability >= SHAKY else "low"
    return facts.words(f"theme.stability_{level}", share=facts.words.percent(stability))
