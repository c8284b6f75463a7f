"""`voc demo`: make a study from the example data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Quiet, show_progress

DemoOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Study folder.")]


def demo(out: DemoOut = Path("demo-study"), *, quiet: Quiet = False) -> None:
    """Make a study from the example data: a web shop for running shoes.

    Nine interviews, a survey and reviews in German and English, all invented for this example.

    Example: **voc demo --out demo-study**
    """
    from voc.cli.summary import print_summary
    from voc.tasks.demo import example_inputs, examples_folder
    from voc.tasks.run import CONFIG_NAME, make_study

    with show_progress(quiet=quiet) as progress:
        result = make_study(example_inputs(), out, config=examples_folder() / CONFIG_NAME, progress=progress)
    if not quiet:
        print_summary(result)
