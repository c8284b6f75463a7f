"""What a run says at its end."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape

from voc.tasks.run import StudyResult

WORST = 3


def summary(outcome: StudyResult) -> dict[str, Any]:
    """The outcome of a run as plain data, for people and for ``--json``."""
    analysis, personas = outcome.analysis, outcome.personas
    sources = analysis.corpus.sources
    return {
        "study": str(outcome.out),
        "report": str(outcome.out / "report.html"),
        "config": str(outcome.config) if outcome.config else None,
        "language": analysis.language,
        "files": {
            status: [{"path": one.path, "reason": one.reason} for one in sources if one.status == status]
            for status in ("read", "partial", "skipped")
        },
        "respondents": len({segment.respondent_id for segment in analysis.segments}),
        "segments": len(analysis.segments),
        "empty_answers": analysis.n_empty,
        "themes": [theme.name for theme in analysis.themes.themes],
        "journey": {
            "name": analysis.taxonomy.taxonomy_id,
            "placed": round(float((analysis.tags.touchpoint >= 0).mean()), 3),
            "better": outcome.better_journey.name if outcome.better_journey else None,
            "better_placed": round(outcome.better_journey.share, 3) if outcome.better_journey else None,
        },
        "decisions_waiting": [*analysis.decisions_waiting, *personas.waiting],
        "pain_points": [
            {"title": pain.title, "respondents": len(pain.respondents), "segments": len(pain.segments)}
            for pain in analysis.pain_points
        ],
        "figures": {
            "metrics": len(analysis.metrics),
            "experiments": len(analysis.experiments),
            "notes": list(outcome.notes),
        },
        "personas": [{"title": one.title, "respondents": len(one.respondents)} for one in personas.personas],
        "personas_refused": personas.refusal or None,
        "redactions": dict(sorted(analysis.redactions.items())),
        "seconds": round(outcome.seconds, 1),
    }


def print_summary(outcome: StudyResult) -> None:
    """Print the outcome of a run for a person."""
    console = Console(highlight=False, soft_wrap=True)
    data = summary(outcome)
    files = data["files"]
    counts = [f"{len(files[status])} {word}" for status, word in _STATUS.items() if files[status]]
    console.print(f"[bold]Files[/]        {', '.join(counts)}")
    for status, word in _STATUS.items():
        for one in files[status]:
            if one["reason"]:
                console.print(f"  [yellow]{word}[/] {escape(one['path'])}: {escape(one['reason'])}")
    empty = f" ({data['empty_answers']} empty answers left out)" if data["empty_answers"] else ""
    console.print(f"[bold]People[/]       {data['respondents']}, who say {data['segments']} things{empty}")
    console.print(f"[bold]Themes[/]       {len(data['themes'])}")
    for sentence in data["decisions_waiting"]:
        console.print(f"  [yellow]waits[/] in codebook.toml {escape(sentence)}")
    journey = data["journey"]
    console.print(f"[bold]Journey[/]      {escape(journey['name'])}, {journey['placed']:.0%} of what is said is placed")
    if journey["better"]:
        share, better = journey["better_placed"], journey["better"]
        console.print(
            f"  [yellow]better[/] --journey {better} would place {share:.0%}; or write your own: voc journey new"
        )
    console.print(f"[bold]Pain points[/]  {len(data['pain_points'])}")
    for rank, pain in enumerate(data["pain_points"][:WORST], 1):
        console.print(f"  {rank}. {escape(pain['title'])} ({pain['respondents']} of {data['respondents']} people)")
    _print_figures(console, outcome, data["figures"])
    if data["personas_refused"]:
        console.print(f"[bold]Personas[/]     none: {escape(data['personas_refused'])}")
    else:
        console.print(f"[bold]Personas[/]     {len(data['personas'])}")
        for one in data["personas"]:
            console.print(f"  {escape(one['title'])} ({one['respondents']} people)")
    if data["redactions"]:
        replaced = ", ".join(f"{n} {kind}" for kind, n in data["redactions"].items())
        console.print(f"[bold]Pseudonyms[/]   {escape(replaced)}")
    console.print(f"[bold]Report[/]       {escape(data['report'])}")
    console.print(f"[dim]{data['seconds']} s[/]")


def _print_figures(console: Console, outcome: StudyResult, figures: dict[str, Any]) -> None:
    files = outcome.analysis.number_files
    if not files:
        return
    said = f"{figures['metrics']} metrics, {figures['experiments']} A/B tests"
    console.print(f"[bold]Figures[/]      {said} from {len(files)} files")
    for note in figures["notes"]:
        console.print(f"  [yellow]left out[/] {escape(note)}")


_STATUS = {"read": "read", "partial": "partly read", "skipped": "skipped"}
