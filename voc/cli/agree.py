"""`voc agree`: how far a study and people's own codes agree."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import Json, Quiet, Study

if TYPE_CHECKING:
    from voc.schema.agreement import Agreement, AgreementFigures

Codes = Annotated[
    Path, typer.Argument(metavar="CODES", help="What people coded: a table (.csv) or a REFI-QDA project (.qdpx).")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write agreement.html there, with quotes.", show_default=False),
]


def agree(study: Study, codes: Codes, out: Out = None, *, quiet: Quiet = False, as_json: Json = False) -> None:
    """Compare themes, touchpoints and sentiment with people's own codes.

    Cohen's kappa, Krippendorff's alpha and Gwet's AC1 with intervals, in three readings: only where both coded, with
    "not coded" as a category, and code by code. Shows where the codings differ.

    Example: **voc agree spring-study project.qdpx --out agreement**
    """
    from reports.html.agreement import check_agreement_place, write_agreement
    from voc.tasks.agree import agree as compare

    if out is not None:
        check_agreement_place(out)
    found = compare(study, codes)
    page = write_agreement(found, out) if out is not None else None
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    elif not quiet:
        _show(found)
        if page is not None:
            typer.echo(f"Page: {page}")


def _show(found: Agreement) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    placed = found.n_passages - found.n_unplaced
    console.print(f"{placed} of {found.n_passages} coded passages were found in the study.", markup=False)
    for one in found.dimensions:
        table = Table(
            "coder", "reading", "segments", "alike", "kappa", "alpha", "AC1", title=one.kind, title_justify="left"
        )
        for coder in one.coders:
            for reading, figures in (("both coded", coder.both), ("not coded counts", coder.everything)):
                table.add_row(_plain(coder.name), reading, str(figures.n), *_cells(figures))
        console.print(table)
        for coder in one.coders:
            if coder.chance is not None:
                console.print(f"  {coder.name}: matching alone gives a kappa of {coder.chance:.2f}", markup=False)
        for match in one.matches:
            if match.how != "alone":
                theirs, ours = ", ".join(match.codes), ", ".join(match.ours)
                console.print(f"  {theirs} = {ours}", markup=False, soft_wrap=True)
        alone = sum(match.how == "alone" and bool(match.codes) for match in one.matches)
        if alone:
            console.print(f"  {alone} codes have no counterpart in the study.")
        for row in one.differences[:3]:
            told = (row.human or "not coded", row.ours or "not coded")
            console.print(f"  differs {row.n} times: person {told[0]}, voc {told[1]}", markup=False, soft_wrap=True)
        if one.among is not None:
            console.print(f"  alpha among the people {one.among:.2f}")
    for note in found.notes:
        console.print(note, markup=False)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _cells(figures: AgreementFigures) -> list[str]:
    cells = []
    for name in ("share", "kappa", "alpha", "ac1"):
        value, interval = getattr(figures, name), figures.intervals[name]
        told = "–" if value is None else f"{value:.2f}"
        cells.append(told if interval is None else f"{told} ({interval[0]:.2f} to {interval[1]:.2f})")
    return cells
