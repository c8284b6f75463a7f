"""The word lists of segmentation, read once from `words.toml`."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from voc.text.lexicon import function_words


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def answer_key(text: str) -> str:
    """Letters and digits of an answer in lower case, so that "k. A." and "K.A" are the same.

    >>> answer_key(" k. A. ")
    'ka'
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


@lru_cache(maxsize=2)
def empty_answers(*, survey: bool) -> frozenset[str]:
    """Keys (`answer_key`) of answers that say nothing; ``survey`` adds those that only say nothing in a survey."""
    lists = _lists()
    chosen = [lists["empty"]["de"], lists["empty"]["en"], lists["empty"]["marks"]]
    if survey:
        chosen += [lists["empty_survey"]["de"], lists["empty_survey"]["en"]]
    return frozenset(answer_key(text) for texts in chosen for text in texts)


@lru_cache(maxsize=32)
def filler(language: str) -> frozenset[str]:
    """Words, in lower case, that carry no matter of their own: function words and fillers of the language."""
    lists = _lists()["filler"]
    own = lists.get(language, ()) if language in ("de", "en") else ()
    return (function_words(language) | frozenset(own)) - frozenset(lists["content"])


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """Abbreviations without their last full stop, in lower case; the stop does not end a sentence."""
    return frozenset(_lists()["abbreviations"]["any"])


@lru_cache(maxsize=1)
def final_abbreviations() -> frozenset[str]:
    """Abbreviations that may stand at the end of a sentence ("usw.", "p.m.")."""
    return frozenset(_lists()["abbreviations"]["final"])


@lru_cache(maxsize=1)
def months() -> frozenset[str]:
    """Names of months in lower case, German and English, with their short forms."""
    return frozenset(_lists()["abbreviations"]["months"])


@lru_cache(maxsize=1)
def starters() -> frozenset[str]:
    """Function words of German and English, in lower case: capitalised, they begin a sentence."""
    return function_words("de") | function_words("en")
