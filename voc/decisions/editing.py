"""Edit `codebook.toml`: read it, change it, check it, replace it in one step, and write the edit into the history."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from voc.decisions.codebook import parse_codebook, words_id
from voc.decisions.codebook_text import (
    CodebookData,
    Entry,
    EntryChange,
    NotWritableError,
    change_text,
    compare_entries,
    parse_text,
)
from voc.decisions.history_log import HISTORY_NAME, append_log
from voc.errors import ConfigError, OutputError

EXCLUSIVE_KEYS = frozenset({"merge_into", "split", "drop"})
"""Of these decisions about a theme or persona only the latest holds."""
_SEARCH_KEYS = frozenset({"anchors", "words"})
"""Keys that only find the target of a decision again; alone they decide nothing."""
_OVERRIDDEN_BY_SMALL_TALK = frozenset({"sentiment", "emotion", "kind", "touchpoints", "theme"})
"""Labels that say something else about a statement than that it is small talk; the latest of the two holds."""
PARTIAL_NAME = ".codebook.toml.partial"
"""A codebook that is being written. It always has this name, so that one of a killed process is written over."""

# Threads of one program take turns; each edit reads what the one before it wrote.
_LOCK = threading.RLock()


def get_entry(document: CodebookData, section: str, key: str) -> Entry:
    """Return the entry ``[section."key"]`` and create it if it is missing."""
    return document.setdefault(section, {}).setdefault(key, {})


def remove_keys(document: CodebookData, section: str, key: str, keys: Collection[str] = ()) -> list[str]:
    """Remove decisions from the entry ``[section."key"]``, all of them without `keys`; return which were there.

    What is left without a decision is removed too: the entry, and the section.
    """
    entry = document[section][key]
    taken = [name for name in entry if name in keys or not keys]
    for name in taken:
        del entry[name]
    if set(entry) <= _SEARCH_KEYS:
        del document[section][key]
    if not document[section]:
        del document[section]
    return [name for name in taken if name not in _SEARCH_KEYS]


def write_decision(entry: Entry, anchors: list[str], **values: object) -> None:
    """Write a decision about a theme or persona into its entry; anchors are kept once they are written."""
    if EXCLUSIVE_KEYS & set(values):
        for key in EXCLUSIVE_KEYS & set(entry):
            del entry[key]
    entry.update(values)
    # The first anchors belong to the id of the entry; those of a later run may describe what a decision has made of it.
    if anchors and "anchors" not in entry:
        entry["anchors"] = anchors


def write_labels(document: CodebookData, segment_id: str, text: str, labels: Mapping[str, Any]) -> None:
    """Write what was decided about a segment with this text; False and "" take a decision back."""
    entry = get_entry(document, "segments", segment_id)
    if _OVERRIDDEN_BY_SMALL_TALK & set(labels):
        entry.pop("small_talk", None)
    entry.update(labels)
    # The words find the segment again when its id has changed.
    entry.setdefault("words", words_id(text))
    removed = [key for key in labels if entry[key] in (False, "")]
    if removed:
        remove_keys(document, "segments", segment_id, removed)


def edit_codebook(path: Path, change: Callable[[CodebookData], None], description: str = "") -> None:
    """Read the codebook at `path`, apply `change`, check it and replace it; on any error it stays as it was.

    Args:
        path: the codebook; a missing one is created.
        change: changes the entries, which are plain data; an entry that has no key afterwards is removed.
        description: of the edit, for `history.jsonl`.

    Raises:
        ConfigError: the codebook is not valid, or would not be.
        OutputError: it cannot be written.
    """
    with _LOCK:
        before = read_entries(path)
        after = _copy(before)
        change(after)
        # Tuples become lists, as in what is read from the file.
        apply_changes(path, compare_entries(before, _copy(after)), description)


def read_entries(path: Path) -> CodebookData:
    """Return the entries of the codebook at `path` as plain data; do not change them.

    Raises:
        ConfigError: the codebook is not valid.
    """
    return _parse(_read_text(path), str(path))


def apply_changes(
    path: Path,
    changes: Iterable[EntryChange],
    description: str,
    *,
    undoes: int | None = None,
    redoes: int | None = None,
) -> None:
    """Apply changes to the codebook at `path` and write them into its history; nothing happens without a change.

    Raises as `edit_codebook`.
    """
    changes = tuple(changes)
    if not changes:
        return
    with _LOCK:
        text = _read_text(path)
        # Checked before the change too: an error that was there already must not be blamed on the change.
        _parse(text, str(path))
        try:
            new_text = change_text(text, changes)
        except NotWritableError as error:
            # Inline tables and dotted keys are valid TOML that cannot always be extended.
            raise ConfigError(
                f"{path}: cannot be changed by a command ({error}). Write the decision by hand."
            ) from error
        _parse(new_text, str(path))
        try:
            _replace(path, new_text)
            log = path.with_name(HISTORY_NAME)
            append_log(log, int(time.time()), description, changes, undoes=undoes, redoes=redoes)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}). Check the permissions.") from error


def _copy(data: CodebookData) -> CodebookData:
    copied: CodebookData = json.loads(json.dumps(data))
    return copied


def _read_text(path: Path) -> str:
    try:
        # newline="" keeps the line ends of the file.
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error


@lru_cache(maxsize=4)
def _parse(text: str, where: str) -> CodebookData:
    """The entries of a codebook that is valid."""
    parse_codebook(text, where=where)
    return parse_text(text)


def _replace(path: Path, text: str) -> None:
    """Write a file beside the codebook and move it there, so that an interrupted edit leaves a whole codebook."""
    partial = path.with_name(PARTIAL_NAME)
    with partial.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(path.stat().st_mode if path.exists() else 0o644)
    # The history is written after this, so that it never names an edit that did not happen.
    partial.replace(path)
