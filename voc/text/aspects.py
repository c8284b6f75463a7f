"""What a text is about, as spans: nouns with what belongs to them, and the ones that a feeling is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voc.text import word_lists as lists
from voc.text.phrases import Phrase, candidate_phrases
from voc.text.words import lemma

Range = tuple[int, int]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HASHTAG = re.compile(r"#([^\W\d_]\w{2,})")
_NO_ASPECT = _words("ich du wir one hour star thank thanks love today dank danke gruß")
_BREAK = re.compile(r"[.!?;:,\n–—()]|\b(?:aber|und|doch|jedoch|but|and|however|although|obwohl)\b", re.IGNORECASE)
_BREAK_COST = 20
"""A mark or a conjunction between a feeling and a noun counts as so many letters …"""
_SENTENCE_COST = 1000
"""… and the end of a sentence as so many: what is said of a noun stands beside it."""
_BEHIND_COST = 6
"""Of two nouns as near, the one before a judgement is meant more often in English and German alike."""


def aspects(text: str, language: str) -> list[Phrase]:
    """What a text is about: its nouns, each with the nouns and modifiers that belong to it, and its hashtags.

    Nouns that name nothing by themselves ("way", "Bereich") are left out; nothing for a language without rules.

    >>> [phrase.text for phrase in aspects("Das Personal war nett, der Parkplatz zu klein.", "de")]
    ['Personal', 'Parkplatz']
    """
    if language not in ("de", "en"):
        return []
    simple = [one for one in candidate_phrases(text, language) if not _joins(one, language)]
    longest = [one for one in simple if not any(_within(one, other) for other in simple)]
    tags = [
        Phrase(found[1], found.start(1), found.end(1), (found[1].lower(),), found[1].lower())
        for found in _HASHTAG.finditer(text)
    ]
    named = [one for one in longest if not (_vague(one, language) or one.head in _NO_ASPECT)]
    return sorted([*named, *tags], key=lambda one: (one.start, one.end))


def aspects_of(text: str, language: str, feelings: Sequence[Range]) -> list[Phrase]:
    """What the feeling is about: for each place ``start:end`` with a feeling word the nearest aspect in its sentence.

    A feeling word is no part of an aspect: of "friendly staff" with the feeling "friendly" it is "staff". Where nothing
    is named in the same clause, a noun of feeling names its own matter ("Wieder Verspätung!").

    >>> [phrase.text for phrase in aspects_of("The friendly staff, the cold room.", "en", [(4, 12), (24, 28)])]
    ['staff', 'room']
    """
    named = aspects(text, language)
    found = [one for one in (_bare(phrase, feelings, language) for phrase in named) if one]
    chosen: dict[Range, Phrase] = {}
    for place in feelings:
        own = [one for one in named if place[0] <= one.start and one.end <= place[1]]
        ranked = sorted((_distance(text, one, place), one.start, number) for number, one in enumerate(found))
        near = ranked and ranked[0][0] < (_BREAK_COST if own else _SENTENCE_COST)
        for one in [found[ranked[0][2]]] if near else own:
            chosen[one.start, one.end] = one
    return [chosen[key] for key in sorted(chosen)]


def _joins(phrase: Phrase, language: str) -> bool:
    words = phrase.text.lower().split()
    return any(word in lists.JOINERS[language] or word in lists.ARTICLES[language] for word in words)


def _within(one: Phrase, other: Phrase) -> bool:
    return (other.start, other.end) != (one.start, one.end) and other.start <= one.start and one.end <= other.end


def _vague(phrase: Phrase, language: str) -> bool:
    return len(phrase.lemmas) == 1 and phrase.head in lists.VAGUE_NOUNS[language]


def _bare(phrase: Phrase, feelings: Iterable[Range], language: str) -> Phrase | None:
    """The phrase without the feeling words at its ends; None where nothing is left."""
    start, end = phrase.start, phrase.end
    for first, last in sorted(feelings):
        if first <= start < last:
            start = min(last, end)
        if first < end <= last:
            end = max(first, start)
    inner = phrase.text[start - phrase.start : end - phrase.start]
    if not inner.strip():
        return None
    start += len(inner) - len(inner.lstrip())
    kept = inner.strip()
    if kept == phrase.text:
        return phrase
    words = tuple(lemma(word, language).lower() for word in kept.split())
    return Phrase(kept, start, start + len(kept), words, words[-1])


def _distance(text: str, phrase: Phrase, place: Range) -> int:
    """Letters between an aspect and a feeling word, with what stands between counted dearer."""
    behind = phrase.start >= place[1]
    between = text[place[1] : phrase.start] if behind else text[phrase.end : place[0]]
    breaks = _BREAK.findall(between)
    ends = sum(one in ".!?\n" for one in breaks)
    near = behind and len(between) <= 1
    return (
        len(between) + _BREAK_COST * len(breaks) + _SENTENCE_COST * ends + (_BEHIND_COST if behind and not near else 0)
    )
