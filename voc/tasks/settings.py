"""Change the settings of a study: a `voc.toml` in, the same with a correction out, its comments kept."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from glob import escape
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from voc.config import SpeakersSection, StudyConfig, load_config, parse_config
from voc.errors import ConfigError, OutputError, UsageError
from voc.schema import Role
from voc.tasks.input_details import USES

Setting = str | bool | int | float | Sequence[str] | Sequence[float] | Mapping[str, Sequence[float]]
Changes = Mapping[tuple[str, ...], Setting | None]
"""New values by the path of their key, ("files", "a.vtt", "skip"); None takes the key out."""
ROLES: tuple[Role, ...] = ("participant", "interviewer", "other")
_SINGLE_USES = frozenset({"title", "rating", "date", "respondent"})
"""Uses that only one column can have."""


def read_settings(file: Path) -> StudyConfig:
    """The settings in a voc.toml; the defaults where there is none.

    Raises:
        ConfigError: it is not valid.
    """
    return load_config(file if file.is_file() else None)


def change_settings(file: Path, changes: Changes) -> StudyConfig:
    """Change keys of a voc.toml, which need not exist yet, and return all settings. On any error it stays as it was.

    Raises:
        ConfigError: the file is not valid, or would not be.
        OutputError: it cannot be written.
    """
    # Checked before the change too: an error that was there already must not be blamed on the change.
    read_settings(file)
    try:
        # newline="" keeps the line ends of the file; tomlkit writes them back.
        with file.open(encoding="utf-8-sig", newline="") as opened:
            text = opened.read()
    except FileNotFoundError:
        text = ""
    try:
        document = tomlkit.parse(text)
        for path, value in changes.items():
            _change(document, path, value)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise ConfigError(f"{file}: cannot be changed here ({error}). Change it in a text editor.") from error
    new_text = tomlkit.dumps(document)
    config = parse_config(tomllib.loads(new_text), where=str(file))
    if new_text != text:
        _replace(file, new_text)
    return config


def _change(document: MutableMapping[str, Any], path: tuple[str, ...], value: Setting | None) -> None:
    *sections, key = path
    table = document
    for section in sections:
        if section not in table:
            if value is None:
                return
            # [files] itself has no keys, and a heading for it would only be in the way.
            table[section] = tomlkit.table(is_super_table=section == "files")
        table = table[section]
    if value is None:
        table.pop(key, None)
    elif key == "scales":
        # Names of columns, which read best in one line.
        table[key] = _inline(value)
    else:
        table[key] = value


def _inline(value: Any) -> Any:
    table = tomlkit.inline_table()
    table.update(value)
    return table


def _replace(file: Path, text: str) -> None:
    """Written beside the file and moved there, so that whoever reads it meanwhile has a whole one."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".voc-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
        Path(name).chmod(file.stat().st_mode if file.exists() else 0o644)
        Path(name).replace(file)
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}). Check the permissions.") from error


def file_key(config: StudyConfig, name: str) -> str:
    """The key of a file below [files]: the one that it has already, else its name, which is taken literally."""
    # Keys are patterns, and a file name may hold brackets.
    return next((key for key in config.files if key in (name, escape(name))), escape(name))


def name_study(file: Path, name: str) -> StudyConfig:
    """Give the study a title; an empty one takes it back."""
    return change_settings(file, {("study", "name"): name.strip() or None})


def set_language(file: Path, language: str) -> StudyConfig:
    """Choose the language of the report; "" takes that of most people."""
    return change_settings(file, {("study", "language"): language or None})


def set_journey(file: Path, journey: str) -> StudyConfig:
    """Choose the journey: a built-in one, "none", "auto", or the path of a journey file."""
    return change_settings(file, {("journey", "taxonomy"): journey or None})


def add_word(file: Path, word: str, *, is_name: bool) -> StudyConfig:
    """Say that a word is always a name, or that it never is one."""
    privacy = read_settings(file).privacy
    names = [name for name in privacy.names if name != word] + [word] * is_name
    keep = [kept for kept in privacy.keep if kept != word] + [word] * (not is_name)
    return set_names(file, names, keep)


