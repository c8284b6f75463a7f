"""Names of themes: two to five words out of the segments themselves, the way they are mostly written there.

A name is the noun that speaks most for the theme; a longer phrase around it where people use one often enough; or a
second noun beside it that covers what the first one does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.schema import Language
from voc.themes.forms import capitalised, capitals, english, german, starts_sentence
from voc.themes.keywords import EVERYWHERE, Usage, count_usage, ranked
from voc.themes.material import Material
from voc.words import Phrase, candidate_phrases

_OWN_ROWS = 3
_OWN_SHARE = 0.15
"""From this number and share of rows in the study's language a theme takes its name from them."""
_READ = 400
"""How many of a theme's nearest rows are read for its name."""
_LONGER = 0.22
"""A longer phrase stands for its noun when it is used at least this often in relation to the noun."""
_PART = 0.6
"""A phrase is part of a longer one when that makes up at least this much of its use."""
_BESIDE = 0.12
"""A second noun stands beside the first when it adds at least this much of the first one's weight."""

Key = tuple[str, ...]
"""The head's lemma, then the lemmas of a phrase, then "+" where words stand between them."""


@dataclass(frozen=True, slots=True)
class _Nouns:
    """What names are made of: ``keys`` of each row, their ``usage``, how each is ``written``, and what each theme's
    rows are."""

    keys: Sequence[frozenset[Key]]
    usage: Usage[Key]
    written: Mapping[Key, str]
    rows: Mapping[int, Sequence[int]]


def name_themes(
    material: Material, labels: Sequence[int], scores: Sequence[float], words: Usage[str], language: Language
) -> list[str]:
    """One unique name for each theme.

    Args:
        material: the rows.
        labels: the theme of each row, or −1.
        scores: how central each row is to its theme, 0–1.
        words: usage of content words by theme.
        language: the language names should be in, as far as a theme has rows in it.
    """
    count = max(labels, default=-1) + 1
    nouns = _collect(material, labels, scores, language, count)
    every: _Nouns | None = None
    taken: set[str] = set()
    names: dict[int, str] = {}
    for theme in sorted(range(count), key=lambda theme: (-nouns.usage.mass[theme], theme)):
        names[theme] = _name(nouns, words, theme, taken)
        if not names[theme]:
            every = every or _collect(material, labels, scores, "", count)
            names[theme] = _name(every, words, theme, taken)
        if not names[theme]:
            own = [word for _, word in ranked(words, theme)][:2]
            names[theme] = capitalised(" & ".join(own)) or ("Sonstiges" if language == "de" else "Other matters")
    return _unique([names[theme] for theme in range(count)])


def _collect(material: Material, labels: Sequence[int], scores: Sequence[float], language: str, count: int) -> _Nouns:
    phrases = _phrases(material, labels, scores, language, count)
    named = capitals((row.text, own, row.language) for row, own in zip(material.segments, phrases, strict=True))
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    keys: list[frozenset[Key]] = []
    for own, row in zip(phrases, material.segments, strict=True):
        mine = set()
        for phrase in own:
            text = _written(phrase, row.text, row.language, named)
            if text and len(set(phrase.lemmas)) == len(phrase.lemmas):
                mine.add(_key(phrase))
                forms[_key(phrase)][text] += 1
        keys.append(frozenset(mine))
    usage = count_usage(keys, labels, material.person.tolist(), [max(0.05, score) for score in scores])
    written = {key: min(found, key=lambda form: (-found[form], form)) for key, found in forms.items()}
    rows: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        rows[label].append(place)
    return _Nouns(keys, usage, written, rows)


def _phrases(
    material: Material, labels: Sequence[int], scores: Sequence[float], language: str, count: int
) -> list[list[Phrase]]:
    """The phrases of each theme's nearest rows; in another language only where almost none is in the study's.

    Without a language, those of all rows.
    """
    size = Counter(labels)
    own = Counter(label for label, row in zip(labels, material.segments, strict=True) if row.language == language)
    foreign = {theme for theme in range(count) if own[theme] < max(_OWN_ROWS, _OWN_SHARE * size[theme])}
    phrases: list[list[Phrase]] = [[] for _ in labels]
    read: Counter[int] = Counter()
    for row in sorted(range(len(labels)), key=lambda row: (-scores[row], row)):
        segment, label = material.segments[row], labels[row]
        if label < 0 or read[label] >= _READ or (language and segment.language != language and label not in foreign):
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


