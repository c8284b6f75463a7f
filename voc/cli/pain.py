"""`voc pain …`: edit pain points."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from voc.cli.console import Json, Study, print_decision, print_json

Pain = Annotated[str, typer.Argument(metavar="PAIN", help="A pain point's id or its title in quotation marks.")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="The pain point that takes its statements.")]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="The new title, in quotation marks.")]
Segments = Annotated[list[str], typer.Argument(metavar="SEGMENT...", help="Ids of segments (data/segments.csv).")]
Back = Annotated[bool, typer.Option("--back", help="They belong to it after all.")]
Text = Annotated[str | None, typer.Option(show_default=False, help='A text; "" removes it.')]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rename, merge, drop and fill in pain points: decisions kept in the study's codebook.toml.\n\n"
    "Decisions take effect with the next `voc run` into the same study and stay, whatever files are added. To take "
    "one back: `voc codebook clear`.\n\n"
    'Example: **voc pain rename spring-study pp-0123456789 "Nobody owns a printer"**',
)


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """Show the pain points of a study with their ids, people, statements and decisions."""
    from voc.tasks.pain_point import list_pain_points

    rows = list_pain_points(study)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    for row in rows:
        decided = f"  ({', '.join(row.decided)})" if row.decided else ""
        typer.echo(
            f"{row.pain_point_id} {row.n_respondents:>5} people {row.n_segments:>6} segments  {row.title}{decided}"
        )


@app.command("rename")
def rename(study: Study, pain: Pain, title: Title) -> None:
    """Give a pain point a title of your own."""
    from voc.tasks.pain_point import rename_pain_point

    print_decision(study, f"{rename_pain_point(study, pain, title)} is called '{title.strip()}'")


@app.command("merge")
def merge(study: Study, pain: Pain, into: Into) -> None:
    """Add a pain point's statements to another one."""
    from voc.tasks.pain_point import merge_pain_points

    print_decision(study, f"{pain} is merged into {merge_pain_points(study, pain, into)}")


@app.command("drop")
def drop(study: Study, pain: Pain) -> None:
    """Leave a pain point out."""
    from voc.tasks.pain_point import drop_pain_point

    print_decision(study, f"{drop_pain_point(study, pain)} is dropped")


@app.command("leave-out")
def leave_out(study: Study, pain: Pain, segments: Segments, *, back: Back = False) -> None:
    """Send statements away from a pain point that they do not belong to."""
    from voc.tasks.pain_point import leave_out_statements, put_back_statements

    decide, place = (put_back_statements, "back in") if back else (leave_out_statements, "left out of")
    print_decision(study, f"{', '.join(segments)} {place} {decide(study, pain, segments)}")


@app.command("fill")
def fill(
    study: Study,
    pain: Pain,
    *,
    owner: Text = None,
    effort: Text = None,
    impact: Text = None,
    status: Text = None,
    opportunity: Text = None,
    hypothesis: Text = None,
    fix: Text = None,
) -> None:
    """Write down what a workshop agreed on: who takes it on, what it costs and brings, and what was done."""
    from voc.tasks.pain_point import fill_in_pain_point

    options = {"owner": owner, "effort": effort, "impact": impact, "status": status}
    options |= {"opportunity": opportunity, "hypothesis": hypothesis, "fix": fix}
    texts = {key: text for key, text in options.items() if text is not None}
    print_decision(study, f"{fill_in_pain_point(study, pain, **texts)}: {', '.join(texts)} written down")
