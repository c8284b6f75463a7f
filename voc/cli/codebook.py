"""`voc codebook …`: take over codes from other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Json

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
    pass


@app.command("import")
def import_(file: File, study: Target, *, as_json: Json = False) -> None:
    """Write the codes of a project into a study's codebook.toml, told by the passages that were coded.

    The passages are pseudonymised. What stands in codebook.toml stays as it is.

    Example: **voc codebook import project.qdpx spring-study**
    """
    from voc.tasks.codebook import import_codes

    found = import_codes(file, study)
    if as_json:
        told = {"added": found.added, "kept": found.kept, "left_out": found.left_out}
        typer.echo(json.dumps({"codebook": str(found.codebook), **told}, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{found.codebook}: {len(found.added)} codes added. They hold from the next run on.")
    if found.kept:
        typer.echo(f"Already there and left as they are: {', '.join(found.kept)}")
    if found.left_out:
        typer.echo(f"Without passage and description, left out: {', '.join(found.left_out)}")
