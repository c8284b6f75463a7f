"""What names are made of: the noun phrases of each theme's rows, how they are written, and how well they fit.

A phrase fits a theme when it is frequent there and rare elsewhere (`voc.themes.keywords`), and when its own vector lies
near the theme's centre and further from the others' (as KeyBERT ranks phrases: Grootendorst, 2020).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.schema import Floats
from voc.text import Phrase, candidate_phrases, is_noun, lemma
from voc.text.lexicon import words_of_all
from voc.themes.graph import unit_rows
from voc.themes.keywords import Usage, count_usage, ranked
from voc.themes.prepare import Material

_OWN_ROWS = 3
_OWN_SHARE = 0.15
"""From this number and share of rows in the study's language a theme takes its name from them."""
_READ = 400
"""How many of a theme's nearest rows are read for its name."""
_OPTIONS = 60
"""How many of a theme's phrases are compared with its centre."""
_RARE = 0.4
"""The power of a phrase's weight: below 1, so that a rarer phrase nearer the centre can win."""
_APART = 0.7
"""How much it counts that a phrase lies nearer this theme's centre than its three nearest others'."""
_ALONE = 0.4
"""What a phrase of one single person keeps of its fit, where a theme has other people too."""

_LONGEST = 60
"""Characters of a phrase that can be read as a name; what is longer is no phrase."""

Encode = Callable[[Sequence[str]], Floats]
"""n texts → float32 (n, d)."""
Key = tuple[str, ...]
"""The head's lemma, then the lemmas of a phrase, then "+" where words stand between them."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How phrases are compared with themes: ``centres`` float32 (themes, d), rows of length one; ``encode`` turns n
    texts into float32 (n, d)."""

    centres: Floats
    encode: Encode


@dataclass(frozen=True, slots=True)
class Nouns:
    """``keys`` of each row, their ``usage``, how each is ``written``, and the ``rows`` of each theme."""

    keys: Sequence[frozenset[Key]]
    usage: Usage[Key]
    written: Mapping[Key, str]
    rows: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Fitting:
    """``options`` of each theme, best fit first, as (fit, key); ``vectors`` float32 (d,) of length one of each key,
    empty without an encoder."""

    options: Mapping[int, Sequence[tuple[float, Key]]]
    vectors: Mapping[Key, Floats]


def lemmas_of(key: Key) -> tuple[str, ...]:
    """The content words of a phrase."""
    return tuple(part for part in key[1:] if part != "+")


def collect(material: Material, labels: Sequence[int], scores: Sequence[float], language: str, count: int) -> Nouns:
    """The phrases of each theme's nearest rows in one language; with language "" in all of them."""
    phrases = _phrases(material, labels, scores, language, count)
    named = capitals((row.text, own, row.language) for row, own in zip(material.segments, phrases, strict=True))
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    keys: list[frozenset[Key]] = []
    for own, row in zip(phrases, material.segments, strict=True):
        mine = set()
        for phrase in own:
            text = _written(phrase, row.text, row.language, named)
            if text and len(text) <= _LONGEST and len(set(phrase.lemmas)) == len(phrase.lemmas):
                mine.add(_key(phrase))
                forms[_key(phrase)][text] += 1
        keys.append(frozenset(mine))
    usage = count_usage(keys, labels, material.person.tolist(), [max(0.05, score) for score in scores])
    written = {key: min(found, key=lambda form: (-found[form], form)) for key, found in forms.items()}
    rows: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        rows[label].append(place)
    return Nouns(keys, usage, written, rows)


def _phrases(
    material: Material, labels: Sequence[int], scores: Sequence[float], language: str, count: int
) -> list[list[Phrase]]:
    """The phrases of each theme's nearest rows; in another language only where almost none is in the study's.

    Without a language, those of all rows. A text that stands there more than once counts once.
    """
    size = Counter(labels)
    own = Counter(label for label, row in zip(labels, material.segments, strict=True) if row.language == language)
    foreign = {theme for theme in range(count) if own[theme] < max(_OWN_ROWS, _OWN_SHARE * size[theme])}
    phrases: list[list[Phrase]] = [[] for _ in labels]
    read: Counter[int] = Counter()
    for row in sorted(range(len(labels)), key=lambda row: (-scores[row], row)):
        segment, label = material.segments[row], labels[row]
        repeated = int(material.first[row]) != row
        if (
            label < 0
            or repeated
            or read[label] >= _READ
            or (language and segment.language != language and label not in foreign)
        ):
            continue
        phrases[row] = candidate_phrases(segment.text, segment.language)
        read[label] += 1
    return phrases


