"""`codebook.toml`: the researcher's decisions. People and commands write it; a run reads it and never overwrites it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import ConfigError
from voc.schema import Persona, Personas, Themes

TEMPLATE = """\
# codebook.toml: your decisions. `voc run` reads this file and never overwrites it.
# Ids stand in data/themes.csv and data/personas.json; they stay when files are added.
#
# [themes."t-0123456789"]
# name = "Returns take too long"
#
# [personas."p-0123456789"]
# title = "The ones short of time"
"""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThemeDecision(_Entry):
    """What a researcher decided about one theme."""

    name: str = Field(min_length=1, max_length=120)


class PersonaDecision(_Entry):
    """What a researcher decided about one persona."""

    title: str = Field(min_length=1, max_length=120)


class Codebook(_Entry):
    """All decisions, by id."""

    themes: dict[str, ThemeDecision] = Field(default_factory=dict)
    personas: dict[str, PersonaDecision] = Field(default_factory=dict)


def load_codebook(path: Path) -> Codebook:
    """Read `codebook.toml`; an absent file is an empty codebook.

    Raises:
        ConfigError: the file is no TOML, or holds something that is no decision.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Codebook()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    try:
        return Codebook.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}.") from error
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise ConfigError(
            f'{path}: {key}: {problem["msg"]}. Known: [themes."ID"] name = "…", [personas."ID"] title = "…".'
        ) from error


def name_themes(themes: Themes, codebook: Codebook) -> Themes:
    """Give themes the names that the researcher chose; a decision about a theme that is gone waits in the file."""
    named = tuple(
        replace(theme, name=codebook.themes[theme.theme_id].name) if theme.theme_id in codebook.themes else theme
        for theme in themes.themes
    )
    return replace(themes, themes=named)


def name_personas(personas: Personas, codebook: Codebook) -> Personas:
    """Give persona drafts the titles that the researcher chose."""

    def named(persona: Persona) -> Persona:
        decision = codebook.personas.get(persona.persona_id)
        return persona if decision is None else replace(persona, title=decision.title)

    return replace(personas, personas=tuple(named(persona) for persona in personas.personas))
