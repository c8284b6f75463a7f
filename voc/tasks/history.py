"""List the edits of a study's codebook, and undo or redo them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voc.decisions import history
from voc.decisions.history_log import HistoryEntry
from voc.study import Study
from voc.study.folder import require_study


@dataclass(frozen=True, slots=True)
class EditHistory:
    """All edits, oldest first; the ones that would be undone and redone next, None where there is none."""

    edits: tuple[HistoryEntry, ...]
    next_undo: HistoryEntry | None
    next_redo: HistoryEntry | None


def list_history(study: Path | Study) -> EditHistory:
    """Return the edits of a study's codebook.

    Raises:
        OutputError: the folder is not a study.
        ConfigError: the history cannot be read.
    """
    edits = history.read_history(_folder(study))
    return EditHistory(edits, history.next_undo(edits), history.next_redo(edits))


def undo_edit(study: Path | Study) -> HistoryEntry:
    """Take back the last edit that holds, and return it.

    Raises:
        UsageError: there is none, or one of its entries was changed by hand since.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: the codebook is not valid, or would not be.
    """
    return history.undo(_folder(study))


def redo_edit(study: Path | Study) -> HistoryEntry:
    """Make the edit again that was taken back last, and return it. Raises as `undo_edit`."""
    return history.redo(_folder(study))


def _folder(study: Path | Study) -> Path:
    # Not loaded: the history does not depend on what a run has found.
    folder = study.folder if isinstance(study, Study) else study
    require_study(folder)
    return folder
