"""Decisions about statements: of one, of several, or of all that a filter leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.decisions.codebook import UNSORTED
from voc.errors import UsageError
from voc.tasks.hide_name import hide_name, show_name
from voc.tasks.label import clear_labels, join_statements, label_statements, split_statement
from voc.workspace.actions.done import Done
from voc.workspace.labels import LABEL_KEYS
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.statement_filter import NONE, find_statements, parse_address

_CLICKED = ("sentiment", "emotion", "kind")
"""Labels that a button sends. Clicking the one that holds already confirms it."""


def label(study: OpenStudy, fields: Fields) -> Done:
    """Give the statements ``segment``, or ``all`` that the filters of ``query`` leave, the labels that are filled in.

    ``clear`` takes back one key, or with "all" every label.
    """
    ids = _chosen(study, fields)
    if clear := fields.get("clear"):
        clear_labels(study.study, ids, LABEL_KEYS if clear == "all" else [clear])
        return Done("labels_cleared", {"n": len(ids)})
    values: dict[str, Any] = {key: fields.get(key) for key in _CLICKED if fields.get(key)}
    for key in ("small_talk", "key_quote"):
        if fields.get(key):
            values[key] = fields.get(key) == "yes"
    if theme := fields.get("theme"):
        values["theme"] = theme
    if fields.get("touchpoint") or fields.many("further"):
        main = [fields.get("touchpoint")] if fields.get("touchpoint") not in ("", NONE) else []
        values["touchpoints"] = list(dict.fromkeys([*main, *fields.many("further")]))
    if fields.has("note"):
        values["note"] = fields.get("note")
    if len(ids) == 1:
        _leave_unchanged(study, ids[0], values)
    if not values:
        return Done("nothing_changed")
    label_statements(study.study, ids, **values)
    return Done("labelled", {"n": len(ids)})


def split(study: OpenStudy, fields: Fields) -> Done:
    """Split the statement ``segment`` at the offset ``at``."""
    split_statement(study.study, fields.require("segment"), [fields.number("at", 0)])
    return Done("statement_split")


def join(study: OpenStudy, fields: Fields) -> Done:
    """Join the statement ``segment`` with the next one of the same turn."""
    join_statements(study.study, fields.require("segment"))
    return Done("statement_joined")


def hide(study: OpenStudy, fields: Fields) -> Done:
    """Hide the name ``name``, in pages at once and in the study with the next run."""
    hide_name(study.study, fields.require("name"))
    return Done("name_hidden")


def show(study: OpenStudy, fields: Fields) -> Done:
    """Do not hide the name ``name`` after all."""
    show_name(study.study, fields.require("name"))
    return Done("name_shown")


def _chosen(study: OpenStudy, fields: Fields) -> Sequence[str]:
    segments = study.study.analysis.segments
    if fields.get("all"):
        ids = [segments[row].segment_id for row in find_statements(study, parse_address(fields.get("query"))).positions]
    else:
        ids = fields.many("segment")
    if not ids:
        raise UsageError("No statement is selected. Tick at least one.")
    return ids


def _leave_unchanged(study: OpenStudy, segment_id: str, values: dict[str, Any]) -> None:
    """Drop what a list or field of the form shows already: sending the form decides only what was changed in it."""
    position, labels = study.loaded.position_of.get(segment_id), study.labels
    if position is None:
        return
    theme, main = int(labels.theme[position]), int(labels.tags.touchpoint[position])
    touchpoints = study.study.analysis.taxonomy.touchpoints
    places = [place for place in (main, *labels.further.get(position, ())) if place >= 0]
    decision = labels.decided.get(position)
    shown = {
        "theme": labels.theme_ids[theme] if theme >= 0 else UNSORTED,
        "touchpoints": [touchpoints[place].touchpoint_id for place in places],
        "note": decision.note if decision else "",
    }
    for key, value in shown.items():
        if key in values and values[key] == value:
            del values[key]
