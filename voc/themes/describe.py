"""Groups of rows → themes as people read them: name, keywords, exemplars, and an id that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints, Language, Theme, stable_id
from voc.text import lemma, tokens
from voc.themes.graph import unit_rows
from voc.themes.keywords import count_usage, ranked
from voc.themes.names import name_themes
from voc.themes.phrases import Meaning
from voc.themes.prepare import Material

_KEYWORDS = 8
_CLOSE = 0.5
_CANDIDATES = 5
"""A theme's id comes from one of so many of its keywords that are at least this share as strong as the strongest."""
_READ = 1000
"""How many of a theme's rows are read for the spelling of its keywords."""


def describe(
    material: Material,
    labels: Ints,
    cosine: Floats,
    language: Language,
    stability: Sequence[float | None],
    meaning: Meaning | None,
) -> tuple[Theme, ...]:
    """Describe the themes 0… of ``labels``.

    Args:
        material: n rows.
        labels: int32 (n,), the theme of each row or −1.
        cosine: float32 (n,), how near each row is to its theme.
        language: the language of the names.
        stability: the share of resamples in which each theme comes back, or None.
        meaning: the themes' centres and how names become vectors; None without an encoder.
    """
    owners, scores = labels.tolist(), np.clip(cosine, 0.05, 1.0).round(4).tolist()
    words = count_usage(material.words, owners, material.person.tolist(), scores)
    names = name_themes(material, owners, scores, words, language, meaning)
    groups = _group_names(material, labels, scores, language, meaning)
    themes = []
    taken: set[str] = set()
    for label, name in enumerate(names):
        rows = np.flatnonzero(labels == label)
        strongest = ranked(words, label)[:_KEYWORDS]
        keywords = [word for _, word in strongest]
        exemplars = choose_exemplars(material, rows.tolist(), cosine[rows], keywords)
        theme_id = _theme_id(strongest, taken)
        shown = tuple(_surface(keywords, material, rows))
        places = tuple(int(material.order[row]) for row in exemplars)
        themes.append(Theme(theme_id, name, shown, places, stability[label], groups[label] if groups else ""))
    return tuple(themes)


def _group_names(
    material: Material, labels: Ints, scores: Sequence[float], language: Language, meaning: Meaning | None
) -> list[str]:
    """The name of each theme's group, made as a theme's is; empty where there are few themes, or no encoder."""
    upper = grouped(meaning.centres) if meaning else np.zeros(0, np.int32)
    count = int(upper.max(initial=-1)) + 1
    if meaning is None or not count or upper.min() < 0:
        return []
    sizes = np.bincount(labels[labels >= 0], minlength=len(upper))
    sums = np.stack([sizes[upper == group] @ meaning.centres[upper == group] for group in range(count)])
    owners = np.where(labels >= 0, upper[labels], -1).tolist()
    words = count_usage(material.words, owners, material.person.tolist(), scores)
    middle = Meaning(unit_rows(sums.astype(np.float64)).astype(np.float32), meaning.encode)
    names = name_themes(material, owners, scores, words, language, middle)
    return [names[group] for group in upper.tolist()]


def _theme_id(keywords: Sequence[tuple[float, str]], taken: set[str]) -> str:
    """An id from one keyword: of those nearly as strong as the strongest, the one whose own id comes first.

    Which of them is the strongest changes with a few more segments; which of them there are hardly does.
    """
    floor = _CLOSE * keywords[0][0] if keywords else 0.0
    close = sorted(stable_id("t", word) for weight, word in keywords[:_CANDIDATES] if weight >= floor)
    others = [stable_id("t", word) for _, word in keywords]
    spare = stable_id("t", *sorted(word for _, word in keywords), str(len(taken)))
    theme_id = next(one for one in (*close, *others, spare) if one not in taken)
    taken.add(theme_id)
    return theme_id


def _surface(keywords: Sequence[str], material: Material, rows: NDArray[np.int64]) -> list[str]:
    """Each keyword as the theme's people mostly write it, with its umlauts and capitals."""
    forms: dict[str, Counter[str]] = {word: Counter() for word in keywords}
    for row in rows[:_READ]:
        segment = material.segments[row]
        if forms.keys().isdisjoint(material.words[row]):
            continue
        for token in tokens(segment.text):
            base = lemma(token.text, segment.language).lower()
            if token.kind == "word" and base in forms:
                forms[base][token.text] += 1
    return [min(own, key=lambda form: (-own[form], form)) if own else word for word, own in forms.items()]


_READABLE = (40, 220)
_UNREADABLE = 0.2
"""How much nearness a quote of unreadable length loses."""
_ASKS = 0.15
"""… one that ends with a question mark."""
_BROKEN = 0.07
"""… one that does not end as a sentence does, starts in the middle of one, or holds a line end; each of them."""
_THIN = 0.1
"""… one with fewer than three content words."""
_KEYWORD = 0.08
"""How much nearness a quote gains that holds one of the theme's keywords."""
_SAME = 0.3
"""How much it loses that says the same words as one that was chosen (times the share of words in common)."""
_SOURCE = 0.1
"""… that comes from the same source."""
_NEAREST = 200
"""How many of the best are compared with each other."""


