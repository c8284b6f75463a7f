"""A page for each respondent, and one that lists them: what they talk about, feel, want, fear, do and ask for."""

from __future__ import annotations

from functools import partial

from reports.exports.files import utf8
from reports.html.marks import marked
from reports.html.pages import render_each
from reports.language import load_words
from reports.view.facts import Facts
from reports.view.profiles import people
from voc.schema import MIN_PEOPLE, Analysis, Personas

FOLDER = "profiles"


def profiles(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``profiles``: ``profiles/index.html`` and ``profiles/ID.html`` of everybody who said enough for one.

    Without profiles (in a public copy there are none) the list says so.
    """
    words = load_words(analysis.language)
    found = people(Facts(analysis, words), personas, everybody=True)
    values = {
        "language": analysis.language,
        "study": analysis.name or words("head.untitled"),
        "people": found,
        "marked": partial(marked, marks={}),
        "minimum": MIN_PEOPLE,
    }
    shown = [None, *found.profiles]
    pages = render_each("profiles.html.j2", words, values, [{"one": one} for one in shown])
    names = [one.anchor if one else "index" for one in shown]
    return {f"{FOLDER}/{name}.html": utf8(page) for name, page in zip(names, pages, strict=True)}
