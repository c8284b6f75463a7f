"""Clusters of rows → themes as people read them: name, keywords, exemplars, group, and an id that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints, Language, Theme, stable_id
from voc.text import lemma, tokens
from voc.themes.graph import normalise_rows
from voc.themes.keywords import count_usage, rank_items
from voc.themes.names import name_themes
from voc.themes.phrases import ThemeCentres
from voc.themes.prepare import PreparedSegments

_N_KEYWORDS = 8
"""Keywords of a theme in the tables and the report."""
_ID_KEYWORDS = 5
"""A theme's id comes from one of this many of its strongest keywords."""
_ID_STRENGTH = 0.5
"""A keyword that gives the id is at least this share (0–1) as strong as the strongest."""
_SPELLING_ROWS = 1000
"""Rows of a theme that are read for the spelling of its keywords; more do not change what is most frequent."""


def describe_themes(
    prepared: PreparedSegments,
    labels: Ints,
    cosine: Floats,
    language: Language,
    stability: Sequence[float | None],
    centres: ThemeCentres | None,
) -> tuple[Theme, ...]:
    """Describe the themes 0… of ``labels``.

    Args:
        prepared: n rows.
        labels: int32 (n,), the theme of each row or −1.
        cosine: float32 (n,), how near each row is to its theme.
        language: the language of the names.
        stability: the share of resamples in which each theme comes back, or None.
        centres: the themes' centres and how names become vectors; None without an encoder.
    """
    owners, scores = labels.tolist(), np.clip(cosine, 0.05, 1.0).round(4).tolist()
    usage = count_usage(prepared.words, owners, prepared.person.tolist(), scores)
    names = name_themes(prepared, owners, scores, usage, language, centres)
    groups = _name_groups(prepared, labels, scores, language, centres)
    themes = []
    taken: set[str] = set()
    for label, name in enumerate(names):
        rows = np.flatnonzero(labels == label)
        weighted = rank_items(usage, label)[:_N_KEYWORDS]
        keywords = [word for _, word in weighted]
        theme = Theme(
            _theme_id(weighted, taken),
            name,
            tuple(_spell(keywords, prepared, rows)),
            tuple(
                int(prepared.order[row]) for row in choose_exemplars(prepared, rows.tolist(), cosine[rows], keywords)
            ),
            stability[label],
            groups[label] if groups else "",
        )
        taken.add(theme.theme_id)
        themes.append(theme)
    return tuple(themes)


def _theme_id(keywords: Sequence[tuple[float, str]], taken: set[str]) -> str:
    """An id from one keyword: of those nearly as strong as the strongest, the one whose own id comes first.

    Which of them is the strongest changes with a few more segments; which of them there are hardly does.
    """
    least = _ID_STRENGTH * keywords[0][0] if keywords else 0.0
    strong = sorted(stable_id("t", word) for weight, word in keywords[:_ID_KEYWORDS] if weight >= least)
    others = [stable_id("t", word) for _, word in keywords]
    # Two themes may share all keywords, and a theme may have none.
    fallback = stable_id("t", *sorted(word for _, word in keywords), str(len(taken)))
    return next(theme_id for theme_id in (*strong, *others, fallback) if theme_id not in taken)


def _spell(keywords: Sequence[str], prepared: PreparedSegments, rows: NDArray[np.int64]) -> list[str]:
    """Each keyword as the theme's people mostly write it, with its umlauts and capitals."""
    forms: dict[str, Counter[str]] = {word: Counter() for word in keywords}
    for row in rows[:_SPELLING_ROWS]:
        segment = prepared.segments[row]
        if forms.keys().isdisjoint(prepared.words[row]):
            continue
        for token in tokens(segment.text):
            base = lemma(token.text, segment.language).lower()
            if token.kind == "word" and base in forms:
                forms[base][token.text] += 1
    return [min(counts, key=lambda form: (-counts[form], form)) if counts else word for word, counts in forms.items()]


