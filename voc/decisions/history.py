"""Undo and redo edits of the codebook, in order and without limit; both are edits of their own in the history."""

from __future__ import annotations

from pathlib import Path

from voc.decisions.codebook import CODEBOOK_NAME
from voc.decisions.codebook_text import EntryChange
from voc.decisions.editing import apply_changes, read_entries
from voc.decisions.history_log import HISTORY_NAME, HistoryEntry, read_log
from voc.errors import UsageError


def read_history(study: Path) -> tuple[HistoryEntry, ...]:
    """Return all edits of the codebook of a study, oldest first.

    Raises:
        ConfigError: the history cannot be read.
    """
    return read_log(study / HISTORY_NAME)


def next_undo(history: tuple[HistoryEntry, ...]) -> HistoryEntry | None:
    """Return the edit that `undo` would take back."""
    return next(iter(_replay(history)[0][-1:]), None)


def next_redo(history: tuple[HistoryEntry, ...]) -> HistoryEntry | None:
    """Return the edit that `redo` would make again."""
    return next(iter(_replay(history)[1][-1:]), None)


def _replay(history: tuple[HistoryEntry, ...]) -> tuple[list[HistoryEntry], list[HistoryEntry]]:
    """The edits that hold and those that were taken back, both with the latest one at the end."""
    valid: list[HistoryEntry] = []
    undone: list[HistoryEntry] = []
    for entry in history:
        if entry.undoes is not None:
            undone += [edit for edit in valid if edit.number == entry.undoes]
            valid = [edit for edit in valid if edit.number != entry.undoes]
        elif entry.redoes is not None:
            valid += [edit for edit in undone if edit.number == entry.redoes]
            undone = [edit for edit in undone if edit.number != entry.redoes]
        else:
            # After a new decision, what was taken back before it can no longer be made again.
            valid, undone = [*valid, entry], []
    return valid, undone


def undo(study: Path) -> HistoryEntry:
    """Take back the last edit of the codebook that holds, and return it.

    Raises:
        UsageError: there is none, or somebody has changed one of its entries since.
        ConfigError: the codebook is not valid, or would not be.
        OutputError: it cannot be written.
    """
    entry = next_undo(read_history(study))
    if entry is None:
        raise UsageError(f"{study}: there is no edit to undo. Decisions written by hand are undone by hand.")
    changes = [EntryChange(change.section, change.key, change.after, change.before) for change in entry.changes]
    # Checked although the file may have changed since: only these entries must be as they were left.
    _require_entries(study, changes, "undone")
    apply_changes(study / CODEBOOK_NAME, changes, f"Undo: {entry.description}", undoes=entry.number)
    return entry


def redo(study: Path) -> HistoryEntry:
    """Make the edit again that was taken back last, and return it. Raises as `undo`."""
    entry = next_redo(read_history(study))
    if entry is None:
        raise UsageError(f"{study}: there is no edit to redo. Only what was undone last can be made again.")
    _require_entries(study, entry.changes, "made again")
    apply_changes(study / CODEBOOK_NAME, entry.changes, f"Redo: {entry.description}", redoes=entry.number)
    return entry


def _require_entries(study: Path, changes: tuple[EntryChange, ...] | list[EntryChange], purpose: str) -> None:
    """Refuse to overwrite an entry that is not as the edit left it."""
    entries = read_entries(study / CODEBOOK_NAME)
    for change in changes:
        if (entries.get(change.section, {}).get(change.key) or None) != change.before:
            raise UsageError(
                f'{study / CODEBOOK_NAME}: [{change.section}."{change.key}"] was changed since by hand, so that the '
                f"edit cannot be {purpose}. Change the entry by hand."
            )
