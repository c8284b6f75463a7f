"""The first page of a study: what is in it, what was decided, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from voc.schema import Language
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """The counts of a study, its largest themes and worst pain points, and pending decisions."""
    analysis, personas = study.study.analysis, study.study.personas
    return {
        "counts": {
            "people": len(analysis.people),
            "statements": len(analysis.segments),
            "themes": len(analysis.themes.themes),
            "pains": len(analysis.pain_points),
            "personas": len(personas.personas),
        },
        "sources": analysis.corpus.sources,
        "pains": analysis.pain_points[:5],
        "waiting": study.study.pending_decisions,
    }
