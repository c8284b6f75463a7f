"""The journey: touchpoints by phase, with the people who speak of each, their mood and the worst pain point there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.view.page_records import Mood
from voc.schema import Language, in_language
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


@dataclass(frozen=True, slots=True)
class BoardTouchpoint:
    """A touchpoint with how many people and statements speak of it, their mood, and the title of its worst pain point
    ("" where nobody complains)."""

    touchpoint_id: str
    name: str
    description: str
    n_people: int
    n_statements: int
    mood: Mood
    pain: str


@dataclass(frozen=True, slots=True)
class BoardPhase:
    """A phase with its touchpoints that somebody speaks of; ``silent`` are the names of the others."""

    phase_id: str
    name: str
    touchpoints: tuple[BoardTouchpoint, ...]
    silent: tuple[str, ...]


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """All phases in order."""
    analysis, index = study.study.analysis, study.loaded.report_index(language)
    titles = {key: decision.title for key, decision in study.codebook.pain_points.items() if decision.title}
    worst: dict[str, str] = {}
    # Pain points are sorted by severity, so that the first of a place is its worst.
    for pain in analysis.pain_points:
        worst.setdefault(pain.touchpoint_id, titles.get(pain.pain_point_id, pain.title))
    phases = []
    for phase in analysis.taxonomy.phases:
        spoken, silent = [], []
        for touchpoint in analysis.taxonomy.touchpoints:
            if touchpoint.phase_id != phase.phase_id:
                continue
            name = in_language(touchpoint.names, language)
            feeling = index.feelings.get((phase.phase_id, touchpoint.touchpoint_id))
            if feeling is None or not feeling.n_respondents:
                silent.append(name)
                continue
            spoken.append(
                BoardTouchpoint(
                    touchpoint_id=touchpoint.touchpoint_id,
                    name=name,
                    description=in_language(touchpoint.descriptions, language),
                    n_people=feeling.n_respondents,
                    n_statements=feeling.n_segments,
                    mood=index.mood(feeling),
                    pain=worst.get(touchpoint.touchpoint_id, ""),
                )
            )
        phases.append(BoardPhase(phase.phase_id, in_language(phase.names, language), tuple(spoken), tuple(silent)))
    return {"phases": phases, "journey": in_language(analysis.taxonomy.names, language)}
