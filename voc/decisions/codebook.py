"""`codebook.toml`: the researcher's decisions. People and commands write it; a run reads it and never overwrites it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import ConfigError
from voc.schema import stable_id

UNSORTED = "unsorted"
"""Where a segment goes that is moved out of every theme."""
NOBODY = "none"
"""Where a respondent goes who is moved out of every persona."""
MAX_PARTS = 9

TEMPLATE = """\
# codebook.toml: your decisions. `voc run` reads this file and never overwrites it.
# Write it by hand, or with `voc theme …` and `voc persona …`; then run `voc run` again.
# Ids stand in data/themes.csv, data/segments.csv, data/respondents.csv and data/personas.json; they stay when files
# are added.
#
# A code of your own is found first; new themes are made from the rest:
# [codes."Waiting for the refund"]
# description = "The money comes back late or not at all"
# examples = ["I waited four weeks for my money.", "Das Geld kam erst nach Wochen zurück."]
#
# [themes."t-0123456789"]
# name = "Returns take too long"
# merge_into = "t-9876543210"
# split = 2
# drop = true
#
# [segments."s-0123456789"]
# theme = "t-0123456789"
#
# [pain_points."pp-0123456789"]
# title = "Nobody owns a printer"
# merge_into = "pp-9876543210"
# drop = true
# fix = "A label in every parcel since January"
#
# [personas."p-0123456789"]
# title = "The ones short of time"
# merge_into = "p-9876543210"
# split = 2
# drop = true
# pin = ["goal:t-0123456789"]
# reject = ["pain:returns"]
#
# A persona grouped by hand:
# [personas."my-commuters"]
# title = "The ones on the train"
# respondents = ["r-0123456789", "r-9876543210"]
#
# [respondents."r-0123456789"]
# persona = "p-0123456789"
"""

_ID = re.compile(r"[tc]-[0-9a-f]{10}")
_KNOWN = (
    '[codes."NAME"] name, description, examples; [themes."ID"] name, merge_into, split, drop, anchors; '
    '[segments."ID"] theme; [pain_points."ID"] title, merge_into, drop, fix; '
    '[personas."ID"] title, respondents, merge_into, split, drop, pin, reject, anchors; [respondents."ID"] persona'
)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Entry):
    """A code of the researcher's own: what it is called, what it is about, and how people say it."""

    name: str = Field("", max_length=120)
    description: str = ""
    examples: tuple[str, ...] = ()


class ThemeDecision(_Entry):
    """What a researcher decided about one theme.

    ``merge_into`` is the id of another theme, or the id or name of a code; ``split`` a number of parts. ``anchors`` are
    ids of segments that were central when the decision was made: they find the theme again when its id has changed.
    """

    name: str = Field("", max_length=120)
    merge_into: str = ""
    split: int | None = Field(None, ge=2, le=MAX_PARTS)
    drop: bool = False
    anchors: tuple[str, ...] = ()


class SegmentDecision(_Entry):
    """Where a researcher put one segment: the id of a theme, the id or name of a code, or "unsorted"."""

    theme: str = Field(min_length=1)


class PainPointDecision(_Entry):
    """What a researcher decided about one pain point: its title, what takes it in, or that it goes.

    ``fix`` is what was done about it; `voc compare` says what became of it, a run takes no notice.
    """

    title: str = Field("", max_length=120)
    merge_into: str = ""
    drop: bool = False
    fix: str = Field("", max_length=300)


class PersonaDecision(_Entry):
    """What a researcher decided about one persona.

    ``respondents`` make a persona by hand, under an id of one's own. ``pin`` and ``reject`` are lines of the persona,
    each "KIND:SUBJECT_ID". ``anchors`` are ids of members when the decision was made: they find the persona again when
    its id has changed.
    """

    title: str = Field("", max_length=120)
    respondents: tuple[str, ...] = ()
    merge_into: str = ""
    split: int | None = Field(None, ge=2, le=MAX_PARTS)
    drop: bool = False
    pin: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


class RespondentDecision(_Entry):
    """Where a researcher put one respondent: the id of a persona, or "none"."""

    persona: str = Field(min_length=1)


class Codebook(_Entry):
    """All decisions, by id; codes by id or name."""

    codes: dict[str, Code] = Field(default_factory=dict)
    themes: dict[str, ThemeDecision] = Field(default_factory=dict)
    segments: dict[str, SegmentDecision] = Field(default_factory=dict)
    pain_points: dict[str, PainPointDecision] = Field(default_factory=dict)
    personas: dict[str, PersonaDecision] = Field(default_factory=dict)
    respondents: dict[str, RespondentDecision] = Field(default_factory=dict)

    def theme_id(self, reference: str) -> str:
        """The id that a reference leads to: a code's by its key or name, else the reference itself.

        >>> Codebook(codes={"Refund": Code()}).theme_id("refund") == code_id("Refund")
        True
        """
        wanted = reference.strip().lower()
        for key, code in self.codes.items():
            if wanted in (key.lower(), code.name.lower()):
                return code_id(key)
        return reference


def code_id(key: str) -> str:
    """The theme id of a code: the key where it is an id (a pinned theme keeps its own), else one made from it.

    >>> code_id("t-0123456789")
    't-0123456789'
    """
    return key if _ID.fullmatch(key) else stable_id("c", key)


def load_codebook(path: Path) -> Codebook:
    """Read `codebook.toml`; an absent file is an empty codebook.

    Raises:
        ConfigError: the file is no TOML, or holds something that is no decision, or something is merged in a circle.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Codebook()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    return parse_codebook(text, where=str(path))


def parse_codebook(text: str, *, where: str = "codebook.toml") -> Codebook:
    """Check the text of a codebook; `where` names it in errors.

    Raises:
        ConfigError: as `load_codebook`.
    """
    try:
        codebook = Codebook.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}.") from error
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise ConfigError(f"{where}: {key}: {problem['msg']}. Known: {_KNOWN}.") from error
    into = {key: one.merge_into and codebook.theme_id(one.merge_into) for key, one in codebook.themes.items()}
    _refuse_circles(into, where)
    _refuse_circles({key: one.merge_into for key, one in codebook.pain_points.items()}, where)
    _refuse_circles({key: one.merge_into for key, one in codebook.personas.items()}, where)
    return codebook


def _refuse_circles(into: Mapping[str, str], where: str) -> None:
    """``into`` is what each key is merged into, "" for nothing."""
    for start in into:
        seen = [start]
        while into.get(seen[-1]):
            seen.append(into[seen[-1]])
            if seen[-1] in seen[:-1]:
                circle = " → ".join(seen)
                raise ConfigError(f"{where}: merge_into must not lead back to itself, found {circle}. Remove one.")
