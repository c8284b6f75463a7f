"""View → report.html: one file that asks for nothing, with a content policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from reports import charts
from reports.marks import Marks, marked
from reports.view import View
from reports.words import Words, load_words
from voc.schema import EMOTIONS, MIN_PEOPLE

SECTIONS = ("glance", "journey", "numbers", "pains", "themes", "personas", "voices", "method")
PRINT_LIMIT = 400
"""With more statements than this, Voices is left out of print."""
SCRIPT_WORDS = ("voices.shown", "voices.copy", "voices.copied", "voices.copy_long", "count.n_of")


def render_html(view: View, marks: Marks | None = None) -> str:
    """The page as text with ``\\n`` line ends, ASCII-safe for every verbatim it holds.

    ``marks`` are the feeling words to show in quotes (`reports.marks.find_marks`); none without them.
    """
    words = load_words("de" if view.language == "de" else "en")
    style, script = _template("style.css"), _template("script.js")
    key = "count.of_asked" if view.asked else "count.of"
    page = _environment(words, marks or {}).get_template("report.html.j2")
    return page.render(
        view=view,
        marks=bool(marks),
        policy=content_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_words={name: words.entries[name] for name in SCRIPT_WORDS} | {"thousands": words("format.thousands")},
        sections=[name for name in SECTIONS if name != "numbers" or view.numbers.any],
        emotions=EMOTIONS,
        minimum=MIN_PEOPLE,
        print_limit=PRINT_LIMIT,
        of=lambda people: words(key, n=people, total=view.total),
        charts={
            "glance": charts.curve(view.phases, width=640, height=236),
            "glance_rows": charts.rows(view.phases),
            "journey": charts.curve(view.phases, view.personas, width=1120, height=460, detailed=True),
            "journey_rows": charts.rows(view.phases, detailed=True),
        },
    )


def content_policy(style: str, script: str) -> str:
    """Nothing may load and nothing may run, but this style and this script."""
    return (
        "default-src 'none'; "
        f"style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _environment(words: Words, marks: Marks) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals["w"] = words
    environment.globals["marked"] = partial(marked, marks=marks)
    return environment


def _template(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text("utf-8")


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
