"""`voc run`: the main job."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import Config, Inputs, Json, Quiet


class LanguageChoice(StrEnum):
    """Languages that the report can be written in."""

    DE = "de"
    EN = "en"


class DetailChoice(StrEnum):
    """How finely themes are told apart."""

    COARSE = "coarse"
    NORMAL = "normal"
    FINE = "fine"


Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="STUDY", help="Study folder. Default: INPUT-study beside the first INPUT.", show_default=False
    ),
]
Lang = Annotated[
    LanguageChoice | None,
    typer.Option("--lang", help="Language of the report. Default: the one most people speak.", show_default=False),
]
EncoderName = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME",
        help="How texts become vectors: use (embedded), or sentence-transformers:NAME_OR_FOLDER (extra 'hub').",
        show_default="use",
    ),
]
ThemeNumber = Annotated[
    int | None,
    typer.Option(
        "--themes", metavar="N", min=1, max=500, help="How many themes. Default: as many as the material holds.",
        show_default=False,
    ),
]  # fmt: skip
Detail = Annotated[
    DetailChoice | None,
    typer.Option("--detail", help="How finely themes are told apart.", show_default="normal"),
]


Metrics = Annotated[
    list[Path] | None,
    typer.Option(
        "--metrics",
        metavar="FILE",
        help="Figures to lay beside the words (Google Analytics 4, Salesforce, Pardot, loyalty programme, A/B test): "
        "a CSV file or spreadsheet. May be given several times.",
        show_default=False,
    ),
]

Journey = Annotated[
    str | None,
    typer.Option(
        "--journey",
        metavar="NAME|FILE",
        help="Phases and touchpoints: one of `voc journey list`, or a TOML file.",
        show_default="five_phases",
    ),
]
Look = Annotated[
    Path | None,
    typer.Option(
        "--look",
        metavar="DIR",
        help="Your own colours, logo, fonts and templates (`voc template eject`).",
        show_default=False,
    ),
]


def run(
    inputs: Inputs,
    out: Out = None,
    config: Config = None,
    lang: Lang = None,
    encoder: EncoderName = None,
    *,
    journey: Journey = None,
    themes: ThemeNumber = None,
    detail: Detail = None,
    metrics: Metrics = None,
    look: Look = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make a study from interviews, survey answers and reviews.

    Reads every file, replaces personal data, finds themes, pain points, the emotion at each touchpoint and persona
    drafts, and writes the report, the tables and the files for a workshop. Sources are never touched. A second run
    replaces the study and keeps your codebook.toml.

    Example: **voc run interviews/ survey.csv reviews.xlsx --out spring-study --lang de**
    """
    from voc.cli.progress import shown
    from voc.cli.summary import print_summary, summary
    from voc.tasks.run import StudyRequest, make_study

    request = StudyRequest(
        tuple(inputs),
        out,
        config,
        lang.value if lang else None,
        encoder,
        journey=journey,
        themes=themes,
        detail=detail.value if detail else None,
        metrics=tuple(metrics or ()),
        look=look,
    )
    with shown(quiet=quiet or as_json) as progress:
        outcome = make_study(request, progress)
    if as_json:
        typer.echo(json.dumps(summary(outcome), ensure_ascii=False, indent=1))
    elif not quiet:
        print_summary(outcome)
