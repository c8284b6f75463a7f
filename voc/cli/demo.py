"""`voc demo`: the main job on a small study of our own writing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Quiet

DemoOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the study goes.")]


def examples_folder() -> Path:
    """The example study: inside the installed package, or beside it in a working copy.

    Raises:
        UsageError: neither exists.
    """
    from voc.errors import UsageError

    package = Path(__file__).resolve().parents[1]
    for folder in (package / "examples", package.parent / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("The example study is missing from this installation. Install voc-personas again.")


def demo(out: DemoOut = Path("demo-study"), *, quiet: Quiet = False) -> None:
    """Make a study from the example data: a web shop for running shoes.

    Nine interviews, a survey and reviews in German and English, all of our own writing.

    Example: **voc demo --out demo-study**
    """
    from voc.cli.progress import shown
    from voc.cli.summary import print_summary
    from voc.tasks.run import StudyRequest, make_study

    folder = examples_folder()
    inputs = tuple(
        sorted(path for path in folder.iterdir() if path.name not in {"README.md", "voc.toml", "__init__.py"})
    )
    with shown(quiet=quiet) as progress:
        outcome = make_study(StudyRequest(inputs, out, folder / "voc.toml"), progress)
    if not quiet:
        print_summary(outcome)
