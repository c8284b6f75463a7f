"""Decisions about pain points."""

from __future__ import annotations

from voc.decisions.codebook import WORKSHOP_KEYS
from voc.tasks.pain_point import (
    drop_pain_point,
    fill_in_pain_point,
    leave_out_statements,
    merge_pain_points,
    put_back_statements,
    rename_pain_point,
)
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def rename(study: OpenStudy, fields: Fields) -> Done:
    """Give the pain point ``pain`` the title ``title``."""
    rename_pain_point(study.study, fields.require("pain"), fields.require("title"))
    return Done("pain_renamed", {"name": fields.get("title")})


def merge(study: OpenStudy, fields: Fields) -> Done:
    """Merge the pain point ``pain`` into the pain point ``into``."""
    merge_pain_points(study.study, fields.require("pain"), fields.require("into"))
    return Done("pain_merged")


def drop(study: OpenStudy, fields: Fields) -> Done:
    """Drop the pain point ``pain``."""
    drop_pain_point(study.study, fields.require("pain"))
    return Done("pain_dropped")


def plan(study: OpenStudy, fields: Fields) -> Done:
    """Write down what a workshop says about the pain point ``pain``; an empty field is taken out."""
    # A form without a field leaves its note as it is.
    values = {key: fields.get(key) for key in WORKSHOP_KEYS if fields.has(key)}
    fill_in_pain_point(study.study, fields.require("pain"), **values)
    return Done("pain_planned")


def leave_out(study: OpenStudy, fields: Fields) -> Done:
    """Send the statements ``segment`` away from the pain point ``pain``."""
    segments = fields.many("segment")
    leave_out_statements(study.study, fields.require("pain"), segments)
    return Done("left_out", {"n": len(segments)})


def put_back(study: OpenStudy, fields: Fields) -> Done:
    """Put the statements ``segment`` back that were sent away from the pain point ``pain``."""
    put_back_statements(study.study, fields.require("pain"), fields.many("segment"))
    return Done("put_back")
