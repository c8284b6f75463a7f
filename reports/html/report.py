"""View → report.html: one file that asks for nothing, with a content policy that lets nothing else run."""

from __future__ import annotations

from functools import partial

from reports.charts.emotion_curve import draw_curve, draw_rows, draw_small_curve
from reports.charts.theme_map import draw_themes
from reports.html.avatar import avatar
from reports.html.look import OWN, Look
from reports.html.marks import Marks, marked
from reports.html.pages import render
from reports.html.rest import rest_data
from reports.html.voice_pages import page_count
from reports.language import load_words
from reports.view import View
from voc.schema import EMOTIONS, MIN_PEOPLE

SECTIONS = ("glance", "journey", "numbers", "pains", "themes", "personas", "people", "voices", "method")
PRINT_LIMIT = 400
"""With more statements than this, Voices is left out of print."""
SCRIPT_WORDS = ("voices.shown", "voices.copy", "voices.copied", "voices.copy_long", "count.n_of")


def render_html(view: View, marks: Marks | None = None, look: Look = OWN) -> str:
    """The page as text with ``\\n`` line ends, ASCII-safe for every verbatim it holds.

    ``marks`` are the feeling words to show in quotes (`reports.html.marks.find_marks`); none without them.

    Raises:
        TemplateError: a template of the look does not work.
    """
    words = load_words("de" if view.language == "de" else "en")
    key = "count.of_asked" if view.asked else "count.of"
    values = {
        "view": view,
        "marks": bool(marks),
        "marked": partial(marked, marks=marks or {}),
        "script_words": {name: words.entries[name] for name in SCRIPT_WORDS} | {"thousands": words.format.thousands},
        "sections": [name for name in SECTIONS if _has(view, name)],
        "avatar": avatar,
        "small_curve": draw_small_curve,
        "rest": rest_data(view.voices.rest, words) if view.voices.rest else None,
        "voice_pages": page_count(view),
        "emotions": EMOTIONS,
        "minimum": MIN_PEOPLE,
        "print_limit": PRINT_LIMIT,
        "of": lambda people: words(key, n=people, total=view.total),
        "charts": {
            "glance": draw_curve(view.phases, width=640, height=236),
            "glance_rows": draw_rows(view.phases),
            "journey": draw_curve(view.phases, view.personas, width=1120, height=460, detailed=True),
            "journey_rows": draw_rows(view.phases, detailed=True),
            "themes": draw_themes(view.themes),
        },
    }
    return render("report.html.j2", words, look, values, script="script.js")


def _has(view: View, section: str) -> bool:
    """Whether a section that not every study has stands in this one."""
    if section == "people":
        return bool(view.people.profiles)
    return section != "numbers" or view.numbers.any
