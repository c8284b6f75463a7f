"""`voc run`: make a study, and say what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from voc.cli.console import Config, Json, LanguageChoice, Quiet, print_json, show_progress
from voc.errors import UsageError

Inputs = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="INPUT...", help="Files or folders: interviews, survey exports, reviews.", show_default=False
    ),
]
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
        help="How texts become vectors: voc or use (embedded), or sentence-transformers:NAME_OR_FOLDER (extra 'hub').",
        show_default="voc",
    ),
]
ThemeNumber = Annotated[
    int | None,
    typer.Option(
        "--themes", metavar="N", min=1, max=500, help="How many themes. Default: as many as the texts support.",
        show_default=False,
    ),
]  # fmt: skip
Detail = Annotated[
    Literal["coarse", "normal", "fine"] | None,
    typer.Option("--detail", help="How fine the themes are.", show_default="normal"),
]
Metrics = Annotated[
    list[Path] | None,
    typer.Option(
        "--metrics",
        metavar="FILE",
        help="Metrics to show beside what people say (Google Analytics 4, Salesforce, Pardot, loyalty programme, A/B "
        "test): a CSV file or spreadsheet. May be given several times.",
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

Paper = Annotated[
    Literal["a4", "letter"] | None,
    typer.Option(
        "--paper", help="Paper that the report is printed on. Default: A4 in German, Letter in English.",
        show_default=False,
    ),
]  # fmt: skip


Again = Annotated[
    Path | None,
    typer.Option(
        "--again",
        metavar="STUDY",
        help="Make a study again from the same inputs with the same options, and with the decisions made since.",
        show_default=False,
    ),
]


def run(
    inputs: Inputs = None,
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
    paper: Paper = None,
    again: Again = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make a study from interviews, survey answers and reviews.

    Reads every file, replaces personal data, finds themes, pain points, the emotion at each touchpoint and persona
    drafts, and writes the report, the tables and the files for a workshop. Sources are never touched. A second run
    replaces the study and keeps your codebook.toml.

    Example: **voc run interviews/ survey.csv reviews.xlsx --out spring-study --lang de**
    """
    from voc.cli.summary import print_summary, summarise
    from voc.tasks.again import make_again
    from voc.tasks.run import make_study

    # Options of another run would make another study of it, under the same name.
    if again:
        options = (inputs, out, config, lang, encoder, journey, themes, detail, metrics, look, paper)
        if any(option is not None for option in options):
            raise UsageError("--again takes inputs and options from the last run. Give a study and nothing else.")
    elif not inputs:
        raise UsageError("Name at least one INPUT, or a study with --again.")
    # Progress is for people, JSON for programs.
    with show_progress(quiet=quiet or as_json) as progress:
        result = (
            make_again(again, progress)
            if again
            else make_study(
                inputs or (),
                out,
                config=config,
                language=lang,
                encoder=encoder,
                journey=journey,
                themes=themes,
                detail=detail,
                metrics=metrics or (),
                look=look,
                paper=paper,
                progress=progress,
            )
        )
    if as_json:
        print_json(summarise(result))
    elif not quiet:
        print_summary(result)
