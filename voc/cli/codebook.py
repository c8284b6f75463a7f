"""`voc codebook …`: codes of one's own, codes from other programs, and taking back decisions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Json, Study, print_decision, print_json

File = Annotated[Path, typer.Argument(metavar="FILE", help="A REFI-QDA project (.qdpx) or codebook (.qdc).")]
Target = Annotated[
    Path, typer.Argument(metavar="STUDY", help="A study, or a new folder that a first run will write to with --out.")
]

Code = Annotated[str, typer.Argument(metavar="CODE", help="The name of a code.")]
Statements = Annotated[
    list[str], typer.Argument(metavar="SEGMENT...", help="Ids of statements (data/segments.csv).", show_default=False)
]
Entry = Annotated[str, typer.Argument(metavar="ID", help="The id in the brackets of the decision in codebook.toml.")]
Keys = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY...", help="What to take back, such as: name. All without.", show_default=False),
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Code by hand: make codes, give them to statements, and let voc suggest more. Take over codes from MAXQDA, "
    "ATLAS.ti, NVivo, QualCoder or another program. Take back decisions.\n\n"
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


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """List the codes, and how many statements have each.

    Example: **voc codebook list spring-study**
    """
    from voc.tasks.code import list_codes

    codes = list_codes(study)
    if as_json:
        print_json([asdict(code) for code in codes])
        return
    for code in codes:
        below = f" (below {code.parent})" if code.parent else ""
        typer.echo(f"{code.n_found:>6}  {code.name}{below}: {len(code.accepted)} by hand. {code.description}".rstrip())


@app.command("code")
def code(
    study: Study,
    name: Code,
    *,
    description: Annotated[str | None, typer.Option("--description", help="What it is about.")] = None,
    example: Annotated[list[str] | None, typer.Option("--example", help="How people say it. Can be repeated.")] = None,
    parent: Annotated[str | None, typer.Option("--parent", help="The code above it; empty for none.")] = None,
    colour: Annotated[str | None, typer.Option("--colour", help="red, orange, yellow, green, teal, blue …")] = None,
    new_name: Annotated[str | None, typer.Option("--new-name", help="Call it this from now on.")] = None,
) -> None:
    """Make a code, or change the one that has this name.

    Example: **voc codebook code spring-study "Waiting for money" --example "Das Geld kam erst nach Wochen."**
    """
    from voc.tasks.code import write_code

    key = write_code(
        study, name, description=description, examples=example, parent=parent, colour=colour, new_name=new_name
    )
    print_decision(study, f"the code {key} is written")


@app.command("give")
def give(
    study: Study,
    code: Code,
    segments: Statements,
    words: Annotated[str, typer.Option("--words", help="Words of the statement that become an example.")] = "",
) -> None:
    """Give a code to statements by hand. They teach it: a run then finds more like them.

    Example: **voc codebook give spring-study "Waiting for money" s-0123456789**
    """
    from voc.tasks.code import give_code

    print_decision(study, f"the code {give_code(study, code, segments, words)} is given")


@app.command("refuse")
def refuse(study: Study, code: Code, segments: Statements) -> None:
    """Say that a code does not fit statements. Neither they nor what is nearer to them than to the code is found.

    Example: **voc codebook refuse spring-study "Waiting for money" s-0123456789**
    """
    from voc.tasks.code import refuse_code

    print_decision(study, f"the code {refuse_code(study, code, segments)} is refused")


@app.command("take")
def take(study: Study, code: Code, segments: Statements) -> None:
    """Take back that a code was given or refused.

    Example: **voc codebook take spring-study "Waiting for money" s-0123456789**
    """
    from voc.tasks.code import take_code

    print_decision(study, f"the code {take_code(study, code, segments)} is taken back")


@app.command("delete")
def delete(study: Study, code: Code) -> None:
    """Delete a code, and take it from all statements.

    Example: **voc codebook delete spring-study "Waiting for money"**
    """
    from voc.tasks.code import delete_code

    print_decision(study, f"the code {delete_code(study, code)} is deleted")


@app.command("suggest")
def suggest(
    study: Study,
    code: Code,
    count: Annotated[int, typer.Option("--count", min=1, max=500, help="How many at most.")] = 20,
    *,
    as_json: Json = False,
) -> None:
    """Suggest more statements for a code, the closest first. Those with + a run finds by itself.

    Example: **voc codebook suggest spring-study "Waiting for money"**
    """
    from voc.tasks.code import suggest_statements

    suggestions = suggest_statements(study, code, count=count)
    if as_json:
        print_json(
            [{"segment_id": s.segment.segment_id, "text": s.segment.text, "margin": s.margin} for s in suggestions]
        )
        return
    for entry in suggestions:
        typer.echo(f"{'+' if entry.margin >= 0 else ' '} {entry.segment.segment_id}  {entry.segment.text}")
    if not suggestions:
        typer.echo("No statement is near. Give the code to more statements, or add examples in people's own words.")
