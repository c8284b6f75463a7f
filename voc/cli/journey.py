"""`voc journey …`: the phases and touchpoints that a study is mapped to."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.console import Force, Json, LanguageChoice, SegmentId, Study, print_json, write_file

if TYPE_CHECKING:
    from voc.journey import TagExplanation

Name = Annotated[str, typer.Argument(metavar="NAME|FILE", help="A built-in journey, or a TOML file.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The journey file.")]
Lang = Annotated[LanguageChoice, typer.Option("--lang", help="Language of the texts.")]
Like = Annotated[
    str | None,
    typer.Option("--like", metavar="NAME", help="Write this journey instead of an example.", show_default=False),
]
Other = Annotated[
    str | None,
    typer.Option("--journey", metavar="NAME|FILE", help="Another journey than the study's.", show_default=False),
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The phases and touchpoints of a study: show, write and check them, and find what they lack.\n\n"
    "A run takes one with `voc run INPUT... --journey NAME|FILE`.\n\n"
    "Example: **voc journey new our-journey.toml --lang de**",
)


@app.command("list")
def list_(*, lang: Lang = "en", as_json: Json = False) -> None:
    """Show the built-in journeys."""
    from voc.journey import BUILT_IN, load_taxonomy

    journeys = {name: load_taxonomy(name) for name in BUILT_IN}
    if as_json:
        data = [
            {
                "name": name,
                "title": journey.names[lang],
                "phases": [phase.names[lang] for phase in journey.phases],
                "touchpoints": len(journey.touchpoints),
            }
            for name, journey in journeys.items()
        ]
        print_json(data)
        return
    for name, journey in journeys.items():
        phases = " → ".join(phase.names[lang] for phase in journey.phases)
        typer.echo(f"{name:<13} {len(journey.touchpoints):>3} touchpoints  {phases}")


@app.command("show")
def show(name: Name, *, lang: Lang = "en", as_json: Json = False) -> None:
    """Show the phases and touchpoints of a journey."""
    from voc.journey import load_taxonomy, taxonomy_to_json

    journey = load_taxonomy(name)
    if as_json:
        print_json(taxonomy_to_json(journey))
        return
    typer.echo(journey.names[lang])
    for phase in journey.phases:
        typer.echo(f"\n{phase.names[lang]}")
        for t in journey.touchpoints:
            if t.phase_id == phase.phase_id:
                kind = f"{t.channel}, {t.owner}, {t.medium}, {t.mode}"
                typer.echo(f"  {t.touchpoint_id:<24} {t.names[lang]} ({kind}): {t.descriptions[lang]}")


@app.command("new")
def new(file: File, *, like: Like = None, lang: Lang = "en", force: Force = False) -> None:
    """Write a commented journey file to edit."""
    from voc.journey import load_taxonomy, taxonomy_to_toml
    from voc.journey.taxonomy import commented_journey

    text = taxonomy_to_toml(load_taxonomy(like)) if like else commented_journey(lang)
    write_file(file, text, force=force)
    typer.echo(f"{file}: edit it, then: voc journey check {file}")


@app.command("check")
def check(file: File) -> None:
    """Check a journey file, and say what would make it work better."""
    from voc.journey import load_taxonomy
    from voc.journey.taxonomy import find_weaknesses

    journey = load_taxonomy(str(file))
    n_examples = sum(len(touchpoint.examples) for touchpoint in journey.touchpoints)
    counts = f"{len(journey.phases)} phases, {len(journey.touchpoints)} touchpoints, {n_examples} examples"
    typer.echo(f"{file}: valid, {counts}.")
    for weakness in find_weaknesses(journey):
        typer.echo(f"  could be better: {weakness}")


@app.command("suggest")
def suggest(study: Study, *, journey: Other = None, as_json: Json = False) -> None:
    """Show what people mention and the journey has no touchpoint for, with quotes."""
    from voc.tasks.journey import find_missing_touchpoints

    missing = find_missing_touchpoints(study, journey)
    segments, gaps = missing.segments, missing.gaps
    if as_json:
        data = [
            {
                "name": gap.name,
                "n_respondents": gap.n_respondents,
                "n_segments": len(gap.segments),
                "quotes": [{"segment_id": segments[row].segment_id, "text": segments[row].text} for row in gap.quotes],
            }
            for gap in gaps
        ]
        print_json(data)
        return
    if not gaps:
        typer.echo("The journey has a touchpoint for everything that several people mention.")
        return
    for gap in gaps:
        typer.echo(f"{gap.name}: {gap.n_respondents} people, {len(gap.segments)} segments without a touchpoint")
        for row in gap.quotes:
            typer.echo(f"  > {segments[row].text}\n  > — {segments[row].segment_id}")
    typer.echo("Add what is a contact to a journey file as [[touchpoints]]: voc journey new FILE")


@app.command("explain")
def explain(study: Study, segment: SegmentId, *, journey: Other = None, as_json: Json = False) -> None:
    """Show why a segment has its touchpoint, or none: what each part of the evidence adds."""
    from voc.tasks.journey import explain_segment

    explained = explain_segment(study, segment, journey)
    segments, row, explanation = explained.segments, explained.row, explained.explanation
    if as_json:
        print_json({"segment_id": segment, **_to_data(explanation)})
        return
    typer.echo(f"> {segments[row].text}\n> — {segment}\n")
    name = explanation.touchpoint_id or "unassigned"
    typer.echo(f"{name}: score {explanation.score:.2f}, a touchpoint needs {explanation.threshold:.2f}")
    typer.echo(f"evidence of {explanation.midpoint:.3f} is as likely right as wrong; more, and a lead, are better\n")
    for candidate in explanation.candidates:
        parts = ", ".join(f"{name} {value:+.3f}" for name, value in candidate.parts.items())
        typer.echo(f"{candidate.touchpoint_id:<24} {candidate.evidence:.3f} = {parts or 'nothing'}")
        typer.echo(f"  nearest text of the journey: {candidate.nearest}")
        if candidate.cues:
            typer.echo(f"  cues in the segment: {', '.join(candidate.cues)}")
    if explanation.previous >= 0:
        typer.echo(f"continues {segments[explanation.previous].segment_id}")
    if segments[row].question:
        typer.echo(f"answers: {segments[row].question}")


def _to_data(explanation: TagExplanation) -> Any:
    data = asdict(explanation)
    # A position in memory says nothing to a reader of the JSON. Its keys are public, so "middle" keeps its old name.
    del data["previous"]
    return _round_all({"middle" if key == "midpoint" else key: value for key, value in data.items()})


def _round_all(value: Any) -> Any:
    """Nested plain data with numbers of three decimals."""
    if isinstance(value, dict):
        return {key: _round_all(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_round_all(entry) for entry in value]
    return round(value, 3) if isinstance(value, float) else value
