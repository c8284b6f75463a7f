"""`voc redact`: pseudonymised copies to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Config, Inputs, Quiet, show_progress

Copies = Annotated[Path, typer.Option("--out", metavar="DIR", help="A new or empty folder for the copies.")]


def redact(inputs: Inputs, out: Copies, config: Config = None, *, quiet: Quiet = False) -> None:
    """Write copies of the inputs with pseudonyms in place of people, addresses and numbers.

    A text per interview, a CSV per survey or set of reviews, and the key in private/pseudonyms.csv, readable by you
    only. No original in the key is left in a copy. No search finds everything: read the copies before you hand them on.

    Example: **voc redact interviews/ survey.csv --out copies**
    """
    from voc.config import load_config
    from voc.tasks.redact import redact as write_copies
    from voc.tasks.run import find_config

    settings = load_config(find_config(inputs, config))
    with show_progress(quiet=quiet) as progress:
        redaction = write_copies(inputs, out, settings, progress=progress)
    if quiet:
        return
    for source in redaction.sources:
        if source.status == "skipped":
            typer.echo(f"skipped {source.path}: {source.reason}")
    replaced = ", ".join(f"{n} {kind}" for kind, n in redaction.counts.items()) or "nothing"
    typer.echo(f"{out}: {len(redaction.files)} files. Replaced: {replaced}. The key is in {out / 'private'}.")
