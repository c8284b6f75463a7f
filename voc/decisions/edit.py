"""Change a study's `codebook.toml` in one step, keeping all that stands in it, comments too."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voc.decisions.codebook import PersonaDecision, ThemeDecision, load_codebook, parse_codebook
from voc.errors import ConfigError, OutputError
from voc.study.folder import CODEBOOK, MANIFEST
from voc.study.store import read_json

Entry = Any
"""A table of tomlkit, which has no narrower type that behaves like a dictionary."""

STRUCTURAL = frozenset({"merge_into", "split", "drop"})


def waiting(study: Path) -> list[str]:
    """The decisions that found nothing in the last run, in sentences.

    Raises:
        OutputError: the manifest cannot be read.
    """
    return [str(one) for one in read_json(study / MANIFEST).get("decisions_waiting", [])]


def structure(decision: ThemeDecision | PersonaDecision) -> list[str]:
    """Merge, split and drop in plain English."""
    parts = [f"to be merged into {decision.merge_into}"] if decision.merge_into else []
    parts += [f"to be split in {decision.split}"] if decision.split else []
    return parts + (["to be dropped"] if decision.drop else [])


def entry(document: Entry, section: str, key: str) -> Entry:
    """The table ``[section."key"]``, made where it is not there."""
    import tomlkit

    if section not in document:
        document[section] = tomlkit.table(is_super_table=True)
    if key not in document[section]:
        document[section][key] = tomlkit.table()
    return document[section][key]


def update(document: Entry, place: tuple[str, str], anchors: list[str], **values: object) -> None:
    """Write a decision into ``[section."key"]``; of merge, split and drop the last word holds. Anchors are kept once
    written."""
    table = entry(document, *place)
    if STRUCTURAL & set(values):
        for key in STRUCTURAL & set(table):
            del table[key]
    table.update(values)
    if anchors and "anchors" not in table:
        table["anchors"] = anchors


def edit_codebook(study: Path, change: Callable[[Entry], None]) -> None:
    """Read, change, check and replace the codebook in one step; it stays as it was when anything is wrong."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = study / CODEBOOK
    load_codebook(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except FileNotFoundError:
        text = ""
    try:
        document = tomlkit.parse(text)
        change(document)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path}: cannot be changed by a command ({error}). Write the decision by hand.") from error
    written = tomlkit.dumps(document)
    parse_codebook(written, where=str(path))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".codebook-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(written)
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Check the folder's rights.") from error
