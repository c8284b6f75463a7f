"""`voc persona …`: have the last word about personas, and test the ones that a team brings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Json, Study

Persona = Annotated[str, typer.Argument(metavar="PERSONA", help="A persona's id or its title in quotation marks.")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="The persona that takes its people.")]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="The title, in quotation marks.")]
Parts = Annotated[int, typer.Option("--parts", metavar="N", help="How many parts: 2 to 9.")]
Who = Annotated[
    str,
    typer.Argument(metavar="RESPONDENT", help="A respondent's id (data/respondents.csv), or a file of theirs alone."),
]
Several = Annotated[list[str], typer.Argument(metavar="RESPONDENT...", help="Who belongs to it: ids or files.")]
To = Annotated[str, typer.Option("--to", metavar="PERSONA", help="The persona's id or title, or: none.")]
Line = Annotated[str, typer.Argument(metavar="LINE", help="The line's number in `voc persona show`, or KIND:SUBJECT.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rename, merge, split, drop, make and fill personas, pin and reject lines: decisions kept in the study's "
    "codebook.toml.\n\n"
    "They hold from the next `voc run` into the same study on, whatever files are added. Take one back by removing its "
    "lines from codebook.toml.\n\n"
    'Example: **voc persona rename spring-study p-0123456789 "The ones short of time"**',
)


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """Show the personas of a study with their ids, people and decisions."""
    from dataclasses import asdict

    from voc.decide.personas import list_personas

    rows, waiting, refusal = list_personas(study)
    if as_json:
        data = {"personas": [asdict(row) for row in rows], "refusal": refusal, "waiting": waiting}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    if refusal:
        typer.echo(refusal)
        typer.echo(f'Group people by hand with: voc persona new {study} "TITLE" RESPONDENT...')
    for row in rows:
        decision = f"  ({row.decision})" if row.decision else ""
        typer.echo(f"{row.persona_id} {row.n:>5} of {row.n_of} people  {row.title}{decision}")
    for sentence in waiting:
        typer.echo(f"waits {sentence}")


@app.command("show")
def show(study: Study, persona: Persona, *, as_json: Json = False) -> None:
    """Show one persona: its people, and its lines with their numbers, counts and a quote each."""
    from voc.decide.personas import find_persona

    found = find_persona(study, persona)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{found['persona_id']} {found['title']}: {found['n']} of {found['n_of']} people")
    for number, line in enumerate(found["traits"], 1):
        name = f"{line['kind']}:{line['subject_id']}"
        typer.echo(f"{number:>3} {name}  {line['subject']} ({line['n']} of {line['n_of']})")
        for quote in line["quotes"][:1]:
            typer.echo(f"    > {quote['text']}\n    > — {quote['segment_id']}")
    for caveat in found["caveats"]:
        typer.echo(f"careful: {caveat}")
    typer.echo("people: " + " ".join(found["respondents"]))


@app.command("rename")
def rename(study: Study, persona: Persona, title: Title) -> None:
    """Give a persona a title of your own."""
    from voc.decide.personas import rename_persona

    _done(study, f"{rename_persona(study, persona, title)} is called '{title.strip()}'")


@app.command("merge")
def merge(study: Study, persona: Persona, into: Into) -> None:
    """Let a persona's people count to another one."""
    from voc.decide.personas import merge_personas

    _done(study, f"{persona} goes into {merge_personas(study, persona, into)}")


@app.command("split")
def split(study: Study, persona: Persona, parts: Parts = 2) -> None:
    """Cut a persona into parts by what its people say."""
    from voc.decide.personas import split_persona

    _done(study, f"{split_persona(study, persona, parts)} is cut into {parts} parts")


@app.command("drop")
def drop(study: Study, persona: Persona) -> None:
    """Leave a persona's people in no persona."""
    from voc.decide.personas import drop_persona

    _done(study, f"{drop_persona(study, persona)} is dropped")


@app.command("new")
def new(study: Study, title: Title, respondents: Several) -> None:
    """Group people by hand, also where a run found no groups."""
    from voc.decide.personas import new_persona

    _done(study, f"{new_persona(study, title, respondents)} is '{title.strip()}', grouped by hand")


@app.command("move")
def move(study: Study, respondent: Who, *, to: To) -> None:
    """Put one person into another persona, or out of every persona with: none."""
    from voc.decide.personas import move_respondent

    _done(study, f"{respondent} goes to {move_respondent(study, respondent, to)}")


@app.command("pin")
def pin(study: Study, persona: Persona, line: Line) -> None:
    """Always list a line of a persona, as long as a member shows it."""
    from voc.decide.personas import pin_line

    _done(study, f"{pin_line(study, persona, line)} is pinned")


@app.command("reject")
def reject(study: Study, persona: Persona, line: Line) -> None:
    """Never list a line of a persona."""
    from voc.decide.personas import reject_line

    _done(study, f"{reject_line(study, persona, line)} is rejected")


def _done(study: Path, what: str) -> None:
    typer.echo(f"{study / 'codebook.toml'}: {what}. It holds from the next run on: voc run INPUT... --out {study}")
