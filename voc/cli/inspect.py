"""`voc inspect`: what would be read, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from voc.cli.console import Config, Inputs, Json, print_json, show_progress

if TYPE_CHECKING:
    from voc.schema import CharacterCount
    from voc.tasks.inspect import Inspection, SourceView

MIN_SHOWN_SHARE = 0.005
"""Share (0–1) of a file's characters from which on a reason why they are left out is named."""
_COLOURS = {"read": "green", "partial": "yellow", "skipped": "red"}
_LINE_WIDTH = 110
"""Characters of a line that short notes share."""


def inspect(inputs: Inputs, config: Config = None, *, as_json: Json = False) -> None:
    """Show what would be read from the inputs and how it is understood. Writes nothing.

    For each file: the reader, columns, speakers and their roles with the reason, languages, counts. Notes marked with !
    ask you to check something, and come first. At the end: the files to check, and the personal data that a run would
    replace. Correct mistakes in voc.toml.

    Example: **voc inspect interviews/ survey.csv**
    """
    from voc.config import load_config
    from voc.tasks.inspect import inspect_inputs
    from voc.tasks.run import find_config

    settings = load_config(find_config(inputs, config))
    with show_progress(quiet=as_json) as progress:
        inspection = inspect_inputs(inputs, settings, progress=progress)
    if as_json:
        print_json(_to_data(inspection))
    else:
        _print_inspection(inspection)


def _to_data(inspection: Inspection) -> dict[str, object]:
    sources = []
    for view in inspection.sources:
        data = asdict(view)
        sources.append({**data.pop("source"), **data})
    redactions = dict(sorted(inspection.redactions.items()))
    return {
        "sources": sources,
        "respondents": inspection.n_respondents,
        "personal_data": redactions,
        "kept_words": inspection.kept,
    }


def _print_inspection(inspection: Inspection) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for view in inspection.sources:
        source = view.source
        console.print(f"[{_COLOURS[source.status]}]{source.status:<8}[/] [bold]{escape(source.path)}[/]")
        if source.reason:
            console.print(f"         {escape(source.reason)}")
        if source.status == "skipped" or (source.reason and not view.n_documents):
            # Nothing of it counts: it was not read, or all of it is in another file too.
            continue
        console.print(f"         {source.kind}, reader {source.reader}, {escape(_describe_counts(view))}")
        if source.characters:
            console.print(f"         {_describe_characters(source.characters)}")
        for note in view.to_check:
            console.print(f"       [yellow]![/] {escape(note)}")
        for line in _fill_lines(note for note in source.notes if note not in view.to_check):
            console.print(f"         [dim]{escape(line)}[/]")
        if view.attributes:
            console.print(f"         attributes: {escape(', '.join(view.attributes))}")
    redactions = _join_counts(dict(sorted(inspection.redactions.items())))
    statuses: Counter[str] = Counter(view.source.status for view in inspection.sources)
    to_check = [view.source.path for view in inspection.sources if view.n_documents and view.to_check]
    console.print()
    console.print(f"[bold]Files[/]          {_join_counts({name: n for name in _COLOURS if (n := statuses[name])})}")
    if to_check:
        console.print(f"[bold]To check (!)[/]   {len(to_check)}: {escape(', '.join(to_check))}")
    console.print(f"[bold]People[/]         {inspection.n_respondents}")
    console.print(f"[bold]Personal data[/]  {escape(redactions) or 'none found'} (a run replaces it)")
    if inspection.kept:
        words = escape(", ".join(inspection.kept))
        console.print(f"[bold]Kept[/]           {words} (looks like a name; if it is, list it under \\[privacy] names)")


def _fill_lines(notes: Iterable[str]) -> Iterator[str]:
    """Lines with as many notes as fit, in their order."""
    line = ""
    for note in notes:
        if line and len(line) + len(note) >= _LINE_WIDTH:
            yield line
            line = note
        else:
            line = f"{line} {note}".lstrip()
    if line:
        yield line


def _describe_counts(view: SourceView) -> str:
    documents = "1 document" if view.n_documents == 1 else f"{view.n_documents} documents"
    parts = [documents, "1 person" if view.n_respondents == 1 else f"{view.n_respondents} people"]
    if view.source.kind == "interview":
        parts.append("turns: " + _join_counts(view.roles))
    languages = {language or "unknown": n for language, n in view.languages.items()}
    # A single language needs no number.
    parts.append("language: " + ("".join(languages) if len(languages) == 1 else _join_counts(languages) or "unknown"))
    return ", ".join(parts)


def _describe_characters(count: CharacterCount) -> str:
    """How much of a file is read, and why the rest is not; reasons below half a per cent are named together."""
    shares = [(reason, share) for reason, share in count.shares().items() if share >= MIN_SHOWN_SHARE]
    left_out = ", ".join(f"{reason} {100 * share:.0f} %" for reason, share in shares)
    read = f"characters: {100 * count.used / max(count.total, 1):.0f} % read"
    if len(shares) < len(count.left_out):
        left_out += (", " if left_out else "") + "others below 0.5 %"
    return f"{read}; left out: {left_out}" if left_out else read


def _join_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts.items())
