"""Noun phrases of German and English, by patterns over word classes that short rules give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from voc.text import word_lists as lists
from voc.text.words import Token, is_content, is_noun, lemma, tokens

_SENTENCE_END = frozenset("\n.!?…:„“”»«()[]–—•*" + '"')


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as it stands at ``start:end``; ``lemmas`` are its content words, ``head`` the noun's lemma."""

    text: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    head: str


def candidate_phrases(text: str, language: str) -> list[Phrase]:
    """Noun phrases of one to five words as they stand in a text; none for a language without rules.

    A noun with its modifiers, each of its ends alone, and two such phrases joined by a preposition or "and".

    >>> [phrase.text for phrase in candidate_phrases("Wir haben flexible Arbeitszeiten.", "de")]
    ['flexible Arbeitszeiten', 'Arbeitszeiten']
    >>> [phrase.text for phrase in candidate_phrases("There was a lack of seating.", "en")]
    ['lack', 'lack of seating', 'seating']
    """
    if language not in ("de", "en"):
        return []
    stream = tokens(text)
    classes = _classes_de(stream) if language == "de" else _classes_en(stream)
    spans = sorted(set(_spans(stream, classes, language)))
    return [_phrase(text, stream[first:last], classes[first:last], language) for first, last in spans]


def _phrase(text: str, part: Sequence[Token], classes: Sequence[str], language: str) -> Phrase:
    content = [lemma(token.text, language).lower() for token, kind in zip(part, classes, strict=True) if kind in "AN"]
    start, end = part[0].start, part[-1].end
    joined = next((place for place, kind in enumerate(classes) if kind in "PC"), len(classes))
    return Phrase(text[start:end], start, end, tuple(content), lemma(part[joined - 1].text, language).lower())


def _spans(stream: Sequence[Token], classes: Sequence[str], language: str) -> list[tuple[int, int]]:
    """Token ranges that match (A* N+)((P | P D | C | G)(A* N+))?, at most five words, and their parts ending in a noun.

    A modifier, N noun, P joining preposition, D article, G article of the genitive, C "and"; anything else ends it.
    """
    found: list[tuple[int, int]] = []
    chain = "".join(classes)
    pattern = re.compile(r"A{0,2}N{1,3}")
    for match in pattern.finditer(chain):
        first, last = match.span()
        ends = [end for end in range(first + 1, last + 1) if chain[end - 1] == "N"]
        found += [(start, end) for end in ends for start in range(first, end)]
        tail = re.compile(r"(?:P[DG]?|C|G)A?N{1,2}").match(chain, last)
        if tail and tail.end() - (last - 1) <= 5:
            noun = last - 1
            found.append((noun, tail.end()))
            if last - first > 1 and tail.end() - (last - 2) <= 5:
                found.append((last - 2, tail.end()))
    return [(a, b) for a, b in found if b - a <= 5]


def _classes_de(stream: Sequence[Token]) -> list[str]:
    classes = []
    start = True
    for place, token in enumerate(stream):
        lowered = token.text.lower()
        if token.kind != "word":
            classes.append(".")
            start = token.text[0] in _SENTENCE_END
            continue
        if lowered in lists.JOINERS["de"]:
            kind = "C" if lowered in ("und", "&") else "P"
        elif lowered in lists.ARTICLES["de"]:
            kind = "G" if lowered in lists.GENITIVE_ARTICLES else "D"
        elif is_content(token.text, "de") and is_noun(token.text, sentence_start=start):
            kind = "N"
        elif _modifies_de(token.text, stream[place + 1 : place + 2]):
            kind = "A"
        else:
            kind = "x"
        classes.append(kind)
        start = False
    return classes


def _modifies_de(word: str, following: Sequence[Token]) -> bool:
    """Whether a German word is an inflected adjective before a noun: its ending, no verb, no stop word but a few."""
    lowered = word.lower()
    if not following or following[0].kind != "word" or not lowered.endswith(("e", "en", "er", "es", "em")):
        return False
    if lowered in lists.MODIFIERS_DE:
        return True
    base = lemma(lowered, "de")
    return is_content(lowered, "de") and base != lowered and not base.endswith(("en", "ern", "eln"))


def _classes_en(stream: Sequence[Token]) -> list[str]:
    classes = []
    for place, token in enumerate(stream):
        lowered = token.text.lower()
        previous = stream[place - 1].text.lower() if place else ""
        if token.kind != "word":
            kind = "."
        elif lowered in lists.JOINERS["en"]:
            kind = "C" if lowered in ("and", "&") else "P"
        elif lowered in lists.ARTICLES["en"]:
            kind = "D"
        elif lowered in lists.MODIFIERS_EN:
            kind = "A"
        elif not is_content(token.text, "en") or previous in lists.BEFORE_VERB_EN:
            kind = "x"
        else:
            kind = _class_en(lowered)
            if kind == "N" and previous in lists.BEFORE_ADJECTIVE_EN and not lowered.endswith("s"):
                kind = "A"
        classes.append(kind)
    return classes


@lru_cache(maxsize=100_000)
def _class_en(word: str) -> str:
    """A modifier, N noun, x verb or adverb: by short lists and endings, a noun where nothing speaks against it."""
    base = lemma(word, "en")
    if word in lists.NOUNS_IN_ING or word in lists.NOUNS_IN_LY or base in lists.NOUNS_IN_IVE:
        return "N"
    if word in lists.VERBS_EN or base in lists.VERBS_EN or "'" in word or word.endswith("ly"):
        return "x"
    if word in lists.ADJECTIVES_EN or word.endswith(lists.ADJECTIVE_ENDINGS_EN):
        return "A"
    if word.endswith("ed") and base != word:
        return "A"
    if word.endswith("ing") and base != word:
        return "x"
    return "N"
