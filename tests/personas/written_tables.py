"""The tables of a study as `voc verify` reads them, made from an analysis without writing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from personas import personas_json
from voc.schema import SENTIMENTS, STATEMENTS, Analysis, Personas
from voc.study.verify import StudyTables


def tables_of(analysis: Analysis, personas: Personas) -> StudyTables:
    """The tables that `check_personas` reads; all others are empty."""
    tables: dict[str, Any] = {field: [] for field in StudyTables.__dataclass_fields__}
    tables |= {
        "folder": Path(),
        "themes": [{"theme_id": theme.theme_id, "name": theme.name} for theme in analysis.themes.themes],
        "touchpoints": [
            {"touchpoint_id": touchpoint.touchpoint_id, "name": touchpoint.names["de"]}
            for touchpoint in analysis.taxonomy.touchpoints
        ],
        "respondents": [
            {"respondent_id": person.respondent_id, "source": "", "n_segments": "1", **person.attributes}
            for person in analysis.corpus.respondents
        ],
        "segments": list(_segment_rows(analysis)),
        "personas": json.loads(personas_json(personas, analysis)),
        "manifest": {},
        "documents": {},
    }
    return StudyTables(**tables)


def _segment_rows(analysis: Analysis) -> Iterator[dict[str, str]]:
    readings = analysis.readings
    for position, segment in enumerate(analysis.segments):
        theme, number = int(analysis.themes.assignment[position]), int(analysis.tags.touchpoint[position])
        touchpoint = analysis.taxonomy.touchpoints[number] if number >= 0 else None
        yield {
            "segment_id": segment.segment_id,
            "respondent_id": segment.respondent_id,
            "role": segment.role,
            "text": segment.text,
            "language": segment.language,
            "statement": STATEMENTS[int(readings.statement[position])],
            "sentiment": SENTIMENTS[int(readings.sentiment[position])],
            "polarity": f"{float(readings.polarity[position]):.3f}",
            "theme_id": analysis.themes.themes[theme].theme_id if theme >= 0 else "",
            "phase_id": touchpoint.phase_id if touchpoint else "",
            "touchpoint_id": touchpoint.touchpoint_id if touchpoint else "",
        }
