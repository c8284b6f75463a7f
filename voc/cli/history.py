"""`voc history`: what was decided when, undo and redo."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from voc.cli.console import Json, Study, print_decision, print_json
from voc.errors import UsageError

Undo = Annotated[bool, typer.Option("--undo", help="Take back the last edit.")]
Redo = Annotated[bool, typer.Option("--redo", help="Make the edit again that was taken back last.")]


def history(study: Study, *, undo: Undo = False, redo: Redo = False, as_json: Json = False) -> None:
    """Show what commands have changed in a study's codebook.toml, and take it back.

    What was changed by hand is respected: an edit is not undone where its entry is not as it left it.

    Example: **voc history spring-study --undo**
    """
    from voc.tasks.history import list_history, redo_edit, undo_edit

    if undo and redo:
        raise UsageError("Choose --undo or --redo, found both.")
    if undo:
        print_decision(study, f"undone: {undo_edit(study).description}")
    elif redo:
        print_decision(study, f"made again: {redo_edit(study).description}")
    elif as_json:
        print_json(asdict(list_history(study)))
    else:
        for edit in list_history(study).edits:
            time = datetime.fromtimestamp(edit.time, UTC).strftime("%Y-%m-%d %H:%M:%S")
            typer.echo(f"{time}  {edit.description}")
