"""What a text is about: noun phrases of German and English, and the ones that a feeling is about (aspects).

Noun phrases come from patterns over word classes, which short rules assign by endings, capitals and the word lists of
the lexicon. No tagger is involved, so that the same text gives the same phrases on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from voc.text.lexicon import LANGUAGES, words, words_of_all
from voc.text.words import Token, is_content, is_noun, lemma, tokens

Range = tuple[int, int]
"""Half-open range of code points, or of tokens."""

_MAX_PHRASE_WORDS = 5
"""Words of the longest phrase, joining words included."""
_SENTENCE_END = frozenset("\n.!?…:„“”»«()[]–—•*" + '"')

# Word classes, one letter a token: A modifier, N noun, P joining preposition, D article, G article of the genitive,
# C "and", x any other word, "." no word.
_NOUN_GROUP = re.compile(r"A{0,2}N{1,3}")
_JOINED_GROUP = re.compile(r"(?:P[DG]?|C|G)A?N{1,2}")

_HASHTAG = re.compile(r"#([^\W\d_]\w{2,})")
_BREAK = re.compile(r"[.!?;:,\n–—()]|\b(?:aber|und|doch|jedoch|but|and|however|although|obwohl)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at ``text[start:end]``; ``lemmas`` are those of its content words, ``head`` that of its noun."""

    text: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    head: str


@dataclass(frozen=True, slots=True)
class DistancePenalties:
    """Penalties that lengthen the distance between a feeling word and a noun, in letters."""

    clause_break: int = 20
    """A mark or a conjunction counts as this many letters: what is said of a noun is mostly said in its clause."""
    sentence_end: int = 1000
    """The end of a sentence counts as so many letters that a noun of another sentence is never the nearest."""
    noun_behind: int = 6
    """Of two nouns equally near, the one before a judgement is meant more often, in German and in English."""


# ------------------------------------------------------------------------------------------------------ noun phrases


def candidate_phrases(text: str, language: str) -> list[Phrase]:
    """Noun phrases of one to five words of a text, in order; none for a language without a lexicon.

    A noun with its modifiers, each end of that alone, and two such phrases joined by a preposition or "and".

    >>> [phrase.text for phrase in candidate_phrases("Wir haben flexible Arbeitszeiten.", "de")]
    ['flexible Arbeitszeiten', 'Arbeitszeiten']
    >>> [phrase.text for phrase in candidate_phrases("There was a lack of seating.", "en")]
    ['lack', 'lack of seating', 'seating']
    """
    if language not in LANGUAGES:
        return []
    stream = tokens(text)
    # One letter a token, so that phrases can be found with regular expressions.
    classes = _german_classes(stream) if language == "de" else _english_classes(stream)
    return [_phrase(text, stream[first:last], classes[first:last], language) for first, last in _token_ranges(classes)]


def _phrase(text: str, part: Sequence[Token], classes: str, language: str) -> Phrase:
    content = [lemma(token.text, language).lower() for token, kind in zip(part, classes, strict=True) if kind in "AN"]
    start, end = part[0].start, part[-1].end
    # The head is the last noun before what is joined: "lack of seating" is a lack.
    joined = next((position for position, kind in enumerate(classes) if kind in "PC"), len(classes))
    return Phrase(text[start:end], start, end, tuple(content), lemma(part[joined - 1].text, language).lower())


def _token_ranges(classes: str) -> list[Range]:
    """Token ranges of (A* N+)((P | P D | C | G)(A* N+))?, at most five tokens, and their parts that end in a noun."""
    ranges: set[Range] = set()
    for match in _NOUN_GROUP.finditer(classes):
        first, last = match.span()
        ends = [end for end in range(first + 1, last + 1) if classes[end - 1] == "N"]
        ranges.update((start, end) for end in ends for start in range(first, end))
        joined = _JOINED_GROUP.match(classes, last)
        if joined:
            # The last noun alone, or with the word before it, takes what is joined to it.
            ranges.update((start, joined.end()) for start in range(max(first, last - 2), last))
    return sorted(span for span in ranges if span[1] - span[0] <= _MAX_PHRASE_WORDS)