MANY_THEMES = 12
"""Up to this number of themes one list is easily read, and there are no groups."""
_MIN_GROUPS = 3
"""Fewer groups than this would not help a reader."""
_GROUP_SIZE = (3, 6)
"""A group has at least and at most this many themes on average."""


def group_themes(centres: Floats) -> Ints:
    """Group themes by how near their centres are.

    The tree is Ward's (Journal of the American Statistical Association 58, 1963) over the centres. It is cut where the
    next join is the largest step beyond the one before, where groups have three to six themes on average; a theme that
    is alone joins the group with the nearest mean.

    Args:
        centres: float32 (themes, d), rows of length one.

    Returns:
        int32 (themes,), groups numbered from 0 by their first theme; every group has two themes or more; all −1 when
        there are no more than `MANY_THEMES` themes.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    count = len(centres)
    if count <= MANY_THEMES:
        return np.full(count, -1, np.int32)
    tree = linkage(np.round(centres.astype(np.float64), 5), method="ward")
    heights = np.round(tree[:, 2], 6)
    smallest, largest = _GROUP_SIZE
    n_groups = range(max(_MIN_GROUPS, -(-count // largest)), count // smallest + 1)
    # Row count − k of the tree joins k groups to k − 1: where that costs much more than the join before, k is right.
    best = max(n_groups, key=lambda k: (heights[count - k] - heights[count - k - 1], -k))
    labels = _join_single_themes(centres, np.asarray(fcluster(tree, best, criterion="maxclust"), np.int64) - 1)
    new: dict[int, int] = {}
    return np.array([new.setdefault(int(label), len(new)) for label in labels], np.int32)


def _join_single_themes(centres: Floats, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Move each theme that is alone in its group to the larger group with the nearest mean."""
    sizes = np.bincount(labels)
    larger = np.flatnonzero(sizes > 1)
    means = normalise_rows(np.stack([centres[labels == group].mean(axis=0, dtype=np.float64) for group in larger]))
    joined = labels.copy()
    for theme in np.flatnonzero(sizes[labels] == 1):
        joined[theme] = larger[int(np.argmax(np.round(means @ centres[theme].astype(np.float64), 6)))]
    return joined


def _name_groups(
    prepared: PreparedSegments,
    labels: Ints,
    scores: Sequence[float],
    language: Language,
    centres: ThemeCentres | None,
) -> list[str]:
    """The name of each theme's group, made as a theme's is; empty where there are few themes, or no encoder."""
    groups = group_themes(centres.vectors) if centres else np.zeros(0, np.int32)
    count = int(groups.max(initial=-1)) + 1
    if centres is None or not count:
        return []
    sizes = np.bincount(labels[labels >= 0], minlength=len(groups))
    sums = np.stack([sizes[groups == group] @ centres.vectors[groups == group] for group in range(count)])
    owners = np.where(labels >= 0, groups[labels], -1).tolist()
    usage = count_usage(prepared.words, owners, prepared.person.tolist(), scores)
    group_centres = ThemeCentres(normalise_rows(sums.astype(np.float64)).astype(np.float32), centres.encode)
    names = name_themes(prepared, owners, scores, usage, language, group_centres)
    return [names[group] for group in groups.tolist()]


@dataclass(frozen=True, slots=True)
class ExemplarWeights:
    """How much nearness (a cosine) a quote gains or loses, so that exemplars can be read and show the spread."""

    unreadable: float = 0.2
    """Lost by a quote that is too short or too long to be read."""
    question: float = 0.15
    """Lost by a quote that ends with a question mark."""
    broken: float = 0.07
    """Lost for each sign of a broken sentence: no mark at the end, a small first letter, a line end inside."""
    thin: float = 0.1
    """Lost by a quote with fewer than three unique content words."""
    keyword: float = 0.08
    """Gained by a quote that holds one of the theme's keywords."""
    same_words: float = 0.3
    """Lost by a quote that says what a chosen one says, times the share of words they have in common."""
    same_source: float = 0.1
    """Lost by a quote from the same source as a chosen one."""


