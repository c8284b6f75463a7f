"""What every page is made with: its templates in a look, and a policy that lets nothing else load or run."""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Callable, Iterable, Mapping

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reports.look import OWN, Look
from reports.words import Words
from voc.errors import TemplateError

Loaded = tuple[str, str, Callable[[], bool]]


def render(name: str, words: Words, look: Look, values: Mapping[str, object], script: str = "") -> str:
    """A page in a look: its template filled in, with our style, a script, and the policy that allows just these.

    Templates escape all values, refuse unknown names, and speak the language of ``words`` as ``w``; those of a folder
    run in a sandbox.

    Args:
        name: the template.
        words: the language.
        look: whose colours and templates.
        values: what the template shows; functions that imported macros need too stand in it as well.
        script: the name of the script, or "".

    Raises:
        TemplateError: a template of the look's folder does not work; the message names file and line.
    """
    style = look.source("style.css")[0] + look.css
    text = look.source(script)[0] if script else ""
    environment = _environment(look)
    environment.globals |= {"w": words, "look": look, **values}
    page = {"style": Markup(style), "script": Markup(text), "policy": content_policy(style, text, look.policy)}  # noqa: S704
    if look.folder is None:
        return environment.get_template(name).render(page)
    try:
        return environment.get_template(name).render(page)
    except TemplateSyntaxError as error:
        raise TemplateError(f"{error.filename or name} line {error.lineno}: {error.message}") from error
    except TemplateError:
        raise
    except Exception as error:
        raise TemplateError(f"{_place(error, look, name)}: {error}. {_REMEDY}") from error


def render_each(
    name: str, words: Words, values: Mapping[str, object], pages: Iterable[Mapping[str, object]]
) -> list[str]:
    """Many pages of one template in voc's own look, with its values for all and the further ones of each page."""
    style = OWN.source("style.css")[0]
    environment = _environment(OWN)
    environment.globals |= {"w": words, "look": OWN, **values}
    page = {"style": Markup(style), "script": Markup(""), "policy": content_policy(style, "")}  # noqa: S704 - ours
    template = environment.get_template(name)
    return [template.render({**page, **one}) for one in pages]


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
