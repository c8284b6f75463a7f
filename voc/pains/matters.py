"""Troubled segments → matters: what is like in meaning and words, wherever in the journey it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.pains.voices import OFTEN, Matter, Voices, centre, is_vague
from voc.schema import Floats
from voc.text.statements import Troubles


@dataclass(frozen=True, slots=True)
class Nearness:
    """Likenesses from which segments say the same (mean within a group), and from which what was left aside belongs to
    a matter after all (to its centre)."""

    together: float
    central: float


MANY = Nearness(0.28, 0.42)
FEW = Nearness(0.24, 0.4)
"""… in a small study, where nobody says a thing twice."""
SAME_MATTER = 0.46
"""Mean cosine in meaning between the centres of groups of one theme or touchpoint that are one matter, …"""
APART, HERE = 0.14, 0.08
"""… and so much more where they have neither in common, so much less where they have the touchpoint."""
COHERENT, COHERENT_FEW = 0.2, 0.25
"""Mean cosine in meaning between the statements of a matter: the first and the second by number of people at least."""
SAME_WORD, SAME_WORD_HERE = 1.0, 0.32
"""… and so much more where one common word is in both, at different touchpoints and at the same."""
HOMELESS_LEAST = 5
"""A matter of no one touchpoint and no one theme needs this many people, in a study that is not small."""
COMMON, OWN_SHARE, BEYOND = 0.05, 0.25, 0.045
"""A word that this share of people say, and of which a group holds less than this share, makes no matter by itself: its
statements must agree by this much (mean cosine) beyond what all say with it, …"""
SUBJECT, BEYOND_SUBJECT = 0.3, 0.15
"""… and by so much where so many say it that it is what the study is about."""
WHOLE_BEYOND, SECOND_WORD = 0.16, 0.4
"""A finished matter that only holds such a word must agree by this much beyond it, or have another word that this share
of its people say."""
TWINS = 0.35
"""What two words in common that tell both add to the likeness of matters of one place, …"""
NAMESAKE = 0.3
"""… and what it adds that one is named after the touchpoint of both, and so says no more than where it is."""
OFF, OFF_WORDLESS = 0.12, 0.3
"""Cosine to its matter below which a statement leaves it: one with a word of the matter, and one without."""
ECHO = 0.5
"""Likeness to the centre of a matter from which even words speak of it too."""
MAX_LINKED = 3000
OWN_LEAST = 3
"""A matter needs this many people, …"""
SMALL_STUDY = 30
"""… and in a study with fewer respondents than this as few as any pain point."""
PLACED = 0.5
"""A matter is at the touchpoint of this share of its segments, …"""
JOURNEY_FITS = 0.1
"""… if the journey places this share of all segments; else its tags are chance and the matter lies at none."""


def find_matters(
    voices: Voices,
    troubles: Troubles,
    *,
    least: int,
    n_respondents: int,
    names: Sequence[frozenset[str]] = (),
) -> list[Matter]:
    """Group the troubled rows; each matter has at least ``least`` people.

    Rows are grouped by likeness (`Voices.likenesses`) with average linkage, groups whose centres lie near each other
    are one matter, and what was left aside joins the nearest matter that it is near enough to; so do echoes. A matter
    is at the touchpoint where most of its rows are, else at none. What stays too small is left out. ``names`` are the
    lemmas of the names of the touchpoints.
    """
    small = n_respondents < SMALL_STUDY
    own, nearness = (least, FEW) if small else (max(least, OWN_LEAST), MANY)
    rows, echoes = voices.by_id(troubles.rows), voices.by_id(troubles.weak_rows)
    if not rows:
        return []
    vectors = voices.likenesses([*rows, *echoes])
    said, even = vectors[: len(rows)], vectors[len(rows) :]
    groups = [[rows[k] for k in group] for group in _linked(said[:MAX_LINKED], nearness.together)]
    place = {row: k for k, row in enumerate(rows)}
    heads = Heads(voices, names)
    firm = [group for group in groups if voices.count(group) >= min(2, least) and heads.holds(group)]
    if not firm:
        return []
    whole = _merged(voices, firm, heads)
    taken = {row for group in whole for row in group}
    centres = _centres(said, whole, place)
    aside = [k for k, row in enumerate(rows) if row not in taken]
    _join(whole, [rows[k] for k in aside], said[aside], centres, nearness.central)
    _join(whole, echoes, even, centres, ECHO)
    whole = [_rid(voices, group) for group in whole]
    matters = [voices.matter(placed(voices, group), group) for group in whole if voices.count(group) >= own]
    sound = [one for one in matters if _is_whole(voices, one, small=small) and (small or heads.keeps(one.rows))]
    last = _merged(voices, [list(one.rows) for one in sound], heads, last=True) if sound else []
    return [voices.matter(placed(voices, group), group) for group in last]


class Heads:
    """The words that hold groups together."""

    def __init__(self, voices: Voices, names: Sequence[frozenset[str]] = ()) -> None:
        self.voices, self.names = voices, names
        self.n_people = max(1, len({person for person in voices.people if person}))
        self.rows: dict[str, list[int]] = {}
        for row, words in enumerate(voices.words):
            for word in words:
                self.rows.setdefault(word, []).append(row)

    def word(self, group: Sequence[int]) -> str:
        """The word that most of the statements have, "" for none."""
        counts = Counter(word for row in group for word in self.voices.words[row])
        return min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]

    def is_common(self, word: str) -> bool:
        """Whether many people of the study say the word."""
        return self.voices.spoken[word] >= COMMON * self.n_people

    def holds(self, group: Sequence[int]) -> bool:
        """Whether a group agrees in more than a word that many say."""
        word = self.word(group)
        if not self.is_common(word) or self.n_people < SMALL_STUDY:
            return True
        everywhere = self.rows[word]
        if len(set(everywhere) & set(group)) >= OWN_SHARE * len(everywhere):
            return True
        is_subject = self.voices.spoken[word] >= SUBJECT * self.n_people
        return self.voices.agreement(group, beyond=everywhere) >= (BEYOND_SUBJECT if is_subject else BEYOND)

    def keeps(self, group: Sequence[int]) -> bool:
        """Whether a finished matter is about more than what a fifth of all people speak of."""
        word = self.word(group)
        if self.voices.spoken[word] < OFTEN * self.n_people:
            return True
        everywhere = self.rows[word]
        if len(set(everywhere) & set(group)) >= OWN_SHARE * len(everywhere):
            return True
        if self.voices.agreement(group, beyond=everywhere) >= WHOLE_BEYOND:
            return True
        said = {(self.voices.people[row], other) for row in group for other in self.voices.words[row]}
        least = max(3, SECOND_WORD * self.voices.count(group))
        told = Counter(other for _, other in said if not is_vague(other))
        return any(n >= least and self.voices.spoken[other] < OFTEN * self.n_people for other, n in told.items())

    def is_namesake(self, group: Sequence[int], touchpoint: int) -> bool:
        """Whether a group is held by the name of its touchpoint alone, and not by what many speak of."""
        word = self.word(group)
        return 0 <= touchpoint < len(self.names) and word in self.names[touchpoint] and not self.is_common(word)


def _merged(voices: Voices, groups: Sequence[list[int]], heads: Heads, *, last: bool = False) -> list[list[int]]:
    """Groups whose centres lie near each other as one, by average linkage; one common word in both is no reason. At
    last two words that tell both are one, and so is the name of the place."""
    centres = np.stack([centre(voices.meanings[voices.by_id(group)]) for group in groups])
    whole = [voices.matter(placed(voices, group), group) for group in groups]
    themes, places = np.array([one.theme for one in whole]), np.array([one.touchpoint for one in whole])
    words = [heads.word(group) for group in groups]
    common = np.array([word if heads.is_common(word) else f" {k}" for k, word in enumerate(words)])
    here = (places[:, None] == places) & (places >= 0)
    related = (themes[:, None] == themes) & (themes >= 0) | here
    penalty = APART * ~related - HERE * here + (common[:, None] == common) * np.where(here, SAME_WORD_HERE, SAME_WORD)
    if last:
        told = [set(voices.telling(one.rows)[:3]) for one in whole]
        twins = np.array([[len(one & other) >= 2 for other in told] for one in told]) & related
        named = np.array([heads.is_namesake(group, one.touchpoint) for group, one in zip(groups, whole, strict=True)])
        penalty = penalty - TWINS * twins - NAMESAKE * here * (named[:, None] | named)
    return [[row for k in part for row in groups[k]] for part in _linked(centres, SAME_MATTER, penalty)]


def _rid(voices: Voices, group: list[int]) -> list[int]:
    """The group without statements that are far from the middle of it."""
    if len(group) < 3:
        return group
    counts = Counter(word for row in group for word in voices.words[row] if not is_vague(word))
    near = voices.cosines(group, [group])[:, 0].tolist()
    least = [OFF if any(counts[word] > 1 for word in voices.words[row]) else OFF_WORDLESS for row in group]
    return [row for row, cosine, limit in zip(group, near, least, strict=True) if cosine >= limit]


def _centres(vectors: Floats, groups: Sequence[Sequence[int]], place: dict[int, int]) -> Floats:
    return np.stack([centre(vectors[sorted(place[row] for row in group)]) for group in groups])


def _linked(vectors: Floats, least: float, penalty: NDArray[np.float64] | float = 0.0) -> list[list[int]]:
    """Positions grouped by average linkage of the products of their vectors, in order of their first."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(vectors) < 2:
        return [[k] for k in range(len(vectors))]
    products = (vectors @ vectors.T).astype(np.float64) - penalty
    distances = np.round(np.clip(1.0 - products, 0.0, 2.0), 5)
    distances = np.maximum(distances, distances.T)
    np.fill_diagonal(distances, 0.0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), 1.0 - least, "distance")
    groups: dict[int, list[int]] = {}
    for position, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(position)
    return list(groups.values())


