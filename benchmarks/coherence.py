"""How well keywords of themes hang together, and how much they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from math import log


def npmi(keywords: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """Mean normalised pointwise mutual information of each theme's pairs of keywords in one text, −1…1.

    Bouma, Normalized (pointwise) mutual information in collocation extraction, GSCL 2009. A pair that never stands
    together counts −1; words are compared in lower case, phrases by their words.
    """
    wanted = {word.lower() for own in keywords for word in own}
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    pairs = {pair for own in keywords for pair in combinations(sorted({word.lower() for word in own}), 2)}
    partners: dict[str, set[str]] = {}
    for first, second in pairs:
        partners.setdefault(first, set()).add(second)
    for text in texts:
        here = wanted & set(re.findall(r"\w[\w'-]*", text.lower()))
        alone.update(here)
        for first in here:
            together.update((first, second) for second in partners.get(first, set()) & here)
    n = len(texts)
    values = []
    for pair in sorted(pairs):
        both = together[pair] / n
        expected = alone[pair[0]] * alone[pair[1]] / n**2
        values.append(log(both / expected) / -log(both) if 0 < both < 1 else -1.0)
    return sum(values) / len(values) if values else 0.0


def diversity(keywords: Sequence[Sequence[str]]) -> float:
    """The share of keywords that stand in one theme only, 0–1 (Dieng, Ruiz & Blei, TACL 8, 2020)."""
    every = [word.lower() for own in keywords for word in own]
    return len(set(every)) / len(every) if every else 0.0
