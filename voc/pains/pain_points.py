"""Pain points of a study, ranked by how many people they trouble and how much; with the researcher's decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from voc.claims import Claim, ClaimJudge, ClaimLimits, ClaimStatements, find_claims, load_titles
from voc.config import PainPointsSection
from voc.decisions.codebook import PainPointDecision, follow_merges
from voc.numbers.proportions import wilson
from voc.pains.voices import PainInputs, Voices
from voc.schema import Language, PainPoint, PainPoints, Progress, no_progress, stable_id

_MAX_POLARITY = 0.3
"""A statement of a higher polarity (−1…1) is clear praise, and is not judged."""
_FEW_PEOPLE = 3
"""In a study of so few people a pain point may rest on one of them."""

Decisions = Mapping[str, PainPointDecision]


def find_pain_points(
    inputs: PainInputs,
    language: Language,
    judge: ClaimJudge,
    settings: PainPointsSection | None = None,
    decisions: Decisions | None = None,
    progress: Progress = no_progress,
) -> PainPoints:
    """Find the pain points of a study, the most severe first.

    A pain point is a claim: its title is a phrase, and the statements behind it are those that the judge says support
    the phrase. Severity is share^w × intensity^(1 − w). Share is the lower end of the 95 % Wilson interval of the share
    of respondents whom it troubles, intensity the mean over these people of their mean negativity (−polarity in 0–1),
    and w is ``settings.weight_people`` (0.5: the geometric mean).

    Args:
        inputs: the segments and what is known about them.
        language: of the titles.
        judge: of phrases and statements.
        settings: how severity is weighted and how many pain points are kept; the defaults without.
        decisions: the researcher's titles, merges and drops, by pain point id.
        progress: called as ``progress(stage, done, total)``.
    """
    settings, decisions = settings or PainPointsSection(), decisions or {}
    n_respondents = len({segment.respondent_id for segment in inputs.segments if segment.respondent_id})
    needed = settings.min_people or (1 if n_respondents <= _FEW_PEOPLE else 2)
    # One thread, since the sums of a matrix product depend on how many threads share it.
    with threadpool_limits(1):
        claims = _find_claims(inputs, language, judge, ClaimLimits(settings.number, min_people=needed), progress)
        identified = [_Pain.build(inputs, claim) for claim in claims]
        identified = [pain for pain in identified if len(pain.voices.people) >= needed]
        kept = _apply_decisions(inputs, identified, decisions)
        ranking = _Ranking(n_respondents, settings.weight_people)
        kept.sort(key=lambda pain: (-ranking.severity(pain.voices), pain.pain_point_id))
        points = tuple(_make_point(inputs, pain, ranking, judge) for pain in kept[: settings.number])
    return PainPoints(points, _pending_decisions({pain.pain_point_id for pain in identified}, decisions))


def _find_claims(
    inputs: PainInputs, language: Language, judge: ClaimJudge, limits: ClaimLimits, progress: Progress
) -> list[Claim]:
    """Claims over the statements that may be about trouble; their positions are those of the segments."""
    may_be_trouble = inputs.readings.polarity <= _MAX_POLARITY
    rows = [row for row in np.flatnonzero(may_be_trouble).tolist() if inputs.segments[row].respondent_id]
    # Sorted by id, so that no result depends on the order of files.
    rows.sort(key=lambda row: inputs.segments[row].segment_id)
    segments = [inputs.segments[row] for row in rows]
    texts = [segment.text for segment in segments]
    statements = ClaimStatements(texts, [segment.respondent_id for segment in segments], judge.statement_vectors(texts))
    titles = load_titles(("pain",), language)
    claims = find_claims(statements, titles, judge, limits=limits, progress=progress)
    return [
        replace(
            claim,
            supports=tuple(rows[i] for i in claim.supports),
            contradicts=tuple(rows[i] for i in claim.contradicts),
        )
        for claim in claims
    ]


@dataclass(frozen=True, slots=True)
class _Ranking:
    n_respondents: int
    weight_people: float

    def severity(self, voices: Voices) -> float:
        """0–1; see `find_pain_points`. Rounded, since two machines may differ in the last bit."""
        share, _ = wilson(len(voices.people), self.n_respondents)
        return round(float(share**self.weight_people * voices.intensity ** (1 - self.weight_people)), 9)


@dataclass(frozen=True, slots=True)
class _Pain:
    """A claim with its id, the people behind it, and its title."""

    pain_point_id: str
    title: str
    phrase: str
    voices: Voices

    @staticmethod
    def build(inputs: PainInputs, claim: Claim) -> _Pain:
        voices = Voices.build(inputs, claim.supports, claim.contradicts)
        return _Pain(stable_id("pp", claim.phrase.key), claim.phrase.text, claim.phrase.text, voices)


def _apply_decisions(inputs: PainInputs, identified: Sequence[_Pain], decisions: Decisions) -> list[_Pain]:
    """Merge, drop and rename as decided."""
    known = {pain.pain_point_id: pain for pain in identified}
    merge_into = {key: decision.merge_into for key, decision in decisions.items() if decision.merge_into in known}
    members: dict[str, list[_Pain]] = {}
    for pain in identified:
        members.setdefault(follow_merges(pain.pain_point_id, merge_into), []).append(pain)
    kept = []
    for pain_point_id, group in members.items():
        target, decision = known[pain_point_id], decisions.get(pain_point_id, PainPointDecision())
        if decision.drop:
            continue
        if len(group) > 1:
            ordered = [target, *(pain for pain in group if pain is not target)]
            rows, counter = (
                tuple(dict.fromkeys(row for pain in ordered for row in getattr(pain.voices, name)))
                for name in ("rows", "counter")
            )
            target = replace(target, voices=Voices.build(inputs, rows, counter))
        kept.append(replace(target, title=decision.title or target.title))
    return kept


def _pending_decisions(known: set[str], decisions: Decisions) -> tuple[str, ...]:
    """A sentence for each decision whose pain point or target does not exist now."""
    sentences = []
    for pain_point_id, decision in sorted(decisions.items()):
        actions = {"merge_into": decision.merge_into, "drop": decision.drop, "title": decision.title}
        action = next((name for name, value in actions.items() if value), "")
        if action and pain_point_id not in known:
            sentences.append(f'[pain_points."{pain_point_id}"] {action}: no pain point has this id now.')
        elif decision.merge_into and decision.merge_into not in known:
            target = decision.merge_into
            sentences.append(f'[pain_points."{pain_point_id}"] merge_into: no pain point has the id {target} now.')
    return tuple(sentences)


def _make_point(inputs: PainInputs, pain: _Pain, ranking: _Ranking, judge: ClaimJudge) -> PainPoint:
    voices, taxonomy = pain.voices, inputs.taxonomy
    touchpoint = voices.touchpoint(inputs)
    theme = voices.theme(inputs)
    return PainPoint(
        pain_point_id=pain.pain_point_id,
        title=pain.title,
        phase_id=taxonomy.touchpoints[touchpoint].phase_id if touchpoint >= 0 else "",
        touchpoint_id=taxonomy.touchpoints[touchpoint].touchpoint_id if touchpoint >= 0 else "",
        theme_id=inputs.themes.themes[theme].theme_id if theme >= 0 else "",
        segments=voices.rows_from_worst(inputs),
        respondents=voices.people,
        share_respondents=len(voices.people) / ranking.n_respondents,
        severity=ranking.severity(voices),
        emotion=voices.emotion(inputs),
        goal=voices.find_goal(inputs, pain.phrase, judge),
        hurdle=voices.find_hurdle(inputs),
        quotes=voices.choose_quotes(inputs),
        counter=voices.counter,
        intensity=voices.intensity,
    )