def _join(groups: list[list[int]], rows: Sequence[int], vectors: Floats, centres: Floats, least: float) -> None:
    """Add each row to the group whose centre is nearest, where it is near enough."""
    if not rows:
        return
    products = np.asarray(np.round(vectors @ centres.T, 5), dtype=np.float64)
    for row, best, product in zip(rows, products.argmax(1).tolist(), products.max(1).tolist(), strict=True):
        if product >= least:
            groups[best].append(row)


def _is_whole(voices: Voices, matter: Matter, *, small: bool) -> bool:
    """Whether it hangs together, the closer the fewer people it has, and has a place or a theme."""
    n_people = voices.count(matter.rows)
    if voices.agreement(matter.rows) < COHERENT + COHERENT_FEW / n_people:
        return False
    return small or matter.touchpoint >= 0 or matter.theme >= 0 or n_people >= HOMELESS_LEAST


def placed(voices: Voices, rows: Sequence[int]) -> int:
    """The touchpoint of half of the rows, −1 where there is none or where the journey does not fit the study."""
    best, n = min(
        Counter(int(voices.tags.touchpoint[row]) for row in rows).items(),
        key=lambda item: (item[0] < 0, -item[1], item[0]),
    )
    return best if n >= PLACED * len(rows) and voices.is_placed(JOURNEY_FITS) else -1
