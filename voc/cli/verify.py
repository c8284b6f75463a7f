"""`voc verify`: does the study hold what it promises?"""

from __future__ import annotations

import typer

from voc.cli.options import Quiet, Study

MOST = 50


def verify(study: Study, *, quiet: Quiet = False) -> None:
    """Check every quote, id and hash of a study.

    Each quote in the report, the tables and the workshop files must be an exact piece of a stored document, each id
    must lead somewhere, and each file must be the one that was written. Exit code 1 and a list when something does
    not hold.

    Example: **voc verify spring-study**
    """
    from personas import check_personas
    from voc.study import verify_study

    findings = verify_study(study, check_personas=check_personas)
    if not findings:
        if not quiet:
            typer.echo(f"{study}: every quote, id and file holds.")
        return
    for finding in findings[:MOST]:
        typer.echo(finding)
    if len(findings) > MOST:
        typer.echo(f"… and {len(findings) - MOST} more.")
    typer.echo(f"{study}: {len(findings)} findings. Run `voc run` again to write the study anew.", err=True)
    raise typer.Exit(1)
