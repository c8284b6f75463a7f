"""What every page is made with: its templates, and a policy that lets nothing else load or run."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from reports.words import Words


def environment(words: Words) -> Environment:
    """Templates that escape all values, refuse unknown names, and speak the language of `words` as ``w``."""
    found = Environment(
        loader=FunctionLoader(template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["w"] = words
    return found


def template(name: str) -> str:
    """The text of a file in `templates/`."""
    return files("reports").joinpath("templates", name).read_text("utf-8")


def content_policy(style: str, script: str) -> str:
    """Nothing may load and nothing may run, but this style and this script."""
    return (
        "default-src 'none'; "
        f"style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
