"""What theme names are made of: the noun phrases of each theme's rows, how they are written, and how well they fit.

A phrase fits a theme when it is frequent there and rare elsewhere (`voc.themes.keywords`), and when its own vector is
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
from voc.themes.graph import normalise_rows
from voc.themes.keywords import Usage, count_usage, rank_items
from voc.themes.prepare import PreparedSegments

Encode = Callable[[Sequence[str]], Floats]
"""n texts → float32 (n, d)."""
Key = tuple[str, ...]
"""A phrase by its lemmas: the head's, then all of them, then "+" where other words are between them."""


@dataclass(frozen=True, slots=True)
class PhraseThresholds:
    """Which rows a theme's phrases come from, and what makes a phrase fit."""

    own_rows: int = 3
    """A theme with fewer rows than this in the study's language takes its name from rows in any language."""
    own_share: float = 0.15
    """The same for a theme with less than this share (0–1) of its rows in the study's language."""
    rows_read: int = 400
    """Nearest rows of a theme that are read for its name."""
    n_compared: int = 60
    """Strongest phrases of a theme that are compared with its centre."""
    rarity_power: float = 0.4
    """The power of a phrase's weight: below 1, so that a rarer phrase nearer the centre can win."""
    apartness: float = 0.7
    """How much it counts that a phrase is nearer this theme's centre than its three nearest others'."""
    one_person: float = 0.4
    """What a phrase of one single person keeps of its fit (0–1), where a theme has other people too."""


_THRESHOLDS = PhraseThresholds()
_MAX_PHRASE_CHARS = 60
"""A longer phrase cannot be read as a name."""
_MIN_ROW_WEIGHT = 0.05
"""The weight of a row that is hardly near its theme, so that its phrases still count a little."""
_MIN_NEARNESS = 0.02
"""The nearness of a phrase that is nearer to other themes: above 0, so that frequency still orders such phrases."""


@dataclass(frozen=True, slots=True)
class ThemeCentres:
    """How phrases are compared with themes.

    ``vectors`` float32 (themes, d), rows of length one; ``encode`` turns n texts into float32 (n, d).
    """

    vectors: Floats
    encode: Encode


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """``keys`` of each row, their ``usage``, the ``spelling`` of each, and the ``rows`` of each theme."""

    keys: Sequence[frozenset[Key]]
    usage: Usage[Key]
    spelling: Mapping[Key, str]
    rows: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class PhraseFits:
    """``ranking`` of each theme, best fit first, as (fit, key); ``vectors`` float32 (d,) of length one of each key,
    empty without an encoder."""

    ranking: Mapping[int, Sequence[tuple[float, Key]]]
    vectors: Mapping[Key, Floats]


def lemmas_of(key: Key) -> tuple[str, ...]:
    """The content words of a phrase."""
    return tuple(part for part in key[1:] if part != "+")


def collect_phrases(
    prepared: PreparedSegments, labels: Sequence[int], scores: Sequence[float], language: str, count: int
) -> PhraseTable:
    """The phrases of each theme's nearest rows in one language; with language "" in all of them."""
    phrases = _read_phrases(prepared, labels, scores, language, count)
    capitals = find_capitals(
        (segment.text, own, segment.language) for segment, own in zip(prepared.segments, phrases, strict=True)
    )
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    keys: list[frozenset[Key]] = []
    for own, segment in zip(phrases, prepared.segments, strict=True):
        row_keys = set()
        for phrase in own:
            spelling = _spell(phrase, segment.text, segment.language, capitals)
            # A phrase that holds a lemma twice ("Schritt für Schritt") is an idiom, not a subject.
            if spelling and len(spelling) <= _MAX_PHRASE_CHARS and len(set(phrase.lemmas)) == len(phrase.lemmas):
                row_keys.add(_key(phrase))
                forms[_key(phrase)][spelling] += 1
        keys.append(frozenset(row_keys))
    usage = count_usage(keys, labels, prepared.person.tolist(), [max(_MIN_ROW_WEIGHT, score) for score in scores])
    spellings = {key: min(counts, key=lambda form: (-counts[form], form)) for key, counts in forms.items()}
    rows: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        rows[label].append(row)
    return PhraseTable(keys, usage, spellings, rows)


def _read_phrases(
    prepared: PreparedSegments,
    labels: Sequence[int],
    scores: Sequence[float],
    language: str,
    count: int,
    thresholds: PhraseThresholds = _THRESHOLDS,
) -> list[list[Phrase]]:
    """The phrases of each theme's nearest rows; in another language only where almost none is in the study's.

    Without a language, those of all rows. Repeats of a text are left out.
    """
    size = Counter(labels)
    own = Counter(
        label for label, segment in zip(labels, prepared.segments, strict=True) if segment.language == language
    )
    foreign = {
        theme for theme in range(count) if own[theme] < max(thresholds.own_rows, thresholds.own_share * size[theme])
    }
    phrases: list[list[Phrase]] = [[] for _ in labels]
    n_read: Counter[int] = Counter()
    for row in sorted(range(len(labels)), key=lambda row: (-scores[row], row)):
        segment, label = prepared.segments[row], labels[row]
        is_repeat = int(prepared.first[row]) != row
        other_language = language and segment.language != language and label not in foreign
        if label < 0 or is_repeat or n_read[label] >= thresholds.rows_read or other_language:
            continue
        phrases[row] = candidate_phrases(segment.text, segment.language)
        n_read[label] += 1
    return phrases