def _german_classes(stream: Sequence[Token]) -> str:
    joiners, articles = words("de", "words.joiners"), words("de", "words.articles")
    classes = ""
    is_start = True
    for position, token in enumerate(stream):
        lowered = token.text.lower()
        if token.kind != "word":
            classes += "."
            is_start = token.text[0] in _SENTENCE_END
            continue
        if lowered in joiners:
            classes += "C" if lowered in ("und", "&") else "P"
        elif lowered in articles:
            classes += "G" if lowered in words("de", "words.genitive_articles") else "D"
        elif is_content(token.text, "de") and is_noun(token.text, sentence_start=is_start):
            classes += "N"
        else:
            classes += "A" if _is_german_modifier(token.text, stream[position + 1 : position + 2]) else "x"
        is_start = False
    return classes


def _is_german_modifier(word: str, following: Sequence[Token]) -> bool:
    """Whether a word is an inflected adjective: it ends like one before another word, and is no verb or stop word."""
    lowered = word.lower()
    if not following or following[0].kind != "word" or not lowered.endswith(("e", "en", "er", "es", "em")):
        return False
    # Listed words first: stopwordsiso takes "lange" and "neue" for stop words.
    if lowered in words("de", "words.modifiers"):
        return True
    base = lemma(lowered, "de")
    return is_content(lowered, "de") and base != lowered and not base.endswith(("en", "ern", "eln"))


def _english_classes(stream: Sequence[Token]) -> str:
    joiners, articles = words("en", "words.joiners"), words("en", "words.articles")
    modifiers, before_verb = words("en", "words.modifiers"), words("en", "words.before_verb")
    classes = ""
    for position, token in enumerate(stream):
        lowered = token.text.lower()
        previous = stream[position - 1].text.lower() if position else ""
        if token.kind != "word":
            classes += "."
        elif lowered in joiners:
            classes += "C" if lowered in ("and", "&") else "P"
        elif lowered in articles:
            classes += "D"
        elif lowered in modifiers:
            classes += "A"
        elif not is_content(token.text, "en") or previous in before_verb:
            classes += "x"
        else:
            kind = _english_class(lowered)
            is_adjective = previous in words("en", "words.before_adjective") and not lowered.endswith("s")
            classes += "A" if kind == "N" and is_adjective else kind
    return classes


@lru_cache(maxsize=100_000)
def _english_class(word: str) -> str:
    """Return A for a modifier, N for a noun, x for a verb or adverb, by lists and endings; a noun by default."""
    base = lemma(word, "en")
    if word in words("en", "words.nouns_in_ing") | words("en", "words.nouns_in_ly"):
        return "N"
    if base in words("en", "words.nouns_in_ive"):
        return "N"
    if {word, base} & words("en", "words.verbs") or "'" in word or word.endswith("ly"):
        return "x"
    if word in words("en", "words.adjectives") or word.endswith(tuple(words("en", "words.adjective_endings"))):
        return "A"
    if word.endswith("ed") and base != word:
        return "A"
    return "x" if word.endswith("ing") and base != word else "N"


# ----------------------------------------------------------------------------------------------------------- aspects


def aspects(text: str, language: str) -> list[Phrase]:
    """What a text is about: its nouns, each with the nouns and modifiers that belong to it, and its hashtags.

    Nouns that name nothing by themselves ("way", "Bereich") are left out; nothing for a language without a lexicon.

    >>> [phrase.text for phrase in aspects("Das Personal war nett, der Parkplatz zu klein.", "de")]
    ['Personal', 'Parkplatz']
    """
    if language not in LANGUAGES:
        return []
    simple = [phrase for phrase in candidate_phrases(text, language) if not _is_joined(phrase, language)]
    longest = [phrase for phrase in simple if not any(_is_within(phrase, other) for other in simple)]
    vague, never = words(language, "words.vague_nouns"), words_of_all("words.no_aspects")
    named = [
        phrase
        for phrase in longest
        if phrase.head not in never and not (len(phrase.lemmas) == 1 and phrase.head in vague)
    ]
    tags = [
        Phrase(match[1], match.start(1), match.end(1), (match[1].lower(),), match[1].lower())
        for match in _HASHTAG.finditer(text)
    ]
    return sorted([*named, *tags], key=lambda phrase: (phrase.start, phrase.end))


