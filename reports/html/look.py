"""The look of the pages: voc's own, or a folder with a company's colours, logo, fonts and templates.

The folder is what `voc template eject` writes: `theme.toml` and `templates/`. What is missing in it is voc's own.
Nothing is loaded from anywhere else: logo and fonts are embedded in the page.
"""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.config import Paper
from voc.errors import TemplateError

THEME = "theme.toml"
TEMPLATES = "templates"
MAX_FILE_BYTES = 400_000
"""Largest logo or font: every report contains it."""
READABLE_CONTRAST = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""
TEXT_COLOURS = ("ink", "soft", "neg-ink", "pos-ink", "mid-ink")
BACKGROUNDS = ("bg", "panel")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TOKEN = re.compile(r"--([a-z][a-z0-9-]*): (#[0-9a-f]{6});")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A kind of file that a look may embed: its media type and how its content may begin."""

    media_type: str
    begins_with: tuple[bytes, ...]


IMAGES = {
    ".svg": FileFormat("image/svg+xml", (b"<",)),
    ".png": FileFormat("image/png", (b"\x89PNG",)),
    ".jpg": FileFormat("image/jpeg", (b"\xff\xd8",)),
    ".jpeg": FileFormat("image/jpeg", (b"\xff\xd8",)),
}
FONTS = {
    ".woff2": FileFormat("font/woff2", (b"wOF2",)),
    ".woff": FileFormat("font/woff", (b"wOFF",)),
    ".ttf": FileFormat("font/ttf", (b"\x00\x01\x00\x00", b"true")),
    ".otf": FileFormat("font/otf", (b"OTTO",)),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FontFiles(_Strict):
    """[fonts] in theme.toml: names of font files in the folder."""

    text: str = ""
    headings: str = ""


class ThemeFile(_Strict):
    """The keys of theme.toml."""

    kicker: str = ""
    footer: str = ""
    logo: str = ""
    logo_text: str = ""
    fonts: FontFiles = FontFiles()
    light: dict[str, str] = Field(default_factory=dict)
    dark: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """The text of a template, style or script, and its file for messages."""

    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Look:
    """A look that was loaded. ``logo`` is a data URI or ""; ``css`` follows the style sheet; ``light`` are the colours
    that differ from voc's own on white; ``folder`` is None for voc's own look; ``notes`` are sentences about colours
    that are hard to read; ``paper`` None is that of the language."""

    folder: Path | None = None
    kicker: str = ""
    footer: str = ""
    logo: str = ""
    logo_text: str = ""
    css: str = ""
    notes: tuple[str, ...] = ()
    light: Mapping[str, str] = field(default_factory=dict)
    paper: Paper | None = None

    @property
    def colours(self) -> dict[str, str]:
        """All colours on white paper by name."""
        return own_palette().light | dict(self.light)

    def read_source(self, name: str) -> TemplateSource:
        """Read a template, style or script from the folder, or voc's own where the folder has none.

        Raises:
            TemplateError: the file in the folder is no UTF-8 text.
        """
        path = self.folder / TEMPLATES / name if self.folder else None
        if path is None or not path.is_file():
            return TemplateSource(read_built_in(name), name)
        try:
            return TemplateSource(path.read_text("utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error

    @property
    def policy(self) -> str:
        """The rules that the content policy needs for an embedded logo and fonts."""
        fonts = "font-src data:; " if "@font-face" in self.css else ""
        return ("img-src data:; " if self.logo else "") + fonts


OWN_LOOK = Look()
"""voc's own look."""


def read_built_in(name: str) -> str:
    """The text of one of voc's own templates. Raises FileNotFoundError for an unknown name."""
    return files("reports").joinpath(TEMPLATES, name).read_text("utf-8")


def built_in_names() -> list[str]:
    """The names of voc's own templates, style sheet and script."""
    return sorted(entry.name for entry in files("reports").joinpath(TEMPLATES).iterdir() if entry.is_file())


def load_look(folder: str | Path | None) -> Look:
    """Load a folder that `voc template eject` wrote; without one, voc's own look.

    Raises:
        TemplateError: the folder or a file in it cannot be used; the message says what to change.
    """
    if not folder:
        return OWN_LOOK
    folder = Path(folder)
    if not folder.is_dir():
        raise TemplateError(f"{folder}: there is no such folder. `voc template eject {folder}` writes one.")
    file = folder / THEME
    theme = _read_theme(file) if file.is_file() else ThemeFile()
    names = built_in_names()
    # A misspelt template would otherwise be ignored without a word.
    unused = sorted(path.name for path in (folder / TEMPLATES).glob("*") if path.name not in names)
    if unused:
        raise TemplateError(
            f"{folder / TEMPLATES / unused[0]}: no page uses a file of this name. Known names: {', '.join(names)}."
        )
    css = _font_css(folder, theme.fonts) + _colour_css(theme.light, theme.dark, str(file))
    logo = _embed(folder, theme.logo, IMAGES) if theme.logo else ""
    if logo and not theme.logo_text.strip():
        raise TemplateError(f"{file}: logo_text must say what the logo shows, for people who cannot see it.")
    notes = tuple(find_pale_texts(theme.light, theme.dark))
    return Look(folder, theme.kicker, theme.footer, logo, theme.logo_text, css, notes, theme.light)