def _key(phrase: Phrase) -> Key:
    has_gaps = len(phrase.text.split()) != len(phrase.lemmas)
    return (phrase.head, *phrase.lemmas, "+") if has_gaps else (phrase.head, *phrase.lemmas)


def fit_phrases(
    table: PhraseTable, count: int, centres: ThemeCentres | None, thresholds: PhraseThresholds = _THRESHOLDS
) -> PhraseFits:
    """How well each phrase fits each theme: the theme's strongest phrases, best first, equal ones by key."""
    strongest = {theme: rank_items(table.usage, theme)[: thresholds.n_compared] for theme in range(count)}
    keys = sorted({key for weighted in strongest.values() for _, key in weighted})
    position = {key: i for i, key in enumerate(keys)}
    vectors, nearness = _nearness(table, keys, count, centres, thresholds)
    ranking: dict[int, list[tuple[float, Key]]] = {}
    for theme, weighted in strongest.items():
        top = weighted[0][0] if weighted else 1.0
        fits = []
        for weight, key in weighted:
            people = 1.0
            if table.usage.people[theme, key] < 2:
                people = thresholds.one_person * (0.5 if key[-1] == "+" else 1.0)
            near = float(nearness[position[key], theme])
            fits.append((round(people * (weight / top) ** thresholds.rarity_power * near, 6), key))
        ranking[theme] = sorted(fits, key=lambda pair: (-pair[0], pair[1]))
    return PhraseFits(ranking, {key: vectors[position[key]] for key in keys} if len(vectors) else {})


def _nearness(
    table: PhraseTable, keys: Sequence[Key], count: int, centres: ThemeCentres | None, thresholds: PhraseThresholds
) -> tuple[Floats, Floats]:
    """Vectors (n, d) of the phrases, and (n, themes) how near each is to each theme and not to others, above 0."""
    if centres is None or len(keys) < 2:
        return np.zeros((0, 0), np.float32), np.ones((len(keys), count), np.float32)
    encoded = np.asarray(centres.encode([table.spelling[key] for key in keys]), np.float64)
    # Short phrases have a direction in common that sentences lack; without it only what they mean is left.
    vectors = normalise_rows(encoded - encoded.mean(axis=0)).astype(np.float32)
    cosine = np.asarray(vectors @ centres.vectors.T, np.float32)
    nearness = np.empty_like(cosine)
    for theme in range(count):
        others = np.sort(np.delete(cosine, theme, axis=1), axis=1)[:, -3:]
        apart = cosine[:, theme] - (others.mean(axis=1) if others.shape[1] else 0.0)
        nearness[:, theme] = cosine[:, theme] + thresholds.apartness * apart
    return vectors, np.maximum(nearness, _MIN_NEARNESS).round(4)


# How words and phrases are written in a name: capitals, umlauts and endings as a colleague would write them.

_FEMININE_ENDINGS = ("ung", "heit", "keit", "schaft", "ion", "tät", "ik", "enz", "anz", "ur", "ei")
_GENITIVE_ENDINGS = ("en", "el", "um", "ld", "kt", "ment", "tz")
"""A German noun with one of these takes an s in the genitive; other nouns in -s are mostly English plurals
("Meetings")."""
_ABBREVIATION_LETTERS = 4
"""An abbreviation has no more letters than this."""
_ABBREVIATION_SHARE = 0.25
"""An abbreviation is all in capitals in at least this share (0–1) of its uses: people also write "pdf"."""
_MOSTLY_CAPITAL = 0.6
"""An English word is a name when more than this share (0–1) of its uses inside sentences begin with a capital."""
_SMALL_WORDS = words_of_all("words.joiners") | words_of_all("words.articles")


def find_capitals(rows: Iterable[tuple[str, Sequence[Phrase], str]]) -> Mapping[str, str]:
    """English words that people write with a capital inside a sentence, as they mostly write them.

    An abbreviation is one where at least a quarter of its uses are all in capitals ("PDF" beside "pdf").

    Args:
        rows: (text, phrases, language) of each row.
    """
    forms: dict[str, Counter[str]] = {}
    for text, phrases, language in rows:
        # German nouns have capitals anyway, and so has everything in a text that shouts.
        if language == "de" or text.isupper():
            continue
        for phrase in phrases:
            words = phrase.text.split()
            for word in words[starts_sentence(text, phrase.start) :]:
                forms.setdefault(word.lower(), Counter())[word] += 1
    capitals = {}
    for word, counts in forms.items():
        n_upper = sum(count for form, count in counts.items() if form[0].isupper())
        # A single capital may be a slip.
        if n_upper >= 2 and n_upper > _MOSTLY_CAPITAL * counts.total():
            capitals[word] = min((form for form in counts if form[0].isupper()), key=lambda form: (-counts[form], form))
        n_all_upper = counts[word.upper()] if len(word) <= _ABBREVIATION_LETTERS else 0
        if n_all_upper > 2 and n_all_upper >= _ABBREVIATION_SHARE * counts.total():
            capitals[word] = word.upper()
    return capitals


