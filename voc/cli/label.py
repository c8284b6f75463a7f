"""`voc label`: decide by hand what statements say, where they belong, and where they begin and end."""

from __future__ import annotations

from typing import Annotated

import typer

from voc.cli.console import Study, print_decision
from voc.errors import UsageError

Segments = Annotated[list[str], typer.Argument(metavar="SEGMENT...", help="Ids of segments (data/segments.csv).")]
Sentiment = Annotated[str | None, typer.Option("--sentiment", help="negative, neutral or positive.")]
Emotion = Annotated[str | None, typer.Option("--emotion", help="An emotion, as frustration, or: none.")]
Kind = Annotated[str | None, typer.Option("--kind", help="pain, praise, goal, need, behaviour, … or: other.")]
Touchpoints = Annotated[
    list[str] | None,
    typer.Option("--touchpoint", help="A touchpoint's id or name; repeatable, the main one first; or: none."),
]
Theme = Annotated[str | None, typer.Option("--theme", help="A theme's id or name, or: unsorted.")]
SmallTalk = Annotated[bool | None, typer.Option("--small-talk/--no-small-talk", help="It says nothing of the matter.")]
KeyQuote = Annotated[bool | None, typer.Option("--key-quote/--no-key-quote", help="It leads the quotes of its theme.")]
Note = Annotated[str | None, typer.Option("--note", help='A note; "" removes it.')]
SplitAt = Annotated[list[int] | None, typer.Option("--split-at", metavar="N", help="Split it after N characters.")]
JoinNext = Annotated[bool, typer.Option("--join-next", help="Join it with the next statement of the same turn.")]
Clear = Annotated[bool, typer.Option("--clear", help="Take back everything that was decided about them.")]


def label(
    study: Study,
    segments: Segments,
    *,
    sentiment: Sentiment = None,
    emotion: Emotion = None,
    kind: Kind = None,
    touchpoints: Touchpoints = None,
    theme: Theme = None,
    small_talk: SmallTalk = None,
    key_quote: KeyQuote = None,
    note: Note = None,
    split_at: SplitAt = None,
    join_next: JoinNext = False,
    clear: Clear = False,
) -> None:
    """Correct what was read off statements, mark key quotes, add notes, and split or join statements.

    Example: **voc label spring-study s-0123456789 --sentiment negative --touchpoint delivery --key-quote**
    """
    from voc.tasks.label import clear_labels, join_statements, label_statements, split_statement

    if split_at or join_next or clear:
        if bool(split_at) + join_next + clear > 1 or ((split_at or join_next) and len(segments) > 1):
            raise UsageError("Split or join one statement at a time, and clear labels in a call of its own.")
        if split_at:
            parts = split_statement(study, segments[0], split_at)
            print_decision(study, f"{segments[0]} is split into {', '.join(parts)}")
        elif join_next:
            print_decision(study, f"{segments[0]} and the next one become {join_statements(study, segments[0])}")
        else:
            print_decision(study, f"what was decided about {len(clear_labels(study, segments))} segments is taken back")
        return
    # A repeatable option cannot be given without a value, so a word is needed for "none of them".
    no_touchpoint = touchpoints is not None and [name.lower() for name in touchpoints] == ["none"]
    labelled = label_statements(
        study,
        segments,
        sentiment=sentiment,
        emotion=emotion,
        kind=kind,
        touchpoints=[] if no_touchpoint else touchpoints,
        theme=theme,
        small_talk=small_talk,
        key_quote=key_quote,
        note=note,
    )
    print_decision(study, f"{len(labelled)} segments are labelled")
