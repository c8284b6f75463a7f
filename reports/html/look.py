"""The look of the pages: voc's own, or a folder with a company's colours, logo, fonts and templates.

The folder is what `voc template eject` writes: `theme.toml` and `templates/`. What is missing in it is voc's own.
Nothing is loaded from anywhere else: a logo and fonts go into the page as data.
"""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reports.html.colours import built_in, colour_css, pale_texts, tokens
from voc.errors import TemplateError

THEME = "theme.toml"
TEMPLATES = "templates"
MAX_FILE = 400_000
"""Bytes of a logo or a font: the page must stay small."""
IMAGES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
FONTS = {".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf"}
_BEGIN = {
    ".png": (b"\x89PNG",), ".jpg": (b"\xff\xd8",), ".jpeg": (b"\xff\xd8",), ".woff2": (b"wOF2",), ".woff": (b"wOFF",),
    ".ttf": (b"\x00\x01\x00\x00", b"true"), ".otf": (b"OTTO",), ".svg": (b"<",),
}  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FontFiles(_Strict):
    """[fonts]: font files in the folder."""

    text: str = ""
    headings: str = ""


class Theme(_Strict):
    """theme.toml."""

    kicker: str = ""
    footer: str = ""
    logo: str = ""
    logo_text: str = ""
    fonts: FontFiles = FontFiles()
    light: dict[str, str] = Field(default_factory=dict)
    dark: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """What `load_look` read. ``logo`` is a data URI or ""; ``css`` follows the style; ``folder`` is None for voc's own;
    ``notes`` are sentences about colours that are hard to read."""

    folder: Path | None = None
    kicker: str = ""
    footer: str = ""
    logo: str = ""
    logo_text: str = ""
    css: str = ""
    notes: tuple[str, ...] = ()

    def source(self, name: str) -> tuple[str, str]:
        """The text of a template, style or script, and the name of its file for messages.

        Raises:
            TemplateError: the file in the folder is no UTF-8 text.
        """
        own = self.folder / TEMPLATES / name if self.folder else None
        if own is None or not own.is_file():
            return built_in(name), name
        try:
            return own.read_text("utf-8"), str(own)
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"{own}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error

    @property
    def policy(self) -> str:
        """What the content policy must allow beside our style and script: nothing, or data in the page."""
        fonts = "font-src data:; " if "@font-face" in self.css else ""
        return ("img-src data:; " if self.logo else "") + fonts


OWN = Look()
"""voc's own look."""


def built_in_names() -> list[str]:
    """The names of all our templates, the style and the script."""
    return sorted(entry.name for entry in files("reports").joinpath(TEMPLATES).iterdir() if entry.is_file())


def load_look(folder: str | Path | None) -> Look:
    """Read a folder that `voc template eject` made; without one, voc's own look.

    Raises:
        TemplateError: the folder or a file in it cannot be used; the message says what to change.
    """
    if not folder:
        return OWN
    folder = Path(folder)
    if not folder.is_dir():
        raise TemplateError(f"{folder}: there is no such folder. `voc template eject {folder}` makes one.")
    file = folder / THEME
    theme = _theme(file) if file.is_file() else Theme()
    known = set(built_in_names())
    strange = sorted(path.name for path in (folder / TEMPLATES).glob("*") if path.name not in known)
    if strange:
        raise TemplateError(
            f"{folder / TEMPLATES / strange[0]}: no page uses a file of this name. Known: {', '.join(sorted(known))}."
        )
    css = _font_css(folder, theme.fonts) + colour_css(theme.light, theme.dark, str(file))
    logo = _data(folder, theme.logo, IMAGES) if theme.logo else ""
    if logo and not theme.logo_text.strip():
        raise TemplateError(f"{file}: logo_text must say what the logo shows, for people who do not see it.")
    pale = tuple(pale_texts(theme.light, theme.dark))
    return Look(folder, theme.kicker, theme.footer, logo, theme.logo_text, css, pale)


def _theme(file: Path) -> Theme:
    try:
        return Theme.model_validate(tomllib.loads(file.read_text("utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{file}: not valid TOML: {error}. Texts need quotation marks.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        known = ", ".join(FontFiles.model_fields if len(first["loc"]) > 1 else Theme.model_fields)
        raise TemplateError(f"{file}: {key}: {first['msg']}. Known here: {known}.") from error


def _font_css(folder: Path, fonts: FontFiles) -> str:
    rules = ""
    for name, selector in (("text", "body"), ("headings", "h1, h2, h3")):
        file: str = getattr(fonts, name)
        if file:
            rules += f'\n@font-face {{ font-family: "look {name}"; src: url({_data(folder, file, FONTS)}); }}'
            rules += f'\n{selector} {{ font-family: "look {name}", system-ui, sans-serif; }}'
    return rules


def _data(folder: Path, name: str, kinds: dict[str, str]) -> str:
    """A file of the folder as a data URI."""
    path = folder / name
    suffix = path.suffix.lower()
    if suffix not in kinds:
        raise TemplateError(f"{path}: must be one of {', '.join(kinds)}.")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise TemplateError(f"{path}: must lie in {folder}.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if len(content) > MAX_FILE:
        raise TemplateError(f"{path}: must have at most {MAX_FILE // 1000} KB, found {len(content) // 1000} KB.")
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n" if suffix == ".svg" else b"").startswith(_BEGIN[suffix]):
        raise TemplateError(f"{path}: is no {suffix[1:].upper()} file, whatever its name says.")
    return f"data:{kinds[suffix]};base64,{base64.b64encode(content).decode()}"


def eject(folder: Path, *, force: bool = False) -> list[Path]:
    """Write `theme.toml` and all templates into a folder, ready to be changed.

    Raises:
        TemplateError: one of the files is there already and ``force`` is not set.
    """
    light, dark = tokens()
    texts = {THEME: _THEME_TEXT.format(light=_toml(light), dark=_toml(dark))}
    texts |= {f"{TEMPLATES}/{name}": built_in(name) for name in built_in_names()}
    there = [name for name in texts if (folder / name).exists()]
    if there and not force:
        raise TemplateError(f"{folder / there[0]}: is there already. Choose another folder, or --force to replace it.")
    try:
        (folder / TEMPLATES).mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise TemplateError(f"{folder}: cannot be written ({error.strerror or error}).") from error
    return [folder / name for name in texts]


def _toml(colours: dict[str, str]) -> str:
    return "\n".join(f'# {name} = "{value}"' for name, value in colours.items())


_THEME_TEXT = """\
# The look of reports. voc run … --look FOLDER uses it; voc template render STUDY FOLDER shows it on a finished study.
# Delete what you do not change: what is missing here or in templates/ stays as voc has it, also in later versions.

# A line above the study's name (company, project), and one at the end of the page.
kicker = ""
footer = ""

# A picture in this folder (.svg, .png, .jpg, at most 400 KB), and what it shows.
logo = ""
logo_text = ""

# Font files in this folder (.woff2, .woff, .ttf, .otf). Mind their licence: they go into every report.
[fonts]
text = ""
headings = ""

# Colours. neg, mid and pos carry the sentiment, from pale (1) to strong (4); …-ink is for text.
[light]
{light}

[dark]
{dark}
"""