def starts_sentence(text: str, start: int) -> bool:
    """Whether the word at an offset is the first of its sentence or line."""
    before = text[:start].rstrip(" \t")
    return not before or before[-1] in '\n.!?…:"„“”»«()[]–—•*'


def _spell(phrase: Phrase, text: str, language: str, capitals: Mapping[str, str]) -> str:
    if language == "de":
        return spell_german(phrase.text, first=starts_sentence(text, phrase.start))
    return spell_english(phrase.text, capitals)


def spell_english(text: str, capitals: Mapping[str, str]) -> str:
    """A phrase in small letters but for names and abbreviations.

    >>> spell_english("Wi-Fi Access in Dubai", {"dubai": "Dubai"})
    'Wi-Fi access in Dubai'
    """
    return " ".join(
        capitals.get(word.lower(), word if _has_own_capitals(word) else word.lower()) for word in text.split()
    )


def _has_own_capitals(word: str) -> bool:
    """Whether a word has a capital inside ("iPad", "Wi-Fi") or is a short word all in capitals ("API")."""
    return any(letter.isupper() for letter in word[1:]) and not (word.isupper() and len(word) > _ABBREVIATION_LETTERS)


def spell_german(text: str, *, first: bool = False) -> str:
    """A phrase as it is written alone: nouns with a capital, adjectives without, both without the endings of a case.

    Empty where the ending would need the noun's gender, which the words do not show. ``first`` says that the phrase
    begins a sentence, so that its first capital means nothing.

    >>> spell_german("flexiblen arbeitszeiten"), spell_german("Gute Stimmung", first=True)
    ('flexible Arbeitszeiten', 'gute Stimmung')
    >>> spell_german("Mitarbeitern"), spell_german("netten Laden")
    ('Mitarbeiter', '')
    """
    words = text.split()
    spelled: list[str] = []
    for i, word in enumerate(words):
        after_small_word = i > 0 and spelled[-1] in _SMALL_WORDS
        is_adjective = i + 1 < len(words) and (word.islower() or (first and i == 0))
        if word.lower() in _SMALL_WORDS:
            spelled.append(word.lower())
        elif _has_own_capitals(word):
            spelled.append(word)
        elif is_adjective and not is_noun(word, sentence_start=True):
            # After "mit" or "der" the case is the joiner's, and the ending is right as it is.
            adjective = word.lower() if after_small_word else _nominative_adjective(word.lower(), words[i + 1])
            if not adjective:
                return ""
            spelled.append(adjective)
        elif after_small_word and spelled[-1] != "und":
            spelled.append(word[:1].upper() + word[1:])
        else:
            spelled.append(_nominative_noun(word))
    return " ".join(spelled)


def _nominative_adjective(word: str, noun: str) -> str:
    """An adjective in the nominative before its noun; empty where that cannot be known."""
    plural = lemma(noun, "de").lower().replace("ß", "ss") != noun.lower().replace("ß", "ss")
    feminine = noun.lower().endswith(_FEMININE_ENDINGS)
    if word.endswith("es"):
        return word
    if word.endswith("e"):
        return word if plural or feminine or noun.endswith("e") else ""
    if word.endswith("en") and (plural or feminine):
        return word[:-1]
    if word.endswith("er"):
        return word[:-1] if feminine or plural else word
    return ""


def _nominative_noun(word: str) -> str:
    base = lemma(word, "de")
    # Dative plural: "Mitarbeitern", "Schlüsseln".
    if word.endswith(("ern", "eln")) and base.lower() == word[:-1].lower():
        word = word[:-1]
    if base.endswith("r") and word.lower() == base[:-1].lower() + "n":
        word = word[:-1]
    elif (
        word.endswith("s")
        and base.endswith(_GENITIVE_ENDINGS)
        and base.lower() in (word[:-1].lower(), word[:-2].lower())
    ):
        word = base
    return word[:1].upper() + word[1:]


def capitalise_name(name: str) -> str:
    """A name with a capital at its start, unless its first word is written otherwise ("iPad").

    >>> capitalise_name("lost runs"), capitalise_name("iPad app")
    ('Lost runs', 'iPad app')
    """
    first = name.split(" ", maxsplit=1)[0]
    return name if any(letter.isupper() for letter in first) else name[:1].upper() + name[1:]
