"""`voc init`: write down what was understood, ready to be corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Force, Inputs, Quiet

InitOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Where it goes. Default: voc.toml in the first INPUT, else here.",
        show_default=False,
    ),
]


def init(inputs: Inputs, out: InitOut = None, *, force: Force = False, quiet: Quiet = False) -> None:
    """Write a voc.toml with all that was understood of the inputs, ready to be corrected.

    Files and their kind, the use of columns, who asks and who answers, languages, personal data, copies, the journey.
    A run with it gives what a run without it gives, until you change something.

    Example: **voc init interviews/ survey.csv**
    """
    from voc.cli.progress import shown
    from voc.errors import OutputError
    from voc.tasks.init import propose_config
    from voc.tasks.run import CONFIG_NAME

    file = out or (inputs[0] / CONFIG_NAME if inputs[0].is_dir() else Path(CONFIG_NAME))
    if file.exists() and not force:
        raise OutputError(f"{file}: is already there. Name another one with --out, or replace it with --force.")
    with shown(quiet=quiet) as progress:
        text = propose_config(inputs, progress=progress)
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}). Choose another --out.") from error
    if not quiet:
        typer.echo(f"{file}: written. Correct it, then: voc run {' '.join(str(path) for path in inputs)}")