def set_names(file: Path, names: Iterable[str], keep: Iterable[str]) -> StudyConfig:
    """Say which words are always names, and which never are."""
    changes: dict[tuple[str, ...], Setting | None] = {}
    for key, words in (("names", names), ("keep", keep)):
        changes["privacy", key] = list(dict.fromkeys(word.strip() for word in words if word.strip())) or None
    return change_settings(file, changes)


def skip_file(file: Path, name: str, *, skip: bool = True) -> StudyConfig:
    """Leave the file called ``name`` out of the study, or take it in again."""
    return change_settings(file, {("files", file_key(read_settings(file), name), "skip"): True if skip else None})


def set_roles(file: Path, name: str, roles: Mapping[str, str]) -> StudyConfig:
    """Say which role each of some speakers, by label, has in the file called ``name``; everywhere where it is "".

    Raises:
        UsageError: there is no such role.
    """
    unknown = set(roles.values()) - set(ROLES)
    if unknown:
        raise UsageError(f"{_listed(sorted(unknown))} is no role. Choose one of {', '.join(ROLES)}.")
    config = read_settings(file)
    places: dict[tuple[str, ...], SpeakersSection] = {("speakers",): config.speakers}
    if name:
        # Below its own section a file still follows the general one, so only its own is changed.
        key = file_key(config, name)
        own = config.files.get(key)
        places = {("files", key, "speakers"): own.speakers if own else SpeakersSection()}
    else:
        # What was said about single files would win over what now holds for all.
        places |= {("files", key, "speakers"): section.speakers for key, section in config.files.items()}
    first = next(iter(places))
    changes: dict[tuple[str, ...], Setting | None] = {}
    for place, speakers in places.items():
        for role in ROLES:
            labels = [label for label in getattr(speakers, role) if label not in roles]
            if place == first:
                labels += [label for label, own_role in roles.items() if own_role == role]
            if tuple(labels) != getattr(speakers, role):
                changes[*place, role] = labels or None
    return change_settings(file, changes)


def set_columns(
    file: Path, name: str, uses: Mapping[str, str], scales: Mapping[str, tuple[float, float]]
) -> StudyConfig:
    """Say what each column of the file called ``name`` is used for.

    Args:
        file: the voc.toml.
        name: the table.
        uses: the use of each column, a key of [columns]; a column with "" is left to the reader.
        scales: the worst and best value of rating columns.

    Raises:
        UsageError: a use is unknown, or several columns have one that only one can have.
    """
    by_use: dict[str, list[str]] = {}
    for column, use in uses.items():
        if use and use != "ignore" and use not in USES:
            raise UsageError(f"'{use}' is no use of a column. Choose one of {', '.join(USES)}, ignore.")
        if use:
            by_use.setdefault(use, []).append(column)
    # Several overall ratings are one, and ratings of single aspects.
    first, *others = by_use.get("rating", []) or [""]
    by_use["rating"], by_use["ratings"] = [first] if first else [], [*others, *by_use.get("ratings", [])]
    for use in _SINGLE_USES:
        if len(by_use.get(use, ())) > 1:
            raise UsageError(f"Only one column can be the {use}; {_listed(by_use[use])} are. Choose one.")
    key = file_key(read_settings(file), name)
    changes: dict[tuple[str, ...], Setting | None] = {}
    for use in (*USES, "ignore"):
        columns = by_use.get(use, [])
        value = (columns[0] if use in _SINGLE_USES else columns) if columns else None
        changes["files", key, "columns", use] = value
    stated = {column: [_plain(value) for value in ends] for column, ends in scales.items() if uses.get(column)}
    changes["files", key, "columns", "scales"] = stated or None
    return change_settings(file, changes)


def _plain(value: float) -> float:
    """A whole number without a decimal point, as people write scales."""
    return int(value) if value == int(value) else value


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
