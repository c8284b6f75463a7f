"""Pain points of a study, ranked by how many people they trouble and how much; with the researcher's decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from threadpoolctl import threadpool_limits

from voc.config import PainPointsSection
from voc.decisions.codebook import PainPointDecision, follow_merges
from voc.numbers.proportions import wilson
from voc.pains.candidates import DEFAULT_THRESHOLDS, CandidateThresholds, find_candidates
from voc.pains.goals import DEFAULT_GOALS, GoalFinder, GoalThresholds
from voc.pains.profiles import PainInputs, PainProfile
from voc.pains.wording import DEFAULT_TITLES, TitleThresholds, TitleWriter, title_at
from voc.schema import Language, PainPoint, PainPoints, Touchpoint, stable_id
from voc.text import content_words
from voc.text.statements import find_troubles

TINY_STUDY = 10
"""In a study with fewer respondents a pain point may rest on one person, and need not have a distinctive word."""

Decisions = Mapping[str, PainPointDecision]


@dataclass(frozen=True, slots=True)
class PainThresholds:
    """The thresholds of the steps after similarity and quotes, which are part of `PainInputs`."""

    candidates: CandidateThresholds = DEFAULT_THRESHOLDS
    goals: GoalThresholds = DEFAULT_GOALS
    titles: TitleThresholds = DEFAULT_TITLES


DEFAULT_PAINS = PainThresholds()


def find_pain_points(
    inputs: PainInputs,
    language: Language,
    *,
    settings: PainPointsSection | None = None,
    decisions: Decisions | None = None,
    thresholds: PainThresholds = DEFAULT_PAINS,
) -> PainPoints:
    """Find the pain points of a study, the most severe first.

    Severity is share^w × intensity^(1 − w). Share is the lower end of the 95 % Wilson interval of the share of
    respondents whom it troubles, intensity the mean over these people of their mean negativity (−polarity in 0–1), and
    w is ``settings.weight_people`` (0.5: the geometric mean).

    Args:
        inputs: the segments and what is known about them.
        language: of the titles.
        settings: how severity is weighted and how many pain points are kept; the defaults without.
        decisions: the researcher's titles, merges and drops, by pain point id.
        thresholds: of the steps; the defaults are those of the product.
    """
    settings, decisions = settings or PainPointsSection(), decisions or {}
    n_respondents = len({segment.respondent_id for segment in inputs.segments if segment.respondent_id})
    is_tiny = n_respondents < TINY_STUDY
    ranking = _Ranking(n_respondents, settings.weight_people)
    troubles = find_troubles(inputs.segments, inputs.readings, inputs.tags)
    # One thread, since the sums of a matrix product depend on how many threads share it.
    with threadpool_limits(1):
        candidates = find_candidates(
            inputs.index,
            troubles,
            min_people=settings.min_people or (1 if is_tiny else 2),
            touchpoint_words=[_name_lemmas(touchpoint) for touchpoint in inputs.taxonomy.touchpoints],
            thresholds=thresholds.candidates,
        )
        profiles = [PainProfile.build(inputs, candidate) for candidate in candidates]
        profiles = [profile for profile in profiles if profile.words or is_tiny]
        identified = _identify(sorted(profiles, key=ranking.key))
        # Ids first, decisions second: a decision names an id, and a merge must not change the ids of others.
        decided = _apply_decisions(identified, decisions)
        kept = decided.pains
        kept.sort(key=lambda pain: (*ranking.key(pain.profile), pain.pain_point_id))
        goals = GoalFinder(inputs, tuple(pain.profile.candidate for pain in kept), thresholds.goals)
        titles = TitleWriter(language, thresholds.titles)
        titled = _choose_titles(kept, titles, settings.number)
        points = tuple(_make_point(pain, title, ranking, goals, titles) for title, pain in titled.items())
    known = {pain.pain_point_id for pain in identified}
    return PainPoints(points, (*_pending_decisions(known, decisions), *decided.pending))


@dataclass(frozen=True, slots=True)
class _Ranking:
    n_respondents: int
    weight_people: float

    def severity(self, profile: PainProfile) -> float:
        """0–1; see `find_pain_points`."""
        share, _ = wilson(len(profile.people), self.n_respondents)
        return float(share**self.weight_people * profile.intensity ** (1 - self.weight_people))

    def key(self, profile: PainProfile) -> tuple[float, float, str]:
        """Sorts by severity, then by intensity, then by id."""
        # Rounded, since two machines may differ in the last bit and the order must not.
        first_id = profile.inputs.index.ids[profile.candidate.rows[0]]
        return -round(self.severity(profile), 9), -round(profile.intensity, 9), first_id


@dataclass(frozen=True, slots=True)
class _IdentifiedPain:
    """A candidate with its id, its profile, the researcher's title ("" if none), and what a workshop filled in."""

    pain_point_id: str
    profile: PainProfile
    title: str = ""
    workshop: Mapping[str, str] = field(default_factory=dict)


def _identify(profiles: Iterable[PainProfile]) -> list[_IdentifiedPain]:
    """Give candidates ids made from their touchpoint or theme and their most distinctive word.

    Such an id stays when people join a study. If two candidates share it, the second gets one from all its words.
    """
    identified: dict[str, _IdentifiedPain] = {}
    for profile in profiles:
        place = _touchpoint_id(profile) or _theme_id(profile)
        pain_point_id = stable_id("pp", place, *profile.words[:1])
        if pain_point_id in identified:
            pain_point_id = stable_id("pp", place, *profile.words)
        identified.setdefault(pain_point_id, _IdentifiedPain(pain_point_id, profile))
    return list(identified.values())


