"""`voc journey …`: the phases and touchpoints that a study is laid out on."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Json


class JourneyLanguage(StrEnum):
    """Languages of a journey."""

    DE = "de"
    EN = "en"


Name = Annotated[str, typer.Argument(metavar="NAME|FILE", help="A built-in journey, or a TOML file.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The journey file.")]
Lang = Annotated[JourneyLanguage, typer.Option("--lang", help="Language of the texts.")]
Like = Annotated[
    str | None, typer.Option("--like", metavar="NAME", help="Write out this journey instead.", show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is already there.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The phases and touchpoints of a study: see, write and check them, and see what they lack.\n\n"
    "A run takes one with `voc run INPUT... --journey NAME|FILE`.\n\n"
    "Example: **voc journey new our-journey.toml --lang de**",
)


@app.command("list")
def list_(*, lang: Lang = JourneyLanguage.EN, as_json: Json = False) -> None:
    """Show the built-in journeys."""
    from voc.journey import BUILT_IN, load_taxonomy

    rows = [(name, load_taxonomy(name)) for name in BUILT_IN]
    if as_json:
        data = [
            {
                "name": name,
                "title": one.names[lang],
                "phases": [phase.names[lang] for phase in one.phases],
                "touchpoints": len(one.touchpoints),
            }
            for name, one in rows
        ]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for name, one in rows:
        phases = " → ".join(phase.names[lang] for phase in one.phases)
        typer.echo(f"{name:<13} {len(one.touchpoints):>3} touchpoints  {phases}")


@app.command("show")
def show(name: Name, *, lang: Lang = JourneyLanguage.EN, as_json: Json = False) -> None:
    """Show the phases and touchpoints of a journey."""
    from voc.journey import journey_as_data, load_taxonomy

    taxonomy = load_taxonomy(name)
    if as_json:
        typer.echo(json.dumps(journey_as_data(taxonomy), ensure_ascii=False, indent=1))
        return
    typer.echo(taxonomy.names[lang])
    for phase in taxonomy.phases:
        typer.echo(f"\n{phase.names[lang]}")
        for one in taxonomy.touchpoints:
            if one.phase_id == phase.phase_id:
                kind = f"{one.channel}, {one.owner}, {one.medium}, {one.mode}"
                typer.echo(f"  {one.touchpoint_id:<24} {one.names[lang]} ({kind}): {one.descriptions[lang]}")


@app.command("new")
def new(file: File, *, like: Like = None, lang: Lang = JourneyLanguage.EN, force: Force = False) -> None:
    """Write a commented journey file to edit."""
    from voc.errors import OutputError
    from voc.journey import as_toml, commented_journey, load_taxonomy

    text = as_toml(load_taxonomy(like)) if like else commented_journey(lang.value)
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="") as out:
            out.write(text)
    except FileExistsError as error:
        raise OutputError(f"{file}: is already there. Choose another name, or replace it with --force.") from error
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({type(error).__name__}). Choose another place.") from error
    typer.echo(f"{file}: edit it, then: voc journey check {file}")


@app.command("check")
def check(file: File) -> None:
    """Check a journey file, and say what would make it work better."""
    from voc.journey import hints, load_taxonomy

    taxonomy = load_taxonomy(str(file))
    examples = sum(len(one.examples) for one in taxonomy.touchpoints)
    counts = f"{len(taxonomy.phases)} phases, {len(taxonomy.touchpoints)} touchpoints, {examples} examples"
    typer.echo(f"{file}: valid, {counts}.")
    for hint in hints(taxonomy):
        typer.echo(f"  could be better: {hint}")
