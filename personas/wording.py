"""The sentences of a language: `language/de.toml` and `language/en.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from voc.schema import Language

PHRASE_WORDS = 3


@cache
def wording(language: Language) -> Mapping[str, Mapping[str, str]]:
    """All sentences by section and key."""
    text = files("personas").joinpath("language", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def say(language: Language, section: str, key: str, **values: object) -> str:
    """One sentence with its values filled in; an empty string where there is no such key.

    >>> say("en", "title", "praise", subject="returns")
    'The ones pleased with returns'
    """
    return wording(language)[section].get(key, "").format(**values)


def decimal(value: float, language: Language) -> str:
    """Two decimals, written as the language does.

    >>> decimal(0.8312, "de")
    '0,83'
    """
    text = f"{value:.2f}"
    return text.replace(".", ",") if language == "de" else text


def phrase(subject: str, language: Language) -> str:
    """A subject as it stands inside a sentence: short names as they are, longer ones in quotation marks.

    >>> phrase("Advice in the shop", "en"), phrase("Returns", "en"), phrase("App & phone", "de")
    ('“Advice in the shop”', 'returns', 'App und phone')
    """
    subject = subject.replace(" & ", f" {say(language, 'title', 'inside')} ")
    words = subject.split()
    if len(words) > PHRASE_WORDS or re.search(r"[,;:/–—&|()\"„“”«»]", subject):
        return say(language, "title", "quoted", subject=subject)
    first = words[0] if words else ""
    if language == "en" and first[1:] == first[1:].lower() and len(first) > 1:
        return first.lower() + subject[len(first) :]
    return subject
