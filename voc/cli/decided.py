"""What every command says that has written a decision."""

from __future__ import annotations

from pathlib import Path

import typer


def done(study: Path, what: str) -> None:
    """Say what was decided, where it stands, and when it holds."""
    typer.echo(f"{study / 'codebook.toml'}: {what}. It holds from the next run on: voc run INPUT... --out {study}")
