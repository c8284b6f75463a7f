"""Do people fall into groups, into how many, and who is in which?

A number of groups is accepted when its silhouette beats what chance gives and when it comes back on resamples. Chance
is drawn in two ways: segments exchanged between people (nobody differs from anybody), and profiles permuted column by
column (no two traits belong together). Both tests are exact permutation tests over the largest standardised silhouette
of all numbers tried, so trying several numbers costs nothing.

Only people who said enough form groups. Others join the nearest group where it is clearly the nearest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from personas.clustering import (
    EXTRA_BRANCHES,
    Index,
    Matrix,
    branch_labels,
    centres,
    clear,
    cut,
    distances,
    fit_space,
    place,
    rand_index,
    refine,
    silhouettes,
    to_centres,
)
from personas.features import ENOUGH_SEGMENTS, ENOUGH_WORDS, SENTENCE_WORDS, Voices, profiles, subset

NUMBERS = (2, 3, 4, 5, 6)
MIN_RESPONDENTS = 6
DRAWS = 99
LEVEL = 0.02
SMALL_STUDY, SMALL_LEVEL = 30, 0.03
"""Up to so many people, groups that come back on resamples are drafted as tentative from this level on: few people
seldom give certainty, and the second condition keeps chance out (`benchmarks/personas.py` measures both together)."""
LEAST_SPREAD = 0.02
"""Silhouettes of draws that vary less than this are taken to vary by so much."""
RESAMPLES = 50
RESAMPLE_SHARE = 0.8
MIN_STABILITY = 0.75
TEST_PEOPLE = 240
"""The tests run on at most this many people, drawn with a fixed seed; everybody is assigned afterwards."""
SEGMENTS_TO_EXCHANGE = 1.5
"""Exchanging segments says nothing where people have hardly more than one: from this mean on it is done."""
FAR = 3.0
"""Farther from the centre than this multiple of the median member is far."""
BETWEEN = 0.1
"""People must be nearer to their group than to the next by this share of the distance, or stand between groups."""
MARGIN = 0.25
"""The same for people who said little and only join."""
SEED = 20261121

Way = Literal["said_enough", "pooled"]
Refusal = Literal["", "too_few", "no_groups", "unstable"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of the people of `Voices`, or why there are none.

    ``labels`` int64 (n,): the group or −1; ``drivers`` int64: who formed the groups; ``stability``: mean adjusted
    Rand index over resamples of the number chosen or nearest to being chosen (None when chance was not beaten);
    ``chance``: the larger p-value of the tests against chance.
    """

    labels: Index
    drivers: Index
    way: Way
    refusal: Refusal
    n_tested: int = 0
    stability: float | None = None
    chance: float = 1.0

    @property
    def tentative(self) -> bool:
        """Whether groups were accepted that large studies would not be granted."""
        return not self.refusal and self.chance > LEVEL

    @property
    def n_groups(self) -> int:
        """How many groups were found."""
        return int(self.labels.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """Groups int64 (n,) with −1 for people apart, or None and why; see `Grouping` for the figures."""

    labels: Index | None
    refusal: Refusal
    stability: float | None
    chance: float


@dataclass(frozen=True, slots=True)
class _Trial:
    """Every number of groups tried on one matrix: places, groups (None where impossible), mean silhouettes (nan)."""

    places: Matrix
    labels: tuple[Index | None, ...]
    fit: Matrix


def group_people(voices: Voices) -> Grouping:
    """Group the people by their profiles; deterministic, whatever the order of files and the number of threads."""
    drivers, way = find_drivers(voices)
    nobody = np.full(len(voices.respondent_ids), -1, dtype=np.int64)
    if len(drivers) < MIN_RESPONDENTS:
        return Grouping(nobody, drivers, way, "too_few")
    rng = np.random.default_rng(SEED)
    tested = drivers
    if len(drivers) > TEST_PEOPLE:
        tested = np.sort(rng.choice(drivers, TEST_PEOPLE, replace=False))
    sample = subset(voices, tested)
    exchanged = None
    if sample.n_segments.mean() >= SEGMENTS_TO_EXCHANGE:
        exchanged = partial(_exchanged, sample)
    found = choose_number(profiles(sample), exchanged, rng)
    if found.labels is None:
        return Grouping(nobody, drivers, way, found.refusal, len(tested), found.stability, found.chance)
    labels = _assign(voices, drivers, tested, found.labels)
    return Grouping(labels, drivers, way, "", len(tested), found.stability, found.chance)


def find_drivers(voices: Voices) -> tuple[Index, Way]:
    """Who said enough to form groups; where hardly anybody did, everybody with a sentence (pooled)."""
    enough = np.flatnonzero((voices.n_segments >= ENOUGH_SEGMENTS) | (voices.n_words >= ENOUGH_WORDS))
    sentences = np.flatnonzero(voices.n_words >= SENTENCE_WORDS)
    few = len(enough) < MIN_RESPONDENTS or (not voices.interviewed and len(enough) < 0.2 * len(sentences))
    if few and len(sentences) >= 5 * MIN_RESPONDENTS:
        return sentences, "pooled"
    return enough, "said_enough"


def choose_number(
    matrix: Matrix, exchanged: Callable[[np.random.Generator], Matrix] | None, rng: np.random.Generator
) -> Choice:
    """How many groups the profiles (n, columns) fall into, if any.

    ``exchanged`` draws profiles as they are when it is chance who said what; without it, only the test against
    columns permuted is made.
    """
    level = SMALL_LEVEL if len(matrix) <= SMALL_STUDY else LEVEL
    trial = _try_numbers(matrix)
    permuted = [_try_numbers(rng.permuted(matrix, axis=0)).fit for _ in range(DRAWS)]
    chance, excess = against_chance(trial.fit, np.array(permuted))
    if exchanged is not None and chance <= level:
        drawn = [_try_numbers(exchanged(rng)).fit for _ in range(DRAWS)]
        p_value, excess = against_chance(trial.fit, np.array(drawn))
        chance = max(chance, p_value)
    if chance > level:
        return Choice(None, "no_groups", None, chance)
    stability = _stability(matrix, trial, rng)
    worth = np.where(excess > 0, excess * stability, -np.inf)
    stable = np.where(stability >= MIN_STABILITY, worth, -np.inf)
    if not np.isfinite(stable).any():
        return Choice(None, "unstable", float(stability[worth.argmax()]), chance)
    chosen = int(stable.argmax())
    return Choice(trial.labels[chosen], "", float(stability[chosen]), chance)


def _try_numbers(matrix: Matrix) -> _Trial:
    places = place(matrix, fit_space(matrix))
    between = distances(places)
    branches = branch_labels(places, NUMBERS[-1] + EXTRA_BRANCHES)
    labels = tuple(cut(places, branches, k) for k in NUMBERS)
    fit = [np.nan if one is None else float(silhouettes(between, one)[one >= 0].mean()) for one in labels]
    return _Trial(places, labels, np.array(fit))


def _exchanged(sample: Voices, rng: np.random.Generator) -> Matrix:
    """Profiles after segments were exchanged between people, within their language and kind of source."""
    order = np.arange(len(sample.rows))
    for stratum in np.unique(sample.stratum):
        mine = np.flatnonzero(sample.stratum == stratum)
        order[mine] = rng.permutation(mine)
    return profiles(sample, order=order)


def against_chance(fit: Matrix, drawn: Matrix) -> tuple[float, Matrix]:
    """The p-value of the best number of groups, and each number's excess over chance (`_excess`).

    ``fit`` (K,) are the observed silhouettes, ``drawn`` (B, K) those of draws; nan where a number is impossible. The
    observed row takes part in the standardisation, so that all rows are exchangeable under the null hypothesis and
    p = (1 + how many draws are at least as extreme) / (B + 1) is exact (Westfall & Young's max-T).
    """
    rows = np.vstack([fit[None, :], drawn])
    known = ~np.isnan(rows)
    count = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, rows, 0.0)
    mean = filled.sum(axis=0) / count
    spread = np.sqrt(np.where(known, (rows - mean) ** 2, 0.0).sum(axis=0) / count)
    scores = np.where(known, (filled - mean) / np.maximum(spread, 1e-9), -np.inf)
    best = scores.max(axis=1)
    p_value = float(np.mean(best >= best[0])) if np.isfinite(best[0]) else 1.0
    return p_value, _excess(fit, drawn)


