"""Decisions about themes."""

from __future__ import annotations

from voc.tasks.theme import drop_theme, merge_themes, pin_theme, rename_theme, split_theme
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
