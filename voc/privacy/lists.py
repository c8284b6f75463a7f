"""The word lists of the search for names, read once from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _raw() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(_raw()[name].split())


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names, capitalised, that announce a name and are no ordinary words."""
    return _words("first") - _words("ordinary")


def all_first_names() -> frozenset[str]:
    """First names, capitalised, with those that are ordinary words too."""
    return _words("first")


def surnames() -> frozenset[str]:
    """Common surnames, capitalised; many are ordinary words as well."""
    return _words("surnames")


def ordinary() -> frozenset[str]:
    """Names, capitalised, that are words, months, places or brands too."""
    return _words("ordinary")


def not_after_title() -> frozenset[str]:
    """Words that may follow "Frau", "Mr" or "Dr." and are no names."""
    return _words("not_after_title")


def not_after_article() -> frozenset[str]:
    """First names that are a thing after a German article ("der Oscar")."""
    return _words("not_after_article")


@lru_cache(maxsize=1)
def known_pairs() -> frozenset[tuple[str, ...]]:
    """Pairs of words that look like a person's name and are a brand, a work or a figure of the past."""
    return frozenset(tuple(pair.split()) for pair in _raw()["known_pairs"].replace("\n", "|").split("|") if pair)


@lru_cache(maxsize=1)
def roles() -> frozenset[str]:
    """Words of speakers' labels, in lower case, that name a role and no person."""
    return frozenset(word.lower() for word in _words("roles"))


def stop() -> frozenset[str]:
    """Capitalised words that are no names although they stand where names stand."""
    return _words("stop")


def name_attributes() -> frozenset[str]:
    """Names of attributes, in lower case, whose values are people's names."""
    return _words("name_attributes")
