"""What the pictures show: sentiment per theme, per group and per persona, and how strongly each pain point is felt.

Each picture has its finding as its title, counted like everything else: a person is negative, mixed or positive by what
outweighs in their statements (`StudyIndex.balance`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from personas.wording import attribute_name
from reports.view.page_records import PainCard, PersonaCard, ThemeCard
from reports.view.study_index import StudyIndex
from voc.journey.feelings import SOURCE_KIND, attribute_columns
from voc.numbers.proportions import LEVEL, holm, two_proportions, wilson
from voc.schema import MIN_PEOPLE, Personas

BARS = 12
"""Bars or pain points in a picture; more would not be compared, only looked up, which a table is better for."""
THEMES_PER_PERSONA = 6
GROUPINGS = 4
"""Attributes with a picture, those whose groups differ most first."""


@dataclass(frozen=True, slots=True)
class BalanceBar:
    """People by what outweighs in their statements; ``target`` is the id of what the bar is about, or ""."""

    name: str
    people: int
    negative: int
    mixed: int
    positive: int
    target: str = ""

    @property
    def few(self) -> bool:
        """Whether too few people speak for a share of them to mean anything."""
        return self.people < MIN_PEOPLE

    @property
    def negative_share(self) -> float:
        """The share of people whose negative statements outweigh, 0–1."""
        return self.negative / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class BalancePicture:
    """Bars under a finding. ``measure`` says what they show; ``values`` are all counts in words, for people who cannot
    see the bars. ``rest`` are rows of the table that have no bar. ``whole``: a bar of this many people has full length;
    0 where each bar has."""

    anchor: str
    title: str
    measure: str
    bars: tuple[BalanceBar, ...]
    rest: tuple[BalanceBar, ...]
    values: str
    whole: int = 0


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Pictures to compare, side by side under the finding from all of them; ``summary`` shows the finding alone."""

    title: str
    measure: str
    panels: tuple[BalancePicture, ...]
    summary: BalancePicture


