"""Pain points: one row per matter, ranked by how many people it troubles and how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from voc.config import PainPointsSection
from voc.numbers.shares import wilson
from voc.pains.decisions import Decisions, Named, ruled, waiting
from voc.pains.matters import find_matters
from voc.pains.portraits import Material, Portrait
from voc.pains.titles import Titles
from voc.pains.voices import Matter
from voc.pains.wants import Wants
from voc.schema import (
    Floats,
    Language,
    PainPoint,
    PainPoints,
    Readings,
    Segment,
    Tags,
    Taxonomy,
    Themes,
    Touchpoint,
    stable_id,
)
from voc.text import content_words
from voc.text.statements import find_troubles

TINY_STUDY = 10
"""Below this number of respondents a matter may rest on one person."""


def find_pain_points(  # noqa: PLR0913
    segments: Sequence[Segment],
    embeddings: Floats,
    readings: Readings,
    tags: Tags,
    themes: Themes,
    taxonomy: Taxonomy,
    *,
    language: Language,
    settings: PainPointsSection | None = None,
    decisions: Decisions | None = None,
) -> PainPoints:
    """Group what troubles people into matters; the worst first.

    A matter is what people say of one thing (`voc.pains.matters`), at one touchpoint or at none. Its severity is
    share^w × intensity^(1 − w): share is the lower end of the 95 % Wilson interval of the share of respondents who are
    troubled by it, intensity the mean over these people of their mean negativity (−polarity in 0–1), and w
    ``settings.weight_people`` (0.5: the geometric mean). Of a study of `TINY_STUDY` respondents or more, a matter needs
    two people and a word that they share.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), rows of length one.
        readings: of the n segments.
        tags: of the n segments.
        themes: of the n segments.
        taxonomy: the journey that ``tags`` refer to.
        language: of the titles.
        settings: how they are weighed and how many are kept; the defaults without.
        decisions: the researcher's, by pain point id; a title, a merge or a drop.
    """
    material = Material.of(segments, embeddings, readings, tags, themes, taxonomy)
    settings, decisions = settings or PainPointsSection(), decisions or {}
    respondents = {segment.respondent_id for segment in segments if segment.respondent_id}
    scale, tiny = _Scale(len(respondents), settings.weight_people), len(respondents) < TINY_STUDY
    least = settings.min_people or (1 if tiny else 2)
    troubles = find_troubles(segments, readings, tags)
    with threadpool_limits(1):
        names = [_lemmas(one) for one in taxonomy.touchpoints]
        matters = find_matters(material.voices, troubles, least=least, n_respondents=len(respondents), names=names)
        portraits = {matter: Portrait.of(material, matter) for matter in matters}
        named = _named(material, sorted((one for one in portraits.values() if one.words or tiny), key=scale.rank))
        kept = ruled(material.voices, named, decisions)
        wants = Wants(material, tuple(one.matter for one in kept))
        known = {one: portraits.get(one.matter) or Portrait.of(material, one.matter) for one in kept}
        drafts = [_Draft(one, portrait, scale, wants) for one, portrait in known.items()]
        drafts.sort(key=lambda draft: (*scale.rank(draft.portrait), draft.named.identifier))
        points = _points(drafts, Titles(material, language), settings.number)
    return PainPoints(points, waiting(named, decisions))


@dataclass(frozen=True, slots=True)
class _Scale:
    n_respondents: int
    weight_people: float

    def severity(self, portrait: Portrait) -> float:
        share, _ = wilson(len(portrait.people), self.n_respondents)
        return float(share**self.weight_people * portrait.intensity ** (1 - self.weight_people))

    def rank(self, portrait: Portrait) -> tuple[float, float, str]:
        """The most severe first, then the most intense."""
        first = portrait.material.voices.ids[portrait.matter.rows[0]]
        return -round(self.severity(portrait), 9), -round(portrait.intensity, 9), first


def _named(material: Material, portraits: Iterable[Portrait]) -> list[Named]:
    """Matters under ids that come from where they are and from the word that tells them best from others."""
    named: dict[str, Named] = {}
    for portrait in portraits:
        matter = portrait.matter
        place = _touchpoint_id(material.taxonomy, matter) or _theme_id(material.themes, matter)
        identifier = stable_id("pp", place, *portrait.words[:1])
        if identifier in named:
            identifier = stable_id("pp", place, *portrait.words)
        if identifier not in named:
            named[identifier] = Named(identifier, "", matter)
    return list(named.values())


def _points(drafts: Iterable[_Draft], titles: Titles, number: int) -> tuple[PainPoint, ...]:
    """The first that have a name of their own: a touchpoint or theme alone names no second matter there."""
    points: dict[str, PainPoint] = {}
    heads: set[str] = set()
    for draft in drafts:
        title = draft.named.title or titles.title(draft.portrait)
        if title and title not in points and (draft.named.title or title not in heads):
            points[title] = draft.point(title)
            heads.add(titles.head(draft.portrait.matter))
        if len(points) == number:
            break
    return tuple(points.values())


def _lemmas(touchpoint: Touchpoint) -> frozenset[str]:
    """Of the names of a touchpoint, in each language."""
    names = touchpoint.names.items()
    return frozenset(word for language, name in names for word in content_words(name, language))


def _touchpoint_id(taxonomy: Taxonomy, matter: Matter) -> str:
    return taxonomy.touchpoints[matter.touchpoint].touchpoint_id if matter.touchpoint >= 0 else ""


def _theme_id(themes: Themes, matter: Matter) -> str:
    return themes.themes[matter.theme].theme_id if matter.theme >= 0 else ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A named matter with its figures."""

    named: Named
    portrait: Portrait
    scale: _Scale
    wants: Wants

    def point(self, title: str) -> PainPoint:
        """As a row of the study, under this title."""
        portrait, matter, material = self.portrait, self.named.matter, self.portrait.material
        taxonomy, themes, ranked = material.taxonomy, material.themes, portrait.ranked()
        return PainPoint(
            pain_point_id=self.named.identifier,
            title=title,
            phase_id=taxonomy.touchpoints[matter.touchpoint].phase_id if matter.touchpoint >= 0 else "",
            touchpoint_id=_touchpoint_id(taxonomy, matter),
            theme_id=_theme_id(themes, matter),
            segments=portrait.rows,
            respondents=portrait.people,
            share_respondents=len(portrait.people) / self.scale.n_respondents,
            severity=self.scale.severity(portrait),
            emotion=portrait.emotion(),
            goal=self.wants.goal(portrait, ranked),
            hurdle=self.wants.hurdle(portrait, ranked),
            quotes=portrait.quotes(ranked),
            counter=portrait.counter(),
            intensity=portrait.intensity,
        )
