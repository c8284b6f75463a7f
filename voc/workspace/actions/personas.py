"""Decisions about personas: who belongs together, what they are called, and which lines stay."""

from __future__ import annotations

from voc.errors import UsageError
from voc.tasks.persona import (
    drop_persona,
    free_line,
    merge_personas,
    move_respondents,
    new_persona,
    pin_line,
    reject_line,
    rename_persona,
    split_persona,
)
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def rename(study: OpenStudy, fields: Fields) -> Done:
    """Give the persona ``persona`` the title ``title``."""
    rename_persona(study.study, fields.require("persona"), fields.require("title"))
    return Done("persona_renamed", {"name": fields.get("title")})


def merge(study: OpenStudy, fields: Fields) -> Done:
    """Merge the persona ``persona`` into the persona ``into``."""
    merge_personas(study.study, fields.require("persona"), fields.require("into"))
    return Done("persona_merged")


def split(study: OpenStudy, fields: Fields) -> Done:
    """Cut the persona ``persona`` into ``parts`` parts."""
    split_persona(study.study, fields.require("persona"), fields.number("parts", 2))
    return Done("persona_split", {"n": fields.number("parts", 2)})


def drop(study: OpenStudy, fields: Fields) -> Done:
    """Drop the persona ``persona``."""
    drop_persona(study.study, fields.require("persona"))
    return Done("persona_dropped")


def group(study: OpenStudy, fields: Fields) -> Done:
    """Move the chosen people to ``persona``, or make a persona called ``title`` of them (``what`` is "new")."""
    people = fields.many("people")
    if not people:
        raise UsageError("Nobody is chosen. Tick the boxes beside people's names first.")
    # One form with two buttons, because both act on the same selection.
    if fields.get("what") == "new":
        new_persona(study.study, fields.require("title"), people)
        return Done("persona_made", {"name": fields.get("title"), "n": len(people)})
    move_respondents(study.study, people, fields.require("persona"))
    return Done("people_moved", {"n": len(people)})


def pin(study: OpenStudy, fields: Fields) -> Done:
    """Always show the line ``line`` of the persona ``persona``."""
    pin_line(study.study, fields.require("persona"), fields.require("line"))
    return Done("line_pinned")


def reject(study: OpenStudy, fields: Fields) -> Done:
    """Never show the line ``line`` of the persona ``persona``."""
    reject_line(study.study, fields.require("persona"), fields.require("line"))
    return Done("line_rejected")


def free(study: OpenStudy, fields: Fields) -> Done:
    """Leave it to the next run whether the line ``line`` of the persona ``persona`` is shown."""
    free_line(study.study, fields.require("persona"), fields.require("line"))
    return Done("taken_back")
