"""Take a decision back, whatever it is about."""

from __future__ import annotations

from voc.tasks.take_back import take_back as take_back_decisions
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def take_back(study: OpenStudy, fields: Fields) -> Done:
    """Take back the decisions ``keys``, separated by spaces, about ``entry``; all of them without."""
    take_back_decisions(study.study, fields.require("entry"), fields.get("keys").split())
    return Done("taken_back")
