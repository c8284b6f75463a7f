"""`voc run`: make a study, and say what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape

from voc.cli.console import Config, Inputs, Json, LanguageChoice, Quiet, print_json, show_progress

if TYPE_CHECKING:
    from voc.tasks.run import StudyResult


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

_STATUS = {"read": "read", "partial": "partly read", "skipped": "skipped"}
_SHOWN_FILES = 3
_SHOWN_PAIN_POINTS = 3
"""The report ranks all pain points; the terminal shows the first ones."""


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
    paper: Paper = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make a study from interviews, survey answers and reviews.

    Reads every file, replaces personal data, finds themes, pain points, the emotion at each touchpoint and persona
    drafts, and writes the report, the tables and the files for a workshop. Sources are never touched. A second run
    replaces the study and keeps your codebook.toml.

    Example: **voc run interviews/ survey.csv reviews.xlsx --out spring-study --lang de**
    """
    from voc.tasks.run import make_study

    # Progress is for people, JSON for programs.
    with show_progress(quiet=quiet or as_json) as progress:
        result = make_study(
            inputs,
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
    if as_json:
        print_json(summarise(result))
    elif not quiet:
        print_summary(result)


def summarise(result: StudyResult) -> dict[str, Any]:
    """A finished study in a few figures, as plain data; the keys are those of ``--json``."""
    from reports.view.reader_notes import has_unclear_roles

    analysis, personas, better = result.analysis, result.personas, result.better_journey
    sources = analysis.corpus.sources
    return {
        "study": str(result.out),
        "report": str(result.out / "report.html"),
        "config": str(result.config) if result.config else None,
        "language": analysis.language,
        "files": {
            status: [{"path": source.path, "reason": source.reason} for source in sources if source.status == status]
            for status in _STATUS
        },
        "roles_unclear": [source.path for source in sources if has_unclear_roles(source)],
        "respondents": len({segment.respondent_id for segment in analysis.segments}),
        "segments": len(analysis.segments),
        "empty_answers": analysis.n_empty,
        "themes": [theme.name for theme in analysis.themes.themes],
        "journey": {
            "name": analysis.taxonomy.taxonomy_id,
            "placed": round(float((analysis.tags.touchpoint >= 0).mean()), 3),
            "shares": dict(analysis.journey_fit.shares) if analysis.journey_fit else {},
            "better": better.name if better else None,
            "better_placed": better.share if better else None,
        },
        "decisions_waiting": [*analysis.decisions_waiting, *personas.waiting],
        "pain_points": [
            {"title": pain.title, "respondents": len(pain.respondents), "segments": len(pain.segments)}
            for pain in analysis.pain_points
        ],
        "figures": {
            "metrics": len(analysis.metrics),
            "experiments": len(analysis.experiments),
            "notes": list(result.notes),
        },
        "personas": [
            {"title": persona.title, "respondents": len(persona.respondents)} for persona in personas.personas
        ],
        "personas_refused": personas.refusal or None,
        "redactions": dict(sorted(analysis.redactions.items())),
        "seconds": round(result.seconds, 1),
    }


def print_summary(result: StudyResult) -> None:
    """Print what is in a finished study."""
    console = Console(highlight=False, soft_wrap=True)
    data = summarise(result)
    _print_files(console, data)
    console.print(f"[bold]Themes[/]       {len(data['themes'])}")
    for sentence in data["decisions_waiting"]:
        console.print(f"  [yellow]pending[/] in codebook.toml {escape(sentence)}")
    _print_journey(console, data["journey"])
    console.print(f"[bold]Pain points[/]  {len(data['pain_points'])}")
    for rank, pain in enumerate(data["pain_points"][:_SHOWN_PAIN_POINTS], 1):
        console.print(f"  {rank}. {escape(pain['title'])} ({pain['respondents']} of {data['respondents']} people)")
    n_files = len(result.analysis.number_files)
    if n_files:
        figures = data["figures"]
        counts = f"{figures['metrics']} metrics, {figures['experiments']} A/B tests"
        console.print(f"[bold]Figures[/]      {counts} from {n_files} files")
        for note in figures["notes"]:
            console.print(f"  [yellow]left out[/] {escape(note)}")
    if data["personas_refused"]:
        console.print(f"[bold]Personas[/]     none: {escape(data['personas_refused'])}")
    else:
        console.print(f"[bold]Personas[/]     {len(data['personas'])}")
        for persona in data["personas"]:
            console.print(f"  {escape(persona['title'])} ({persona['respondents']} people)")
    if data["redactions"]:
        replaced = ", ".join(f"{n} {kind}" for kind, n in data["redactions"].items())
        console.print(f"[bold]Pseudonyms[/]   {escape(replaced)}")
    console.print(f"[bold]Report[/]       {escape(data['report'])}")
    console.print(f"[dim]{data['seconds']} s[/]")


def _print_files(console: Console, data: dict[str, Any]) -> None:
    files = data["files"]
    counts = [f"{len(files[status])} {word}" for status, word in _STATUS.items() if files[status]]
    console.print(f"[bold]Files[/]        {', '.join(counts)}")
    for status, word in _STATUS.items():
        for file in files[status]:
            if file["reason"]:
                console.print(f"  [yellow]{word}[/] {escape(file['path'])}: {escape(file['reason'])}")
    if unclear := data["roles_unclear"]:
        shown = ", ".join(unclear[:_SHOWN_FILES]) + (", …" if len(unclear) > _SHOWN_FILES else "")
        console.print(
            f"  [yellow]check[/] who asks and who answers is not marked, so that questions may count as answers, in "
            f"{len(unclear)} files: {escape(shown)}. `voc inspect` says what to do."
        )
    empty = f" ({data['empty_answers']} empty answers left out)" if data["empty_answers"] else ""
    console.print(f"[bold]People[/]       {data['respondents']}, with {data['segments']} statements{empty}")


def _print_journey(console: Console, journey: dict[str, Any]) -> None:
    from voc.journey import NO_JOURNEY

    if journey["name"] == NO_JOURNEY:
        shares = journey["shares"]
        most = max(shares, key=lambda name: shares[name], default="")
        why = f": of the built-in ones {most} would place most, {shares[most]:.0%} of the statements" if most else ""
        console.print(f"[bold]Journey[/]      none fits{why}; themes lead the report")
        return
    placed = f"{journey['placed']:.0%} of the statements have a touchpoint"
    chosen = " (the built-in one that places most)" if journey["shares"] else ""
    console.print(f"[bold]Journey[/]      {escape(journey['name'])}{chosen}, {placed}")
    if journey["better"]:
        share, better = journey["better_placed"], journey["better"]
        console.print(
            f"  [yellow]better[/] --journey {better} would place {share:.0%}; or write your own: voc journey new"
        )
