"""The journey as a Mermaid diagram. Syntax: https://mermaid.js.org/syntax/userJourney.html."""

from __future__ import annotations

import re

from reports.exports.files import utf8
from reports.exports.material import material
from reports.view import View
from reports.view.facts import mood_word
from voc.schema import Analysis, Personas

NAME_LIMIT = 80
"""Characters of a name; a longer one would push the others off the drawing."""

_SCORES = {"very_negative": 1, "negative": 2, "mixed": 3, "positive": 4, "very_positive": 5}
_NOT_IN_MERMAID = re.compile(
    r"[:#;,%{}<>\"`\\|\[\]\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+"
)


def mermaid(view: View) -> str:
    """The journey in Mermaid's `journey` syntax: a section a phase, a task a touchpoint, scores 1–5.

    The actors of a task are the personas with members at the touchpoint, or all people where there are no personas.
    """
    lines = ["journey", f"  title {mermaid_name(view.head.title)}"]
    for block in view.phases:
        if not block.places:
            continue
        lines.append(f"  section {mermaid_name(block.phase.name)}")
        for place in block.places:
            score = mermaid_score(place.mood.polarity or 0.0)
            actors = ", ".join(mermaid_name(name) for name in place.actors)
            lines.append(f"    {mermaid_name(place.name)}: {score}: {actors}")
    return "\n".join(lines) + "\n"


def mermaid_score(polarity: float) -> int:
    """Polarity −1…1 as Mermaid's 1–5, by the same limits as the words of the report.

    >>> [mermaid_score(value) for value in (-0.6, -0.3, 0, 0.3, 0.6)]
    [1, 2, 3, 4, 5]
    """
    return _SCORES[mood_word(polarity)[0]]


def mermaid_name(text: str) -> str:
    """A name without the characters that mean something in Mermaid, or that turn the direction of writing.

    >>> mermaid_name("Kasse: #1; <b>")
    'Kasse 1 b'
    """
    name = " ".join(_NOT_IN_MERMAID.sub(" ", text).split()) or "–"
    return name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - 1].rstrip() + "…"


def journey_mmd(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``mermaid``."""
    return {"journey.mmd": utf8(mermaid(material(analysis, personas)[0]))}
