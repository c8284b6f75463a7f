"""`voc theme …`: have the last word about themes."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from voc.cli.decided import done
from voc.cli.options import Json, SegmentId, Study

Theme = Annotated[str, typer.Argument(metavar="THEME", help="A theme's id or its name in quotation marks.")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="The theme or code that takes it in.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The new name, in quotation marks.")]
Parts = Annotated[int, typer.Option("--parts", metavar="N", help="How many parts: 2 to 9.")]
Target = Annotated[str, typer.Argument(metavar="THEME", help="A theme's id or name, or: unsorted.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rename, merge, split, pin, drop and move: decisions about themes, kept in the study's codebook.toml.\n\n"
    "They hold from the next `voc run` into the same study on, whatever files are added. Take one back by removing its "
    "lines from codebook.toml.\n\n"
    'Example: **voc theme rename spring-study t-0123456789 "Returns take too long"**',
)


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """Show the themes of a study with their ids, people, segments and decisions."""
    from rich.console import Console
    from rich.markup import escape

    from voc.tasks import theme as decide

    rows, waiting = decide.list_themes(study)
    if as_json:
        typer.echo(json.dumps(decide.as_json(rows, waiting), ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False, soft_wrap=True)
    for row in rows:
        decision = f"  ({row.decision})" if row.decision else ""
        counts = f"{row.n_respondents:>5} people {row.n_segments:>6} segments"
        console.print(f"{row.theme_id} {counts}  {escape(row.name + decision)}")
    for sentence in waiting:
        console.print(f"[yellow]waits[/] {escape(sentence)}")


@app.command("rename")
def rename(study: Study, theme: Theme, name: Name) -> None:
    """Give a theme a name of your own."""
    from voc.tasks.theme import rename_theme

    done(study, f"{rename_theme(study, theme, name)} is called '{name.strip()}'")


@app.command("merge")
def merge(study: Study, theme: Theme, into: Into) -> None:
    """Let a theme's segments count to another theme or to a code."""
    from voc.tasks.theme import merge_themes

    done(study, f"{theme} goes into {merge_themes(study, theme, into)}")


@app.command("split")
def split(study: Study, theme: Theme, parts: Parts = 2) -> None:
    """Cut a theme into parts by what its segments say."""
    from voc.tasks.theme import split_theme

    done(study, f"{split_theme(study, theme, parts)} is cut into {parts} parts")


@app.command("pin")
def pin(study: Study, theme: Theme) -> None:
    """Keep a theme for good: it becomes a code, told by its own segments, and is found first in every run."""
    from voc.tasks.theme import pin_theme

    done(study, f"{pin_theme(study, theme)} is a code now")


@app.command("drop")
def drop(study: Study, theme: Theme) -> None:
    """Leave a theme's segments unsorted."""
    from voc.tasks.theme import drop_theme

    done(study, f"{drop_theme(study, theme)} is dropped")


@app.command("move")
def move(study: Study, segment: SegmentId, theme: Target) -> None:
    """Put one segment into another theme, or out of every theme with: unsorted."""
    from voc.tasks.theme import move_segment

    done(study, f"{segment} goes to {move_segment(study, segment, theme)}")
