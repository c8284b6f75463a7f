"""Names of themes: two to five words out of the segments themselves, the way they are mostly written there.

A name is the noun that fits the theme best; a longer phrase around it where people use one often enough; or a second
noun beside it that covers what the first one does not and is not another word for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voc.schema import Language
from voc.text.words import is_vague_noun
from voc.themes.keywords import MAX_ROW_SHARE, ProperNames, Usage, find_proper_names, rank_items
from voc.themes.phrases import (
    Key,
    PhraseFits,
    PhraseTable,
    ThemeCentres,
    capitalise_name,
    collect_phrases,
    fit_phrases,
    lemmas_of,
)
from voc.themes.prepare import PreparedSegments

_ENDING = re.compile(r"(?:ings?|ung|en|er|es|e|s)$")
_MAX_NAME_WORDS = 4
"""A phrase in a name has no more words than this."""
_MAX_SECOND_NOUNS = 15
"""How many of a theme's best nouns are tried as the second noun of its name."""


@dataclass(frozen=True, slots=True)
class NameThresholds:
    """When a longer phrase or a second noun joins the noun that names a theme. All are shares, 0–1."""

    phrase_use: float = 0.26
    """A longer phrase replaces its noun if its use is at least this share of the noun's, and it fits well enough."""
    phrase_fit: float = 0.40
    """Such a phrase fits well enough if its fit is at least this share of the noun's."""
    rare_phrase_use: float = 0.1
    """A rarer phrase also replaces its noun if its use is at least this share of the noun's, and it fits better."""
    rare_phrase_fit: float = 0.6
    """Such a rarer phrase needs at least this share of the noun's fit."""
    part_use: float = 0.6
    """A phrase is part of a longer one when that makes up at least this much of its use ("Kong" of "Hong Kong")."""
    second_noun_gain: float = 0.12
    """A second noun joins the first when it adds at least this much in relation to the first one's fit."""
    alone_gain: float = 0.6
    """How much of a second noun's fit depends on the share of its rows where the first noun is missing."""
    synonym_cosine: float = 0.62
    """Two nouns are synonyms if the cosine of their vectors is above this."""


@dataclass(frozen=True, slots=True)
class _Options:
    """What the names of all themes are chosen from."""

    table: PhraseTable
    fits: PhraseFits
    words: Usage[str]
    proper_names: ProperNames
    thresholds: NameThresholds = field(default_factory=NameThresholds)

    def n_people(self, theme: int, key: Key) -> int:
        """How many people of a theme use a phrase."""
        return self.table.usage.people.get((theme, key), 0)

    def use(self, theme: int, key: Key) -> float:
        """How much a theme uses a phrase; see `Usage`."""
        return self.table.usage.inside[theme, key]

    def spelling(self, key: Key) -> str:
        """A phrase with a capital at its start."""
        return capitalise_name(self.table.spelling[key])

    def allows(self, key: Key) -> bool:
        """Whether a name may hold the phrase: no proper name, and no word that is everywhere."""
        is_common = self.words.rows.get(key[0], 0.0) > MAX_ROW_SHARE
        return not is_common and not any(self.proper_names.excludes(lemma) for lemma in lemmas_of(key))


def name_themes(
    prepared: PreparedSegments,
    labels: Sequence[int],
    scores: Sequence[float],
    words: Usage[str],
    language: Language,
    centres: ThemeCentres | None = None,
) -> list[str]:
    """One unique name for each theme.

    Args:
        prepared: the rows.
        labels: the theme of each row, or −1.
        scores: how central each row is to its theme, 0–1.
        words: usage of content words by theme.
        language: the language names should be in, as far as a theme has rows in it.
        centres: the themes' centres and how phrases become vectors; without it, words alone decide.
    """
    count = max(labels, default=-1) + 1
    proper_names = find_proper_names(prepared, words, count)

    def collect(phrase_language: str) -> _Options:
        table = collect_phrases(prepared, labels, scores, phrase_language, count)
        return _Options(table, fit_phrases(table, count, centres), words, proper_names)

    options = collect(language)
    any_language: _Options | None = None
    taken: set[str] = set()
    names: dict[int, str] = {}
    for theme in _surest_first(options, count):
        names[theme] = _name_theme(options, theme, taken)
        if not names[theme]:
            # Collected only when needed: reading the phrases of all languages takes as long as the first reading.
            any_language = any_language or collect("")
            names[theme] = _name_theme(any_language, theme, taken)
        if not names[theme]:
            keywords = [word for _, word in rank_items(words, theme)][:2]
            names[theme] = capitalise_name(" & ".join(keywords)) or (
                "Sonstiges" if language == "de" else "Other matters"
            )
    return _number_repeats([names[theme] for theme in range(count)])