_EXEMPLARS = ExemplarWeights()
_READABLE_CHARS = (40, 220)
"""A quote of fewer characters says too little, one of more does not fit a card."""
_MAX_COMPARED = 200
"""How many of the best rows are compared with the chosen ones, since each comparison is made again in each round."""


def choose_exemplars(
    prepared: PreparedSegments, rows: Sequence[int], cosine: Floats, keywords: Sequence[str] = (), number: int = 4
) -> list[int]:
    """The verbatims that represent a theme: near its centre, complete and readable, of different people and sources.

    They are chosen one after the other, each for what it adds beside those chosen already (maximal marginal relevance:
    Carbonell & Goldstein, SIGIR 1998), so that together they show the spread.

    Args:
        prepared: the rows.
        rows: the theme's rows.
        cosine: float32, the nearness of each of ``rows`` to the centre.
        keywords: lemmas of the theme's strongest words.
        number: how many at most.

    Returns:
        the best row first; each person, and each text, once as long as there are others.
    """
    lemmas = frozenset(keywords)
    value = {row: _exemplar_value(prepared, row, float(near), lemmas) for row, near in zip(rows, cosine, strict=True)}
    ranking = sorted(value, key=lambda row: (-value[row], row))
    chosen: list[int] = []
    people: set[int] = set()
    texts: set[int] = set()
    # A second round lets people speak twice where there are fewer of them than exemplars.
    for one_per_person in (True, False):
        while len(chosen) < number:
            candidates = [
                row
                for row in ranking
                if int(prepared.first[row]) not in texts
                and not (one_per_person and int(prepared.person[row]) in people)
            ][:_MAX_COMPARED]
            if not candidates:
                break
            gain = {row: _marginal_gain(prepared, row, value[row], chosen) for row in candidates}
            best = min(candidates, key=lambda row: (-gain[row], row))
            chosen.append(best)
            people.add(int(prepared.person[best]))
            texts.add(int(prepared.first[best]))
    return chosen


def _exemplar_value(
    prepared: PreparedSegments,
    row: int,
    near: float,
    keywords: frozenset[str],
    weights: ExemplarWeights = _EXEMPLARS,
) -> float:
    text, words = prepared.segments[row].text.strip(), prepared.words[row]
    shortest, longest = _READABLE_CHARS
    if not shortest <= len(text) <= longest:
        near -= weights.unreadable
    last = text.rstrip("\"'”“»«)]")[-1:]
    near -= weights.question if last == "?" else 0.0
    near -= weights.broken * ((last not in ".!?…") + (not text[:1].isupper() and text[:1].isalpha()) + ("\n" in text))
    near -= weights.thin if len(set(words)) < 3 else 0.0
    # A quote that holds a keyword shows at a glance why it is in the theme.
    near += 0.0 if keywords.isdisjoint(words) else weights.keyword
    return round(float(np.nan_to_num(near)), 6)


def _marginal_gain(
    prepared: PreparedSegments,
    row: int,
    value: float,
    chosen: Sequence[int],
    weights: ExemplarWeights = _EXEMPLARS,
) -> float:
    """The value of a row beside the rows that are chosen."""
    overlap = max((_overlap(prepared.words[row], prepared.words[other]) for other in chosen), default=0.0)
    same_source = prepared.segments[row].source in {prepared.segments[other].source for other in chosen}
    return round(value - weights.same_words * overlap - weights.same_source * same_source, 6)


def _overlap(words: Sequence[str], other_words: Sequence[str]) -> float:
    """The share of the shorter text's unique words that both have, 0–1."""
    first, second = {*words}, {*other_words}
    return len(first & second) / max(min(len(first), len(second)), 1)
