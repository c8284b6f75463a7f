"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]
Study = Annotated[Path, typer.Argument(metavar="STUDY", help="A folder that `voc run` has written.")]
SegmentId = Annotated[str, typer.Argument(metavar="SEGMENT", help="A segment's id (data/segments.csv).")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is already there.")]
