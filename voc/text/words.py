"""Tokens with offsets, stop words, lemmas (simplemma) and content words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from voc.text import word_lists as lists

TokenKind = Literal["word", "number", "placeholder", "mark"]

_TOKEN = re.compile(
    r"(?P<placeholder>\[[^\W\d_][\w-]* \d+\]|[@#]\w+|https?://\S+|www\.\S+)"
    r"|(?P<word>[^\W\d_]+(?:[-'’&:*_/][^\W\d_]+)*(?:\d+|\+\+|#)?)"
    r"|(?P<number>[-+]?\d+(?:[.,:/]\d+)*\w*)"
    r"|(?P<mark>[^\s\w]|\n+)"
)
_GENDER = re.compile(r"[*:_/]-?(?=in(?:nen)?$)")
_LONG_ENOUGH = 4
"""A word of a language without a list counts as content from this number of letters."""


class Token(NamedTuple):
    """``text`` stands at ``start:end`` (code points) of the text it was found in."""

    text: str
    start: int
    end: int
    kind: TokenKind


def tokens(text: str) -> list[Token]:
    """Split a text into words, numbers, placeholders (pseudonyms, @names, addresses) and marks (line ends too).

    >>> [(token.text, token.start) for token in tokens("Die E-Mail von [Person 3]!")]
    [('Die', 0), ('E-Mail', 4), ('von', 11), ('[Person 3]', 15), ('!', 25)]
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup or "mark"  # type: ignore[assignment]
        found.append(Token(match.group(), match.start(), match.end(), kind))
    return found


@lru_cache(maxsize=16)
def stop_words(language: str) -> frozenset[str]:
    """Stop words, fillers, greetings and thanks in lower case; of both languages where the language is unknown."""
    if language not in ("de", "en"):
        return frozenset() if language else stop_words("de") | stop_words("en")
    import stopwordsiso

    listed = {word for word in stopwordsiso.stopwords(language) if "'" in word or len(word) > 1}
    kept = lists.CONTENT_AFTER_ALL[language]
    return frozenset((listed - kept) | lists.FILLERS[language] | lists.COURTESY[language])


@lru_cache(maxsize=200_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word; German nouns keep their capital. The word itself where no dictionary is known.

    >>> lemma("Wartezeiten", "de"), lemma("flights", "en"), lemma("gegangen", "de")
    ('Wartezeit', 'flight', 'gehen')
    """
    if language not in ("de", "en"):
        return word
    import simplemma

    plain = _GENDER.sub("", word).replace("’", "'")
    if language == "en":
        plain = plain.removesuffix("'s")
        if plain.lower().endswith("ing") and plain.lower() in lists.NOUNS_IN_ING:
            return plain.lower()
        plain = plain.lower()
    found: str = simplemma.lemmatize(plain, lang=language)
    return found if found and " " not in found else plain


@lru_cache(maxsize=200_000)
def is_content(word: str, language: str) -> bool:
    """Whether a word carries matter: no stop word, filler, greeting or single letter."""
    lowered = word.lower().replace("’", "'")
    if language not in ("de", "en", ""):
        return len(lowered) >= _LONG_ENOUGH
    stops = stop_words(language)
    if len(lowered) < 2 or lowered in stops or lowered.replace("'", "") in stops:
        return False
    base = lemma(lowered, language).lower() if language else lowered
    return base not in stops or lowered in _kept(language)


@lru_cache(maxsize=4)
def _kept(language: str) -> frozenset[str]:
    return lists.CONTENT_AFTER_ALL.get(language, frozenset())


def content_words(text: str, language: str) -> list[str]:
    """The lemmas of a text in lower case, in order, without stop words, fillers, numbers and placeholders.

    >>> content_words("Ja, genau, die Lieferzeiten sind halt quasi zu lang.", "de")
    ['lieferzeit']
    >>> content_words("You know, the lounges were kind of crowded.", "en")
    ['lounge', 'crowd']
    """
    return content_of(tokens(text), language)


def content_of(stream: Sequence[Token], language: str) -> list[str]:
    """`content_words` of tokens that are at hand already."""
    return [
        lemma(token.text, language).lower()
        for token in stream
        if token.kind == "word" and is_content(token.text, language)
    ]


def is_noun(word: str, *, sentence_start: bool = False) -> bool:
    """Whether a German word is a noun: by its capital, and at a sentence's start or in lower case by the dictionary.

    >>> is_noun("Lieferung"), is_noun("lieferung"), is_noun("Gehen", sentence_start=True), is_noun("gut")
    (True, True, False, False)
    """
    base = lemma(word.lower(), "de")
    if base[:1].isupper():
        return True
    if not word[:1].isupper():
        return False
    return not sentence_start or (not _known_german(word.lower()) and len(word) >= _LONG_ENOUGH)


@lru_cache(maxsize=100_000)
def _known_german(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="de"))
