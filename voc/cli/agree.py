"""`voc agree`: how well a study agrees with people's own codes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.console import Json, Quiet, Study, print_json

if TYPE_CHECKING:
    from voc.schema.agreement import Agreement, AgreementFigures

Codes = Annotated[
    Path, typer.Argument(metavar="CODES", help="What people coded: a table (.csv) or a REFI-QDA project (.qdpx).")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write agreement.html there, with quotes.", show_default=False),
]

_SHOWN_DIFFERENCES = 3
"""The page lists all differences; the terminal shows the most frequent ones."""


def agree(study: Study, codes: Codes, out: Out = None, *, quiet: Quiet = False, as_json: Json = False) -> None:
    """Compare themes, touchpoints and sentiment with people's own codes.

    Cohen's kappa, Krippendorff's alpha and Gwet's AC1 with intervals, counted in three ways: only segments that both
    coded, "not coded" as a category of its own, and code by code. Shows where the codings differ.

    Example: **voc agree spring-study project.qdpx --out agreement**
    """
    from reports.html.agreement import PAGE, write_agreement
    from reports.html.pages import check_folder
    from voc.tasks.agree import agree as compare_with_codes

    # The comparison takes a while, so a folder that cannot be used is refused first.
    if out is not None:
        check_folder(out, [PAGE])
    agreement = compare_with_codes(study, codes)
    page = write_agreement(agreement, out) if out is not None else None
    if as_json:
        print_json(asdict(agreement))
    elif not quiet:
        _print_agreement(agreement)
        if page is not None:
            typer.echo(f"Page: {page}")


def _print_agreement(agreement: Agreement) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    n_placed = agreement.n_passages - agreement.n_unplaced
    console.print(f"{n_placed} of {agreement.n_passages} coded passages were found in the study.", markup=False)
    for dimension in agreement.dimensions:
        # Names of coders and codes may hold square brackets, which rich would take for markup.
        columns = ("coder", "counted", "segments", "alike", "kappa", "alpha", "AC1")
        table = Table(*columns, title=dimension.kind, title_justify="left")
        for coder in dimension.coders:
            for counted, figures in (("both coded", coder.both), ("not coded counts", coder.everything)):
                table.add_row(escape(coder.name), counted, str(figures.n), *_format_figures(figures))
        console.print(table)
        for coder in dimension.coders:
            if coder.chance is not None:
                console.print(f"  {coder.name}: matching alone gives a kappa of {coder.chance:.2f}", markup=False)
        for match in dimension.matches:
            # A code without a counterpart has nothing to be shown beside; these are only counted.
            if match.how != "alone":
                pair = f"  {', '.join(match.codes)} = {', '.join(match.ours)}"
                console.print(pair, markup=False, soft_wrap=True)
        n_unmatched = sum(match.how == "alone" and bool(match.codes) for match in dimension.matches)
        if n_unmatched:
            console.print(f"  {n_unmatched} codes have no counterpart in the study.")
        for row in dimension.differences[:_SHOWN_DIFFERENCES]:
            text = f"  differs {row.n} times: person {row.human or 'not coded'}, voc {row.ours or 'not coded'}"
            console.print(text, markup=False, soft_wrap=True)
        if dimension.among is not None:
            console.print(f"  alpha among the people {dimension.among:.2f}")
    for note in agreement.notes:
        console.print(note, markup=False)


def _format_figures(figures: AgreementFigures) -> list[str]:
    from voc.schema.agreement import COEFFICIENTS

    cells = []
    for name in COEFFICIENTS:
        value, interval = getattr(figures, name), figures.intervals[name]
        text = "–" if value is None else f"{value:.2f}"
        cells.append(text if interval is None else f"{text} ({interval[0]:.2f} to {interval[1]:.2f})")
    return cells
