"""What goes on a board: quotes to paste as sticky notes, and the journey as a Mermaid diagram."""

from __future__ import annotations

import re

from reports.tables import Row
from reports.view import View
from reports.view.facts import Facts, mood_word
from reports.view.records import Quote
from reports.words import Words

STICKY_LIMIT = 400
"""Characters that still fit on a sticky note; a longer verbatim is left out rather than cut."""
PER_TOUCHPOINT = 12

_SCORES = {"very_negative": 1, "negative": 2, "mixed": 3, "positive": 4, "very_positive": 5}
_NOT_IN_MERMAID = re.compile(r"[:#;,%{}<>\"`\\|\[\]\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def sticky_rows(facts: Facts) -> list[Row]:
    """One quote a row, as `tables.STICKY_COLUMNS`, grouped by phase and touchpoint, strongest feeling first."""
    readings = facts.analysis.readings
    rows: list[Row] = []
    for touchpoint in sorted(
        facts.analysis.taxonomy.touchpoints,
        key=lambda one: (facts.phase_order.get(one.phase_id, -1), facts.order[one.touchpoint_id]),
    ):
        fitting = [
            position
            for position in facts.at_touchpoint(touchpoint.touchpoint_id)
            if len(facts.segments[position].text) <= STICKY_LIMIT
        ]
        fitting.sort(key=lambda position: (-abs(float(readings.polarity[position])), position))
        names = facts.phase_name(touchpoint.phase_id), facts.words.named(touchpoint.names)
        rows += [
            (*names, *_sticky(facts.quote(position), facts.words)) for position in facts.pick(fitting, PER_TOUCHPOINT)
        ]
    return rows


def _sticky(quote: Quote, words: Words) -> tuple[str, ...]:
    emotion = words(f"emotion.{quote.emotion}") if quote.emotion else ""
    mood = words(f"sentiment.{quote.mood}")
    return (quote.text, quote.segment_id, quote.person, quote.source, quote.place, mood, emotion)


def mermaid(view: View) -> str:
    """The journey in Mermaid's `journey` syntax: a section a phase, a task a touchpoint, scores 1–5.

    The actors of a task are the personas with members at the touchpoint, or all people where there are no personas.
    """
    words = ["journey", f"  title {mermaid_name(view.head.title)}"]
    for block in view.phases:
        if not block.places:
            continue
        words.append(f"  section {mermaid_name(block.phase.name)}")
        for place in block.places:
            score = mermaid_score(place.mood.polarity or 0.0)
            actors = ", ".join(mermaid_name(name) for name in place.actors)
            words.append(f"    {mermaid_name(place.name)}: {score}: {actors}")
    return "\n".join(words) + "\n"


def mermaid_score(polarity: float) -> int:
    """Polarity −1…1 as Mermaid's 1–5, by the same limits as the words of the report.

    >>> [mermaid_score(value) for value in (-0.6, -0.3, 0, 0.3, 0.6)]
    [1, 2, 3, 4, 5]
    """
    return _SCORES[mood_word(polarity)[0]]


def mermaid_name(text: str) -> str:
    """A name without the characters that mean something in Mermaid.

    >>> mermaid_name("Kasse: #1; <b>")
    'Kasse 1 b'
    """
    return " ".join(_NOT_IN_MERMAID.sub(" ", text).split()) or "–"
