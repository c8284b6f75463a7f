"""What is corrected by clicking before a study is made: each form becomes keys of the study's voc.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from voc.config import StudyConfig
from voc.errors import ConfigError, UsageError
from voc.journey import AUTOMATIC, BUILT_IN, NO_JOURNEY, load_taxonomy
from voc.schema import Language, in_language
from voc.tasks.input_details import USES
from voc.tasks.settings import (
    ROLES,
    add_word,
    change_settings,
    read_settings,
    set_columns,
    set_names,
    set_roles,
    skip_file,
)
from voc.workspace.drafts import Draft
from voc.workspace.requests import Fields

COLUMN_USES = (*USES, "ignore")
"""What a column can be used for, in the order of the choices."""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings of a draft as its page shows them; ``error`` is what is wrong with a file that somebody edited."""

    config: StudyConfig
    journeys: Mapping[str, str]
    error: str = ""


def show_settings(draft: Draft, language: Language) -> SettingsView:
    """The settings of a draft, and the names of the journeys that it can have."""
    journeys = {name: in_language(load_taxonomy(name).names, language) for name in BUILT_IN}
    try:
        config = read_settings(draft.settings)
    except ConfigError as error:
        return SettingsView(StudyConfig(), journeys, str(error))
    if config.journey.taxonomy not in (*journeys, AUTOMATIC, NO_JOURNEY):
        # A journey file of the team's own.
        journeys[config.journey.taxonomy] = config.journey.taxonomy
    return SettingsView(config, journeys)


def correct_roles(draft: Draft, fields: Fields) -> None:
    """Give the speakers ``label`` of the file ``path`` the roles ``role``; with ``everywhere``, in all files.

    Only what was changed is written: the reader goes on finding out the rest.
    """
    path = fields.require("path")
    labels, roles = fields.each("label"), fields.each("role")
    before = {speaker["label"]: speaker["role"] for speaker in _detail(draft, path).get("speakers", [])}
    changed = {label: role for label, role in zip(labels, roles, strict=False) if before.get(label) != role}
    if not changed and not fields.has("everywhere"):
        raise UsageError("Nothing was changed. Choose another role first.")
    # What holds for all files is written in full: another file may read the same label differently.
    everything = dict(zip(labels, roles, strict=False))
    if fields.has("everywhere"):
        set_roles(draft.settings, "", everything)
    else:
        set_roles(draft.settings, path, changed)


def correct_columns(draft: Draft, fields: Fields) -> None:
    """Use the columns ``column`` of the file ``path`` as ``use`` says; ``worst`` and ``best`` are ends of ratings."""
    columns = fields.each("column")
    ends = zip(columns, fields.each("worst"), fields.each("best"), strict=False)
    scales = {column: (_number(worst), _number(best)) for column, worst, best in ends if worst and best}
    uses = dict(zip(columns, fields.each("use"), strict=False))
    if not any(use == "text" for use in uses.values()):
        raise UsageError("One column must be text: what people wrote. Leave the file out if none is.")
    set_columns(draft.settings, fields.require("path"), uses, scales)


def correct_skip(draft: Draft, fields: Fields) -> None:
    """Leave the file ``path`` out, or take it in again (``skip`` is "no")."""
    skip_file(draft.settings, fields.require("path"), skip=fields.get("skip") != "no")


def correct_word(draft: Draft, fields: Fields) -> None:
    """Say that ``word`` is always a name (``is_name`` is "yes"), or never."""
    add_word(draft.settings, fields.require("word"), is_name=fields.get("is_name") == "yes")


def correct_study(draft: Draft, fields: Fields) -> None:
    """Name, language and journey of the study, and the words that are always or never names, one a line."""
    change_settings(
        draft.settings,
        {
            ("study", "name"): fields.require("name"),
            ("study", "language"): fields.get("language") or None,
            ("journey", "taxonomy"): fields.get("journey") or None,
        },
    )
    set_names(draft.settings, fields.get("names").splitlines(), fields.get("keep").splitlines())


def take_back_all(draft: Draft, fields: Fields) -> None:
    """Forget what was said about single files, speakers and columns; the settings of the study stay."""
    change_settings(draft.settings, {("files",): None, ("speakers",): None, ("columns",): None})


CORRECTIONS: Mapping[str, Callable[[Draft, Fields], None]] = {
    "roles": correct_roles,
    "columns": correct_columns,
    "skip": correct_skip,
    "word": correct_word,
    "settings": correct_study,
    "reset": take_back_all,
}
"""By the name in the address; the files are looked at again afterwards."""

__all__ = ["COLUMN_USES", "CORRECTIONS", "ROLES", "show_settings"]


def _detail(draft: Draft, path: str) -> Mapping[str, Any]:
    sources = draft.inspection["sources"] if draft.inspection else []
    return next((source["original"] for source in sources if source["original"]["path"] == path), {})


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise UsageError(f"The ends of a scale must be numbers, found '{text}'.") from error
