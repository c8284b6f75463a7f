"""Names of themes: two to five words out of the segments themselves, the way they are mostly written there.

A name is the noun that fits the theme best; a longer phrase around it where people use one often enough; or a second
noun beside it that covers what the first one does not and is not another word for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voc.schema import Language
from voc.text.words import is_vague_noun
from voc.themes.keywords import EVERYWHERE, Proper, Usage, proper_words, ranked
from voc.themes.phrases import Fitting, Key, Meaning, Nouns, capitalised, collect, fitting, lemmas_of
from voc.themes.prepare import Material

_LONGER = 0.26
"""A longer phrase stands for its noun when it is used at least this often in relation to the noun …"""
_LONGER_FIT = 0.40
"""… and fits at least this well in relation to it."""
_RARER, _RARER_FIT = 0.1, 0.6
"""A rarer phrase does too, where it fits better than that."""
_PART = 0.6
"""A phrase is part of a longer one when that makes up at least this much of its use."""
_BESIDE = 0.12
"""A second noun stands beside the first when it fits at least this well in relation to the first."""
_SYNONYM = 0.62
"""Two nouns whose vectors have a cosine above this say the same."""
_ENDING = re.compile(r"(?:ings?|ung|en|er|es|e|s)$")
_WORDS = 4
"""A phrase in a name has no more words than this."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that the name of one theme is chosen from."""

    nouns: Nouns
    fits: Fitting
    words: Usage[str]
    proper: Proper


def name_themes(
    material: Material,
    labels: Sequence[int],
    scores: Sequence[float],
    words: Usage[str],
    language: Language,
    meaning: Meaning | None = None,
) -> list[str]:
    """One unique name for each theme.

    Args:
        material: the rows.
        labels: the theme of each row, or −1.
        scores: how central each row is to its theme, 0–1.
        words: usage of content words by theme.
        language: the language names should be in, as far as a theme has rows in it.
        meaning: the themes' centres and how phrases become vectors; without it, words alone decide.
    """
    count = max(labels, default=-1) + 1
    proper = proper_words(material, words, count)
    scene = _scene(collect(material, labels, scores, language, count), words, proper, meaning, count)
    every: _Scene | None = None
    taken: set[str] = set()
    names: dict[int, str] = {}
    for theme in _surest_first(scene, count):
        names[theme] = _name(scene, theme, taken)
        if not names[theme]:
            every = every or _scene(collect(material, labels, scores, "", count), words, proper, meaning, count)
            names[theme] = _name(every, theme, taken)
        if not names[theme]:
            own = [word for _, word in ranked(words, theme)][:2]
            names[theme] = capitalised(" & ".join(own)) or ("Sonstiges" if language == "de" else "Other matters")
    return _unique([names[theme] for theme in range(count)])


def _scene(nouns: Nouns, words: Usage[str], proper: Proper, meaning: Meaning | None, count: int) -> _Scene:
    return _Scene(nouns, fitting(nouns, count, meaning), words, proper)


def _surest_first(scene: _Scene, count: int) -> list[int]:
    """Themes by how well their best phrase fits, so that a noun goes to the theme that it fits best."""
    best = {theme: scene.fits.options[theme][0][0] if scene.fits.options[theme] else 0.0 for theme in range(count)}
    return sorted(range(count), key=lambda theme: (-best[theme], -scene.nouns.usage.mass[theme], theme))


def _allowed(scene: _Scene, key: Key) -> bool:
    common = any(scene.words.rows.get(lemma, 0.0) > EVERYWHERE for lemma in (key[0],))
    return not common and not any(scene.proper.excludes(lemma) for lemma in lemmas_of(key))


def _name(scene: _Scene, theme: int, taken: set[str]) -> str:
    """The name of one theme; its heads join ``taken``. Empty where the rows hold no noun of their own."""
    options = [(fit, key) for fit, key in scene.fits.options[theme] if _allowed(scene, key)]
    single = _heads(scene, theme)
    free = [(fit, key) for fit, key in single if not any(_same_stem(key[0], other) for other in taken)] or single
    if not free:
        return capitalised(scene.nouns.written[options[0][1]]) if options else ""
    fit, first = free[0]
    if len(lemmas_of(first)) > 1:
        taken.update(lemmas_of(first))
        return capitalised(scene.nouns.written[first])
    longer = _longer(scene, theme, first, options, taken)
    second = _beside(scene, theme, (fit, first), free[1:16])
    if longer and not (second and second[0] > longer[0]):
        taken.update(lemmas_of(longer[1]))
        return capitalised(scene.nouns.written[longer[1]])
    taken.add(first[0])
    if not second:
        return capitalised(scene.nouns.written[first])
    partner = _compound(scene, theme, second[1], first, options)
    taken.add(partner[0])
    whole = {first[0], partner[0]}
    rarer = min(scene.nouns.usage.inside[theme, first], scene.nouns.usage.inside[theme, partner])
    for _, key in options:
        often = scene.nouns.usage.inside[theme, key] >= _LONGER * rarer and scene.nouns.usage.people[theme, key] > 1
        if set(lemmas_of(key)) == whole and often:
            return capitalised(scene.nouns.written[key])
    return capitalised(f"{scene.nouns.written[first]} & {scene.nouns.written[partner]}")


