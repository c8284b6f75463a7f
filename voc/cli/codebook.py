"""`voc codebook …`: take over codes from other programs, and take back decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Json, Study, print_decision, print_json

File = Annotated[Path, typer.Argument(metavar="FILE", help="A REFI-QDA project (.qdpx) or codebook (.qdc).")]
Target = Annotated[
    Path, typer.Argument(metavar="STUDY", help="A study, or a new folder that a first run will write to with --out.")
]

Entry = Annotated[str, typer.Argument(metavar="ID", help="The id in the brackets of the decision in codebook.toml.")]
Keys = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY...", help="What to take back, such as: name. All without.", show_default=False),
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Take over the codes that you made in MAXQDA, ATLAS.ti, NVivo, QualCoder or another program, and take back "
    "decisions.\n\n"
    "Example: **voc codebook import project.qdpx spring-study**",
)


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


@app.command("clear")
def clear(study: Study, entry: Entry, keys: Keys = None) -> None:
    """Take back what was decided about a theme, pain point, persona, respondent or statement.

    Example: **voc codebook clear spring-study t-0123456789 name**
    """
    from voc.tasks.take_back import take_back

    print_decision(study, f"{entry}: {', '.join(take_back(study, entry, keys or ()))} taken back")