@dataclass(frozen=True, slots=True)
class _DecidedPains:
    """The pain points that the decisions leave, and sentences about decisions that leave nothing of theirs."""

    pains: list[_IdentifiedPain]
    pending: tuple[str, ...]


def _apply_decisions(identified: Sequence[_IdentifiedPain], decisions: Decisions) -> _DecidedPains:
    """Merge, drop, rename and leave statements out as decided; a merged pain point stays at its target's touchpoint."""
    known = {pain.pain_point_id: pain for pain in identified}
    merge_into = {key: decision.merge_into for key, decision in decisions.items() if decision.merge_into in known}
    members: dict[str, list[_IdentifiedPain]] = {}
    for pain in identified:
        members.setdefault(follow_merges(pain.pain_point_id, merge_into), []).append(pain)
    kept, pending = [], []
    for pain_point_id, group in members.items():
        target, decision = known[pain_point_id], decisions.get(pain_point_id, PainPointDecision())
        if decision.drop:
            continue
        rows = [row for pain in group for row in _remaining_rows(pain, decisions)]
        if not rows:
            pending.append(f'[pain_points."{pain_point_id}"] leave_out: no statement would be left, so nothing was.')
        elif len(rows) != len(target.profile.candidate.rows) or len(group) > 1:
            inputs, touchpoint = target.profile.inputs, target.profile.candidate.touchpoint
            profile = PainProfile.build(inputs, inputs.index.make_candidate(touchpoint, rows))
            target = replace(target, profile=profile)
        kept.append(replace(target, title=decision.title, workshop=decision.workshop))
    return _DecidedPains(kept, tuple(pending))


def _remaining_rows(pain: _IdentifiedPain, decisions: Decisions) -> list[int]:
    """The rows of a pain point without the statements that the researcher left out of it."""
    decision = decisions.get(pain.pain_point_id, PainPointDecision())
    ids = pain.profile.inputs.index.ids
    return [row for row in pain.profile.candidate.rows if ids[row] not in decision.leave_out]


def _pending_decisions(known: set[str], decisions: Decisions) -> tuple[str, ...]:
    """A sentence for each decision whose pain point or target does not exist now."""
    sentences = []
    for pain_point_id, decision in sorted(decisions.items()):
        actions = {"merge_into": decision.merge_into, "drop": decision.drop, "title": decision.title}
        actions |= decision.workshop
        action = next((name for name, value in actions.items() if value), "")
        if action and pain_point_id not in known:
            sentences.append(f'[pain_points."{pain_point_id}"] {action}: no pain point has this id now.')
        elif decision.merge_into and decision.merge_into not in known:
            target = decision.merge_into
            sentences.append(f'[pain_points."{pain_point_id}"] merge_into: no pain point has the id {target} now.')
    return tuple(sentences)


def _choose_titles(pains: Iterable[_IdentifiedPain], writer: TitleWriter, number: int) -> dict[str, _IdentifiedPain]:
    """The first ``number`` pain points with a title of their own, by title."""
    chosen: dict[str, _IdentifiedPain] = {}
    places: set[str] = set()
    for pain in pains:
        title = pain.title or writer.write(pain.profile)
        # The name of a touchpoint or theme alone cannot tell a second pain point there from the first.
        is_only_place = not pain.title and title in places
        if title and title not in chosen and not is_only_place:
            chosen[title] = pain
            places.add(writer.place_name(pain.profile))
        if len(chosen) == number:
            break
    return chosen


def _name_lemmas(touchpoint: Touchpoint) -> frozenset[str]:
    names = touchpoint.names.items()
    return frozenset(word for language, name in names for word in content_words(name, language))


def _touchpoint_id(profile: PainProfile) -> str:
    position = profile.candidate.touchpoint
    return profile.inputs.taxonomy.touchpoints[position].touchpoint_id if position >= 0 else ""


def _theme_id(profile: PainProfile) -> str:
    position = profile.candidate.theme
    return profile.inputs.themes.themes[position].theme_id if position >= 0 else ""


def _make_point(
    pain: _IdentifiedPain, title: str, ranking: _Ranking, goals: GoalFinder, writer: TitleWriter
) -> PainPoint:
    profile = pain.profile
    ranked = profile.rank_rows()
    position, taxonomy = profile.candidate.touchpoint, profile.inputs.taxonomy
    place = writer.place_name(profile)
    begins_with_place = position >= 0 and not pain.title and title.startswith(f"{place}: ")
    text = title.removeprefix(f"{place}: ")
    return PainPoint(
        pain_point_id=pain.pain_point_id,
        title=title,
        phase_id=taxonomy.touchpoints[position].phase_id if position >= 0 else "",
        touchpoint_id=_touchpoint_id(profile),
        theme_id=_theme_id(profile),
        segments=profile.rows,
        respondents=profile.people,
        share_respondents=len(profile.people) / ranking.n_respondents,
        severity=ranking.severity(profile),
        emotion=profile.emotion(),
        goal=goals.find_goal(profile, ranked),
        hurdle=goals.find_hurdle(profile, ranked),
        quotes=profile.choose_quotes(ranked),
        counter=profile.find_counter_voices(),
        intensity=profile.intensity,
        wording=title_at(place, text, _touchpoint_id(profile)) if begins_with_place else None,
        workshop=pain.workshop,
    )