def _written(phrase: Phrase, text: str, language: str, named: Mapping[str, str]) -> str:
    if language == "de":
        return german(phrase.text, first=starts_sentence(text, phrase.start))
    return english(phrase.text, named)


def _key(phrase: Phrase) -> Key:
    bare = len(phrase.text.split()) == len(phrase.lemmas)
    return (phrase.head, *phrase.lemmas) if bare else (phrase.head, *phrase.lemmas, "+")


def fitting(nouns: Nouns, count: int, meaning: Meaning | None) -> Fitting:
    """How well each phrase fits each theme: the theme's strongest phrases, best first, equal ones by key."""
    strongest = {theme: ranked(nouns.usage, theme)[:_OPTIONS] for theme in range(count)}
    keys = sorted({key for options in strongest.values() for _, key in options})
    place = {key: position for position, key in enumerate(keys)}
    vectors, near = _nearness(nouns, keys, count, meaning)
    options: dict[int, list[tuple[float, Key]]] = {}
    for theme, own in strongest.items():
        top = own[0][0] if own else 1.0
        found = []
        for value, key in own:
            joined = key[-1] == "+"
            people = 1.0 if nouns.usage.people[theme, key] > 1 else _ALONE * (0.5 if joined else 1.0)
            found.append((round(people * (value / top) ** _RARE * float(near[place[key], theme]), 6), key))
        options[theme] = sorted(found, key=lambda pair: (-pair[0], pair[1]))
    return Fitting(options, {key: vectors[place[key]] for key in keys} if len(vectors) else {})


def _nearness(nouns: Nouns, keys: Sequence[Key], count: int, meaning: Meaning | None) -> tuple[Floats, Floats]:
    """Vectors (n, d) of the phrases, and (n, themes) how near each lies to each theme and not to others, above 0."""
    if meaning is None or len(keys) < 2:
        return np.zeros((0, 0), np.float32), np.ones((len(keys), count), np.float32)
    raw = np.asarray(meaning.encode([nouns.written[key] for key in keys]), np.float64)
    vectors = unit_rows(raw - raw.mean(axis=0)).astype(np.float32)
    cosine = np.asarray(vectors @ meaning.centres.T, np.float32)
    near = np.empty_like(cosine)
    for theme in range(count):
        others = np.sort(np.delete(cosine, theme, axis=1), axis=1)[:, -3:]
        apart = cosine[:, theme] - (others.mean(axis=1) if others.shape[1] else 0.0)
        near[:, theme] = cosine[:, theme] + _APART * apart
    return vectors, np.maximum(near, 0.02).round(4)


_FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "ik", "enz", "anz", "ur", "ei")
_GENITIVE = ("en", "el", "um", "ld", "kt", "ment", "tz")
"""A German noun that ends so takes an s in the genitive; other nouns in -s are mostly English plurals ("Meetings")."""
_SHORT, _QUARTER = 4, 0.25
"""An abbreviation has no more letters than this, and is all in capitals in at least this share of its uses."""
_SMALL = words_of_all("words.joiners") | words_of_all("words.articles")


def capitals(rows: Iterable[tuple[str, Sequence[Phrase], str]]) -> Mapping[str, str]:
    """English words that people write with a capital inside a sentence, as they mostly write them.

    An abbreviation is one where at least a quarter of its uses are all in capitals ("PDF" beside "pdf").

    Args:
        rows: (text, phrases, language) of each row.
    """
    forms: dict[str, Counter[str]] = {}
    for text, phrases, language in rows:
        if language == "de" or text.isupper():
            continue
        for phrase in phrases:
            words = phrase.text.split()
            for word in words[starts_sentence(text, phrase.start) :]:
                forms.setdefault(word.lower(), Counter())[word] += 1
    named = {}
    for word, found in forms.items():
        upper = sum(count for form, count in found.items() if form[0].isupper())
        if upper >= 2 and upper > 0.6 * found.total():
            named[word] = min((form for form in found if form[0].isupper()), key=lambda form: (-found[form], form))
        short = found[word.upper()] if len(word) <= _SHORT else 0
        if short > 2 and short >= _QUARTER * found.total():
            named[word] = word.upper()
    return named


