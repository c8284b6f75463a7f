"""`voc demo`: make a study from the example data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Quiet, show_progress
from voc.errors import UsageError

DemoOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Study folder.")]

_NO_INPUTS = {"README.md", "voc.toml", "__init__.py"}


def examples_folder() -> Path:
    """The example data: inside the installed package, or beside it in a working copy.

    Raises:
        UsageError: neither exists.
    """
    # The wheel carries the folder inside the package (see pyproject.toml), a clone has it beside the package.
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "examples", package.parent / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("The example data is missing from this installation. Install voc-personas again.")


def demo(out: DemoOut = Path("demo-study"), *, quiet: Quiet = False) -> None:
    """Make a study from the example data: a web shop for running shoes.

    Nine interviews, a survey and reviews in German and English, all invented for this example.

    Example: **voc demo --out demo-study**
    """
    from voc.cli.summary import print_summary
    from voc.tasks.run import make_study

    folder = examples_folder()
    inputs = sorted(path for path in folder.iterdir() if path.name not in _NO_INPUTS)
    with show_progress(quiet=quiet) as progress:
        result = make_study(inputs, out, config=folder / "voc.toml", progress=progress)
    if not quiet:
        print_summary(result)
