"""Change `codebook.toml` in one step, keeping everything else in it, comments too."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from voc.decisions.codebook import load_codebook, parse_codebook
from voc.errors import ConfigError, OutputError

TomlTable = Any
"""A table or document of tomlkit, which has no narrower type that behaves like a dictionary."""

EXCLUSIVE_KEYS = frozenset({"merge_into", "split", "drop"})
"""Of these decisions about a theme or persona only the latest holds."""


def get_entry(document: TomlTable, section: str, key: str) -> TomlTable:
    """Return the table ``[section."key"]`` and create it if it is missing."""
    import tomlkit

    if section not in document:
        document[section] = tomlkit.table(is_super_table=True)
    if key not in document[section]:
        document[section][key] = tomlkit.table()
    return document[section][key]


def write_decision(entry: TomlTable, anchors: list[str], **values: object) -> None:
    """Write a decision about a theme or persona into its entry; anchors are kept once they are written."""
    if EXCLUSIVE_KEYS & set(values):
        for key in EXCLUSIVE_KEYS & set(entry):
            del entry[key]
    entry.update(values)
    # The first anchors belong to the id of the entry; those of a later run may describe what a decision has made of it.
    if anchors and "anchors" not in entry:
        entry["anchors"] = anchors


def edit_codebook(path: Path, change: Callable[[TomlTable], None]) -> None:
    """Read the codebook at `path`, apply `change`, check it and replace it; on any error it stays as it was.

    Raises:
        ConfigError: the codebook is not valid, or would not be.
        OutputError: it cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    load_codebook(path)
    try:
        # newline="" keeps the line ends of the file; tomlkit writes them back.
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except FileNotFoundError:
        text = ""
    try:
        document = tomlkit.parse(text)
        change(document)
    except (TOMLKitError, TypeError, AttributeError) as error:
        # Inline tables and dotted keys are valid TOML that tomlkit cannot always extend.
        raise ConfigError(f"{path}: cannot be changed by a command ({error}). Write the decision by hand.") from error
    new_text = tomlkit.dumps(document)
    parse_codebook(new_text, where=str(path))
    try:
        # Written beside the file and moved there, so that an interrupted command leaves a whole codebook.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".codebook-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(new_text)
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Check the permissions.") from error


def find_id(reference: str, names: Mapping[str, str]) -> str | None:
    """Return the id that a reference means, by id or name in any case; None where there is none.

    >>> find_id("returns", {"t-1": "Refund", "t-2": "Returns"}), find_id("T-1", {"t-1": "Refund"}), find_id("x", {})
    ('t-2', 't-1', None)
    """
    lowered = reference.strip().lower()
    return next((key for key, name in names.items() if lowered in (key.lower(), name.lower())), None)


def suggest_name(reference: str, names: Iterable[str]) -> str:
    """Return " Did you mean 'NAME'?" for the most similar name, or "" where none is similar.

    >>> suggest_name("retuns", ["Refund", "Returns"])
    " Did you mean 'Returns'?"
    """
    by_lowered = {name.lower(): name for name in reversed(list(names))}
    similar = difflib.get_close_matches(reference.strip().lower(), by_lowered, n=1)
    return f" Did you mean '{by_lowered[similar[0]]}'?" if similar else ""