def choose_exemplars(
    material: Material, rows: Sequence[int], cosine: Floats, keywords: Sequence[str] = (), number: int = 4
) -> list[int]:
    """The best row first; each person, and each text, once as long as there are others.

    Args:
        material: the rows.
        rows: the theme's rows.
        cosine: float32, the nearness of each of ``rows`` to the centre.
        keywords: lemmas of the theme's strongest words.
        number: how many at most.
    """
    told = frozenset(keywords)
    value = {row: _value(material, row, float(near), told) for row, near in zip(rows, cosine, strict=True)}
    ranking = sorted(value, key=lambda row: (-value[row], row))
    chosen: list[int] = []
    for strict in (True, False):
        chosen += _spread(material, ranking, value, chosen, number, strict=strict)
    return chosen


def _value(material: Material, row: int, near: float, keywords: frozenset[str]) -> float:
    text, words = material.segments[row].text.strip(), material.words[row]
    if not _READABLE[0] <= len(text) <= _READABLE[1]:
        near -= _UNREADABLE
    last = text.rstrip("\"'”“»«)]")[-1:]
    near -= _ASKS if last == "?" else 0.0
    near -= _BROKEN * ((last not in ".!?…") + (not text[:1].isupper() and text[:1].isalpha()) + ("\n" in text))
    near -= _THIN if len(set(words)) < 3 else 0.0
    near += 0.0 if keywords.isdisjoint(words) else _KEYWORD
    return round(float(np.nan_to_num(near)), 6)


def _spread(
    material: Material,
    ranking: Sequence[int],
    value: dict[int, float],
    chosen: Sequence[int],
    number: int,
    *,
    strict: bool,
) -> list[int]:
    """Rows to add to ``chosen``; with ``strict`` of people who are not quoted yet."""
    found = list(chosen)
    people = {int(material.person[row]) for row in found} if strict else set()
    texts = {int(material.first[row]) for row in found}
    while len(found) < number:
        free = [
            row
            for row in ranking
            if int(material.first[row]) not in texts and not (strict and int(material.person[row]) in people)
        ][:_NEAREST]
        if not free:
            break
        quoted = {material.segments[row].source for row in found}

        def gain(row: int, quoted: set[str] = quoted) -> float:
            same = max((_overlap(material.words[row], material.words[other]) for other in found), default=0.0)
            return round(value[row] - _SAME * same - _SOURCE * (material.segments[row].source in quoted), 6)

        best = min(free, key=lambda row: (-gain(row), row))
        found.append(best)
        people.add(int(material.person[best]))
        texts.add(int(material.first[best]))
    return found[len(chosen) :]


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    return len({*one} & {*other}) / max(min(len({*one}), len({*other})), 1)


MANY = 12
"""Up to this number of themes one list is easily read, and there are no groups."""
_FEWEST = 3
_SMALL, _LARGE = 3, 6
"""On average a group has so many themes at least, and at most."""


def grouped(centres: Floats) -> Ints:
    """Group themes by how near their centres are.

    The tree is Ward's (Journal of the American Statistical Association 58, 1963) over the centres. It is cut where the
    next join is the largest step beyond the one before, where groups have three to six themes on average; a theme that
    stands alone joins the group with the nearest mean.

    Args:
        centres: float32 (themes, d), rows of length one.

    Returns:
        int32 (themes,), groups numbered from 0 by their first theme; every group has two themes or more; all −1 when
        there are no more than `MANY` themes.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    count = len(centres)
    if count <= MANY:
        return np.full(count, -1, np.int32)
    tree = linkage(np.round(centres.astype(np.float64), 5), method="ward")
    heights = np.round(tree[:, 2], 6)
    sizes = range(max(_FEWEST, -(-count // _LARGE)), count // _SMALL + 1)
    # Row count − k of the tree joins k groups to k − 1: where that costs much more than the join before, k is right.
    best = max(sizes, key=lambda size: (heights[count - size] - heights[count - size - 1], -size))
    labels = np.asarray(fcluster(tree, best, criterion="maxclust"), np.int64) - 1
    return _numbered(_without_single(centres, labels))


def _without_single(centres: Floats, labels: np.ndarray) -> np.ndarray:
    """Each theme that stands alone to the group of several with the nearest mean."""
    sizes = np.bincount(labels)
    several = np.flatnonzero(sizes > 1)
    means = np.stack([centres[labels == group].mean(axis=0, dtype=np.float64) for group in several])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    done = labels.copy()
    for theme in np.flatnonzero(sizes[labels] == 1):
        done[theme] = several[int(np.argmax(np.round(means @ centres[theme].astype(np.float64), 6)))]
    return done


def _numbered(labels: np.ndarray) -> Ints:
    new: dict[int, int] = {}
    return np.array([new.setdefault(int(label), len(new)) for label in labels], np.int32)
