"""The verbatims that stand for a theme: near its centre, complete and readable, of different people and sources.

They are chosen one after the other, each for what it adds beside those chosen already (maximal marginal relevance:
Carbonell & Goldstein, SIGIR 1998), so that together they show the spread.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.schema import Floats
from voc.themes.material import Material

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
