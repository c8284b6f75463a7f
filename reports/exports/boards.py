"""Quotes and personas to paste onto whiteboards and into mapping tools: targets `stickies`, `smaply`, `uxpressia`.

Miro, Mural and FigJam make a sticky note of each cell that is pasted, all in one colour. So there is a file to paste
for each mood and one of the personas; programs get request bodies that create coloured notes:

- Miro: ``POST /v2/boards/{board}/items/bulk`` takes up to 20 items per call and names of colours
  (https://developers.miro.com/reference/create-items).
- Mural: ``POST /api/public/v1/murals/{mural}/widgets/sticky-note`` takes up to 1,000 and colours as #RRGGBBAA
  (https://developers.mural.co/public/reference/createstickynote).

Neither Smaply nor UXPressia documents an import, so their tables are made to be pasted: lane by lane for the journey,
cell by cell for the personas.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from typing import Any

from reports.exports.file_bytes import Files, encode_text, replace_invalid_xml
from reports.exports.journey_notation import score_polarity
from reports.exports.plain_text import (
    attribute_text,
    difference_texts,
    meeting_places,
    persona_size,
    quote_with_person,
    strip_tags,
    trait_text,
)
from reports.exports.study_tables import Cell, ExportTable, format_csv
from reports.language import Catalogue, load_words
from reports.view import View, build_view
from reports.view.page_records import PersonaCard, ShownQuote
from reports.view.study_index import StudyIndex
from voc.schema import SENTIMENTS, Analysis, Personas

STICKY_LIMIT = 400
"""Characters that still fit on a sticky note. A longer verbatim is left out, because half a quote is no quote."""
QUOTES_PER_TOUCHPOINT = 12
"""Quotes in a column of the board, those with the strongest feeling."""
SOURCE_LIMIT, NAME_LIMIT = 80, 120
"""Characters of the source line of a note, and of the note that heads a column. Both are ours and may be cut."""
STICKY_COLUMNS = (
    "phase", "touchpoint", "quote", "quote_segment_id", "person", "source", "place", "sentiment", "emotion",
)  # fmt: skip
ITEMS_PER_MIRO_CALL, WIDGETS_PER_MURAL_CALL = 20, 1000
WIDE_NOTE, SQUARE_NOTE = 350, 199
"""Miro's widths of a wide and a square note, in its own units; Mural takes them as pixels."""
COLUMN_STEP, ROW_STEP = 390, 250
"""Distances of columns and of rows: the largest note and a gap."""
SHORT_TEXT = 120
"""Characters that are easy to read on a square note; a longer text gets a wide one."""
PERSONA_KINDS = ("goal", "need", "motivation", "pain", "behaviour", "praise", "suggestion")

_MIRO_COLOURS = {"negative": "orange", "neutral": "gray", "positive": "cyan"}
_MURAL_COLOURS = {"negative": "#F2B184FF", "neutral": "#E4E4E0FF", "positive": "#8FD0C9FF"}


@dataclass(frozen=True, slots=True)
class StickyColumn:
    """A touchpoint and the quotes for its column of the board."""

    phase: str
    touchpoint: str
    quotes: tuple[ShownQuote, ...]


@dataclass(frozen=True, slots=True)
class StickyNote:
    """A sticky note and its place on the board. ``mood`` is "" for the note that heads a column."""

    text: str
    mood: str
    column: int
    row: int


def export_stickies(analysis: Analysis, personas: Personas) -> Files:
    """Target ``stickies``: the table, a file to paste for each mood, and request bodies for Miro and Mural."""
    index = StudyIndex(analysis, load_words(analysis.language))
    table, columns = tabulate_stickies(index), choose_stickies(index)
    files = {"stickies/stickies.csv": encode_text(format_csv(table.columns, table.rows), bom=True)}
    for mood in SENTIMENTS:
        cells = [[_note_text(quote)] for column in columns for quote in column.quotes if quote.mood == mood]
        if cells:
            # No header: every cell that is pasted becomes a note.
            files[f"stickies/paste_{mood}.csv"] = encode_text(format_csv(cells[0], cells[1:]), bom=True)
    if personas.personas:
        files["stickies/paste_personas.csv"] = persona_notes(build_view(analysis, personas), index.words)
    notes = _place_notes(columns)
    files["stickies/miro.json"] = _request_bodies([_miro_item(note) for note in notes], ITEMS_PER_MIRO_CALL)
    files["stickies/mural.json"] = _request_bodies([_mural_widget(note) for note in notes], WIDGETS_PER_MURAL_CALL)
    return files


