"""The board of themes: what people talk about, with what was decided about each theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from voc.decisions.codebook import UNSORTED, code_id
from voc.schema import SENTIMENTS, Language, Segment
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields

N_SHOWN = 3
"""Statements on a card; all others are one click away."""


@dataclass(frozen=True, slots=True)
class BoardTheme:
    """A theme on the board. ``name`` is the one that was decided, ``found_name`` that of the last run; ``counts`` are
    statements by sentiment; ``pending`` names decisions of the codebook (`merge`, `split`, `drop`)."""

    theme_id: str
    name: str
    found_name: str
    is_code: bool
    n_people: int
    n_statements: int
    counts: Mapping[str, int]
    exemplars: tuple[Segment, ...]
    stability: float | None
    pending: tuple[str, ...]
    merge_into: str


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """All themes, larger ones first, and how many statements are in none."""
    analysis, codebook = study.study.analysis, study.codebook
    members: dict[int, list[int]] = defaultdict(list)
    for position, theme in enumerate(analysis.themes.assignment.tolist()):
        members[theme].append(position)
    codes = {code_id(key) for key in codebook.codes}
    names = {theme.theme_id: theme.name for theme in analysis.themes.themes}
    cards = []
    for position, theme in enumerate(analysis.themes.themes):
        decision = codebook.themes.get(theme.theme_id)
        sentiments = [SENTIMENTS[analysis.readings.sentiment[row]] for row in members[position]]
        target = codebook.theme_id(decision.merge_into) if decision and decision.merge_into else ""
        cards.append(
            BoardTheme(
                theme_id=theme.theme_id,
                name=(decision.name if decision and decision.name else theme.name),
                found_name=theme.name,
                is_code=theme.theme_id in codes,
                n_people=len({analysis.segments[row].respondent_id for row in members[position]}),
                n_statements=len(members[position]),
                counts={sentiment: sentiments.count(sentiment) for sentiment in SENTIMENTS},
                exemplars=tuple(analysis.segments[row] for row in theme.exemplars[:N_SHOWN]),
                stability=theme.stability,
                pending=_pending(decision),
                merge_into=names.get(target, target),
            )
        )
    moved = sum(1 for entry in codebook.segments.values() if getattr(entry, "theme", "") not in ("", UNSORTED))
    return {"cards": cards, "n_unsorted": len(members[-1]), "n_moved": moved, "labels": study.loaded.labels}


def _pending(decision: object) -> tuple[str, ...]:
    """The decisions about the structure of a theme; the next run carries them out, or has done so."""
    if decision is None:
        return ()
    wishes = {"merge": "merge_into", "split": "split", "drop": "drop"}
    return tuple(name for name, key in wishes.items() if getattr(decision, key, None))
