"""View → report.html, one file that loads nothing, and the pages beside it with the statements of a large study."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial

from markupsafe import Markup

from reports.charts.balance_bars import draw_bars
from reports.charts.emotion_curve import draw_curve, draw_rows, draw_small_curve
from reports.charts.mood_strip import draw_mood_strip
from reports.charts.pain_matrix import NARROW, WIDE, draw_matrix
from reports.charts.theme_map import draw_themes
from reports.html.look import OWN_LOOK, Look
from reports.html.pages import FeelingMarks, mark_feelings, render_page, render_pages
from reports.language import Catalogue, load_words
from reports.view import View
from reports.view.page_records import StatementEntry
from voc.schema import EMOTIONS, MIN_PEOPLE, SENTIMENTS

SECTIONS = ("glance", "journey", "numbers", "pains", "themes", "personas", "people", "voices", "method")
SECTIONS_BY_THEME = ("glance", "themes", "pains", "numbers", "personas", "people", "voices", "method")
"""The sections of a study without a journey, which its themes lead."""
PRINT_LIMIT = 400
"""With more statements than this, their list is left out of print."""
SCRIPT_WORDS = (
    "voices.shown", "voices.copy", "voices.copied", "voices.copy_long", "count.n_of", "voices.context",
    "voices.context_of", "voices.similar", "voices.similar_of", "voices.document",
)  # fmt: skip
STATEMENTS_PER_PAGE = 2500
"""On the pages beside the report, so that each of them stays under 3 MB."""


def render_html(view: View, marks: FeelingMarks | None = None, look: Look = OWN_LOOK) -> str:
    """The report as a page with ``\\n`` line ends, in which every verbatim is exactly as it was said.

    ``marks`` are the feeling words to underline (`reports.html.pages.find_marks`); without them none are.

    Raises:
        TemplateError: a template of the look does not work.
    """
    words = load_words(view.language)
    of = "count.of_asked" if view.everybody_asked else "count.of"
    pains = view.pictures.pains
    values = {
        "view": view,
        "marks": bool(marks),
        "marked": partial(mark_feelings, marks=marks or {}),
        "script_words": {name: words.entries[name] for name in SCRIPT_WORDS} | {"thousands": words.format.thousands},
        "sections": _sections(view),
        "avatar": draw_avatar,
        "small_curve": draw_small_curve,
        "draw_bars": partial(draw_bars, words=words),
        "rest": statements_as_data(view.voices.rest, words) if view.voices.rest else None,
        "context": asdict(view.voices.context) if view.voices.context else None,
        "voice_pages": count_statement_pages(view),
        "emotions": EMOTIONS,
        "minimum": MIN_PEOPLE,
        "print_limit": PRINT_LIMIT,
        "of": lambda people: words(of, n=people, total=view.total),
        "charts": {
            "glance": draw_curve(view.phases, width=640, height=236),
            "glance_rows": draw_rows(view.phases),
            "journey": draw_curve(view.phases, view.personas, width=1120, height=460, detailed=True),
            "journey_rows": draw_rows(view.phases, detailed=True),
            "themes": draw_themes(view.themes),
            "pains": draw_matrix(pains.pains, width=WIDE) if pains else None,
            "pains_narrow": draw_matrix(pains.pains, width=NARROW, named=False) if pains else None,
            "people": draw_mood_strip(view.glance.people) if view.glance.people else None,
        },
    }
    return render_page("report.html.j2", words, look, values, script="script.js")


def _sections(view: View) -> list[str]:
    return [name for name in (SECTIONS if view.has_journey else SECTIONS_BY_THEME) if _has_section(view, name)]


def _has_section(view: View, section: str) -> bool:
    """Whether the report has a section; only profiles and figures are missing in some studies."""
    if section == "people":
        return bool(view.people.profiles)
    return section != "numbers" or view.numbers.any


STATEMENT_FIELDS = (
    "id", "text", "language", "person", "source", "where", "emotion", "unsure", "about", "f",
)  # fmt: skip
"""What `script.js` reads from a row, in this order."""


def statements_as_data(entries: Sequence[StatementEntry], words: Catalogue) -> dict[str, object]:
    """The statements that a script lays out on demand: ``rows`` of `STATEMENT_FIELDS` with verbatim texts.

    Source and about are positions in the lists of those names, because most repeat thousands of times; emotion is one
    in ``emotions``, −1 for none.
    """
    # A dictionary keeps the order of insertion, so its keys are the list that the numbers point into.
    tables: dict[str, dict[str, int]] = {"sources": {}, "abouts": {}}

    def number_of(table: str, text: str) -> int:
        return tables[table].setdefault(text, len(tables[table]))

    rows = []
    for entry in entries:
        quote = entry.quote
        source, about = number_of("sources", quote.source), number_of("abouts", entry.about)
        emotion = EMOTIONS.index(quote.emotion) if quote.emotion else -1
        row = [quote.segment_id, quote.text, quote.language, quote.person, source, quote.place, emotion]
        rows.append([*row, int(quote.unsure), about, entry.tokens])
    return {
        "rows": rows,
        **{name: list(table) for name, table in tables.items()},
        "emotions": [[name, words(f"emotion.{name}")] for name in EMOTIONS],
        "moods": [[name, words(f"sentiment.{name}")] for name in SENTIMENTS],
        "unsure": words("mood.unsure"),
    }


def count_statement_pages(view: View) -> int:
    """How many pages of statements there are beside the report; none where the report holds all of them."""
    total = len(view.voices.voices) + len(view.voices.beyond)
    return -(-total // STATEMENTS_PER_PAGE) if view.voices.beyond else 0


def render_statement_pages(view: View, look: Look = OWN_LOOK) -> dict[str, str]:
    """``N.html`` for N from 1: all statements in the order of the sources."""
    n_pages = count_statement_pages(view)
    if not n_pages:
        return {}
    entries = sorted((*view.voices.voices, *view.voices.beyond), key=lambda entry: entry.place)
    values = {"view": view, "marked": partial(mark_feelings, marks={}), "pages": n_pages, "total": len(entries)}
    starts = range(0, len(entries), STATEMENTS_PER_PAGE)
    parts = [
        {"number": number, "first": start + 1, "part": entries[start : start + STATEMENTS_PER_PAGE]}
        for number, start in enumerate(starts, 1)
    ]
    pages = render_pages("voices_page.html.j2", load_words(view.language), values, parts, look)
    return {f"{number}.html": page for number, page in enumerate(pages, 1)}


SIDE = 4
"""Tiles along a side of an avatar."""
TILE = 16
N_TONES = 4
"""The fills are classes of the style sheet, ``t1`` (pale) to ``t4`` (ink)."""
_TILE_SHAPES = (
    "M0 0H16L0 16Z",
    "M0 0H16V16Z",
    "M16 0V16H0Z",
    "M0 0L16 16H0Z",
    "M0 0H16V8H0Z",
    "M0 0H8V16H0Z",
    "M0 0H16V16H0Z",
)
"""Four corners, two bars, a full tile: nothing round, in which people would see a face."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of an avatar: the number of its shape, and its tone from 1 to `N_TONES`."""

    shape: int
    tone: int


