"""Write decisions about statements into `codebook.toml`: labels, key quotes, notes, splits and joins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voc.decisions.codebook import UNSORTED
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry, remove_keys, write_labels
from voc.errors import UsageError
from voc.schema import Document, Segment, Taxonomy
from voc.segment.recut import join_segments, offset_in_words, split_segment
from voc.study import Study, as_study
from voc.study.folder import CODEBOOK
from voc.tasks.theme import find_theme


def label_statements(  # noqa: PLR0913
    study: str | Path | Study,
    segment_ids: Sequence[str],
    *,
    sentiment: str | None = None,
    emotion: str | None = None,
    kind: str | None = None,
    touchpoints: Sequence[str] | None = None,
    theme: str | None = None,
    small_talk: bool | None = None,
    key_quote: bool | None = None,
    note: str | None = None,
) -> tuple[str, ...]:
    """Label statements by hand, and return their ids. What is None stays as it is.

    Args:
        study: the study, or its folder.
        segment_ids: ids of participants' statements.
        sentiment: one of SENTIMENTS.
        emotion: one of EMOTIONS, or "none".
        kind: one of STATEMENTS.
        touchpoints: ids or names, the main one first; empty for none.
        theme: the id or name of a theme or code, or "unsorted".
        small_talk: whether it says nothing about the matter; another label takes this back.
        key_quote: whether it leads the quotes of its theme and pain point.
        note: a note; "" removes it.

    Raises:
        UsageError: nothing is decided, or there is no such statement, touchpoint or theme.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: a label is not one of the known ones, or the codebook is not valid.
    """
    loaded = as_study(study)
    segments = find_segments(loaded, segment_ids)
    labels: dict[str, Any] = {
        "sentiment": sentiment,
        "emotion": emotion,
        "kind": kind,
        "touchpoints": None if touchpoints is None else _find_touchpoints(loaded.analysis.taxonomy, touchpoints),
        "theme": None if theme is None else _find_target(loaded, theme),
        "small_talk": small_talk,
        "key_quote": key_quote,
        "note": None if note is None else note.strip(),
    }
    labels = {key: label for key, label in labels.items() if label is not None}
    # An empty list of touchpoints is a decision: the statement belongs to none.
    if not labels:
        raise UsageError("Nothing is decided about the statements. Give at least one label.")

    def change(document: CodebookData) -> None:
        for segment in segments:
            write_labels(document, segment.segment_id, segment.text, labels)

    edit_codebook(loaded.folder / CODEBOOK, change, _describe(f"Label ({', '.join(labels)})", segments))
    return tuple(segment.segment_id for segment in segments)


def clear_labels(study: str | Path | Study, segment_ids: Sequence[str], keys: Sequence[str] = ()) -> tuple[str, ...]:
    """Take back what was decided about statements, and return the ids of those about which something was.

    Args:
        study: the study, or its folder.
        segment_ids: ids of statements.
        keys: the labels to remove; all without.

    Raises:
        UsageError: nothing of the kind was decided.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: the codebook is not valid.
    """
    folder = as_study(study).folder
    cleared: list[str] = []

    def change(document: CodebookData) -> None:
        cleared.extend(
            segment_id
            for segment_id in dict.fromkeys(segment_ids)
            if segment_id in document.get("segments", {}) and remove_keys(document, "segments", segment_id, keys)
        )
        if not cleared:
            raise UsageError(f"{folder / CODEBOOK}: nothing of the kind is decided about these statements.")

    n = len(set(segment_ids))
    edit_codebook(folder / CODEBOOK, change, f"Take back {', '.join(keys) or 'all labels'} of {n} statements")
    return tuple(cleared)


def split_statement(study: str | Path | Study, segment_id: str, offsets: Sequence[int]) -> tuple[str, ...]:
    """Split a statement at offsets (code points in its text), and return the ids that its parts will have.

    Raises as `label_statements`; also UsageError where it cannot be split.
    """
    loaded = as_study(study)
    (segment,) = find_segments(loaded, [segment_id])
    # The numbers of pseudonyms shift when files are added; offsets in the codebook do not count them.
    in_words = [offset_in_words(segment.text, offset) for offset in sorted(set(offsets))]
    kept = [offset for offset in in_words if offset is not None]
    parts = split_segment(segment, _document(loaded, segment), kept)
    if not offsets or len(kept) < len(in_words) or not parts:
        raise UsageError(
            f"The statement {segment_id} cannot be split at {', '.join(map(str, offsets)) or 'no offset'}. Give "
            f"offsets between 1 and {len(segment.text) - 1} that leave words on both sides and do not cut a pseudonym."
        )

    def change(document: CodebookData) -> None:
        get_entry(document, "segments", segment_id).pop("join_next", None)
        write_labels(document, segment_id, segment.text, {"split_at": kept})

    edit_codebook(loaded.folder / CODEBOOK, change, f"Split the statement {segment_id} into {len(parts)}")
    return tuple(part.segment_id for part in parts)


def join_statements(study: str | Path | Study, segment_id: str) -> str:
    """Join a statement with the next one of the same turn, and return the id that the whole will have.

    Raises as `label_statements`; also UsageError where no statement of the same turn is after it.
    """
    loaded = as_study(study)
    (segment,) = find_segments(loaded, [segment_id])
    segments = iter(loaded.analysis.segments)
    # The statement after the one that is looked for is what is left of the iterator then.
    next(record for record in segments if record.segment_id == segment_id)
    following = next(segments, None)
    joined = join_segments(segment, following, _document(loaded, segment)) if following else None
    if joined is None or following is None:
        raise UsageError(f"No statement of the same turn is after {segment_id}, so that it cannot be joined.")

    def change(document: CodebookData) -> None:
        get_entry(document, "segments", segment_id).pop("split_at", None)
        write_labels(document, segment_id, segment.text, {"join_next": True})

    description = f"Join the statement {segment_id} with {following.segment_id}"
    edit_codebook(loaded.folder / CODEBOOK, change, description)
    return joined.segment_id


def _describe(action: str, segments: Sequence[Segment]) -> str:
    return f"{action}: {segments[0].segment_id}" if len(segments) == 1 else f"{action}: {len(segments)} statements"


def find_segments(study: Study, segment_ids: Sequence[str]) -> list[Segment]:
    """Find statements by their ids, each once, in the order in which they are named.

    Raises:
        UsageError: there is no such statement, or none is named.
    """
    by_id = {segment.segment_id: segment for segment in study.analysis.segments}
    missing = [segment_id for segment_id in segment_ids if segment_id not in by_id]
    if missing or not segment_ids:
        raise UsageError(
            f"No participant's segment has the id {', '.join(missing) or '(none was named)'}. Find the ids in "
            f"{study.folder / 'data' / 'segments.csv'}."
        )
    return [by_id[segment_id] for segment_id in dict.fromkeys(segment_ids)]


def _document(study: Study, segment: Segment) -> Document:
    documents = study.analysis.corpus.documents
    return next(document for document in documents if document.document_id == segment.document_id)


def _find_target(study: Study, theme: str) -> str:
    return UNSORTED if theme.strip().lower() == UNSORTED else find_theme(study, theme)


def _find_touchpoints(taxonomy: Taxonomy, references: Sequence[str]) -> list[str]:
    """Return the ids of touchpoints by id or name, in any language and case."""
    ids: dict[str, str] = {}
    # Ids last: they win where a touchpoint is called as the id of another one.
    for touchpoint in taxonomy.touchpoints:
        ids |= {name.lower(): touchpoint.touchpoint_id for name in touchpoint.names.values()}
    ids |= {touchpoint.touchpoint_id.lower(): touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints}
    missing = [reference for reference in references if reference.strip().lower() not in ids]
    if missing:
        known = ", ".join(touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints)
        raise UsageError(f"The journey has no touchpoint '{missing[0]}'. It has: {known}.")
    return list(dict.fromkeys(ids[reference.strip().lower()] for reference in references))
