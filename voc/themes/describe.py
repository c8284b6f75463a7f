"""Groups of rows → themes as people read them: name, keywords, exemplars, and an id that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints, Language, Theme, stable_id
from voc.text import lemma, tokens
from voc.themes.candidates import Meaning
from voc.themes.exemplars import choose_exemplars
from voc.themes.graph import unit_rows
from voc.themes.groups import grouped
from voc.themes.keywords import count_usage, ranked
from voc.themes.material import Material
from voc.themes.names import name_themes

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