def _lemmas(key: Key) -> tuple[str, ...]:
    return tuple(part for part in key[1:] if part != "+")


def _name(nouns: _Nouns, words: Usage[str], theme: int, taken: set[str]) -> str:
    """The name of one theme; its heads join ``taken``. Empty where the rows hold no noun of their own."""
    known = [(value, key) for value, key in ranked(nouns.usage, theme) if words.rows.get(key[0], 0.0) <= EVERYWHERE]
    options = [(value, key) for value, key in known if nouns.usage.people[theme, key] >= 2] or known
    single = [(value, key) for value, key in options if len(_lemmas(key)) == 1]
    free = [(value, key) for value, key in single if not any(_same_stem(key[0], other) for other in taken)] or single
    if not free:
        return capitalised(nouns.written[options[0][1]]) if options else ""
    value, first = free[0]
    longer = _longer(nouns, theme, first, [key for _, key in options], taken)
    if longer:
        taken.update(_lemmas(longer))
        return capitalised(nouns.written[longer])
    taken.add(first[0])
    second = _beside(nouns, theme, first, value, free[1:12])
    if not second:
        return capitalised(nouns.written[first])
    taken.add(second[0])
    whole = {first[0], second[0]}
    rarer = min(nouns.usage.inside[theme, first], nouns.usage.inside[theme, second])
    for _, key in options:
        if set(_lemmas(key)) == whole and nouns.usage.inside[theme, key] >= _LONGER * rarer:
            return capitalised(nouns.written[key])
    partner = _longer(nouns, theme, second, [key for _, key in options], taken - {second[0]}) or second
    repeats = any(_alike(one, other) for one in _lemmas(partner) for other in _lemmas(first))
    if repeats or partner[-1] == "+" or len(_lemmas(partner)) > 2:
        partner = second
    return capitalised(f"{nouns.written[first]} & {nouns.written[partner]}")


def _longer(nouns: _Nouns, theme: int, noun: Key, options: Sequence[Key], taken: set[str]) -> Key | None:
    """The strongest phrase of two to four words around a noun, where it is used often enough beside the noun."""
    own = nouns.usage.inside[theme, noun]
    for key in options:
        lemmas = _lemmas(key)
        if len(lemmas) < 2 or noun[0] not in lemmas or len(nouns.written[key].split()) > 4:
            continue
        if nouns.usage.inside[theme, key] >= _LONGER * own and key[0] not in taken - {noun[0]}:
            return _whole(nouns, theme, key, options)
    return None


def _whole(nouns: _Nouns, theme: int, key: Key, options: Sequence[Key]) -> Key:
    """The longer phrase that a phrase is mostly a part of ("Kong flight" in "Hong Kong flight")."""
    own = _lemmas(key)
    for other in options:
        longer = _lemmas(other)
        inside = len(own) < len(longer) <= 4 and set(own) < set(longer) and other[0] == key[0]
        if inside and nouns.usage.inside[theme, other] >= _PART * nouns.usage.inside[theme, key]:
            return other
    return key


def _beside(nouns: _Nouns, theme: int, first: Key, value: float, options: Sequence[tuple[float, Key]]) -> Key | None:
    """The noun that adds most beside the first: its weight times the share of its rows where the first is missing."""
    best: tuple[float, Key] | None = None
    for weight, key in options:
        if _alike(key[0], first[0]):
            continue
        uses = [row for row in nouns.rows[theme] if key in nouns.keys[row]]
        alone = sum(first not in nouns.keys[row] for row in uses) / max(len(uses), 1)
        gain = round(weight * (0.4 + 0.6 * alone), 9)
        if gain >= _BESIDE * value and (best is None or gain > best[0]):
            best = (gain, key)
    return best[1] if best else None


def _alike(one: str, other: str) -> bool:
    """Whether two lemmas share their stem or one holds the other, as compounds do."""
    short, long = sorted((one, other), key=len)
    return (len(short) >= 3 and short in long) or (len(short) >= 5 and short[:4] == long[:4])


def _same_stem(one: str, other: str) -> bool:
    """Whether two lemmas are forms of one word ("Dozent", "Dozentin"), not merely parts of one compound."""
    return one == other or (min(len(one), len(other)) >= 5 and one[:5] == other[:5] and abs(len(one) - len(other)) <= 3)


def _unique(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name.lower()] += 1
        result.append(name if seen[name.lower()] == 1 else f"{name} ({seen[name.lower()]})")
    return result
