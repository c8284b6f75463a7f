"""`voc compare`: what changed between two waves of a study."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.console import Json, Quiet, print_json
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.schema.comparison import Comparison

StudyA = Annotated[Path, typer.Argument(metavar="STUDY_A", help="The earlier study, a folder written by `voc run`.")]
StudyB = Annotated[Path, typer.Argument(metavar="STUDY_B", help="The later study, a folder written by `voc run`.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Output folder. Default: STUDY_B-compared beside STUDY_B.", show_default=False
    ),
]
Fixes = Annotated[
    list[str] | None,
    typer.Option(
        "--fix",
        metavar="TARGET=TEXT",
        help="What was changed in between: the id of a touchpoint or of a pain point of STUDY_A, and a sentence. "
        "May be given several times; a fix in the codebook.toml of STUDY_A counts as well.",
        show_default=False,
    ),
]


def compare(
    study_a: StudyA,
    study_b: StudyB,
    out: Out = None,
    fix: Fixes = None,
    *,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say what has grown, shrunk, appeared or gone between two waves.

    Pain points, touchpoints, mood and themes, in people and shares with intervals, corrected for the number of
    comparisons. Writes comparison.html and changes.csv; the studies are not touched.

    Example: **voc compare autumn-study spring-study --fix "returns=Label in every parcel since January"**
    """
    from reports.html.pages import check_folder
    from reports.html.waves import PAGE, TABLE, write_comparison
    from voc.analysis import EMBEDDED, encode_once, open_encoder
    from voc.study import load
    from voc.tasks.compare import compare_studies

    folder = out or study_b.resolve().with_name(f"{study_b.resolve().name}-compared")
    check_folder(folder, [PAGE, TABLE])
    # A fix on the command line wins over the one in the codebook.
    fixes = {**read_fixes(study_a), **parse_fixes(fix or [])}
    encoder = open_encoder(EMBEDDED)
    comparison = compare_studies(load(study_a), load(study_b), lambda texts: encode_once(encoder, texts), fixes=fixes)
    files = write_comparison(comparison, folder)
    if as_json:
        changes, results = map(asdict, comparison.changes), map(asdict, comparison.fixes)
        print_json({"comparison": str(folder), "changes": list(changes), "fixes": list(results)})
    elif not quiet:
        _print_comparison(comparison)
        typer.echo(f"Report: {files[0]}")


def _print_comparison(comparison: Comparison) -> None:
    clear = [change for change in comparison.changes if change.verdict not in {"open", "few"}]
    n_tested = sum(change.verdict != "few" for change in comparison.changes)
    typer.echo(f"{len(clear)} of {n_tested} comparisons changed more than chance explains.")
    for change in clear:
        typer.echo(f"  {change.kind} {change.verdict}: {change.name} ({change.people_a} → {change.people_b} people)")
    outcomes = {"helped": "better since", "worse": "worse since", "open": "no difference shown"}
    for fix in comparison.fixes:
        trouble = fix.trouble
        before, after = f"{trouble.people_a} of {trouble.total_a}", f"{trouble.people_b} of {trouble.total_b}"
        typer.echo(f"  fix: {fix.text}: {before} → {after} people, {outcomes.get(fix.outcome, 'too few to tell')}")


def read_fixes(study: Path) -> dict[str, str]:
    """What was done about each pain point according to the codebook of a study, by id.

    The fix of a merged pain point counts for the one that it was merged into.

    Raises:
        ConfigError: the codebook cannot be read.
    """
    from voc.decisions.codebook import follow_merges, load_codebook
    from voc.study.folder import CODEBOOK

    codebook = load_codebook(study / CODEBOOK)
    fixes: dict[str, str] = {}
    for pain_point_id, decision in sorted(codebook.pain_points.items()):
        target = follow_merges(pain_point_id, codebook.pain_point_merges())
        if decision.fix:
            fixes[target] = "; ".join(filter(None, (fixes.get(target), decision.fix)))
    return fixes


def parse_fixes(options: list[str]) -> dict[str, str]:
    """Parse ``["returns=Label in the parcel"]`` into target → sentence.

    Raises:
        UsageError: an option has no ``=``, no target or no sentence, or a target is repeated.
    """
    fixes: dict[str, str] = {}
    for option in options:
        target, _, text = (part.strip() for part in option.partition("="))
        if not target or not text or target in fixes:
            raise UsageError(
                f"--fix must be TARGET=TEXT, each target once, found '{option}'. "
                'Write --fix "returns=Label in every parcel".'
            )
        fixes[target] = text
    return fixes
