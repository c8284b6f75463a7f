"""`voc explain`: how one text is read, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.console import Json, LanguageChoice, print_json
from voc.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from voc.tasks.explain import ExplainedReading, Explanation, TextRange

Text = Annotated[str, typer.Argument(metavar="TEXT", help="One statement in quotation marks; - reads it from stdin.")]
TextLanguage = Annotated[
    LanguageChoice | None,
    typer.Option("--language", help="Language of the text. Default: detected.", show_default=False),
]


def explain(text: Text, language: TextLanguage = None, *, as_json: Json = False) -> None:
    """Show how one text is read, and which words affect each reading most.

    Sentiment, emotions and statement kind with their probabilities, what the text is about, and the words that carry
    its feeling. For each reading: its probability with a word and without it. Nothing is stored.

    Example: **voc explain "The parcel came late, but the driver was lovely."**
    """
    from voc.tasks.explain import explain_text

    text = (_read_stdin() if text == "-" else text).strip()
    explanation = explain_text(text, language or "")
    if as_json:
        print_json(_to_data(explanation, text))
    else:
        _print_explanation(explanation, text)


def _read_stdin() -> str:
    try:
        # Not sys.stdin.read(): on Windows that decodes with the code page of the console.
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("The text on stdin must be UTF-8, found other bytes. Save it as UTF-8.") from error


def _to_data(explanation: Explanation, text: str) -> dict[str, Any]:
    def piece(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end]}

    return {
        "language": explanation.language,
        "polarity": round(explanation.polarity, 3),
        "sentiments": {name: round(value, 3) for name, value in explanation.sentiments.items()},
        "readings": [
            {
                "subject": reading.subject,
                "name": reading.name,
                "probability": round(reading.probability, 3),
                "reasons": [
                    {
                        **piece(word.start, word.end),
                        "with": round(word.with_word, 3),
                        "without": round(word.without_word, 3),
                        "becomes": word.becomes,
                    }
                    for word in reading.words
                ],
            }
            for reading in explanation.readings
        ],
        "feeling_words": [piece(*text_range) for text_range in explanation.feelings],
        "aspects": [piece(*text_range) for text_range in explanation.aspects],
    }


def _print_explanation(explanation: Explanation, text: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    from voc.schema import SENTIMENTS

    def words(ranges: tuple[TextRange, ...]) -> str:
        return escape(", ".join(text[start:end] for start, end in ranges)) or "none found"

    console = Console(highlight=False, soft_wrap=True)
    sentiment, *emotions, statement = explanation.readings
    probabilities = ", ".join(f"{name} {explanation.sentiments[name]:.0%}" for name in reversed(SENTIMENTS))
    console.print(f"[bold]Language[/]   {explanation.language or 'unknown'}")
    console.print(f"[bold]Sentiment[/]  {sentiment.name} ({probabilities}; polarity {explanation.polarity:+.2f})")
    _print_words(console, sentiment, text)
    for emotion in emotions:
        console.print(f"[bold]Emotion[/]    {emotion.name} {emotion.probability:.0%}")
        _print_words(console, emotion, text)
    if not emotions:
        console.print("[bold]Emotion[/]    none")
    console.print(f"[bold]Statement[/]  {statement.name} {statement.probability:.0%}")
    _print_words(console, statement, text)
    console.print(f"[bold]Feeling[/]    {words(explanation.feelings)}")
    console.print(f"[bold]About[/]      {words(explanation.aspects)}")


def _print_words(console: Console, reading: ExplainedReading, text: str) -> None:
    from rich.markup import escape

    if not reading.words:
        console.print("           [dim]no single word changes it[/]")
    for word in reading.words:
        becomes = f", read as {word.becomes} without it" if word.becomes else ""
        change = f"{word.with_word:.0%} → {word.without_word:.0%} without"
        console.print(f"           [dim]{change}[/] {escape(text[word.start : word.end])}[dim]{becomes}[/]")
