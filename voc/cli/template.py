"""`voc template …`: a look of one's own for the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Force, Study

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the look.")]
Page = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Where it goes. Default: STUDY-DIR.html beside the study.", show_default=False
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
    """Write the colours and templates of the report into a folder, to be changed.

    What you delete stays as voc has it. A logo and font files beside theme.toml go into the page; nothing is loaded
    from elsewhere.

    Example: **voc template eject acme-look**
    """
    from reports.html.look import THEME
    from reports.html.look import eject as write_look

    written = write_look(folder, force=force)
    typer.echo(f"{folder}: {len(written)} files. Begin with {folder / THEME}.")


@app.command("render")
def render(study: Study, folder: Folder, *, out: Page = None) -> None:
    """Show a finished study in a look, as a page of its own; the study stays as it is.

    Example: **voc template render spring-study acme-look**
    """
    from reports import load_look
    from reports.html.marks import find_marks
    from reports.html.report import render_html
    from reports.view import build_view
    from voc.errors import OutputError
    from voc.study import load

    look = load_look(folder)
    loaded = load(study)
    view = build_view(loaded.analysis, loaded.personas)
    page = out or study.resolve().with_name(f"{study.resolve().name}-{folder.resolve().name}.html")
    text = render_html(view, find_marks(view), look)
    try:
        page.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{page}: cannot be written ({error.strerror or error}).") from error
    for note in look.notes:
        typer.echo(note, err=True)
    typer.echo(str(page))
