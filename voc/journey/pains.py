"""Pain points: one row per matter, ranked by how many people it troubles and how much."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.config import PainPointsSection
from voc.journey.matters import Matter, find_matters
from voc.journey.portraits import Material, Portrait
from voc.journey.rulings import Decisions, Named, ruled, waiting
from voc.journey.titles import Titles
from voc.journey.troubles import find_troubles
from voc.schema import Floats, Language, PainPoint, PainPoints, Readings, Segment, Tags, Taxonomy, Themes, stable_id

TINY_STUDY = 10
"""Below this number of respondents a matter may rest on one person."""
_Z = 1.96
ONE_NAME = 0.3
"""Mean cosine to the centre of a matter from which another of the same name is the same."""
ONE_SENSE = 0.1
"""Mean cosine between the statements of a matter that no phrase names."""


def pain_points(  # noqa: PLR0913
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

    A matter is what people say in one sense at one touchpoint, or at none (`voc.journey.matters`). Its severity is
    share^w × intensity^(1 − w): share is the lower end of the 95 % Wilson interval of the share of respondents who are
    troubled by it, intensity the mean over these people of their mean negativity (−polarity in 0–1), and w
    ``settings.weight_people`` (0.5: the geometric mean). Of a study of `TINY_STUDY` respondents or more, a matter needs
    two people. Two matters at one touchpoint that bear one name are one.

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
    settings = settings or PainPointsSection()
    decisions = decisions or {}
    respondents = {segment.respondent_id for segment in segments if segment.respondent_id}
    least = settings.min_people or (1 if len(respondents) < TINY_STUDY else 2)
    troubles = find_troubles(segments, readings, tags)
    found = find_matters(material.voices, troubles, least=least, n_respondents=len(respondents))
    scale = _Scale(len(respondents), settings.weight_people)
    named = _named(material, _ranked(material, found, scale), Titles(segments, taxonomy, themes, language), scale)
    kept = ruled(material.voices, named, decisions)
    drafts = sorted((_Draft.of(material, one, scale) for one in kept), key=lambda draft: draft.key)
    return PainPoints(tuple(draft.point() for draft in drafts[: settings.number]), waiting(named, decisions))


def wilson_low(hits: int, n: int, z: float = _Z) -> float:
    """Lower end of the Wilson score interval of hits / n (Wilson 1927, JASA 22:209).

    >>> round(wilson_low(5, 20), 3)
    0.112
    """
    if n == 0:
        return 0.0
    share = hits / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (centre - spread) / (1 + z * z / n))


@dataclass(frozen=True, slots=True)
class _Scale:
    n_respondents: int
    weight_people: float

    def severity(self, portrait: Portrait) -> float:
        share = wilson_low(len(portrait.people), self.n_respondents)
        return float(share**self.weight_people * portrait.intensity ** (1 - self.weight_people))


def _ranked(material: Material, matters: Iterable[Matter], scale: _Scale) -> list[Matter]:
    portraits = [Portrait.of(material, matter) for matter in matters]
    portraits.sort(key=lambda one: (-round(scale.severity(one), 9), material.voices.ids[one.rows[0]]))
    return [portrait.matter for portrait in portraits]


def _named(material: Material, matters: Iterable[Matter], titles: Titles, scale: _Scale) -> list[Named]:
    """Matters with names, the worst first. Two of one touchpoint and one name are one where they lie near each other;
    the lesser is left out where they do not, and so is one without a name of its own beside one that has it."""
    groups: dict[tuple[int, str], Matter] = {}
    for matter in matters:
        title = titles.title(matter)
        if not title or (not titles.is_specific(matter) and not _stands_alone(material, groups, matter, scale)):
            continue
        first = groups.get((matter.touchpoint, title))
        if first is None:
            groups[matter.touchpoint, title] = matter
        elif float(material.voices.cosines(matter.rows, [first.rows]).mean()) >= ONE_NAME:
            groups[matter.touchpoint, title] = material.voices.matter(matter.touchpoint, [*first.rows, *matter.rows])
    joined = list(groups.values())
    named: dict[str, Named] = {}
    for matter, (_, title) in zip(joined, groups, strict=True):
        touchpoint = _touchpoint_id(material.taxonomy, matter) or _theme_id(material.themes, matter)
        identifier = stable_id("pp", touchpoint, titles.key(matter))
        if identifier in named:
            identifier = stable_id("pp", touchpoint, titles.key(matter), title)
        named[identifier] = Named(identifier, title, matter)
    order = {
        matter: rank for rank, matter in enumerate(_ranked(material, [one.matter for one in named.values()], scale))
    }
    return sorted(named.values(), key=lambda one: order[one.matter])


def _stands_alone(material: Material, groups: Mapping[tuple[int, str], Matter], matter: Matter, scale: _Scale) -> bool:
    """Whether what no phrase names is a matter all the same: all there is at its touchpoint, and in one sense."""
    if matter.touchpoint < 0:
        return scale.n_respondents < TINY_STUDY
    beside = any(one.touchpoint == matter.touchpoint for one in groups.values())
    return not beside and (scale.n_respondents < TINY_STUDY or material.voices.agreement(matter.rows) >= ONE_SENSE)


def _touchpoint_id(taxonomy: Taxonomy, matter: Matter) -> str:
    return taxonomy.touchpoints[matter.touchpoint].touchpoint_id if matter.touchpoint >= 0 else ""


def _theme_id(themes: Themes, matter: Matter) -> str:
    return themes.themes[matter.theme].theme_id if matter.theme >= 0 else ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A named matter with its figures."""

    named: Named
    portrait: Portrait
    severity: float
    n_respondents: int

    @staticmethod
    def of(material: Material, named: Named, scale: _Scale) -> _Draft:
        portrait = Portrait.of(material, named.matter)
        return _Draft(named, portrait, scale.severity(portrait), scale.n_respondents)

    @property
    def key(self) -> tuple[float, float, str]:
        return -round(self.severity, 9), -round(self.portrait.intensity, 9), self.named.identifier

    def point(self) -> PainPoint:
        """As a row of the study."""
        portrait, matter, material = self.portrait, self.named.matter, self.portrait.material
        taxonomy, themes = material.taxonomy, material.themes
        return PainPoint(
            pain_point_id=self.named.identifier,
            title=self.named.title,
            phase_id=taxonomy.touchpoints[matter.touchpoint].phase_id if matter.touchpoint >= 0 else "",
            touchpoint_id=_touchpoint_id(taxonomy, matter),
            theme_id=_theme_id(themes, matter),
            segments=portrait.rows,
            respondents=portrait.people,
            share_respondents=len(portrait.people) / self.n_respondents,
            severity=self.severity,
            emotion=portrait.emotion(),
            goal=portrait.goal(),
            hurdle=portrait.hurdle(),
            quotes=portrait.quotes(),
            counter=portrait.counter(),
            intensity=portrait.intensity,
        )