@dataclass(frozen=True, slots=True)
class PainPicture:
    """The pain points by people and by how bad these people feel; ``rest`` are in the table only."""

    title: str
    measure: str
    values: str
    pains: tuple[PainCard, ...]
    rest: tuple[PainCard, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures; None where the material has nothing to show in one."""

    themes: BalancePicture | None
    groups: PictureSet | None
    personas: PictureSet | None
    pains: PainPicture | None


def build_pictures(
    index: StudyIndex,
    personas: Personas,
    themes: Sequence[ThemeCard],
    cards: Sequence[PersonaCard],
    pains: Sequence[PainCard],
) -> Pictures:
    """All pictures of a study."""
    return Pictures(
        themes=_draw_themes(index, themes),
        groups=_draw_groups(index),
        personas=_draw_personas(index, personas, themes, cards),
        pains=_draw_pains(index, pains),
    )


def _draw_themes(index: StudyIndex, themes: Sequence[ThemeCard]) -> BalancePicture | None:
    bars = [
        BalanceBar(theme.name, theme.people, theme.negative, theme.mixed, theme.positive, theme.anchor)
        for theme in themes
    ]
    drawn = _choose(bars)
    if not drawn:
        return None
    measure = index.words("picture.themes_measure")
    return _picture(index, "picture-themes", _most_negative(index, drawn), measure, bars)


def _most_negative(index: StudyIndex, bars: Sequence[BalanceBar]) -> str:
    """The theme that is most surely negative, and whether its majority could be chance; else the one nearest to it."""
    lows = {bar: wilson(bar.negative, bar.people).low for bar in bars}
    majorities = [bar for bar in bars if 2 * bar.negative > bar.people]
    # By the lower end of the interval, so that three of three people do not beat 41 of 58.
    worst = max(majorities or bars, key=lambda bar: (lows[bar] if majorities else bar.negative_share, bar.people))
    if not majorities:
        key = "picture.themes_none" if worst.negative else "picture.themes_never"
    else:
        key = "picture.themes_clear" if lows[worst] > 0.5 else "picture.themes_open"
    return index.words(key, name=worst.name, k=worst.negative, n=worst.people)


def _choose(bars: Sequence[BalanceBar]) -> tuple[BalanceBar, ...]:
    """The largest bars of enough people, most negative first; none of fewer than two, which compare nothing."""
    enough = [bar for bar in bars if not bar.few]
    # Ties are broken by label, so that the order does not depend on the order of the files.
    largest = sorted(enough, key=lambda bar: (-bar.people, bar.name))[:BARS]
    ranked = sorted(largest, key=lambda bar: (-bar.negative_share, -bar.people, bar.name))
    return tuple(ranked) if len(ranked) > 1 else ()


def _picture(index: StudyIndex, anchor: str, title: str, measure: str, bars: Sequence[BalanceBar]) -> BalancePicture:
    drawn = _choose(bars)
    rest = tuple(bar for bar in bars if bar.people and bar not in drawn)
    if rest:
        key = "picture.rest_few" if all(bar.few for bar in rest) else "picture.rest"
        measure += " " + index.words(key, n=len(rest), minimum=MIN_PEOPLE)
    return BalancePicture(anchor, title, measure, drawn, rest, _values(index, [*drawn, *rest]))


def _values(index: StudyIndex, bars: Iterable[BalanceBar]) -> str:
    words = index.words
    return "; ".join(
        words("picture.values", name=bar.name, n=bar.people, k=bar.negative, m=bar.mixed, p=bar.positive)
        for bar in bars
    )


# ---------------------------------------------------------------------------------------------------------- groups


def _draw_groups(index: StudyIndex) -> PictureSet | None:
    """A picture for each attribute that makes groups, those with a clear difference first."""
    words = index.words
    columns = attribute_columns(index.segments, index.analysis.corpus.respondents)
    # Interviews and reviews differ because of how people were asked, which is no finding about people.
    bars = {name: _bars_of_groups(index, column) for name, column in columns.items() if name != SOURCE_KIND}
    # An attribute may make groups of enough people who said nothing, so the groups are counted again here.
    groupings = {name: drawn for name, own in bars.items() if (drawn := _choose(own))}
    if not groupings:
        return None
    apart = _clear_differences(groupings)
    ranked = sorted(groupings, key=lambda name: (name not in apart, -_spread(groupings[name]), name))
    titles = {name: _title_of_groups(index, name, groupings[name], apart.get(name)) for name in ranked}
    names = {name: attribute_name(name, index.words.language) for name in ranked}
    shown, rest = ranked[:GROUPINGS], ranked[GROUPINGS:]
    overall = words("picture.overall_measure")
    measure = f"{overall} {words('picture.groups_measure', level=words.percent(1 - LEVEL))}"
    if rest:
        measure += " " + words("picture.groups_rest", names=words.list([names[name] for name in rest]))
    alike = words("picture.groups_alike", names=words.list([names[name] for name in shown]))
    panels = tuple(
        _picture(index, f"picture-group-{number}", titles[name], _known(index, columns[name]), bars[name])
        for number, name in enumerate(shown, 1)
    )
    # Alone on a page, it says itself what its bars are.
    summary = replace(panels[0], measure=f"{overall} {panels[0].measure}")
    return PictureSet(titles[shown[0]] if apart else alike, measure, panels, summary)


def _title_of_groups(
    index: StudyIndex, attribute: str, bars: Sequence[BalanceBar], apart: tuple[BalanceBar, BalanceBar] | None
) -> str:
    name = attribute_name(attribute, index.words.language)
    if apart:
        return _difference(index, "picture.groups_clear", name, *apart)
    key = "picture.groups_open" if _spread(bars) else "picture.groups_same"
    return _difference(index, key, name, *_extremes(bars))


def _bars_of_groups(index: StudyIndex, column: Sequence[str]) -> list[BalanceBar]:
    positions: dict[str, list[int]] = defaultdict(list)
    for position, value in enumerate(column):
        positions[value].append(position)
    positions.pop("", None)
    return [_count(index, value, positions[value]) for value in sorted(positions)]


def _count(index: StudyIndex, label: str, positions: Iterable[int], target: str = "") -> BalanceBar:
    # Statements of nobody in particular count nowhere: nobody knows whose group they would belong to.
    balance = index.balance(position for position in positions if index.segments[position].respondent_id)
    return BalanceBar(label, balance.total(), balance["negative"], balance["mixed"], balance["positive"], target)


def _known(index: StudyIndex, column: Sequence[str]) -> str:
    known = len(index.respondents(position for position, value in enumerate(column) if value))
    return index.words("picture.groups_known", n=known, total=index.total)


def _spread(bars: Sequence[BalanceBar]) -> float:
    low, high = _extremes(bars)
    return high.negative_share - low.negative_share


def _extremes(bars: Sequence[BalanceBar]) -> tuple[BalanceBar, BalanceBar]:
    """The groups that are negative least and most often."""
    ranked = sorted(bars, key=lambda bar: (bar.negative_share, -bar.people, bar.name))
    return ranked[0], ranked[-1]


def _clear_differences(
    groupings: Mapping[str, Sequence[BalanceBar]],
) -> dict[str, tuple[BalanceBar, BalanceBar]]:
    """By attribute the groups that differ most surely, the less negative one first; only attributes that have any."""
    pairs = [(name, _extremes(pair)) for name, bars in groupings.items() for pair in combinations(bars, 2)]
    # Among many pairs some differ by chance, so all of them are corrected together.
    values = holm(
        [two_proportions((low.negative, low.people), (high.negative, high.people)) for _, (low, high) in pairs]
    )
    surest: dict[str, tuple[BalanceBar, BalanceBar]] = {}
    for p_value, (name, pair) in sorted(zip(values, pairs, strict=True), key=lambda row: row[0]):
        if p_value < 1 - LEVEL:
            surest.setdefault(name, pair)
    return surest


def _difference(index: StudyIndex, key: str, name: str, low: BalanceBar, high: BalanceBar) -> str:
    values = {"high": high.name, "k": high.negative, "n": high.people}
    return index.words(key, name=name, **values, low=low.name, j=low.negative, m=low.people)


# -------------------------------------------------------------------------------------------------------- personas


def _draw_personas(
    index: StudyIndex, personas: Personas, themes: Sequence[ThemeCard], cards: Sequence[PersonaCard]
) -> PictureSet | None:
    if len(cards) < 2:
        return None
    everything = index.words("picture.everything")
    panels = []
    for card, persona in zip(cards, personas.personas, strict=True):
        members = set(persona.respondents)
        own = [position for position, segment in enumerate(index.segments) if segment.respondent_id in members]
        numbers = index.analysis.themes.assignment[own].tolist()
        bars = [_count(index, everything, own, card.anchor)]
        for theme in themes[:THEMES_PER_PERSONA]:
            number = index.theme_order[theme.theme_id]
            about = [position for position, assigned in zip(own, numbers, strict=True) if assigned == number]
            bars.append(_count(index, theme.name, about, theme.anchor))
        title = index.words("picture.persona", name=card.name, title=card.title)
        measure = index.words("count.people", n=card.people)
        anchor = f"picture-{card.anchor}"
        panels.append(BalancePicture(anchor, title, measure, tuple(bars), (), _values(index, bars), card.people))
    overall = [replace(panel.bars[0], name=card.name) for panel, card in zip(panels, cards, strict=True)]
    # No test: moods took part in the grouping.
    title = _difference(index, "picture.personas", "", *_extremes(overall))
    return PictureSet(
        title=title,
        measure=index.words("picture.personas_measure", minimum=MIN_PEOPLE),
        panels=tuple(panels),
        summary=_picture(index, "picture-personas", title, index.words("picture.overall_measure"), overall),
    )


# ----------------------------------------------------------------------------------------------------- pain points


def _draw_pains(index: StudyIndex, pains: Sequence[PainCard]) -> PainPicture | None:
    if len(pains) < 2:
        return None
    words, worst = index.words, pains[0]
    values = "; ".join(
        words("picture.pain_values", rank=pain.rank, title=pain.title, n=pain.people, strength=_strength(index, pain))
        for pain in pains
    )
    leads = all(worst.people > pain.people and worst.intensity > pain.intensity for pain in pains[1:])
    key = "picture.pains_few" if worst.few else "picture.pains_both" if leads else "picture.pains"
    title = words(key, title=worst.title, of=index.of(worst.people), minimum=MIN_PEOPLE)
    drawn, rest = tuple(pains[:BARS]), tuple(pains[BARS:])
    measure = words("picture.pains_measure")
    if rest:
        measure += " " + words("picture.pains_rest", n=len(rest))
    return PainPicture(title, measure, values, drawn, rest)


def _strength(index: StudyIndex, pain: PainCard) -> str:
    return index.words.two_decimals(pain.intensity)