def _read_theme(file: Path) -> ThemeFile:
    try:
        # Editors on Windows begin UTF-8 files with a byte order mark.
        return ThemeFile.model_validate(tomllib.loads(file.read_text("utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{file}: not valid TOML: {error}. Texts need quotation marks.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        known = ", ".join(FontFiles.model_fields if len(first["loc"]) > 1 else ThemeFile.model_fields)
        raise TemplateError(f"{file}: {key}: {first['msg']}. Known keys: {known}.") from error


def _font_css(folder: Path, fonts: FontFiles) -> str:
    rules = ""
    for name, file, selector in (("text", fonts.text, "body"), ("headings", fonts.headings, "h1, h2, h3")):
        if file:
            rules += f'\n@font-face {{ font-family: "look {name}"; src: url({_embed(folder, file, FONTS)}); }}'
            rules += f'\n{selector} {{ font-family: "look {name}", system-ui, sans-serif; }}'
    return rules


def _embed(folder: Path, name: str, formats: Mapping[str, FileFormat]) -> str:
    """A file of the folder as a data URI."""
    path = folder / name
    suffix = path.suffix.lower()
    if suffix not in formats:
        raise TemplateError(f"{path}: must be one of {', '.join(formats)}.")
    # A look that was passed on must not pull other files of this computer into a report.
    if not path.resolve().is_relative_to(folder.resolve()):
        raise TemplateError(f"{path}: must be in {folder}.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if len(content) > MAX_FILE_BYTES:
        raise TemplateError(f"{path}: must have at most {MAX_FILE_BYTES // 1000} KB, has {len(content) // 1000} KB.")
    # An SVG is text and may begin with a byte order mark and blanks.
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n") if suffix == ".svg" else content
    if not start.startswith(formats[suffix].begins_with):
        raise TemplateError(f"{path}: is not a {suffix[1:].upper()} file, whatever its name says.")
    return f"data:{formats[suffix].media_type};base64,{base64.b64encode(content).decode()}"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours like "#0b655d" by name, for light and for dark screens."""

    light: dict[str, str]
    dark: dict[str, str]


@cache
def own_palette() -> Palette:
    """The colours of voc's own style sheet."""
    light, dark = read_built_in("style.css").split("prefers-color-scheme: dark", 1)
    return Palette(dict(_TOKEN.findall(light)), dict(_TOKEN.findall(dark.split("}\n}", 1)[0])))


def _colour_css(light: Mapping[str, str], dark: Mapping[str, str], file: str) -> str:
    """Rules that replace voc's own colours. Raises TemplateError for an unknown name and for what is no colour."""
    own = own_palette()
    for section, colours, known in (("light", light, own.light), ("dark", dark, own.dark)):
        for name, value in colours.items():
            if name not in known:
                raise TemplateError(f"{file}: [{section}] {name}: no such colour. Known names: {', '.join(known)}.")
            # Anything else could close the rule and add CSS of its own.
            if not _COLOUR.fullmatch(value):
                raise TemplateError(f'{file}: [{section}] {name}: must look like "#0b655d", found {value!r}.')
    rules = f"\n:root {{{_declarations(light)} }}" if light else ""
    # These rules come last, so that without the dark colours repeated the light ones would win on a dark screen too.
    night = {name: own.dark[name] for name in light if name in own.dark} | dict(dark)
    return rules + (f"\n@media (prefers-color-scheme: dark) {{ :root {{{_declarations(night)} }} }}" if night else "")


def _declarations(colours: Mapping[str, str]) -> str:
    return "".join(f" --{name}: {value};" for name, value in colours.items())


def find_pale_texts(light: Mapping[str, str], dark: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each text that would be hard to read with these colours."""
    own = own_palette()
    for section, colours in (("light", own.light | dict(light)), ("dark", own.dark | dict(dark))):
        for text in TEXT_COLOURS:
            for background in BACKGROUNDS:
                ratio = measure_contrast(colours[text], colours[background])
                if ratio < READABLE_CONTRAST:
                    yield (
                        f"[{section}] {text} on {background} has a contrast of {ratio:.1f}; text needs "
                        f"{READABLE_CONTRAST} to be readable for everybody."
                    )


def measure_contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours like "#0b655d": 1–21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    values = [value / 255 for value in bytes.fromhex(colour.lstrip("#"))]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def write_look(folder: Path, *, force: bool = False) -> list[Path]:
    """Write `theme.toml` and all templates into a folder, to be changed.

    Raises:
        TemplateError: one of the files exists already and ``force`` is not set, or it cannot be written.
    """
    own = own_palette()
    texts = {THEME: _THEME_TEXT.format(light=_commented_out(own.light), dark=_commented_out(own.dark))}
    texts |= {f"{TEMPLATES}/{name}": read_built_in(name) for name in built_in_names()}
    existing = [name for name in texts if (folder / name).exists()]
    if existing and not force:
        raise TemplateError(f"{folder / existing[0]}: already exists. Choose another folder, or --force to replace it.")
    try:
        (folder / TEMPLATES).mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise TemplateError(f"{folder}: cannot be written ({error.strerror or error}).") from error
    return [folder / name for name in texts]


def _commented_out(colours: Mapping[str, str]) -> str:
    return "\n".join(f'# {name} = "{value}"' for name, value in colours.items())


_THEME_TEXT = """\
# The look of reports. voc run … --look FOLDER uses it; voc template render STUDY FOLDER shows it on a finished study.
# Delete what you do not change: whatever is missing here or in templates/ follows new versions of voc.

# A line above the study's name (company, project), and one at the end of the page.
kicker = ""
footer = ""

# A picture in this folder (.svg, .png, .jpg, at most 400 KB), and what it shows.
logo = ""
logo_text = ""

# Font files in this folder (.woff2, .woff, .ttf, .otf). Check their licence: every report contains them.
[fonts]
text = ""
headings = ""

# Colours. neg, mid and pos carry the sentiment, from pale (1) to strong (4); …-ink is for text.
[light]
{light}

[dark]
{dark}
"""