def draw_avatar(persona_id: str) -> Markup:
    """A pattern of grey bars and corners as an inline SVG of 64 by 64, which marks a persona and looks like no person.

    It depends on the id alone, says nothing about the people, and is therefore hidden from screen readers.
    """
    paths = "".join(
        f'<path class="t{tile.tone}" d="{_TILE_SHAPES[tile.shape]}" '
        f'transform="translate({number % SIDE * TILE} {number // SIDE * TILE})"/>'
        for number, tile in enumerate(_choose_tiles(persona_id))
    )
    side = SIDE * TILE
    return Markup(  # noqa: S704 - drawn here, from numbers
        f'<svg class="avatar" viewBox="0 0 {side} {side}" width="{side}" height="{side}" aria-hidden="true" '
        f'focusable="false">{paths}</svg>'
    )


def _choose_tiles(persona_id: str) -> list[Tile]:
    """The tiles row by row, drawn again until they are not symmetric: a mirrored pattern looks like a face."""
    # About one pattern in nine is symmetric, so the attempts do not run out.
    for attempt in range(64):
        digest = hashlib.sha256(f"{persona_id} {attempt}".encode()).digest()
        tiles = [Tile(byte % len(_TILE_SHAPES), 1 + (byte >> 4) % N_TONES) for byte in digest[: SIDE * SIDE]]
        if not _is_symmetric(tiles):
            break
    return tiles


def _is_symmetric(tiles: Sequence[Tile]) -> bool:
    """Whether half of the tiles or more have the tone of their mirror image, left to right."""
    rows = [tiles[start : start + SIDE] for start in range(0, len(tiles), SIDE)]
    pairs = [(row[column].tone, row[-1 - column].tone) for row in rows for column in range(SIDE // 2)]
    return sum(left == right for left, right in pairs) * 2 >= len(pairs)
