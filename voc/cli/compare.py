"""`voc compare`: what changed between two waves of a study."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Json, Quiet

StudyA = Annotated[Path, typer.Argument(metavar="STUDY_A", help="The earlier study, a folder of `voc run`.")]
StudyB = Annotated[Path, typer.Argument(metavar="STUDY_B", help="The later study, a folder of `voc run`.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Where it goes. Default: STUDY_B-compared beside STUDY_B.", show_default=False
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
    from reports.html.waves import check_comparison_place, write_comparison
    from voc.analysis import EMBEDDED, encode_once, open_encoder
    from voc.study import load
    from voc.tasks.compare import compare_studies

    place = out or study_b.resolve().with_name(f"{study_b.resolve().name}-compared")
    check_comparison_place(place)
    fixes = {**noted_fixes(study_a), **parse_fixes(fix or [])}
    encoder = open_encoder(EMBEDDED)
    found = compare_studies(load(study_a), load(study_b), lambda texts: encode_once(encoder, texts), fixes=fixes)
    written = write_comparison(found, place)
    if as_json:
        known = {"changes": [asdict(one) for one in found.changes], "fixes": [asdict(one) for one in found.fixes]}
        typer.echo(json.dumps({"comparison": str(place), **known}, ensure_ascii=False, indent=1))
    elif not quiet:
        clear = [one for one in found.changes if one.verdict not in {"open", "few"}]
        tested = sum(one.verdict != "few" for one in found.changes)
        typer.echo(f"{len(clear)} of {tested} comparisons changed more than chance explains.")
        for one in clear:
            typer.echo(f"  {one.kind} {one.verdict}: {one.name} ({one.people_a} → {one.people_b} people)")
        for each in found.fixes:
            trouble = each.trouble
            before, after = f"{trouble.people_a} of {trouble.total_a}", f"{trouble.people_b} of {trouble.total_b}"
            said = {"helped": "better since", "worse": "worse since", "open": "no difference shown"}
            typer.echo(f"  fix: {each.text}: {before} → {after} people, {said.get(each.outcome, 'too few to tell')}")
        typer.echo(f"Report: {written[0]}")


def noted_fixes(study: Path) -> dict[str, str]:
    """What the codebook of a study says was done about its pain points, by id; about a merged one, by what took it in.

    Raises:
        ConfigError: the codebook cannot be read.
    """
    from voc.decisions.codebook import load_codebook
    from voc.study.folder import CODEBOOK

    decisions = load_codebook(study / CODEBOOK).pain_points
    found: dict[str, str] = {}
    for pain_point_id, decision in sorted(decisions.items()):
        target = pain_point_id
        while target in decisions and decisions[target].merge_into:
            target = decisions[target].merge_into
        if decision.fix:
            found[target] = "; ".join(filter(None, (found.get(target), decision.fix)))
    return found


def parse_fixes(pairs: list[str]) -> dict[str, str]:
    """``["returns=Label in the parcel"]`` as target → sentence.

    Raises:
        UsageError: one has no ``=``, no target or no sentence, or a target comes twice.
    """
    from voc.errors import UsageError

    found: dict[str, str] = {}
    for pair in pairs:
        target, _, text = (part.strip() for part in pair.partition("="))
        if not target or not text or target in found:
            raise UsageError(
                f"--fix must be TARGET=TEXT, each target once, found '{pair}'. "
                'Write --fix "returns=Label in every parcel".'
            )
        found[target] = text
    return found
