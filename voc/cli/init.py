"""`voc init`: write down how the inputs were understood, ready to be corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Force, Inputs, Quiet, show_progress, write_file
from voc.errors import OutputError

InitOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Output file. Default: voc.toml in the first INPUT, else in this folder.",
        show_default=False,
    ),
]


def init(inputs: Inputs, out: InitOut = None, *, force: Force = False, quiet: Quiet = False) -> None:
    """Write a voc.toml that says how the inputs were understood, ready to be corrected.

    Files and their kind, the use of columns, who asks and who answers, languages, personal data, copies, the journey.
    A run with it gives what a run without it gives, until you change something.

    Example: **voc init interviews/ survey.csv**
    """
    from voc.tasks.init import propose_config
    from voc.tasks.run import CONFIG_NAME

    file = out or (inputs[0] / CONFIG_NAME if inputs[0].is_dir() else Path(CONFIG_NAME))
    # Checked before the inputs are read, which can take minutes.
    if file.exists() and not force:
        raise OutputError(f"{file}: already exists. Choose another name with --out, or replace it with --force.")
    with show_progress(quiet=quiet) as progress:
        text = propose_config(inputs, progress=progress)
    write_file(file, text, force=force)
    if not quiet:
        typer.echo(f"{file}: written. Correct it, then: voc run {' '.join(str(path) for path in inputs)}")
