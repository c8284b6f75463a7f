"""`voc template …`: your own look for the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Force, Study, write_file

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the look.")]
Page = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Output file. Default: STUDY-DIR.html beside the study.", show_default=False
    ),
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Your own colours, logo, fonts and templates for the report.\n\n"
    "Example: **voc template eject acme-look**, change it, **voc template render spring-study acme-look**, then "
    "**voc run … --look acme-look**",
)


@app.command("eject")
def eject(folder: Folder, *, force: Force = False) -> None:
    """Write the colours and templates of the report into a folder, to edit.

    For a file that you delete, the built-in one is used. A logo and font files beside theme.toml are put into the page;
    nothing is loaded from elsewhere.

    Example: **voc template eject acme-look**
    """
    from reports.html.look import THEME, write_look

    files = write_look(folder, force=force)
    typer.echo(f"{folder}: {len(files)} files. Begin with {folder / THEME}.")


@app.command("render")
def render(study: Study, folder: Folder, *, out: Page = None) -> None:
    """Show a finished study in your look, as a separate page; the study stays as it is.

    Example: **voc template render spring-study acme-look**
    """
    from reports import load_look
    from reports.html.pages import find_marks
    from reports.html.report import render_html
    from reports.view import build_view
    from voc.study import load

    look = load_look(folder)
    loaded = load(study)
    view = build_view(loaded.analysis, loaded.personas)
    page = out or study.resolve().with_name(f"{study.resolve().name}-{folder.resolve().name}.html")
    # A page is made to be looked at and made again, so it is replaced without --force.
    write_file(page, render_html(view, find_marks(view), look), force=True)
    for note in look.notes:
        typer.echo(note, err=True)
    typer.echo(str(page))
