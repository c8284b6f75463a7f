"""Write decisions about pain points into `codebook.toml`: title, merge, drop, statements, and a workshop's notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.decisions.codebook import WORKSHOP_KEYS, find_id, load_codebook, suggest_name
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry, remove_keys, write_decision
from voc.errors import UsageError
from voc.study import Study, as_study
from voc.study.folder import CODEBOOK


@dataclass(frozen=True, slots=True)
class PainPointRow:
    """A pain point of a study, and the keys that are decided about it."""

    pain_point_id: str
    title: str
    n_respondents: int
    n_segments: int
    decided: tuple[str, ...]


def list_pain_points(study: Path | Study) -> tuple[PainPointRow, ...]:
    """List the pain points of a study, the most severe first, with the decisions about them.

    Raises:
        OutputError: the folder is not a study.
        ConfigError: its codebook is not valid.
    """
    loaded = as_study(study)
    decisions = load_codebook(loaded.folder / CODEBOOK).pain_points
    rows = []
    for pain in loaded.analysis.pain_points:
        decision = decisions.get(pain.pain_point_id)
        decided = tuple(sorted(decision.model_fields_set)) if decision else ()
        rows.append(PainPointRow(pain.pain_point_id, pain.title, len(pain.respondents), len(pain.segments), decided))
    return tuple(rows)


def rename_pain_point(study: Path | Study, pain_point: str, title: str) -> str:
    """Give a pain point a title and return its id. `pain_point` is an id or an exact title, here and below.

    Raises:
        UsageError: there is no such pain point, or the title is empty.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: the codebook is not valid, or would not be.
    """
    if not title.strip():
        raise UsageError("A pain point's title must not be empty. To let voc choose it again, clear the decision.")
    return _decide(
        as_study(study), pain_point, f"Call the pain point {pain_point} '{title.strip()}'", title=title.strip()
    )


def merge_pain_points(study: Path | Study, pain_point: str, into: str) -> str:
    """Move a pain point's statements into another one, and return the other's id. Raises as `rename_pain_point`."""
    loaded = as_study(study)
    target_id = find_pain_point(loaded, into)
    if find_pain_point(loaded, pain_point) == target_id:
        raise UsageError(f"A pain point cannot be merged into itself, found {target_id} twice. Name two of them.")
    _decide(loaded, pain_point, f"Merge the pain point {pain_point} into {target_id}", merge_into=target_id)
    return target_id


def drop_pain_point(study: Path | Study, pain_point: str) -> str:
    """Leave a pain point out, and return its id. Raises as `rename_pain_point`."""
    return _decide(as_study(study), pain_point, f"Drop the pain point {pain_point}", drop=True)


def fill_in_pain_point(study: Path | Study, pain_point: str, **texts: str) -> str:
    """Write down what a workshop agreed on, and return the pain point's id.

    Args:
        study: the study, or its folder.
        pain_point: its id or exact title.
        texts: by key: owner, effort, impact, status, opportunity, hypothesis or fix; "" removes what is there.

    Raises as `rename_pain_point`; also UsageError for another key.
    """
    unknown = sorted(set(texts) - {*WORKSHOP_KEYS, "fix"})
    if unknown or not texts:
        raise UsageError(f"Fill in {', '.join(WORKSHOP_KEYS)} or fix, found {', '.join(unknown) or 'nothing'}.")
    loaded = as_study(study)
    pain_point_id = find_pain_point(loaded, pain_point)
    filled = {key: text.strip() for key, text in texts.items()}

    def change(document: CodebookData) -> None:
        get_entry(document, "pain_points", pain_point_id).update(filled)
        empty = [key for key, text in filled.items() if not text]
        # Without keys to remove, everything would be removed.
        if empty:
            remove_keys(document, "pain_points", pain_point_id, empty)

    description = f"Fill in {', '.join(filled)} of the pain point {pain_point_id}"
    edit_codebook(loaded.folder / CODEBOOK, change, description)
    return pain_point_id


def leave_out_statements(study: Path | Study, pain_point: str, segment_ids: Sequence[str]) -> str:
    """Send statements away from a pain point that they do not belong to, and return its id.

    Raises as `rename_pain_point`; also UsageError when a statement is not in it, or nothing would be left of it.
    """
    loaded = as_study(study)
    pain_point_id = find_pain_point(loaded, pain_point)
    record = next(pain for pain in loaded.analysis.pain_points if pain.pain_point_id == pain_point_id)
    own = {loaded.analysis.segments[position].segment_id for position in record.segments}
    # A statement of another pain point would be without effect in the codebook for ever, and nobody would know.
    missing = [segment_id for segment_id in segment_ids if segment_id not in own]
    if missing or not segment_ids:
        raise UsageError(f"Choose statements of the pain point '{record.title}', found {', '.join(missing) or 'none'}.")
    left_out = list(dict.fromkeys([*_left_out(loaded, pain_point_id), *segment_ids]))
    # A run keeps such a pain point whole, since it cannot tell what would be left of it.
    if own <= set(left_out):
        raise UsageError("Nothing would be left of the pain point. Drop it instead.")
    description = f"Leave {len(segment_ids)} statements out of the pain point {pain_point_id}"
    return _decide(loaded, pain_point_id, description, leave_out=left_out)


def put_back_statements(study: Path | Study, pain_point: str, segment_ids: Sequence[str]) -> str:
    """Take back that statements were sent away from a pain point, and return its id. Raises as `rename_pain_point`."""
    loaded = as_study(study)
    pain_point_id = find_pain_point(loaded, pain_point)
    before = _left_out(loaded, pain_point_id)
    kept = [segment_id for segment_id in before if segment_id not in set(segment_ids)]

    def change(document: CodebookData) -> None:
        if kept:
            get_entry(document, "pain_points", pain_point_id)["leave_out"] = kept
        elif before:
            remove_keys(document, "pain_points", pain_point_id, ["leave_out"])

    description = f"Put {len(segment_ids)} statements back into the pain point {pain_point_id}"
    edit_codebook(loaded.folder / CODEBOOK, change, description)
    return pain_point_id


def _left_out(study: Study, pain_point_id: str) -> tuple[str, ...]:
    decision = load_codebook(study.folder / CODEBOOK).pain_points.get(pain_point_id)
    return decision.leave_out if decision else ()


def find_pain_point(study: Study, pain_point: str) -> str:
    """Return the id of a pain point by its id or title, in any case.

    Raises:
        UsageError: there is no such pain point.
    """
    # Only those of the last run: one that is new in the codebook has no statements yet.
    titles = {pain.pain_point_id: pain.title for pain in study.analysis.pain_points}
    pain_point_id = find_id(pain_point, titles)
    if pain_point_id is None:
        raise UsageError(
            f"No pain point in {study.folder} has the id or title '{pain_point}'."
            f"{suggest_name(pain_point, titles.values())} See `voc pain list {study.folder}`."
        )
    return pain_point_id


def _decide(study: Study, pain_point: str, description: str, **values: object) -> str:
    pain_point_id = find_pain_point(study, pain_point)
    edit_codebook(
        study.folder / CODEBOOK,
        lambda document: write_decision(get_entry(document, "pain_points", pain_point_id), [], **values),
        description,
    )
    return pain_point_id
