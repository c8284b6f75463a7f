"""Take back what was decided last, and decide it again."""

from __future__ import annotations

from voc.tasks.history import redo_edit, undo_edit
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def undo(study: OpenStudy, fields: Fields) -> Done:
    """Take back the last edit that holds."""
    return Done("undone", {"n": len(undo_edit(study.study).changes)})


def redo(study: OpenStudy, fields: Fields) -> Done:
    """Make the edit again that was taken back last."""
    return Done("redone", {"n": len(redo_edit(study.study).changes)})
