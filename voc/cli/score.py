"""`voc score`: add the readings to a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.console import Quiet, show_progress

Table = Annotated[Path, typer.Argument(metavar="TABLE", help="A .csv, .tsv, .xlsx, .jsonl or .parquet file.")]
TextColumn = Annotated[str, typer.Option("--text", metavar="COLUMN", help="The column with the texts.")]
Scored = Annotated[Path, typer.Option("--out", metavar="FILE", help="Output file; its ending decides its format.")]
Journey = Annotated[str, typer.Option("--journey", metavar="FILE", help="A built-in journey or a TOML file.")]


def score(
    table: Table, text: TextColumn, out: Scored, journey: Journey = "five_phases", *, quiet: Quiet = False
) -> None:
    """Add language, sentiment, emotions, statement kind and touchpoint to each row of a table.

    Works block by block, so the table may be of any size. The source is never changed. Nothing is pseudonymised: the
    copy has everything that the table has.

    Example: **voc score reviews.csv --text comment --out scored.xlsx**
    """
    from voc.tasks.score import score_table

    with show_progress(quiet=quiet) as progress:
        n_rows = score_table(table, text, out, journey=journey, progress=progress)
    if not quiet:
        typer.echo(f"{out}: {n_rows} rows scored.")