def _surest_first(options: _Options, count: int) -> list[int]:
    """Themes by how well their best phrase fits, so that a noun goes to the theme that it fits best."""
    ranking, mass = options.fits.ranking, options.table.usage.mass
    best = {theme: ranking[theme][0][0] if ranking[theme] else 0.0 for theme in range(count)}
    return sorted(range(count), key=lambda theme: (-best[theme], -mass[theme], theme))


def _name_theme(options: _Options, theme: int, taken: set[str]) -> str:
    """The name of one theme; its lemmas join ``taken``. Empty where the rows hold no noun of their own."""
    phrases = [(fit, key) for fit, key in options.fits.ranking[theme] if options.allows(key)]
    nouns = _rank_nouns(options, theme)
    # A noun that names a surer theme is used again only where there is no other.
    free = [(fit, key) for fit, key in nouns if not any(_same_stem(key[0], lemma) for lemma in taken)] or nouns
    if not free:
        return options.spelling(phrases[0][1]) if phrases else ""
    fit, noun = free[0]
    if len(lemmas_of(noun)) > 1:
        taken.update(lemmas_of(noun))
        return options.spelling(noun)
    longer = _longer_phrase(options, theme, noun, phrases, taken)
    second = _second_noun(options, theme, (fit, noun), free[1 : _MAX_SECOND_NOUNS + 1])
    if longer and not (second and second[0] > longer[0]):
        taken.update(lemmas_of(longer[1]))
        return options.spelling(longer[1])
    taken.add(noun[0])
    if not second:
        return options.spelling(noun)
    partner = _extend_to_compound(options, theme, second[1], noun, phrases)
    taken.add(partner[0])
    both = _phrase_of_both(options, theme, noun, partner, phrases)
    if both:
        return options.spelling(both)
    return capitalise_name(f"{options.table.spelling[noun]} & {options.table.spelling[partner]}")


def _phrase_of_both(
    options: _Options, theme: int, noun: Key, partner: Key, phrases: Sequence[tuple[float, Key]]
) -> Key | None:
    """The phrase in which people use two nouns together ("battery life"), where they do so often enough."""
    rarer = min(options.use(theme, noun), options.use(theme, partner))
    for _, key in phrases:
        is_used = options.use(theme, key) >= options.thresholds.phrase_use * rarer and options.n_people(theme, key) > 1
        if set(lemmas_of(key)) == {noun[0], partner[0]} and is_used:
            return key
    return None


def _rank_nouns(options: _Options, theme: int) -> list[tuple[float, Key]]:
    """Nouns that can be a name alone, best fit first: no vague ones; the whole for what is mostly a part of it."""
    ranking = options.fits.ranking[theme]
    keys = [key for _, key in ranking]
    fits = {key: fit for fit, key in ranking}
    nouns: dict[Key, float] = {}
    for fit, key in ranking:
        if len(lemmas_of(key)) > 1 or is_vague_noun(key[0]):
            continue
        whole = _whole_phrase(options, theme, key, keys)
        if options.allows(whole):
            nouns.setdefault(whole, max(fit, fits[whole]))
    return [(fit, key) for key, fit in sorted(nouns.items(), key=lambda pair: (-pair[1], pair[0]))]


def _longer_phrase(
    options: _Options, theme: int, noun: Key, phrases: Sequence[tuple[float, Key]], taken: set[str]
) -> tuple[float, Key] | None:
    """The best-fitting phrase of two to four words around a noun, used often enough beside it, and its fit."""
    limits = options.thresholds
    noun_fit = next(fit for fit, key in phrases if key == noun)
    for fit, key in phrases:
        lemmas = lemmas_of(key)
        if len(lemmas) < 2 or noun[0] not in lemmas or len(options.table.spelling[key].split()) > _MAX_NAME_WORDS:
            continue
        use = options.use(theme, key) / options.use(theme, noun)
        is_common = use >= limits.phrase_use and fit >= limits.phrase_fit * noun_fit
        is_apt = use >= limits.rare_phrase_use and fit >= limits.rare_phrase_fit * noun_fit
        if (is_common or is_apt) and key[0] not in taken - {noun[0]}:
            return fit, _whole_phrase(options, theme, key, [other for _, other in phrases])
    return None


