"""Render a page of the workspace: its template, the frame around it, and the words of the language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from reports.html.pages import escape_verbatim
from reports.language import load_words
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Language
from voc.text.catalogue import load_catalogue
from voc.workspace.jobs import describe
from voc.workspace.requests import choose_language
from voc.workspace.views import MENU


def render(request: Request, name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """The page `name`.html.j2. Templates have the workspace's words as ``w`` and the report's as ``r``."""
    language = choose_language(request)
    shown = {
        "page": name, "menu": MENU, "study": None, "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    }  # fmt: skip
    html = _environment(language).get_template(f"{name}.html.j2").render({**shown, **values})
    return HTMLResponse(html, status)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        # "report/macros.html.j2" is the report's own: what looks alike is written once.
        loader=ChoiceLoader(
            [
                PackageLoader("voc.workspace", "templates"),
                PrefixLoader({"report": PackageLoader("reports", "templates")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "w": load_catalogue("voc.workspace", language),
        "r": load_words(language),
        "language": language,
        "describe_job": lambda job: describe(job, language),
        "sentiments": SENTIMENTS,
        "emotions": EMOTIONS,
        "kinds": STATEMENTS,
    }
    environment.filters["verbatim"] = _show_verbatim
    return environment


@pass_context
def _show_verbatim(context: Context, text: str) -> Markup:
    """What somebody said, without the names that were hidden since the last run."""
    study = context.get("study")
    return escape_verbatim(study.mask(text) if study else text)
