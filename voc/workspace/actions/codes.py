"""Decisions about codes of the team's own."""

from __future__ import annotations

from urllib.parse import quote

from voc.tasks.code import delete_code, give_code, refuse_code, take_code, write_code
from voc.workspace.actions.done import Done
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


def write(study: OpenStudy, fields: Fields) -> Done:
    """Make the code ``name``, or change the code ``code``; ``examples`` are lines."""
    key = fields.get("code")
    values = {name: fields.get(name) if fields.has(name) else None for name in ("description", "parent", "colour")}
    new_name = fields.require("name") if key else None
    examples = fields.get("examples").splitlines() if fields.has("examples") else None
    written = write_code(study.study, key or fields.require("name"), examples=examples, new_name=new_name, **values)
    # A new code is shown at once: the next thing to do is to give it to a statement.
    go = "" if key else f"/study/{study.study_id}/codes?code={quote(written)}"
    return Done("code_written", {"name": new_name or written}, go)


def delete(study: OpenStudy, fields: Fields) -> Done:
    """Delete the code ``code``."""
    name = delete_code(study.study, fields.require("code"))
    return Done("code_deleted", {"name": name}, f"/study/{study.study_id}/codes")


def give(study: OpenStudy, fields: Fields) -> Done:
    """Give the code ``code``, or a new one with the name ``new``, to the statements ``segment``.

    ``words`` were selected in one of them and become an example.
    """
    # Who typed a name means a new code, whatever the list beside it still shows.
    code = write_code(study.study, fields.get("new")) if fields.get("new") else fields.require("code")
    ids = fields.many("segment")
    name = give_code(study.study, code, ids, fields.get("words"))
    return Done("code_given", {"n": len(ids), "name": name})


def refuse(study: OpenStudy, fields: Fields) -> Done:
    """Refuse the code ``code`` to the statements ``segment``."""
    return Done("code_refused", {"name": refuse_code(study.study, fields.require("code"), fields.many("segment"))})


def take(study: OpenStudy, fields: Fields) -> Done:
    """Take back what was decided about the code ``code`` and the statements ``segment``."""
    return Done("code_taken", {"name": take_code(study.study, fields.require("code"), fields.many("segment"))})
