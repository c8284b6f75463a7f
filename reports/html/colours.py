"""The colours of the pages: those of our style, a company's own in their place, and whether texts stay readable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from voc.errors import TemplateError

READABLE = 4.5
"""The contrast that text must have at least (WCAG 2.2, 1.4.3)."""
TEXTS = ("ink", "soft", "neg-ink", "pos-ink", "mid-ink")
GROUNDS = ("bg", "panel")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TOKEN = re.compile(r"--([a-z][a-z0-9-]*): (#[0-9a-f]{6});")


def built_in(name: str) -> str:
    """The text of a file in our `templates/`.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    return files("reports").joinpath("templates", name).read_text("utf-8")


def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of our style by name: light, dark."""
    light, dark = built_in("style.css").split("prefers-color-scheme: dark", 1)
    return dict(_TOKEN.findall(light)), dict(_TOKEN.findall(dark.split("}\n}", 1)[0]))


def colour_css(light: Mapping[str, str], dark: Mapping[str, str], where: str) -> str:
    """Rules that put colours in the place of ours; ``where`` names the file in errors.

    Raises:
        TemplateError: a colour is unknown, or no colour.
    """
    for section, colours, known in zip(("light", "dark"), (light, dark), tokens(), strict=True):
        for name, value in colours.items():
            if name not in known:
                raise TemplateError(f"{where}: [{section}] {name}: no such colour. Known: {', '.join(known)}.")
            if not _COLOUR.fullmatch(value):
                raise TemplateError(f'{where}: [{section}] {name}: must look like "#0b655d", found {value!r}.')
    rules = f"\n:root {{{_declared(light)} }}" if light else ""
    # Light colours must not win over the dark ones that are left alone.
    night = {name: tokens()[1][name] for name in light if name in tokens()[1]} | dict(dark)
    return rules + (f"\n@media (prefers-color-scheme: dark) {{ :root {{{_declared(night)} }} }}" if night else "")


def _declared(colours: Mapping[str, str]) -> str:
    return "".join(f" --{name}: {value};" for name, value in colours.items())


def pale_texts(light: Mapping[str, str], dark: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each text that is hard to read on its ground in these colours."""
    for section, own, changed in zip(("light", "dark"), tokens(), (light, dark), strict=True):
        colours = own | dict(changed)
        for text in TEXTS:
            for ground in GROUNDS:
                found = contrast(colours[text], colours[ground])
                if found < READABLE:
                    yield (
                        f"[{section}] {text} on {ground} has a contrast of {found:.1f}; text needs {READABLE} to be "
                        "read by everybody."
                    )


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours like "#0b655d": 1–21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(a), _luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
