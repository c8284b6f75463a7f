"""Tokens with offsets, stop words, lemmas (simplemma) and content words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from voc.text.lexicon import LANGUAGES, words, words_of_all

TokenKind = Literal["word", "number", "placeholder", "mark"]

_TOKEN = re.compile(
    r"(?P<placeholder>\[[^\W\d_][\w-]* \d+\]|[@#]\w+|https?://\S+|www\.\S+)"
    r"|(?P<word>[^\W\d_]+(?:[-'’&:*_/][^\W\d_]+)*(?:\d+|\+\+|#)?)"
    r"|(?P<number>[-+]?\d+(?:[.,:/]\d+)*\w*)"
    r"|(?P<mark>[^\s\w]|\n+)"
)
# The sign before a gendered ending ("Kund*innen", "Kund:in"), which no dictionary has.
_GENDER_SIGN = re.compile(r"[*:_/]-?(?=in(?:nen)?$)")
_MIN_CONTENT_LETTERS = 4
"""Letters from which a word counts as content in a language without stop words: most function words are shorter."""


class Token(NamedTuple):
    """A token of a text at ``text[start:end]`` (code points)."""

    text: str
    start: int
    end: int
    kind: TokenKind


def tokens(text: str) -> list[Token]:
    """Split a text into words, numbers, placeholders (pseudonyms, @names, addresses) and marks (line ends too).

    >>> [(token.text, token.start) for token in tokens("Die E-Mail von [Person 3]!")]
    [('Die', 0), ('E-Mail', 4), ('von', 11), ('[Person 3]', 15), ('!', 25)]
    """
    stream = []
    for match in _TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup or "mark"  # type: ignore[assignment]
        stream.append(Token(match.group(), match.start(), match.end(), kind))
    return stream


@lru_cache(maxsize=16)
def stop_words(language: str) -> frozenset[str]:
    """Stop words, fillers, greetings and thanks in lower case.

    For an unknown language ("") those of all lexicons, so that a short text does not fill a theme's name with "und";
    none for another language without a lexicon.
    """
    if language not in LANGUAGES:
        return frozenset() if language else frozenset().union(*map(stop_words, LANGUAGES))
    import stopwordsiso

    listed = {word for word in stopwordsiso.stopwords(language) if "'" in word or len(word) > 1}
    spoken = words(language, "words.fillers") | words(language, "words.courtesy")
    return frozenset(listed - words(language, "words.not_stop_words") | spoken)


@lru_cache(maxsize=200_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word; German nouns keep their capital. The word itself in other languages.

    >>> lemma("Wartezeiten", "de"), lemma("flights", "en"), lemma("gegangen", "de")
    ('Wartezeit', 'flight', 'gehen')
    """
    if language not in LANGUAGES:
        return word
    import simplemma

    plain = _GENDER_SIGN.sub("", word).replace("’", "'")
    if language == "en":
        plain = plain.removesuffix("'s").lower()
        # simplemma takes "seating" for a form of "seat", but in feedback it is a thing of its own.
        if plain.endswith("ing") and plain in words("en", "words.nouns_in_ing"):
            return plain
    base: str = simplemma.lemmatize(plain, lang=language)
    return base if base and " " not in base else plain


@lru_cache(maxsize=200_000)
def is_content(word: str, language: str) -> bool:
    """Whether a word carries meaning of its own: no stop word, filler, greeting or single letter."""
    lowered = word.lower().replace("’", "'")
    if language and language not in LANGUAGES:
        return len(lowered) >= _MIN_CONTENT_LETTERS
    stops = stop_words(language)
    if len(lowered) < 2 or lowered in stops or lowered.replace("'", "") in stops:
        return False
    base = lemma(lowered, language).lower() if language else lowered
    return base not in stops or lowered in words(language, "words.not_stop_words")


def content_words(text: str, language: str) -> list[str]:
    """The lemmas of a text in lower case, in order, without stop words, fillers, numbers and placeholders.

    >>> content_words("Ja, genau, die Lieferzeiten sind halt quasi zu lang.", "de")
    ['lieferzeit']
    >>> content_words("You know, the lounges were kind of crowded.", "en")
    ['lounge', 'crowd']
    """
    return content_of(tokens(text), language)


def content_of(stream: Sequence[Token], language: str) -> list[str]:
    """`content_words` of a text that is already split into tokens."""
    return [
        lemma(token.text, language).lower()
        for token in stream
        if token.kind == "word" and is_content(token.text, language)
    ]


def is_vague_noun(word: str) -> bool:
    """Whether a lemma names no subject without a word beside it ("way", "bereich"), in any language."""
    return word in words_of_all("words.vague_nouns")


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
    # A capitalised word that no dictionary has may also begin the sentence: a product's name, or a compound.
    return not sentence_start or (not _is_in_dictionary(word.lower()) and len(word) >= _MIN_CONTENT_LETTERS)


@lru_cache(maxsize=100_000)
def _is_in_dictionary(german: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(german, lang="de"))
