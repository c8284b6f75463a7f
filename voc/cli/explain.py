"""`voc explain`: how one text is read, and why."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from voc.cli.options import Json
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.tasks.explain import ExplainedReading, Explanation

Text = Annotated[str, typer.Argument(metavar="TEXT", help="One statement in quotation marks; - reads it from stdin.")]
Spoken = Annotated[
    Literal["de", "en"] | None,
    typer.Option("--language", help="Language of the text. Default: detected.", show_default=False),
]


def explain(text: Text, language: Spoken = None, *, as_json: Json = False) -> None:
    """Show how one text is read, and the words that moved each reading most.

    Sentiment, emotions and statement kind with their probabilities, what the text is about, and the words that carry
    its feeling. For each reading: its probability with a word and without it. Nothing is kept.

    Example: **voc explain "The parcel came late, but the driver was lovely."**
    """
    from voc.tasks.explain import explain_text

    said = (_from_stdin() if text == "-" else text).strip()
    found = explain_text(said, language or "")
    if as_json:
        typer.echo(json.dumps(_as_json(found, said), ensure_ascii=False, indent=1))
    else:
        _show(found, said)


def _from_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("The text on stdin must be UTF-8, found other bytes. Save it as UTF-8.") from error


def _as_json(found: Explanation, text: str) -> dict[str, Any]:
    return {
        "language": found.language,
        "polarity": round(found.polarity, 3),
        "sentiments": {name: round(value, 3) for name, value in found.sentiments.items()},
        "readings": [
            {
                "subject": reading.subject,
                "name": reading.name,
                "probability": round(reading.probability, 3),
                "reasons": [
                    {
                        **_place((one.start, one.end), text),
                        "with": round(one.with_word, 3),
                        "without": round(one.without_word, 3),
                        "becomes": one.becomes,
                    }
                    for one in reading.words
                ],
            }
            for reading in found.readings
        ],
        "feeling_words": [_place(place, text) for place in found.feelings],
        "aspects": [_place(place, text) for place in found.aspects],
    }


def _place(place: tuple[int, int], text: str) -> dict[str, Any]:
    return {"start": place[0], "end": place[1], "text": text[place[0] : place[1]]}


def _show(found: Explanation, text: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    from voc.schema import SENTIMENTS

    def words(places: tuple[tuple[int, int], ...]) -> str:
        return escape(", ".join(text[start:end] for start, end in places)) or "none found"

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]Language[/]   {found.language or 'unknown'}")
    chances = ", ".join(f"{name} {found.sentiments[name]:.0%}" for name in reversed(SENTIMENTS))
    console.print(f"[bold]Sentiment[/]  {found.readings[0].name} ({chances}; polarity {found.polarity:+.2f})")
    _show_reasons(console.print, found.readings[0], text)
    felt = [reading for reading in found.readings if reading.subject == "emotion"]
    for reading in felt:
        console.print(f"[bold]Emotion[/]    {reading.name} {reading.probability:.0%}")
        _show_reasons(console.print, reading, text)
    if not felt:
        console.print("[bold]Emotion[/]    none")
    console.print(f"[bold]Statement[/]  {found.readings[-1].name} {found.readings[-1].probability:.0%}")
    _show_reasons(console.print, found.readings[-1], text)
    console.print(f"[bold]Feeling[/]    {words(found.feelings)}")
    console.print(f"[bold]About[/]      {words(found.aspects)}")


def _show_reasons(show: Any, reading: ExplainedReading, text: str) -> None:
    from rich.markup import escape

    if not reading.words:
        show("           [dim]no single word moves it[/]")
    for one in reading.words:
        becomes = f", read as {one.becomes} without it" if one.becomes else ""
        word = escape(text[one.start : one.end])
        show(f"           [dim]{one.with_word:.0%} → {one.without_word:.0%} without[/] {word}[dim]{becomes}[/]")
