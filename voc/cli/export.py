"""`voc export`: a study in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from voc.cli.console import Force, LanguageChoice, Quiet, Study, show_progress

Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        metavar="TARGET",
        help="What to write: html, xlsx, csv, json, parquet, md, mermaid, cjml, stickies, smaply, uxpressia, dovetail, "
        "qdpx, qdc, pptx, docx, pdf, profiles, svg, png …, or all. May be given several times; a comma works too.",
        show_default=False,
    ),
]
ExportOut = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Output folder. Default: STUDY-export beside the study.", show_default=False
    ),
]
ExportLang = Annotated[
    LanguageChoice | None,
    typer.Option("--lang", help="Language of headings and sentences. Default: the study's.", show_default=False),
]
Share = Annotated[
    Literal["public", "team"] | None,
    typer.Option(
        "--share",
        help="Search everything for personal data once more and black it out. public: also leave no combination of "
        "attributes that fewer than 5 people share, give people new numbers, and write nothing while a word looks like "
        "somebody's name and is not settled.",
        show_default=False,
    ),
]
ExportLook = Annotated[
    Path | None,
    typer.Option("--look", metavar="DIR", help="Your own colours, logo and fonts. Default: the study's."),
]
ExportConfig = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="A voc.toml whose [privacy] names and keep hold as well as the study's own.",
        show_default=False,
    ),
]
ExportPaper = Annotated[
    Literal["a4", "letter"] | None,
    typer.Option(
        "--paper", help="Paper of documents and sheets. Default: the study's, else A4 in German, Letter in English."
    ),
]


def export(
    study: Study,
    to: Targets = None,
    out: ExportOut = None,
    *,
    lang: ExportLang = None,
    share: Share = None,
    look: ExportLook = None,
    paper: ExportPaper = None,
    config: ExportConfig = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a study in the formats of other tools.

    Spreadsheets, boards, mapping tools, research tools and programs. The study stays as it is, and nothing from its
    folder private/ is exported. What each target holds, and how to get it into the tool: docs/exchange.md.

    Example: **voc export spring-study --to xlsx --to stickies --share team**
    """
    from reports.exports import ExportOptions, export_study

    targets = tuple(name.strip() for option in to or () for name in option.split(",") if name.strip())
    options = ExportOptions(targets, out, lang, share, force, look, paper, config)
    with show_progress(quiet=quiet) as progress:
        exported = export_study(study, options, progress)
    if not quiet:
        for note in exported.notes:
            typer.echo(note)
        for name in exported.files:
            typer.echo(str(exported.out / name))
