"""Quotes as sticky notes: cells to paste onto a board, and what the boards' own interfaces take, with colours.

Miro, Mural and FigJam make one sticky note of each cell that is pasted, all of one colour. So there is one file to
paste for each mood and one of the personas, and for programs the bodies that create coloured notes:

- Miro: ``POST /v2/boards/{board}/items/bulk`` takes up to 20 items a call
  (https://developers.miro.com/reference/create-items); colours are names.
- Mural: ``POST /api/public/v1/murals/{mural}/widgets/sticky-note`` takes up to 1,000
  (https://developers.mural.co/public/reference/createstickynote); colours are #RRGGBBAA.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from reports.exports.files import in_xml, utf8
from reports.exports.tables.persona_tables import persona_notes
from reports.exports.tables.sheets import Table, csv_text
from reports.language import Catalogue, load_words
from reports.view import build_view
from reports.view.facts import Facts
from reports.view.records import Quote
from voc.schema import SENTIMENTS, Analysis, Personas

STICKY_LIMIT = 400
"""Characters that still fit on a sticky note; a longer verbatim is left out rather than cut."""
PER_TOUCHPOINT = 12
WHO_LIMIT = 80
NAME_LIMIT = 120
"""Characters of a source line and of a heading; both are ours and may be cut."""
STICKY_COLUMNS = (
    *("phase", "touchpoint", "quote", "quote_segment_id", "person", "source", "place", "sentiment", "emotion"),
)
MIRO_CALL, MURAL_CALL = 20, 1000
WIDE, SQUARE, ROWS = 350, 199, 230
"""Miro's sizes of a wide and a square note, and the distance of rows, in its own units; Mural's are pixels."""
SHORT = 120
"""Characters that are still easy to read on a square note."""

_MIRO = {"negative": "orange", "neutral": "gray", "positive": "cyan"}
_MURAL = {"negative": "#F2B184FF", "neutral": "#E4E4E0FF", "positive": "#8FD0C9FF"}


def sticky_positions(facts: Facts) -> list[tuple[str, list[int]]]:
    """(touchpoint, positions of the quotes that fit), in the order of the journey, strongest feeling first."""
    readings = facts.analysis.readings
    found = []
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
        found.append((touchpoint.touchpoint_id, facts.pick(fitting, PER_TOUCHPOINT)))
    return [pair for pair in found if pair[1]]


def sticky_table(facts: Facts) -> Table:
    """One quote a row, grouped by phase and touchpoint."""
    rows = []
    for touchpoint_id, positions in sticky_positions(facts):
        touchpoint = facts.touchpoints[touchpoint_id]
        names = facts.phase_name(touchpoint.phase_id), facts.words.named(touchpoint.names)
        rows += [(*names, *_row(facts.quote(position), facts.words)) for position in positions]
    return Table("stickies", STICKY_COLUMNS, rows)


def _row(quote: Quote, words: Catalogue) -> tuple[str, ...]:
    emotion = words(f"emotion.{quote.emotion}") if quote.emotion else ""
    mood = words(f"sentiment.{quote.mood}")
    return (quote.text, quote.segment_id, quote.person, quote.source, quote.place, mood, emotion)


def stickies(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``stickies``: the table, a file to paste for each mood, and the bodies for Miro and Mural."""
    facts = Facts(analysis, load_words(analysis.language))
    table = sticky_table(facts)
    columns = [
        (facts.words.named(facts.touchpoints[one].names), [facts.quote(position) for position in positions])
        for one, positions in sticky_positions(facts)
    ]
    files = {"stickies/stickies.csv": utf8(csv_text(table.columns, table.rows), bom=True)}
    for mood in SENTIMENTS:
        cells = [[_note(quote)] for _, quotes in columns for quote in quotes if quote.mood == mood]
        if cells:
            # No header: every cell that is pasted becomes a note.
            files[f"stickies/paste_{mood}.csv"] = utf8(csv_text(cells[0], cells[1:]), bom=True)
    if personas.personas:
        files["stickies/paste_personas.csv"] = persona_notes(build_view(analysis, personas), facts.words)
    notes = [_miro(*one) for one in _placed(columns)]
    files["stickies/miro.json"] = _json([notes[at : at + MIRO_CALL] for at in range(0, len(notes), MIRO_CALL)])
    widgets = [_mural(*one) for one in _placed(columns)]
    files["stickies/mural.json"] = _json([widgets[at : at + MURAL_CALL] for at in range(0, len(widgets), MURAL_CALL)])
    return files


def _note(quote: Quote) -> str:
    """What stands on a note: the words, and who says them where."""
    who = ", ".join(part for part in (quote.person, quote.place) if part)
    return f"{quote.text}\n— {who[:WHO_LIMIT]}"


def _placed(columns: Sequence[tuple[str, Sequence[Quote]]]) -> list[tuple[str, Quote | None, int, int]]:
    """(text, quote or None for a heading, column, row): a column a touchpoint."""
    placed: list[tuple[str, Quote | None, int, int]] = []
    for column, (name, quotes) in enumerate(columns):
        placed.append((name[:NAME_LIMIT], None, column, 0))
        placed += [(_note(quote), quote, column, row) for row, quote in enumerate(quotes, 1)]
    return placed


def _miro(text: str, quote: Quote | None, column: int, row: int) -> dict[str, Any]:
    lines = "".join(f"<p>{escape(in_xml(line))}</p>" for line in text.splitlines())
    wide = len(text) > SHORT
    return {
        "type": "sticky_note",
        "data": {"content": lines, "shape": "rectangle" if wide else "square"},
        "style": {"fillColor": _MIRO[quote.mood] if quote else "light_yellow"},
        "geometry": {"width": WIDE if wide else SQUARE},
        "position": {"x": column * (WIDE + 40), "y": row * (ROWS + 20)},
    }


def _mural(text: str, quote: Quote | None, column: int, row: int) -> dict[str, Any]:
    return {
        "shape": "rectangle",
        "x": column * (WIDE + 40),
        "y": row * (ROWS + 20),
        "width": WIDE if len(text) > SHORT else SQUARE,
        "height": SQUARE,
        "text": in_xml(text),
        "style": {"backgroundColor": _MURAL[quote.mood] if quote else "#FFF3B0FF"},
    }


def _json(value: Any) -> bytes:
    return utf8(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
