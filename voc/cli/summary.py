"""What is in a finished study: as plain data for ``--json``, and in the study's language for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from voc.text.catalogue import Catalogue, load_catalogue

if TYPE_CHECKING:
    from voc.tasks.run import StudyResult

_STATUSES = ("read", "partial", "skipped")
_SHOWN_PAIN_POINTS = 3
"""The report ranks all pain points; the terminal shows the first ones."""
_SHOWN_FILES = 3
"""Files that are named where many have the same trouble."""
_LABEL_WIDTH = 14


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
            for status in _STATUSES
        },
        "roles_unclear": [source.path for source in sources if has_unclear_roles(source)],
        "respondents": len(analysis.people),
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
            "files": len(analysis.number_files),
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
    """Print what is in a finished study, in the study's language."""
    data = summarise(result)
    screen = _Screen(load_catalogue("voc.cli", result.analysis.language))
    _print_files(screen, data)
    screen.label("themes", str(len(data["themes"])))
    for sentence in data["decisions_waiting"]:
        screen.note("pending", screen.words("run.pending", sentence=sentence))
    _print_journey(screen, data["journey"])
    screen.label("pains", str(len(data["pain_points"])))
    for rank, pain in enumerate(data["pain_points"][:_SHOWN_PAIN_POINTS], 1):
        counts = {"n": pain["respondents"], "total": data["respondents"]}
        screen.line(f"{rank}. {screen.words('run.of_people', title=pain['title'], **counts)}")
    figures = data["figures"]
    if figures["files"]:
        counts = {"metrics": figures["metrics"], "experiments": figures["experiments"], "n": figures["files"]}
        screen.label("figures", screen.words("run.figures", **counts))
        for note in figures["notes"]:
            screen.note("left_out", note)
    _print_personas(screen, data)
    if data["redactions"]:
        screen.label("pseudonyms", ", ".join(f"{n} {kind}" for kind, n in data["redactions"].items()))
    screen.label("report", data["report"])
    screen.console.print(f"[dim]{data['seconds']} s[/]")


class _Screen:
    """The terminal with the words of a language."""

    def __init__(self, words: Catalogue) -> None:
        self.words = words
        self.console = Console(highlight=False, soft_wrap=True)

    def label(self, key: str, text: str) -> None:
        self.console.print(f"[bold]{self.words(f'label.{key}'):<{_LABEL_WIDTH}}[/]{escape(text)}")

    def note(self, key: str, text: str) -> None:
        self.console.print(f"  [yellow]{self.words(f'label.{key}')}[/] {escape(text)}")

    def line(self, text: str) -> None:
        self.console.print(f"  {escape(text)}")


def _print_files(screen: _Screen, data: dict[str, Any]) -> None:
    from reports.language import load_words
    from reports.view.reader_notes import translate_note

    files, words = data["files"], screen.words
    counts = [words(f"files.{status}", n=len(files[status])) for status in _STATUSES if files[status]]
    screen.label("files", ", ".join(counts))
    # Readers write English into the study; the report's catalogue has the sentences in German.
    notes = load_words(words.language)
    for status in _STATUSES:
        for file in files[status]:
            if file["reason"]:
                reason = translate_note(notes, file["reason"])
                screen.console.print(
                    f"  [yellow]{words(f'status.{status}')}[/] {escape(file['path'])}: {escape(reason.text)}"
                )
    if unclear := data["roles_unclear"]:
        shown = ", ".join([*unclear[:_SHOWN_FILES], *["…"] * (len(unclear) > _SHOWN_FILES)])
        screen.note("check", words("run.unclear", n=len(unclear), files=shown))
    people = words("run.people", people=data["respondents"], n=data["segments"])
    empty = f" ({words('run.empty', n=data['empty_answers'])})" if data["empty_answers"] else ""
    screen.label("people", people + empty)


def _print_journey(screen: _Screen, journey: dict[str, Any]) -> None:
    from voc.journey import NO_JOURNEY

    words, shares = screen.words, journey["shares"]
    if journey["name"] == NO_JOURNEY:
        if not shares:
            screen.label("journey", words("run.no_journey"))
            return
        most = max(shares, key=lambda name: shares[name])
        screen.label("journey", words("run.no_journey_most", name=most, share=words.percent(shares[most])))
        return
    key = "run.journey_chosen" if shares else "run.journey"
    screen.label("journey", words(key, name=journey["name"], share=words.percent(journey["placed"])))
    if journey["better"]:
        share = words.percent(journey["better_placed"])
        screen.note("better", words("run.better", name=journey["better"], share=share))


def _print_personas(screen: _Screen, data: dict[str, Any]) -> None:
    words = screen.words
    if data["personas_refused"]:
        screen.label("personas", words("run.no_personas", reason=data["personas_refused"]))
        return
    screen.label("personas", str(len(data["personas"])))
    for persona in data["personas"]:
        screen.line(words("run.persona", title=persona["title"], n=persona["respondents"]))