def _excess(fit: Matrix, drawn: Matrix) -> Matrix:
    """How far each silhouette lies above those of draws, in their standard deviations (K,), nan where impossible.

    Unlike the scores of the test, which the observed row itself bounds, this grows with the clarity of the groups, so
    that clear numbers of groups can be told from each other.
    """
    known = ~np.isnan(drawn)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, drawn, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (drawn - mean) ** 2, 0.0).sum(axis=0) / count)
    excess: Matrix = (fit - mean) / np.maximum(spread, LEAST_SPREAD)
    return excess


def _stability(matrix: Matrix, trial: _Trial, rng: np.random.Generator) -> Matrix:
    """Mean adjusted Rand index between the groups and those found among 80 % of the people, (K,); nan if impossible.

    Compared are the people who are clearly in a group; those between groups will be left out anyway. A resample in
    which a number of groups is impossible counts as 0.
    """
    n = len(matrix)
    size = max(MIN_RESPONDENTS - 1, round(RESAMPLE_SHARE * n))
    placed = [None if one is None else clear(trial.places, one, BETWEEN) for one in trial.labels]
    agreement = np.zeros((RESAMPLES, len(NUMBERS)))
    for resample in range(RESAMPLES):
        people = np.sort(rng.choice(n, size, replace=False))
        again = _try_numbers(matrix[people])
        for position, (labels, kept, new) in enumerate(zip(trial.labels, placed, again.labels, strict=True)):
            if labels is not None and kept is not None and new is not None and kept[people].sum() >= 2:
                here = kept[people]
                agreement[resample, position] = rand_index(labels[people][here], new[here])
    possible = np.array([labels is not None for labels in trial.labels])
    return np.where(possible, agreement.mean(axis=0), np.nan)


def _assign(voices: Voices, drivers: Index, tested: Index, labels: Index) -> Index:
    """Everybody's group: drivers go to the nearest centre unless they fit none, others where one is clearly nearest."""
    matrix = profiles(voices, drivers=drivers)
    places = place(matrix, fit_space(matrix[drivers]))
    start = np.full(len(places), -1, dtype=np.int64)
    start[tested] = labels
    middle = centres(places, start)
    start[drivers] = to_centres(places[drivers], middle).argmin(axis=1)
    inside = refine(places, start)
    away = to_centres(places, centres(places, inside))
    nearest = away.argmin(axis=1)
    ranked = np.sort(away, axis=1)
    typical = float(np.median(ranked[drivers, 0]))
    margin = 1 - ranked[:, 0] / np.maximum(ranked[:, 1], 1e-12)
    result = np.where((ranked[:, 0] <= FAR * typical) & (margin >= MARGIN), nearest, -1)
    between = margin[drivers] < BETWEEN
    far = ranked[drivers, 0] > FAR * typical
    result[drivers] = np.where(far | between, -1, nearest[drivers])
    return result