def _whole_phrase(options: _Options, theme: int, key: Key, keys: Sequence[Key]) -> Key:
    """The longer phrase, of more than one person, that a phrase is mostly a part of ("Kong" in "Hong Kong")."""
    lemmas = lemmas_of(key)
    least_use = options.thresholds.part_use * options.use(theme, key)
    for other in keys:
        longer = lemmas_of(other)
        holds_it = len(lemmas) < len(longer) <= _MAX_NAME_WORDS and set(lemmas) < set(longer) and other[0] == key[0]
        if holds_it and options.n_people(theme, other) > 1 and options.use(theme, other) >= least_use:
            return other
    return key


def _second_noun(
    options: _Options, theme: int, first: tuple[float, Key], nouns: Sequence[tuple[float, Key]]
) -> tuple[float, Key] | None:
    """The noun that adds most beside the first: its fit times the share of its rows where the first is missing."""
    limits = options.thresholds
    first_fit, first_key = first
    best: tuple[float, Key] | None = None
    for fit, key in nouns:
        if any(_looks_alike(lemma, first_key[0]) for lemma in lemmas_of(key)):
            continue
        if _are_synonyms(options, theme, key, first_key):
            continue
        # Beside a noun that many use, one person's word would speak for all.
        if options.n_people(theme, first_key) > 1 and options.n_people(theme, key) < 2:
            continue
        rows = [row for row in options.table.rows[theme] if key in options.table.keys[row]]
        alone = sum(first_key not in options.table.keys[row] for row in rows) / max(len(rows), 1)
        gain = round(fit * (1 - limits.alone_gain + limits.alone_gain * alone), 6)
        if gain >= limits.second_noun_gain * first_fit and (best is None or gain > best[0]):
            best = (gain, key)
    return best


def _extend_to_compound(
    options: _Options, theme: int, noun: Key, first: Key, phrases: Sequence[tuple[float, Key]]
) -> Key:
    """The noun with the noun that follows it ("screen" in "screen size"), where that is used often enough."""
    for _, key in phrases:
        extends_it = len(key) == 3 and key[1] == noun[0] and key[0] not in (noun[0], first[0])
        least_use = options.thresholds.phrase_use * options.use(theme, noun)
        if extends_it and options.use(theme, key) >= least_use and options.n_people(theme, key) > 1:
            return key
    return noun


def _are_synonyms(options: _Options, theme: int, key: Key, other: Key) -> bool:
    """Whether two nouns say the same: their vectors are near, and people do not name them side by side."""
    vectors = options.fits.vectors
    if key not in vectors or other not in vectors:
        return False
    side_by_side = ((key[0], key[0], other[0], "+"), (other[0], other[0], key[0], "+"))
    if any(options.n_people(theme, both) > 1 for both in side_by_side):
        return False
    return round(float(vectors[key] @ vectors[other]), 4) > options.thresholds.synonym_cosine


def _looks_alike(lemma: str, other: str) -> bool:
    """Whether two lemmas share their stem or one holds the other, as compounds do."""
    short, long = sorted((lemma, other), key=len)
    if _ENDING.sub("", lemma) == _ENDING.sub("", other):
        return True
    return (len(short) >= 3 and short in long) or (len(short) >= 5 and short[:4] == long[:4])


def _same_stem(lemma: str, other: str) -> bool:
    """Whether two lemmas are forms of one word ("Dozent", "Dozentin"), not merely parts of one compound."""
    if lemma == other:
        return True
    return min(len(lemma), len(other)) >= 5 and lemma[:5] == other[:5] and abs(len(lemma) - len(other)) <= 3


def _number_repeats(names: Sequence[str]) -> list[str]:
    """The names, with a number behind each that another theme has already."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name.lower()] += 1
        unique.append(name if seen[name.lower()] == 1 else f"{name} ({seen[name.lower()]})")
    return unique