def starts_sentence(text: str, place: int) -> bool:
    """Whether what stands at a place of a text is the first word of its sentence or line."""
    before = text[:place].rstrip(" \t")
    return not before or before[-1] in '\n.!?…:"„“”»«()[]–—•*'


def english(text: str, named: Mapping[str, str]) -> str:
    """A phrase in small letters but for names and abbreviations.

    >>> english("Wi-Fi Access in Dubai", {"dubai": "Dubai"})
    'Wi-Fi access in Dubai'
    """
    return " ".join(named.get(word.lower(), word if _marked(word) else word.lower()) for word in text.split())


def _marked(word: str) -> bool:
    """Whether a word has a capital inside ("iPad", "Wi-Fi") or is a short word all in capitals ("API")."""
    return any(letter.isupper() for letter in word[1:]) and not (word.isupper() and len(word) > 4)


def german(text: str, *, first: bool = False) -> str:
    """A phrase as it is written alone: nouns with a capital, adjectives without, both without the endings of a case.

    Empty where the ending would need the noun's gender, which the words do not tell. ``first`` says that the phrase
    starts a sentence, so that its first capital means nothing.

    >>> german("flexiblen arbeitszeiten"), german("Gute Stimmung", first=True)
    ('flexible Arbeitszeiten', 'gute Stimmung')
    >>> german("Mitarbeitern"), german("netten Laden")
    ('Mitarbeiter', '')
    """
    words = text.split()
    done: list[str] = []
    for place, word in enumerate(words):
        if word.lower() in _SMALL:
            done.append(word.lower())
        elif _marked(word):
            done.append(word)
        elif (
            place + 1 < len(words)
            and (word.islower() or (first and place == 0))
            and not is_noun(word, sentence_start=True)
        ):
            bare = place > 0 and done[-1] in _SMALL
            mended = word.lower() if bare else _adjective(word.lower(), words[place + 1])
            if not mended:
                return ""
            done.append(mended)
        else:
            bare = place > 0 and done[-1] in _SMALL and done[-1] not in ("und",)
            done.append(word[:1].upper() + word[1:] if bare else _noun(word))
    return " ".join(done)


def _adjective(word: str, noun: str) -> str:
    """An adjective in the nominative before its noun; empty where that cannot be told."""
    plural = lemma(noun, "de").lower().replace("ß", "ss") != noun.lower().replace("ß", "ss")
    feminine = noun.lower().endswith(_FEMININE)
    if word.endswith("es"):
        return word
    if word.endswith("e"):
        return word if plural or feminine or noun.endswith("e") else ""
    if word.endswith("en") and (plural or feminine):
        return word[:-1]
    if word.endswith("er"):
        return word[:-1] if feminine or plural else word
    return ""


def _noun(word: str) -> str:
    base = lemma(word, "de")
    if word.endswith(("ern", "eln")) and base.lower() == word[:-1].lower():
        word = word[:-1]
    if base.endswith("r") and word.lower() == base[:-1].lower() + "n":
        word = word[:-1]
    elif word.endswith("s") and base.endswith(_GENITIVE) and base.lower() in (word[:-1].lower(), word[:-2].lower()):
        word = base
    return word[:1].upper() + word[1:]


def capitalised(name: str) -> str:
    """A name with a capital at its start, unless its first word is written otherwise ("iPad").

    >>> capitalised("lost runs"), capitalised("iPad app")
    ('Lost runs', 'iPad app')
    """
    first = name.split(" ", maxsplit=1)[0]
    return name if any(letter.isupper() for letter in first) else name[:1].upper() + name[1:]
