"""`voc verify`: check that a study keeps its promises."""

from __future__ import annotations

import typer

from voc.cli.console import Quiet, Study

_SHOWN_FINDINGS = 50
"""At most this many are printed, because a damaged study can have thousands."""


def verify(study: Study, *, quiet: Quiet = False) -> None:
    """Check every quote, id and hash of a study.

    Each quote in the report, the tables and the workshop files must be an exact piece of a stored document, each id
    must exist, and each file must be the one that was written. Exit code 1 and a list if a check fails.

    Example: **voc verify spring-study**
    """
    from personas import check_personas
    from voc.study import verify_study

    findings = verify_study(study, check_personas=check_personas)
    if not findings:
        if not quiet:
            typer.echo(f"{study}: every quote, id and file holds.")
        return
    for finding in findings[:_SHOWN_FINDINGS]:
        typer.echo(finding)
    if len(findings) > _SHOWN_FINDINGS:
        typer.echo(f"… and {len(findings) - _SHOWN_FINDINGS} more.")
    typer.echo(f"{study}: {len(findings)} findings. Run `voc run` again to rewrite the study.", err=True)
    # A code of its own, so that a script can tell a damaged study from a wrong call.
    raise typer.Exit(1)
