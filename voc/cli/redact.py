"""`voc redact`: pseudonymised copies, to be handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Config, Inputs, Quiet

Copies = Annotated[Path, typer.Option("--out", metavar="DIR", help="A new or empty folder for the copies.")]


def redact(inputs: Inputs, out: Copies, config: Config = None, *, quiet: Quiet = False) -> None:
    """Write copies of the inputs in which pseudonyms stand for people, addresses and numbers.

    A text per interview, a CSV per survey or set of reviews, and the key in private/pseudonyms.csv, readable by you
    only. No original of the key stands in a copy. No search finds everything: read the copies before you hand them on.

    Example: **voc redact interviews/ survey.csv --out copies**
    """
    from voc.cli.progress import shown
    from voc.config import load_config
    from voc.tasks.redact import redact as write_copies
    from voc.tasks.run import StudyRequest, find_config

    settings = load_config(find_config(StudyRequest(tuple(inputs), config=config)))
    with shown(quiet=quiet) as progress:
        done = write_copies(inputs, out, settings, progress=progress)
    if quiet:
        return
    for source in done.sources:
        if source.status == "skipped":
            typer.echo(f"skipped {source.path}: {source.reason}")
    replaced = ", ".join(f"{n} {kind}" for kind, n in done.counts.items()) or "nothing"
    typer.echo(f"{out}: {len(done.files)} files. Replaced: {replaced}. The key lies in {out / 'private'}.")
