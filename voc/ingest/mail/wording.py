"""The phrases and patterns of mails, from one data file per language.

Every message is compared with all languages: a mail program writes "On … wrote:" in the language of its user, whatever
the language of the message is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("de", "en", "other")
_NOTHING = "(?!)"


@cache
def entries(key: str) -> tuple[str, ...]:
    """An entry of all data files together."""
    return tuple(dict.fromkeys(item for data in _data() for item in data.get(key, ())))


@cache
def words(key: str) -> frozenset[str]:
    """An entry as a set of words."""
    return frozenset(entries(key))


@cache
def phrases(key: str) -> re.Pattern[str]:
    """A pattern for the beginning of a line: the longest of an entry's phrases, as whole words."""
    ordered = sorted(entries(key), key=lambda phrase: (-len(phrase), phrase))
    spellings = (
        re.escape(phrase).replace(r"\ ", " ").replace("ß", "(?:ß|ss)").replace("ü", "(?:ü|ue)") for phrase in ordered
    )
    return re.compile(rf"(?:{'|'.join(spellings) or _NOTHING})(?![\w'’])", re.I)


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """A pattern for any of the patterns of some entries."""
    return re.compile("|".join(f"(?:{item})" for key in keys for item in entries(key)) or _NOTHING, re.I)


@cache
def flat_heads() -> re.Pattern[str]:
    """A pattern for heads of quotes inside a line. Case counts, or "on" in a sentence would begin one."""
    return re.compile("|".join(f"(?:{item})" for item in entries("flat_heads")))


@cache
def field_line(*keys: str) -> re.Pattern[str]:
    """A pattern for a line of a mail's head, such as "From: …" or "*Betreff:* …"."""
    names = "|".join(re.escape(name) for key in keys for name in sorted(entries(key)))
    return re.compile(rf"[>\s]*+[*_]{{0,2}}(?:{names})[*_]{{0,2}}\s?:[*_]{{0,2}}(?:\s|$)", re.I)


@cache
def patterns(key: str) -> tuple[re.Pattern[str], ...]:
    """Each pattern of an entry."""
    return tuple(re.compile(item, re.I | re.M) for item in entries(key))


def has_hint(text: str) -> bool:
    """Whether a text has a word that quotes and automatic messages have; much faster than their patterns."""
    lowered = text.lower()
    return any(hint in lowered for hint in entries("hints"))


@cache
def _data() -> tuple[dict[str, list[str]], ...]:
    folder = resources.files("voc.ingest.mail")
    return tuple(tomllib.loads((folder / f"{language}.toml").read_text("utf-8")) for language in LANGUAGES)
