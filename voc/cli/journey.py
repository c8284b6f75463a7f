"""`voc journey …`: the phases and touchpoints that a study is laid out on."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from voc.cli.options import Force, Json, SegmentId, Study


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
    from voc.journey import load_taxonomy, taxonomy_to_json

    taxonomy = load_taxonomy(name)
    if as_json:
        typer.echo(json.dumps(taxonomy_to_json(taxonomy), ensure_ascii=False, indent=1))
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
    from voc.journey import load_taxonomy, taxonomy_to_toml
    from voc.journey.taxonomy import commented_journey

    text = taxonomy_to_toml(load_taxonomy(like)) if like else commented_journey(lang.value)
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
    from voc.journey import load_taxonomy
    from voc.journey.taxonomy import find_weaknesses

    taxonomy = load_taxonomy(str(file))
    examples = sum(len(one.examples) for one in taxonomy.touchpoints)
    counts = f"{len(taxonomy.phases)} phases, {len(taxonomy.touchpoints)} touchpoints, {examples} examples"
    typer.echo(f"{file}: valid, {counts}.")
    for hint in find_weaknesses(taxonomy):
        typer.echo(f"  could be better: {hint}")


Other = Annotated[
    str | None,
    typer.Option(
        "--journey", metavar="NAME|FILE", help="Another journey than the study's own.", show_default=False
    ),
]  # fmt: skip


@app.command("suggest")
def suggest(study: Study, *, journey: Other = None, as_json: Json = False) -> None:
    """Show what people speak of and the journey has no touchpoint for, with quotes."""
    from voc.tasks.journey import missing_touchpoints

    placed, found = missing_touchpoints(study, journey)
    if as_json:
        data = [
            {
                "name": gap.name,
                "n_respondents": gap.n_respondents,
                "n_segments": len(gap.segments),
                "quotes": [
                    {"segment_id": placed.segments[row].segment_id, "text": placed.segments[row].text}
                    for row in gap.quotes
                ],
            }
            for gap in found
        ]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    if not found:
        typer.echo("Nothing that several people speak of lies outside the journey.")
        return
    for gap in found:
        typer.echo(f"{gap.name}: {gap.n_respondents} people, {len(gap.segments)} segments without a touchpoint")
        for row in gap.quotes:
            typer.echo(f"  > {placed.segments[row].text}\n  > — {placed.segments[row].segment_id}")
    typer.echo("Add what is a contact to a journey file as [[touchpoints]]: voc journey new FILE")


@app.command("explain")
def explain(study: Study, segment: SegmentId, *, journey: Other = None, as_json: Json = False) -> None:
    """Show why a segment has its touchpoint, or none: what each part of the evidence adds."""
    from dataclasses import asdict

    from voc.tasks.journey import explain_segment

    placed, row, found = explain_segment(study, segment, journey)
    if as_json:
        data = asdict(found)
        data.pop("previous")
        # The JSON keys are public, so "middle" keeps its name.
        data = {"middle" if key == "midpoint" else key: value for key, value in data.items()}
        typer.echo(json.dumps({"segment_id": segment, **_rounded(data)}, ensure_ascii=False, indent=1))
        return
    typer.echo(f"> {placed.segments[row].text}\n> — {segment}\n")
    named = found.touchpoint_id or "unassigned"
    typer.echo(f"{named}: score {found.score:.2f}, a touchpoint needs {found.threshold:.2f}")
    typer.echo(f"evidence of {found.midpoint:.3f} is as likely right as wrong; more, and a lead, are better\n")
    for one in found.candidates:
        parts = ", ".join(f"{name} {value:+.3f}" for name, value in one.parts.items())
        typer.echo(f"{one.touchpoint_id:<24} {one.evidence:.3f} = {parts or 'nothing'}")
        typer.echo(f"  nearest text of the journey: {one.nearest}")
        if one.cues:
            typer.echo(f"  cues in the segment: {', '.join(one.cues)}")
    if found.previous >= 0:
        typer.echo(f"goes on from {placed.segments[found.previous].segment_id}")
    if placed.segments[row].question:
        typer.echo(f"answers: {placed.segments[row].question}")


def _rounded(value: Any) -> Any:
    """Numbers with three decimals, in nested plain data."""
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(entry) for entry in value]
    return round(value, 3) if isinstance(value, float) else value
