"""Names of themes: two to five words out of the segments themselves, the way they are mostly written there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voc.schema import Language
from voc.themes.keywords import EVERYWHERE, Usage, count_usage, ranked, weight
from voc.themes.material import Material
from voc.words import Phrase, candidate_phrases, lemma

_LONGER = {1: 1.0, 2: 1.5, 3: 1.45, 4: 1.2, 5: 1.1}
"""What a phrase gains over one word: it says more, but is said less often in the same form."""
_TRIED = 60
"""How many of the strongest phrases may become a name."""
_OWN_LANGUAGE = 3
"""From this number of rows in the study's language a theme takes its name from them."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may name a theme: how it is written, its content words, its head and how well it fits."""

    text: str
    lemmas: Key
    head: str
    value: float


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
    phrases = _phrases(material, labels, count, language)
    keys: list[list[Key]] = [sorted({_key(phrase) for phrase in own}) for own in phrases]
    usage = count_usage(keys, labels, material.person.tolist(), [max(0.05, score) for score in scores])
    written = _written(phrases, material)
    taken: set[str] = set()
    names: dict[int, str] = {}
    by_size = sorted(range(count), key=lambda theme: (-usage.mass[theme], theme))
    for theme in by_size:
        options = _candidates(usage, words, written, theme)
        names[theme] = _compose(options, words, theme, taken, language)
    return _unique([names[theme] for theme in range(count)])


def _phrases(material: Material, labels: Sequence[int], count: int, language: Language) -> list[list[Phrase]]:
    """The phrases of each row; of rows in another language only where a theme has almost none in the study's."""
    own = Counter(
        label for label, row in zip(labels, material.segments, strict=True) if label >= 0 and row.language == language
    )
    foreign = {theme for theme in range(count) if own[theme] < _OWN_LANGUAGE}
    return [
        candidate_phrases(row.text, row.language) if row.language == language or label in foreign else []
        for label, row in zip(labels, material.segments, strict=True)
    ]


def _key(phrase: Phrase) -> Key:
    joined = phrase.text.lower().split()
    bare = len(joined) == len(phrase.lemmas)
    return (phrase.head, *phrase.lemmas) if bare else (phrase.head, *phrase.lemmas, "+")


def _written(phrases: Iterable[Sequence[Phrase]], material: Material) -> dict[Key, str]:
    """How each phrase is mostly written; among equals the one with fewer capitals, then by the alphabet."""
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    for own, row in zip(phrases, material.segments, strict=True):
        for phrase in own:
            forms[_key(phrase)][_tidy(phrase.text, row.language)] += 1
    return {
        key: min(found, key=lambda form: (-found[form], sum(map(str.isupper, form)), form))
        for key, found in forms.items()
    }


def _tidy(text: str, language: str) -> str:
    words = text.split()
    if language == "de":
        return " ".join(_german(word) for word in words)
    return " ".join(word if _is_name(word) else word.lower() for word in words)


def _is_name(word: str) -> bool:
    """An English word with a capital inside or all in capitals up to four letters ("iPad", "API")."""
    return any(letter.isupper() for letter in word[1:]) and not (word.isupper() and len(word) > 4)


def _german(word: str) -> str:
    base = lemma(word.lower(), "de")
    if base[:1].isupper() and word.islower():
        word = word[:1].upper() + word[1:]
    if word.endswith(("ern", "eln")) and base.lower() == word[:-1].lower():
        return word[:-1]
    return word


def _candidates(usage: Usage[Key], words: Usage[str], written: dict[Key, str], theme: int) -> list[Candidate]:
    found = []
    for value, key in ranked(usage, theme)[: _TRIED * 4]:
        people = usage.people[theme, key]
        lemmas = tuple(part for part in key[1:] if part != "+")
        text = written[key]
        if people < 2 and usage.mass[theme] > 3 and len(lemmas) > 1:
            continue
        if any(words.rows.get(part, 0.0) > EVERYWHERE for part in (key[0],)) or len(set(lemmas)) < len(lemmas):
            continue
        support = sum(max(weight(words, theme, part), 0.0) for part in set(lemmas)) / len(lemmas)
        found.append(Candidate(text, lemmas, key[0], (value + 0.35 * support) * _LONGER.get(len(text.split()), 1.0)))
    return sorted(found, key=lambda one: (-round(one.value, 9), one.text))[:_TRIED]


def _compose(options: Sequence[Candidate], words: Usage[str], theme: int, taken: set[str], language: Language) -> str:
    """The best phrase whose head no other theme has; with a second one beside it when it is a single word."""
    free = [one for one in options if one.head not in taken] or list(options)
    if not free:
        own = [word for _, word in ranked(words, theme)][:2]
        return _capital(" & ".join(own)) if own else ("Sonstiges" if language == "de" else "Other matters")
    first = free[0]
    taken.add(first.head)
    if len(first.text.split()) > 1:
        return _capital(first.text)
    for second in free[1:]:
        shared = set(second.lemmas) & set(first.lemmas) or any(_overlap(second.head, part) for part in first.lemmas)
        if not shared and len(second.text.split()) <= 2 and second.value > 0.25 * first.value:
            taken.add(second.head)
            return _capital(f"{first.text} & {second.text}")
    return _capital(first.text)


def _overlap(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and short in long


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:] if name[1:2].islower() or len(name) < 2 or not name[0].islower() else name


def _unique(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name.lower()] += 1
        result.append(name if seen[name.lower()] == 1 else f"{name} ({seen[name.lower()]})")
    return result
