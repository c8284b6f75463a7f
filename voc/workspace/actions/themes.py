"""Decisions about themes."""

from __future__ import annotations

from voc.errors import UsageError
from voc.tasks.label import label_statements
from voc.tasks.theme import drop_theme, merge_themes, new_theme, pin_theme, rename_theme, split_theme, unpin_theme
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def rename(study: OpenStudy, fields: Fields) -> Done:
    """Give the theme ``theme`` the name ``name``."""
    rename_theme(study.study, fields.require("theme"), fields.require("name"))
    return Done("theme_renamed", {"name": fields.get("name")})


def merge(study: OpenStudy, fields: Fields) -> Done:
    """Merge the theme ``theme`` into the theme ``into``."""
    merge_themes(study.study, fields.require("theme"), fields.require("into"))
    return Done("theme_merged")


def split(study: OpenStudy, fields: Fields) -> Done:
    """Cut the theme ``theme`` into ``parts`` parts."""
    split_theme(study.study, fields.require("theme"), fields.number("parts", 2))
    return Done("theme_split", {"n": fields.number("parts", 2)})


def drop(study: OpenStudy, fields: Fields) -> Done:
    """Drop the theme ``theme``."""
    drop_theme(study.study, fields.require("theme"))
    return Done("theme_dropped")


def pin(study: OpenStudy, fields: Fields) -> Done:
    """Make the theme ``theme`` a code of the team's own, so that later runs find it by its meaning."""
    pin_theme(study.study, fields.require("theme"))
    return Done("theme_pinned")


def unpin(study: OpenStudy, fields: Fields) -> Done:
    """Leave it to the next run again what the code ``theme`` is about."""
    unpin_theme(study.study, fields.require("theme"))
    return Done("taken_back")


def sort_statements(study: OpenStudy, fields: Fields) -> Done:
    """Move the chosen statements to ``theme``, or make a theme called ``name`` of them (``what`` is "new")."""
    segments = fields.many("segment")
    if not segments:
        raise UsageError("No statement is chosen. Tick the boxes beside the statements first.")
    # One form with two buttons, because both act on the same selection.
    if fields.get("what") == "new":
        new_theme(study.study, fields.require("name"), segments)
        return Done("theme_made", {"name": fields.get("name"), "n": len(segments)})
    label_statements(study.study, segments, theme=fields.require("theme"))
    return Done("statements_moved", {"n": len(segments)})
