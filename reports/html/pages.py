"""What every page is made with: its templates in a look, and a policy that lets nothing else load or run."""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Callable, Iterable, Mapping

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reports.html.look import OWN, Look
from reports.language import Catalogue
from voc.errors import TemplateError

Loaded = tuple[str, str, Callable[[], bool]]


def render(name: str, words: Catalogue, look: Look, values: Mapping[str, object], script: str = "") -> str:
    """One page; see `render_each`."""
    return render_each(name, words, values, [{}], look, script)[0]


def render_each(
    name: str,
    words: Catalogue,
    values: Mapping[str, object],
    pages: Iterable[Mapping[str, object]],
    look: Look = OWN,
    script: str = "",
) -> list[str]:
    """Pages of one template in a look: with our style, a script, and the policy that allows just these.

    Templates escape all values, refuse unknown names, and speak the language of ``words`` as ``w``; those of a folder
    run in a sandbox.

    Args:
        name: the template.
        words: the language.
        values: what the template shows; functions that imported macros need too stand in it as well.
        pages: what each page shows besides.
        look: whose colours and templates.
        script: the name of the script, or "".

    Raises:
        TemplateError: a template of the look's folder does not work; the message names file and line.
    """
    style = look.source("style.css")[0] + look.css
    text = look.source(script)[0] if script else ""
    environment = _environment(look)
    environment.globals |= {"w": words, "look": look, **values}
    page = {"style": Markup(style), "script": Markup(text), "policy": content_policy(style, text, look.policy)}  # noqa: S704
    try:
        template = environment.get_template(name)
        return [template.render({**page, **one}) for one in pages]
    except Exception as error:
        if look.folder is None or isinstance(error, TemplateError):
            raise
        if isinstance(error, TemplateSyntaxError):
            raise TemplateError(f"{error.filename or name} line {error.lineno}: {error.message}") from error
        raise TemplateError(f"{_place(error, look, name)}: {error}. {_REMEDY}") from error


_REMEDY = "`voc template eject` writes the templates of this version to compare with."


def _place(error: Exception, look: Look, name: str) -> str:
    """File and line of the innermost template that an error passed."""
    inside = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(look.folder))
    ]
    return f"{inside[-1].filename} line {inside[-1].lineno}" if inside else name


def _environment(look: Look) -> Environment:
    def load(name: str) -> Loaded:
        text, file = look.source(name)
        return text, file, lambda: True

    kind = ImmutableSandboxedEnvironment if look.folder else Environment
    return kind(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def content_policy(style: str, script: str, data: str = "") -> str:
    """Nothing may load and nothing may run, but this style and this script; ``data`` allows data in the page."""
    return (
        f"default-src 'none'; {data}"
        f"style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
