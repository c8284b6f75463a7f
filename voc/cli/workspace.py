"""`voc open`: the workspace in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from voc.workspace.server import Address


def open_workspace(
    study: Annotated[
        Path | None,
        typer.Argument(metavar="[STUDY]", help="A folder written by `voc run`. Default: the list of studies."),
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port. Default: a free one.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
) -> None:
    """Open the workspace in the browser: look, correct, and run again without a terminal.

    It answers to this computer alone, and only to the browser that was given the address with its token. Nothing is
    sent anywhere. Stop it with Ctrl+C.

    Example: **voc open demo-study**
    """
    from voc.workspace.server import serve

    def announce(address: Address) -> None:
        typer.echo(f"The workspace is at {address.url}\nIt is for this computer only. Stop it with Ctrl+C.")

    serve(study, port=port, open_browser=not no_browser, announce=announce)
