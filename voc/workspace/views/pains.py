"""The table of pain points: how many people each one troubles and how much, and what a workshop makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voc.decisions.codebook import WORKSHOP_KEYS, PainPointDecision
from voc.pains.wording import write_hypothesis, write_opportunity
from voc.schema import Language, PainPoint
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.views.decisions import past_decisions, structural_keys, target_name
from voc.workspace.views.statement_list import ShownStatement, StatementPage, page_statements, show_statement


@dataclass(frozen=True, slots=True)
class PainRow:
    """A pain point in the table. ``title`` is the one that was decided, ``found_title`` that of the last run.

    ``share`` and ``worst`` (0–1) are people and severity beside the pain point with most of it. ``plan`` has what the
    workshop filled in, ``drafts`` what the report proposes. ``pending`` names decisions that the next run carries out;
    ``merge_into`` is the title of the target. ``left_out`` are statements that were sent away from it.
    """

    pain_point_id: str
    rank: int
    title: str
    found_title: str
    n_people: int
    n_statements: int
    share: float
    worst: float
    severity: float
    touchpoint: str
    phase: str
    theme: str
    emotion: str
    quotes: tuple[ShownStatement, ...]
    plan: Mapping[str, str]
    drafts: Mapping[str, str]
    pending: tuple[str, ...]
    merge_into: str
    left_out: tuple[ShownStatement, ...]

    @property
    def place(self) -> str:
        """Where it hurts: the touchpoint, or the theme where the journey has none."""
        return self.touchpoint or self.theme


_SORTS: Mapping[str, Callable[[PainRow], tuple[object, ...]]] = {
    "rank": lambda row: (row.rank,),
    "people": lambda row: (-row.n_people, row.rank),
    # What has no place or no status comes last.
    "place": lambda row: (not row.place, row.place.casefold(), row.rank),
    "name": lambda row: (row.title.casefold(),),
    "status": lambda row: (not row.plan["status"], row.plan["status"].casefold(), row.rank),
}


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """All pain points that the filters leave, and the statements of the one that is open."""
    analysis, decisions = study.study.analysis, study.codebook.pain_points
    rows = [_row(study, rank, pain, language) for rank, pain in enumerate(analysis.pain_points, 1)]
    words, place, status = fields.get("words").casefold(), fields.get("place"), fields.get("status")
    sort = fields.get("sort", "rank")
    shown = [
        row
        for row in rows
        if words in f"{row.title} {row.found_title}".casefold()
        and place in ("", row.place)
        and status in ("", row.plan["status"])
    ]
    ids = {pain.pain_point_id for pain in analysis.pain_points}
    titles = {row.pain_point_id: row.title for row in rows}
    return {
        "rows": sorted(shown, key=_SORTS.get(sort, _SORTS["rank"])),
        "n_all": len(rows),
        "sorts": tuple(_SORTS),
        "sort": sort,
        "places": sorted({row.place for row in rows if row.place}, key=str.casefold),
        "statuses": sorted({row.plan["status"] for row in rows if row.plan["status"]}, key=str.casefold),
        "titles": titles,
        "n_people": len(analysis.people),
        "open_id": fields.get("open"),
        "opened": _opened(study, fields),
        "plan_keys": WORKSHOP_KEYS,
        # What a run has merged or dropped is on no row any more, and can be taken back all the same.
        "gone": past_decisions(decisions, ids, study.codebook.pain_point_merges(), titles),
    }


def _row(study: OpenStudy, rank: int, pain: PainPoint, language: Language) -> PainRow:
    analysis, loaded = study.study.analysis, study.loaded
    decision = study.codebook.pain_points.get(pain.pain_point_id, PainPointDecision())
    titles = {other.pain_point_id: other.title for other in analysis.pain_points}
    left_out = [loaded.position_of[key] for key in decision.leave_out if key in loaded.position_of]
    # Bars are relative to the largest, as in the report.
    most = max(len(other.respondents) for other in analysis.pain_points)
    worst = max(other.severity for other in analysis.pain_points) or 1.0
    return PainRow(
        pain_point_id=pain.pain_point_id,
        rank=rank,
        title=decision.title or pain.title,
        found_title=pain.title,
        n_people=len(pain.respondents),
        n_statements=len(pain.segments),
        share=len(pain.respondents) / most,
        worst=pain.severity / worst,
        severity=pain.severity,
        touchpoint=loaded.touchpoint_name(pain.touchpoint_id, language),
        phase=loaded.phase_name(pain.phase_id, language),
        theme=loaded.theme_names.get(pain.theme_id, ""),
        emotion=pain.emotion,
        quotes=tuple(show_statement(loaded, row) for row in pain.quotes[:1]),
        plan={key: getattr(decision, key) for key in WORKSHOP_KEYS},
        drafts={
            "opportunity": write_opportunity(pain, analysis.taxonomy, analysis.language),
            "hypothesis": write_hypothesis(pain, len(analysis.people), analysis.language),
        },
        pending=structural_keys(decision),
        merge_into=target_name(pain.pain_point_id, study.codebook.pain_point_merges(), titles),
        left_out=tuple(show_statement(loaded, row) for row in left_out),
    )


def _opened(study: OpenStudy, fields: Fields) -> StatementPage | None:
    """The statements of the pain point that is open, without those that were sent away since the last run."""
    pains = study.study.analysis.pain_points
    pain = next((pain for pain in pains if pain.pain_point_id == fields.get("open")), None)
    # An address may name a pain point that another tab's run has replaced.
    if pain is None:
        return None
    # They are listed below as sent away, and must not be sent twice.
    away = study.codebook.pain_points.get(pain.pain_point_id, PainPointDecision()).leave_out
    segments = study.study.analysis.segments
    positions = [row for row in pain.segments if segments[row].segment_id not in away]
    return page_statements(study.loaded, positions, fields.number("page", 1))