def aspects_of(
    text: str, language: str, feelings: Sequence[Range], penalties: DistancePenalties | None = None
) -> list[Phrase]:
    """What feelings are about: for each feeling word ``text[start:end]`` the nearest aspect in its sentence.

    A feeling word is no part of an aspect: of "friendly staff" with the feeling "friendly" it is "staff". Where the
    clause names nothing else, a noun of feeling is its own aspect ("Wieder Verspätung!").

    >>> [phrase.text for phrase in aspects_of("The friendly staff, the cold room.", "en", [(4, 12), (24, 28)])]
    ['staff', 'room']
    """
    penalties = penalties or DistancePenalties()
    named = aspects(text, language)
    bare = [phrase for phrase in (_without_feelings(phrase, feelings, language) for phrase in named) if phrase]
    chosen: dict[Range, Phrase] = {}
    for feeling in feelings:
        own = [phrase for phrase in named if feeling[0] <= phrase.start and phrase.end <= feeling[1]]
        distances = [_distance(text, phrase, feeling, penalties) for phrase in bare]
        nearest = min(range(len(bare)), key=lambda number: (distances[number], bare[number].start), default=-1)
        limit = penalties.clause_break if own else penalties.sentence_end
        is_near = nearest >= 0 and distances[nearest] < limit
        for phrase in [bare[nearest]] if is_near else own:
            chosen[phrase.start, phrase.end] = phrase
    return [chosen[key] for key in sorted(chosen)]


def _is_joined(phrase: Phrase, language: str) -> bool:
    small = words(language, "words.joiners") | words(language, "words.articles")
    return not small.isdisjoint(phrase.text.lower().split())


def _is_within(phrase: Phrase, other: Phrase) -> bool:
    is_same = (other.start, other.end) == (phrase.start, phrase.end)
    return not is_same and other.start <= phrase.start and phrase.end <= other.end


def _without_feelings(phrase: Phrase, feelings: Iterable[Range], language: str) -> Phrase | None:
    """The phrase without the feeling words at its ends; None where nothing is left."""
    start, end = phrase.start, phrase.end
    for first, last in sorted(feelings):
        if first <= start < last:
            start = min(last, end)
        if first < end <= last:
            end = max(first, start)
    inner = phrase.text[start - phrase.start : end - phrase.start]
    kept = inner.strip()
    if not kept or kept == phrase.text:
        return phrase if kept else None
    start += len(inner) - len(inner.lstrip())
    lemmas = tuple(lemma(word, language).lower() for word in kept.split())
    return Phrase(kept, start, start + len(kept), lemmas, lemmas[-1])


def _distance(text: str, phrase: Phrase, feeling: Range, penalties: DistancePenalties) -> int:
    """Letters between an aspect and a feeling word, with penalties for breaks between them."""
    is_behind = phrase.start >= feeling[1]
    between = text[feeling[1] : phrase.start] if is_behind else text[phrase.end : feeling[0]]
    breaks = _BREAK.findall(between)
    n_ends = sum(mark in ".!?\n" for mark in breaks)
    # An attribute directly before its noun ("friendly staff") is no judgement that comes before it.
    is_attribute = is_behind and len(between) <= 1
    distance = len(between) + penalties.clause_break * len(breaks) + penalties.sentence_end * n_ends
    return distance + (penalties.noun_behind if is_behind and not is_attribute else 0)