def choose_stickies(index: StudyIndex) -> list[StickyColumn]:
    """The quotes that fit on a note by touchpoint, in the order of the journey, strongest feeling first."""
    polarity = index.analysis.readings.polarity
    touchpoints = sorted(
        index.analysis.taxonomy.touchpoints,
        key=lambda touchpoint: (index.phase_order.get(touchpoint.phase_id, -1), index.order[touchpoint.touchpoint_id]),
    )
    columns = []
    for touchpoint in touchpoints:
        positions = [
            position
            for position in index.at_touchpoint(touchpoint.touchpoint_id)
            if len(index.segments[position].text) <= STICKY_LIMIT
        ]
        positions.sort(key=lambda position: (-abs(float(polarity[position])), position))
        quotes = index.quotes(positions, QUOTES_PER_TOUCHPOINT)
        if quotes:
            phase = index.phase_name(touchpoint.phase_id)
            columns.append(StickyColumn(phase, index.words.named(touchpoint.names), quotes))
    return columns


def tabulate_stickies(index: StudyIndex) -> ExportTable:
    """A quote per row, grouped by phase and touchpoint."""
    words = index.words
    rows = [
        (
            *(column.phase, column.touchpoint, quote.text, quote.segment_id, quote.person, quote.source, quote.place),
            words(f"sentiment.{quote.mood}"),
            words(f"emotion.{quote.emotion}") if quote.emotion else "",
        )
        for column in choose_stickies(index)
        for quote in column.quotes
    ]
    return ExportTable("stickies", STICKY_COLUMNS, rows)


def _note_text(quote: ShownQuote) -> str:
    source = ", ".join(part for part in (quote.person, quote.place) if part)
    return f"{quote.text}\n— {source[:SOURCE_LIMIT]}"


def _place_notes(columns: Sequence[StickyColumn]) -> list[StickyNote]:
    """A column of the board per touchpoint, headed by its name."""
    notes: list[StickyNote] = []
    for number, column in enumerate(columns):
        notes.append(StickyNote(column.touchpoint[:NAME_LIMIT], "", number, 0))
        notes += [StickyNote(_note_text(quote), quote.mood, number, row) for row, quote in enumerate(column.quotes, 1)]
    return notes


def _miro_item(note: StickyNote) -> dict[str, Any]:
    # A long text stays readable on a wide note.
    wide = len(note.text) > SHORT_TEXT
    lines = "".join(f"<p>{escape(replace_invalid_xml(line))}</p>" for line in note.text.splitlines())
    return {
        "type": "sticky_note",
        "data": {"content": lines, "shape": "rectangle" if wide else "square"},
        "style": {"fillColor": _MIRO_COLOURS.get(note.mood, "light_yellow")},
        "geometry": {"width": WIDE_NOTE if wide else SQUARE_NOTE},
        "position": {"x": note.column * COLUMN_STEP, "y": note.row * ROW_STEP},
    }


def _mural_widget(note: StickyNote) -> dict[str, Any]:
    return {
        "shape": "rectangle",
        "x": note.column * COLUMN_STEP,
        "y": note.row * ROW_STEP,
        "width": WIDE_NOTE if len(note.text) > SHORT_TEXT else SQUARE_NOTE,
        "height": SQUARE_NOTE,
        "text": replace_invalid_xml(note.text),
        "style": {"backgroundColor": _MURAL_COLOURS.get(note.mood, "#FFF3B0FF")},
    }


def _request_bodies(items: Sequence[dict[str, Any]], size: int) -> bytes:
    """The items as a JSON list of calls, each with at most ``size`` items."""
    calls = [items[start : start + size] for start in range(0, len(items), size)]
    return encode_text(json.dumps(calls, ensure_ascii=False, indent=1) + "\n")


def export_smaply(analysis: Analysis, personas: Personas) -> Files:
    """Target ``smaply``: lanes and personas to paste; Smaply's emotional journey runs from −2 to 2."""
    return _mapping_tables("smaply", analysis, personas, lambda polarity: score_polarity(polarity) - 3)


def export_uxpressia(analysis: Analysis, personas: Personas) -> Files:
    """Target ``uxpressia``: lanes and personas to paste; UXPressia's experience runs from 1 to 5."""
    return _mapping_tables("uxpressia", analysis, personas, score_polarity)


