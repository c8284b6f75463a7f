"""`voc inspect`: what would be read, and how."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape

from voc.cli.options import Config, Inputs, Json

if TYPE_CHECKING:
    from voc.tasks.inspect import Inspection, SourceView


def inspect(inputs: Inputs, config: Config = None, *, as_json: Json = False) -> None:
    """Show what would be read from the inputs and how it is understood. Writes nothing.

    For each file: the reader, columns, speakers and their roles with the reason, languages, counts; at the end the
    personal data that a run would replace. What is wrong is set right in voc.toml.

    Example: **voc inspect interviews/ survey.csv**
    """
    from voc.cli.progress import shown
    from voc.config import load_config
    from voc.tasks.inspect import inspect_inputs
    from voc.tasks.run import StudyRequest, find_config

    settings = load_config(find_config(StudyRequest(tuple(inputs), config=config)))
    with shown(quiet=as_json) as progress:
        found = inspect_inputs(inputs, settings, progress=progress)
    if as_json:
        typer.echo(json.dumps(_plain(found), ensure_ascii=False, indent=1))
    else:
        _print(found)


def _plain(found: Inspection) -> dict[str, object]:
    return {
        "sources": [
            {
                **dataclasses.asdict(view.source),
                **{key: value for key, value in _fields(view).items() if key != "source"},
            }
            for view in found.sources
        ],
        "respondents": found.n_respondents,
        "personal_data": dict(sorted(found.redactions.items())),
    }


def _fields(view: SourceView) -> dict[str, object]:
    return {field.name: getattr(view, field.name) for field in dataclasses.fields(view)}


def _print(found: Inspection) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for view in found.sources:
        source = view.source
        colour = {"read": "green", "partial": "yellow", "skipped": "red"}[source.status]
        console.print(f"[{colour}]{source.status:<8}[/] [bold]{escape(source.path)}[/]")
        if source.reason:
            console.print(f"         {escape(source.reason)}")
        if source.status == "skipped":
            continue
        console.print(f"         {source.kind}, reader {source.reader}, {_counts(view)}")
        for note in source.notes:
            console.print(f"         [dim]{escape(note)}[/]")
        if view.attributes:
            console.print(f"         attributes: {escape(', '.join(view.attributes))}")
    console.print()
    console.print(f"[bold]People[/]         {found.n_respondents}")
    replaced = _pairs(dict(sorted(found.redactions.items())))
    console.print(f"[bold]Personal data[/]  {escape(replaced) or 'none found'} (a run replaces it)")


def _counts(view: SourceView) -> str:
    parts = [f"{view.n_documents} documents", f"{view.n_respondents} people"]
    if view.source.kind == "interview":
        parts.append("turns: " + _pairs(view.roles))
    parts.append("language: " + (_pairs({key or "unknown": n for key, n in view.languages.items()}) or "unknown"))
    return ", ".join(parts)


def _pairs(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {key}" for key, n in counts.items())
