"""`voc codebook …`: take over codes from other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Json, print_json

File = Annotated[Path, typer.Argument(metavar="FILE", help="A REFI-QDA project (.qdpx) or codebook (.qdc).")]
Target = Annotated[
    Path, typer.Argument(metavar="STUDY", help="A study, or a new folder that a first run will write to with --out.")
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Take over the codes that you made in MAXQDA, ATLAS.ti, NVivo, QualCoder or another program.\n\n"
    "Example: **voc codebook import project.qdpx spring-study**",
)


@app.callback()
def _codebook() -> None:
    # With a single command and no callback, typer would drop the word "import" from the command line.
    pass


@app.command("import")
def import_(file: File, study: Target, *, as_json: Json = False) -> None:
    """Write the codes of a project into a study's codebook.toml, with the coded passages as examples.

    The passages are pseudonymised. What is already in codebook.toml stays as it is.

    Example: **voc codebook import project.qdpx spring-study**
    """
    from voc.tasks.codebook import import_codes

    imported = import_codes(file, study)
    if as_json:
        data = {"codebook": str(imported.codebook), "added": imported.added, "kept": imported.kept}
        print_json({**data, "left_out": imported.left_out})
        return
    typer.echo(f"{imported.codebook}: {len(imported.added)} codes added. They take effect with the next run.")
    if imported.kept:
        typer.echo(f"Already there and kept as they are: {', '.join(imported.kept)}")
    if imported.left_out:
        typer.echo(f"Left out, because they have neither passage nor description: {', '.join(imported.left_out)}")