def _mapping_tables(tool: str, analysis: Analysis, personas: Personas, score: Callable[[float | None], int]) -> Files:
    view, words = build_view(analysis, personas), load_words(analysis.language)
    files = {f"{tool}_lanes.csv": _journey_lanes(view, words, score)}
    if view.personas:
        files[f"{tool}_personas.csv"] = persona_fields(view, words)
    return files


def _journey_lanes(view: View, words: Catalogue, score: Callable[[float | None], int]) -> bytes:
    """A column per touchpoint and a row per lane."""
    phases = [block.phase.name for block in view.phases for _ in block.places]
    places = [place for block in view.phases for place in block.places]
    lanes: dict[str, list[Cell]] = {
        "touchpoint": [place.name for place in places],
        "emotion": [score(place.mood.polarity) for place in places],
        "mood": [place.mood.word for place in places],
        "n_respondents": [place.mood.people for place in places],
        "contact": [place.traits for place in places],
        "goal": [_card_text(next(iter(place.wants), None)) for place in places],
        "title": ["; ".join(title for title, *_ in place.hurdles) for place in places],
        "hurdle": [_card_text(next((quote for *_, quote in place.hurdles if quote), None)) for place in places],
        "worst": [_card_text(place.worst) for place in places],
        "best": [_card_text(place.best) for place in places],
        "persona": [", ".join(place.actors) for place in places],
    }
    rows = [[words(f"table.{name}"), *cells] for name, cells in lanes.items()]
    return encode_text(format_csv([words("table.phase"), *phases], rows), bom=True)


def _card_text(quote: ShownQuote | None) -> str:
    """A quote that fits on a card of the tool, with its person; "" where there is none or it is too long."""
    if quote is None or len(quote.text) > STICKY_LIMIT:
        return ""
    return quote_with_person(quote)


def persona_fields(view: View, words: Catalogue) -> bytes:
    """A table with a column per persona and a row per field of the tool's form; a cell has a line per statement."""
    columns = [_persona_sections(persona, view, words) for persona in view.personas]
    rows = [[title, *("\n".join(column[title]) for column in columns)] for title in columns[0]]
    header = [words("table.persona"), *(persona.title for persona in view.personas)]
    return encode_text(format_csv(header, rows), bom=True)


def persona_notes(view: View, words: Catalogue) -> bytes:
    """A table with a column per persona and a statement per cell, no headings: a board makes a note of each cell."""
    columns = []
    for persona in view.personas:
        sections = _persona_sections(persona, view, words)
        columns.append([persona.title, *(f"{title}: {line}" for title, lines in sections.items() for line in lines)])
    # Personas have different numbers of statements; the shorter columns end in empty cells, which make no notes.
    rows = list(zip_longest(*columns, fillvalue=""))
    return encode_text(format_csv(rows[0], rows[1:]), bom=True)


def _persona_sections(persona: PersonaCard, view: View, words: Catalogue) -> dict[str, list[str]]:
    """Title of a section → its lines; every persona has the same sections in the same order."""
    traits = {group.kind: [*group.lines, *group.more] for group in persona.groups}
    # "Nothing is known about motives" is a question for the next study, so it goes with the open questions.
    unknown = [f"{words(f'trait.{group.kind}s')}: {group.empty}" for group in persona.groups if group.empty]
    topics = (*persona.topics.lines, *persona.topics.more)
    attributes = [attribute_text(block, "{value} {n}", ", ") for block in persona.attributes]
    return {
        words("persona.placeholder"): [persona.name],
        words("persona.share"): [persona_size(persona, view, words)],
        words("table.quote"): [quote_with_person(persona.quote)] if persona.quote else [],
        **{
            words(f"trait.{kind}s"): [trait_text(line, persona, words) for line in traits.get(kind, [])]
            for kind in PERSONA_KINDS
        },
        words("trait.themes"): [trait_text(line, persona, words) for line in topics],
        words("persona.where"): meeting_places(persona, words),
        words("persona.moods"): [f"{name}: {mood.word}" for name, mood in persona.moods if mood.people],
        words("difference.title"): difference_texts((*persona.set_apart, *persona.differences), words),
        words("counter.title"): [strip_tags(line.sentence) for line in persona.counter],
        words("persona.attributes"): [*attributes, *([persona.not_asked] if persona.not_asked else [])],
        words("persona.open"): [*unknown, *persona.questions],
        words("persona.caveats"): list(persona.caveats),
    }
