"""`voc shortcut`: a file on the desktop that opens the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Force, write_file

ShortcutOut = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Where to. Default: the desktop.", show_default=False)
]


def shortcut(out: ShortcutOut = None, *, force: Force = False) -> None:
    """Put a file on the desktop that opens the workspace by a double click.

    Example: **voc shortcut**
    """
    from voc.tasks.shortcut import desktop_folder, make_shortcut

    start_file = make_shortcut()
    file = (out or desktop_folder()) / start_file.name
    write_file(file, start_file.text, force=force)
    if start_file.is_program:
        file.chmod(0o755)
    typer.echo(f"{file}: opens the workspace. Run `voc shortcut --force` again if you install voc anew.")
