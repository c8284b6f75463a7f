"""What the forms of the workspace do.

An action calls the same function of `voc/tasks` as the command line, so that clicking and typing write one codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from voc.workspace.actions import codes, history, pains, personas, statements, take_back, themes
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields

__all__ = ["ACTIONS", "Action", "Done"]

Action = Callable[[OpenStudy, Fields], Done]

ACTIONS: Mapping[str, Action] = {
    "rename-theme": themes.rename,
    "merge-theme": themes.merge,
    "split-theme": themes.split,
    "drop-theme": themes.drop,
    "pin-theme": themes.pin,
    "unpin-theme": themes.unpin,
    "sort-statements": themes.sort_statements,
    "label-statements": statements.label,
    "split-statement": statements.split,
    "join-statement": statements.join,
    "hide-name": statements.hide,
    "show-name": statements.show,
    "write-code": codes.write,
    "delete-code": codes.delete,
    "give-code": codes.give,
    "refuse-code": codes.refuse,
    "take-code": codes.take,
    "undo": history.undo,
    "redo": history.redo,
    "rename-pain": pains.rename,
    "merge-pain": pains.merge,
    "drop-pain": pains.drop,
    "plan-pain": pains.plan,
    "leave-out-of-pain": pains.leave_out,
    "put-back-to-pain": pains.put_back,
    "rename-persona": personas.rename,
    "merge-persona": personas.merge,
    "split-persona": personas.split,
    "drop-persona": personas.drop,
    "group-people": personas.group,
    "pin-line": personas.pin,
    "reject-line": personas.reject,
    "free-line": personas.free,
    "take-back": take_back.take_back,
}
"""By the name in the address, `/study/ID/do/NAME`."""
