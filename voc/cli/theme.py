"""`voc theme …`: edit themes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from voc.cli.console import Json, SegmentId, Study, print_decision, print_json

Theme = Annotated[str, typer.Argument(metavar="THEME", help="A theme's id or its name in quotation marks.")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="The theme or code that takes its segments.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The new name, in quotation marks.")]
Parts = Annotated[int, typer.Option("--parts", metavar="N", help="How many parts: 2 to 9.")]
NewName = Annotated[str, typer.Argument(metavar="NAME", help="A name that no theme has, in quotation marks.")]
Segments = Annotated[list[str], typer.Argument(metavar="SEGMENT...", help="Ids of segments (data/segments.csv).")]
Target = Annotated[str, typer.Argument(metavar="THEME", help="A theme's id or name, or: unsorted.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rename, merge, split, pin, drop, move and make themes: decisions kept in the study's codebook.toml.\n\n"
    "Decisions take effect with the next `voc run` into the same study and stay, whatever files are added. To take "
    "one back: `voc codebook clear`.\n\n"
    'Example: **voc theme rename spring-study t-0123456789 "Returns take too long"**',
)


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """Show the themes of a study with their ids, people, segments and decisions."""
    from rich.console import Console
    from rich.markup import escape

    from voc.tasks.theme import list_themes

    listed = list_themes(study)
    if as_json:
        print_json(asdict(listed))
        return
    console = Console(highlight=False, soft_wrap=True)
    for row in listed.themes:
        decision = f"  ({row.decision})" if row.decision else ""
        counts = f"{row.n_respondents:>5} people {row.n_segments:>6} segments"
        console.print(f"{row.theme_id} {counts}  {escape(row.name + decision)}")
    for sentence in listed.waiting:
        console.print(f"[yellow]pending[/] {escape(sentence)}")


@app.command("rename")
def rename(study: Study, theme: Theme, name: Name) -> None:
    """Give a theme a name of your own."""
    from voc.tasks.theme import rename_theme

    print_decision(study, f"{rename_theme(study, theme, name)} is called '{name.strip()}'")


@app.command("merge")
def merge(study: Study, theme: Theme, into: Into) -> None:
    """Add a theme's segments to another theme or to a code."""
    from voc.tasks.theme import merge_themes

    print_decision(study, f"{theme} is merged into {merge_themes(study, theme, into)}")


@app.command("split")
def split(study: Study, theme: Theme, parts: Parts = 2) -> None:
    """Split a theme by what its segments say."""
    from voc.tasks.theme import split_theme

    print_decision(study, f"{split_theme(study, theme, parts)} is split into {parts} parts")


@app.command("pin")
def pin(study: Study, theme: Theme) -> None:
    """Keep a theme for good: it becomes a code with its own segments as examples, and every run finds it first."""
    from voc.tasks.theme import pin_theme

    print_decision(study, f"{pin_theme(study, theme)} is a code now")


@app.command("unpin")
def unpin(study: Study, theme: Theme) -> None:
    """Take back a code: the next run decides again what its segments are about."""
    from voc.tasks.theme import unpin_theme

    print_decision(study, f"{unpin_theme(study, theme)} is no code any more")


@app.command("new")
def new(study: Study, name: NewName, segments: Segments) -> None:
    """Make a theme of your own from segments: a code with them as examples, which every run finds first."""
    from voc.tasks.theme import new_theme

    print_decision(study, f"{new_theme(study, name, segments)} is a code of {len(segments)} segments")


@app.command("drop")
def drop(study: Study, theme: Theme) -> None:
    """Remove a theme; its segments become unsorted."""
    from voc.tasks.theme import drop_theme

    print_decision(study, f"{drop_theme(study, theme)} is dropped")


@app.command("move")
def move(study: Study, segment: SegmentId, theme: Target) -> None:
    """Move one segment into another theme, or out of every theme with: unsorted."""
    from voc.tasks.theme import move_segment

    print_decision(study, f"{segment} goes to {move_segment(study, segment, theme)}")