def _heads(scene: _Scene, theme: int) -> list[tuple[float, Key]]:
    """Nouns that can stand alone, best fit first: none that is vague; the whole for what is mostly a part of it."""
    options = scene.fits.options[theme]
    keys = [key for _, key in options]
    fits = {key: fit for fit, key in options}
    found: dict[Key, float] = {}
    for fit, key in options:
        if len(lemmas_of(key)) > 1 or is_vague_noun(key[0]):
            continue
        whole = _whole(scene, theme, key, keys)
        if _allowed(scene, whole):
            found.setdefault(whole, max(fit, fits[whole]))
    return [(fit, key) for key, fit in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]


def _longer(
    scene: _Scene, theme: int, noun: Key, options: Sequence[tuple[float, Key]], taken: set[str]
) -> tuple[float, Key] | None:
    """The best-fitting phrase of two to four words around a noun, used often enough beside it, and its fit."""
    usage, written = scene.nouns.usage, scene.nouns.written
    own = next(fit for fit, key in options if key == noun)
    for fit, key in options:
        lemmas = lemmas_of(key)
        if len(lemmas) < 2 or noun[0] not in lemmas or len(written[key].split()) > _WORDS:
            continue
        often = usage.inside[theme, key] / usage.inside[theme, noun]
        fits = (often >= _LONGER and fit >= _LONGER_FIT * own) or (often >= _RARER and fit >= _RARER_FIT * own)
        if fits and key[0] not in taken - {noun[0]}:
            return fit, _whole(scene, theme, key, [other for _, other in options])
    return None


def _whole(scene: _Scene, theme: int, key: Key, options: Sequence[Key]) -> Key:
    """The longer phrase, of more than one person, that a phrase is mostly a part of ("Kong" in "Hong Kong")."""
    own, usage = lemmas_of(key), scene.nouns.usage
    for other in options:
        longer = lemmas_of(other)
        inside = len(own) < len(longer) <= _WORDS and set(own) < set(longer) and other[0] == key[0]
        if inside and usage.people[theme, other] > 1 and usage.inside[theme, other] >= _PART * usage.inside[theme, key]:
            return other
    return key


def _beside(
    scene: _Scene, theme: int, first: tuple[float, Key], options: Sequence[tuple[float, Key]]
) -> tuple[float, Key] | None:
    """The noun that adds most beside the first: its fit times the share of its rows where the first is missing."""
    best: tuple[float, Key] | None = None
    value, key_one = first
    shared = scene.nouns.usage.people[theme, key_one] > 1
    for fit, key in options:
        if any(_alike(lemma, key_one[0]) for lemma in lemmas_of(key)) or _synonyms(scene, theme, key, key_one):
            continue
        if shared and scene.nouns.usage.people[theme, key] < 2:
            continue
        uses = [row for row in scene.nouns.rows[theme] if key in scene.nouns.keys[row]]
        alone = sum(key_one not in scene.nouns.keys[row] for row in uses) / max(len(uses), 1)
        gain = round(fit * (0.4 + 0.6 * alone), 6)
        if gain >= _BESIDE * value and (best is None or gain > best[0]):
            best = (gain, key)
    return best


def _compound(scene: _Scene, theme: int, noun: Key, first: Key, options: Sequence[tuple[float, Key]]) -> Key:
    """The noun with the noun that it stands before ("screen" in "screen size"), where that is said often enough."""
    usage = scene.nouns.usage
    for _, key in options:
        stands = len(key) == 3 and key[1] == noun[0] and key[0] not in (noun[0], first[0])
        often = usage.inside[theme, key] >= _LONGER * usage.inside[theme, noun] and usage.people[theme, key] > 1
        if stands and often:
            return key
    return noun


def _synonyms(scene: _Scene, theme: int, one: Key, other: Key) -> bool:
    """Whether two nouns say the same: their vectors are near, and people do not name them side by side."""
    vectors, usage = scene.fits.vectors, scene.nouns.usage
    if one not in vectors or other not in vectors:
        return False
    beside = ((one[0], one[0], other[0], "+"), (other[0], other[0], one[0], "+"))
    if any(usage.people.get((theme, both), 0) > 1 for both in beside):
        return False
    return round(float(vectors[one] @ vectors[other]), 4) > _SYNONYM


def _alike(one: str, other: str) -> bool:
    """Whether two lemmas share their stem or one holds the other, as compounds do."""
    short, long = sorted((one, other), key=len)
    if _ENDING.sub("", one) == _ENDING.sub("", other):
        return True
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
