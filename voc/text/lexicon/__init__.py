"""The lexicon of each language: its word lists and patterns, from `de.toml` and `en.toml`, each read once.

Entries are named "section.key", as in ``words("de", "words.fillers")``. A language without a lexicon has empty word
lists and patterns that match nothing, so that callers need no special case for it; an unknown entry of a language
with a lexicon is a mistake in the code and raises `KeyError`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

LANGUAGES = ("de", "en")
"""Languages with a lexicon (ISO 639-1)."""

_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
_LINE_START = re.compile(r"^\s*|\n\s*")
_MATCHES_NOTHING = re.compile(r"(?!)")


@cache
def words(language: str, name: str) -> frozenset[str]:
    """The word list of an entry; empty for a language without a lexicon.

    >>> sorted(words("de", "words.genitive_articles"))
    ['der', 'des', 'einer', 'eines']
    """
    value = _entry(language, name) if language in LANGUAGES else ()
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def words_of_all(name: str) -> frozenset[str]:
    """The word lists of an entry in all lexicons together, for texts whose language is unknown or mixed."""
    return frozenset().union(*(words(language, name) for language in LANGUAGES))


@cache
def pattern(language: str, name: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    """The compiled pattern of an entry; for a language without a lexicon a pattern that matches nothing."""
    if language not in LANGUAGES:
        return _MATCHES_NOTHING
    source = _source(_entry(language, name), _fragments(language))
    return re.compile(source, re.IGNORECASE if ignore_case else 0)


@cache
def patterns(language: str, name: str) -> tuple[re.Pattern[str], ...]:
    """Each pattern of an entry that is a list of patterns; none for a language without a lexicon."""
    if language not in LANGUAGES:
        return ()
    fragments = _fragments(language)
    return tuple(re.compile(_source(value, fragments), re.IGNORECASE) for value in _entry(language, name))


@cache
def pattern_table(language: str, section: str) -> Mapping[str, re.Pattern[str]]:
    """Each pattern of a section by its key; an entry that is a list matches where any of its patterns does."""
    if language not in LANGUAGES:
        return {}
    return {key: pattern(language, f"{section}.{key}") for key in _entry(language, section)}


def alternatives(name: str) -> str:
    """The source of an entry in all lexicons, joined by "|": for patterns that must not depend on the language."""
    return "|".join(_source(_entry(language, name), _fragments(language)) for language in LANGUAGES)


@cache
def load_patterns(package: str, section: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a section of `patterns.toml` in a package's folder, written as in a lexicon.

    They do not depend on a language, case counts, and their fragments are in the section's own table ``fragments``.
    """
    table = tomllib.loads((resources.files(package) / "patterns.toml").read_text("utf-8"))[section]
    fragments = table.pop("fragments", {})
    return {key: re.compile(_source(value, fragments)) for key, value in table.items()}


@cache
def function_words(language: str) -> frozenset[str]:
    """Function words in lower case, which tell the language of a text; empty for a language that has no list.

    Languages without a lexicon have theirs in `other.toml`.
    """
    if language in LANGUAGES:
        return words(language, "words.function_words")
    return frozenset(_read("other").get(language, "").split())


@cache
def _read(file: str) -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__name__) / f"{file}.toml").read_text("utf-8"))


def _entry(language: str, name: str) -> Any:
    value: Any = _read(language)
    for key in name.split("."):
        value = value[key]
    return value


def _fragments(language: str) -> Mapping[str, str]:
    return cast(Mapping[str, str], _read(language)["fragments"])


def _source(value: str | list[str], fragments: Mapping[str, str]) -> str:
    """Build a regular expression: without indentation, fragments filled in, patterns of a list joined by "|"."""
    if not isinstance(value, str):
        return "|".join(f"(?:{_source(alternative, fragments)})" for alternative in value)
    return _FRAGMENT.sub(lambda match: _source(fragments[match[1]], fragments), _LINE_START.sub("", value))
