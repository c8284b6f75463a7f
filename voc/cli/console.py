"""What the commands share: arguments and options, progress on the terminal, and a few ways to print and write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from voc.errors import OutputError

if TYPE_CHECKING:
    from voc.schema import Progress


# Not `voc.schema.Language`: the schema imports numpy, which `voc --help` must not wait for.
LanguageChoice = Literal["de", "en"]
"""Languages that the report and the files of `voc` are written in."""

Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...", help="Files or folders: interviews, survey exports, reviews.", show_default=False
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration. Default: voc.toml in the first INPUT, else in this folder.",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Study = Annotated[Path, typer.Argument(metavar="STUDY", help="A folder written by `voc run`.")]
SegmentId = Annotated[str, typer.Argument(metavar="SEGMENT", help="A segment's id (data/segments.csv).")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that already exists.")]


def print_json(data: object) -> None:
    """Print plain data as JSON."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1))


def print_decision(study: Path, decision: str) -> None:
    """Say what was decided, where it is written, and when it takes effect."""
    codebook = study / "codebook.toml"
    typer.echo(f"{codebook}: {decision}. It takes effect with the next run: voc run INPUT... --out {study}")


def write_file(file: Path, text: str, *, force: bool) -> None:
    """Write a text file; an existing one only with ``force``.

    Raises:
        OutputError: the file exists already or cannot be written.
    """
    try:
        # Mode "x" checks and opens in one step, so that no other program can write the file in between.
        with file.open("w" if force else "x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise OutputError(f"{file}: already exists. Choose another name, or replace it with --force.") from error
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror or error}). Choose another place.") from error


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Progress]:
    """Yield a `Progress` that draws a line per stage on standard error, if that is a terminal."""
    # The schema imports numpy, which `voc --help` must not wait for.
    from voc.schema import no_progress

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield no_progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:

        def advance(stage: str, done: int, total: int) -> None:
            task = next((task for task in bars.tasks if task.description == stage), None)
            if task is None:
                # A new stage means that the ones before are complete; some never say so.
                for earlier in bars.tasks:
                    full = earlier.total or 1
                    bars.update(earlier.id, total=full, completed=full)
                bars.add_task(stage, total=total or None, completed=done)
            else:
                bars.update(task.id, completed=done, total=total or None)

        yield advance
