"""All statements of a study that is too large for one page, on pages beside its report."""

from __future__ import annotations

from functools import partial

from reports.html.marks import marked
from reports.html.pages import render_each
from reports.language import load_words
from reports.view import View

FOLDER = "voices"
ON_A_PAGE = 2500


def page_count(view: View) -> int:
    """How many pages there are beside the report; none where all statements stand in it."""
    total = len(view.voices.voices) + len(view.voices.beyond)
    return -(-total // ON_A_PAGE) if view.voices.beyond else 0


def voice_pages(view: View) -> dict[str, str]:
    """``N.html`` for N from 1: all statements in the order of the sources, at most ON_A_PAGE on a page."""
    count = page_count(view)
    if not count:
        return {}
    every = sorted((*view.voices.voices, *view.voices.beyond), key=lambda voice: voice.place)
    values = {"view": view, "marked": partial(marked, marks={}), "pages": count, "total": len(every)}
    parts = [
        {"number": number + 1, "first": number * ON_A_PAGE + 1, "part": every[number * ON_A_PAGE :][:ON_A_PAGE]}
        for number in range(count)
    ]
    words = load_words("de" if view.language == "de" else "en")
    pages = render_each("voices_page.html.j2", words, values, parts)
    return {f"{number}.html": page for number, page in enumerate(pages, 1)}
