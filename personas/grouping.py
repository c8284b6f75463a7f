"""Do respondents fall into groups, into how many, and who is in which?

A number of groups is accepted when its silhouette beats chance and when the groups come back on resamples. Chance is
drawn in two ways: segments exchanged between people (nobody differs from anybody), and features permuted column by
column (no two features belong together). Both are exact permutation tests of the largest standardised silhouette over
all numbers tried, so trying several numbers needs no correction.

Only people who said enough form groups. Others join the nearest group where it is clearly the nearest.
`benchmarks/personas.py` measures all of this on simulated studies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from personas.clustering import DEFAULTS as CLUSTERS
from personas.clustering import (
    Index,
    Matrix,
    centres,
    cut_tree,
    distances,
    find_clusters,
    fit_space,
    margins,
    mean_silhouette,
    project,
    refine,
)
from personas.features import ENOUGH, RespondentFeatures, feature_matrix, select_respondents

SEED = 20261121
"""Seed of all draws: the same study gives the same groups."""


@dataclass(frozen=True, slots=True)
class PersonaGroupingThresholds:
    """When groups are accepted, and who is in them."""

    n_groups: tuple[int, ...] = (2, 3, 4, 5, 6)
    """These numbers of groups are tried."""
    min_respondents: int = 6
    """Below this number of people who said enough there cannot be two groups of three people."""
    draws: int = 99
    """Each test against chance makes this many draws, so that the smallest p-value is .01."""
    level: float = 0.02
    """Groups are accepted up to this p-value."""
    small_study: int = 30
    """Up to this number of people a study counts as small."""
    small_level: float = 0.03
    """Small studies are granted this p-value, and their groups are called tentative; few people seldom give certainty,
    and the stability on resamples still keeps chance out."""
    min_spread: float = 0.02
    """Silhouettes of draws that vary less than this are taken to vary by this much, so that no tiny spread makes an
    excess look huge."""
    resamples: int = 50
    """Groups must come back on this many resamples."""
    resample_share: float = 0.8
    """A resample holds this share of the people."""
    min_stability: float = 0.75
    """Groups come back when the mean adjusted Rand index over the resamples is at least this."""
    max_tested: int = 240
    """The tests run on at most this many people, drawn with a fixed seed; everybody is assigned afterwards."""
    min_segments_to_exchange: float = 1.5
    """Exchanging segments tests nothing where people have hardly more than one; it is done from this mean number on."""
    far: float = 3.0
    """A person farther from the centre than this multiple of the median distance fits no group."""
    min_margin: float = 0.1
    """People who formed the groups must be nearer to theirs than to the next by this share of the distance."""
    min_margin_to_join: float = 0.25
    """People who said little must be nearer by this share to join a group."""


THRESHOLDS = PersonaGroupingThresholds()

Way = Literal["said_enough", "pooled"]
Refusal = Literal["", "too_few", "no_groups", "unstable"]


@dataclass(frozen=True, slots=True)
class PersonaGrouping:
    """Groups of the people of `RespondentFeatures`, or why there are none.

    ``labels`` int64 (n,): the group or −1; ``drivers`` int64: who formed the groups; ``stability``: mean adjusted
    Rand index over resamples for the chosen number of groups, or for the best one when none was stable enough (None
    when chance was not beaten); ``p_value``: the larger one of the tests against chance.
    """

    labels: Index
    drivers: Index
    way: Way
    refusal: Refusal
    n_tested: int = 0
    stability: float | None = None
    p_value: float = 1.0
    tentative: bool = False

    @property
    def n_groups(self) -> int:
        """The number of groups."""
        return int(self.labels.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Groups int64 (n,) with −1 for outliers, or None and the refusal; see `PersonaGrouping` for the measures."""

    labels: Index | None
    refusal: Refusal
    stability: float | None
    p_value: float


@dataclass(frozen=True, slots=True)
class _Trial:
    """Every number of groups tried on one matrix: points, labels (None where impossible), mean silhouettes (nan)."""

    points: Matrix
    labels: tuple[Index | None, ...]
    silhouettes: Matrix


def group_respondents(
    features: RespondentFeatures, thresholds: PersonaGroupingThresholds = THRESHOLDS
) -> PersonaGrouping:
    """Group the respondents by their features; the order of files and the number of threads do not matter."""
    drivers, way = find_drivers(features, thresholds)
    nobody = np.full(len(features.respondent_ids), -1, dtype=np.int64)
    if len(drivers) < thresholds.min_respondents:
        return PersonaGrouping(nobody, drivers, way, "too_few")
    rng = np.random.default_rng(SEED)
    tested = drivers
    if len(drivers) > thresholds.max_tested:
        tested = np.sort(rng.choice(drivers, thresholds.max_tested, replace=False))
    sample = select_respondents(features, tested)
    exchange = None
    if sample.n_segments.mean() >= thresholds.min_segments_to_exchange:
        exchange = partial(_exchange_segments, sample)
    choice = choose_number(feature_matrix(sample), exchange, rng, thresholds)
    labels = nobody.copy()
    if choice.labels is not None:
        labels[tested] = choice.labels
        labels = _assign(feature_matrix(features, drivers=drivers), drivers, labels, thresholds)
    return PersonaGrouping(
        labels,
        drivers,
        way,
        choice.refusal,
        n_tested=len(tested),
        stability=choice.stability,
        p_value=choice.p_value,
        tentative=not choice.refusal and choice.p_value > thresholds.level,
    )


def find_drivers(features: RespondentFeatures, thresholds: PersonaGroupingThresholds = THRESHOLDS) -> tuple[Index, Way]:
    """Who said enough to form groups; where hardly anybody did, everybody with a sentence ("pooled")."""
    enough = np.flatnonzero((features.n_segments >= ENOUGH.segments) | (features.n_words >= ENOUGH.words))
    sentences = np.flatnonzero(features.n_words >= ENOUGH.sentence_words)
    # Interviews are never pooled with single comments: the few who talked for an hour are the material there.
    is_rare = not features.has_interviews and len(enough) < 0.2 * len(sentences)
    if (len(enough) < thresholds.min_respondents or is_rare) and len(sentences) >= 5 * thresholds.min_respondents:
        return sentences, "pooled"
    return enough, "said_enough"


def choose_number(
    matrix: Matrix,
    exchange: Callable[[np.random.Generator], Matrix] | None,
    rng: np.random.Generator,
    thresholds: PersonaGroupingThresholds = THRESHOLDS,
) -> GroupChoice:
    """How many groups the features (n, columns) fall into, if any.

    ``exchange`` draws features as they are when it is chance who said what; without it, only the test against
    permuted columns is made.
    """
    level = thresholds.small_level if len(matrix) <= thresholds.small_study else thresholds.level
    # All draws come from one generator, so the order of the tests is part of the result.
    trial = _try_numbers(matrix, thresholds)
    permuted = [_try_numbers(rng.permuted(matrix, axis=0), thresholds).silhouettes for _ in range(thresholds.draws)]
    p_value, excess = compare_with_chance(trial.silhouettes, np.array(permuted), thresholds)
    # The second test costs as much as the first and can only make the p-value larger.
    if exchange is not None and p_value <= level:
        drawn = [_try_numbers(exchange(rng), thresholds).silhouettes for _ in range(thresholds.draws)]
        p_exchanged, excess = compare_with_chance(trial.silhouettes, np.array(drawn), thresholds)
        p_value = max(p_value, p_exchanged)
    if p_value > level:
        return GroupChoice(None, "no_groups", None, p_value)
    stability = _measure_stability(matrix, trial, rng, thresholds)
    # Among the accepted numbers, the one farthest above chance wins, weighted by how well it comes back.
    value = np.where(excess > 0, excess * stability, -np.inf)
    stable = np.where(stability >= thresholds.min_stability, value, -np.inf)
    if not np.isfinite(stable).any():
        return GroupChoice(None, "unstable", float(stability[value.argmax()]), p_value)
    best = int(stable.argmax())
    return GroupChoice(trial.labels[best], "", float(stability[best]), p_value)


def _try_numbers(matrix: Matrix, thresholds: PersonaGroupingThresholds) -> _Trial:
    points = project(matrix, fit_space(matrix))
    between = distances(points, points)
    branches = cut_tree(points, thresholds.n_groups[-1] + CLUSTERS.extra_branches)
    labels = tuple(find_clusters(points, branches, k) for k in thresholds.n_groups)
    fit = [np.nan if clusters is None else mean_silhouette(between, clusters) for clusters in labels]
    return _Trial(points, labels, np.array(fit))


def _exchange_segments(sample: RespondentFeatures, rng: np.random.Generator) -> Matrix:
    """Features after segments were exchanged between people, within their language, kind of source and question."""
    order = np.arange(len(sample.rows))
    for stratum in np.unique(sample.stratum):
        inside = np.flatnonzero(sample.stratum == stratum)
        order[inside] = rng.permutation(inside)
    return feature_matrix(sample, order=order)


def compare_with_chance(
    observed: Matrix, drawn: Matrix, thresholds: PersonaGroupingThresholds = THRESHOLDS
) -> tuple[float, Matrix]:
    """The p-value of the best number of groups, and each number's excess over chance (K,), nan where impossible.

    ``observed`` (K,) are the silhouettes of the study, ``drawn`` (B, K) those of draws; nan where a number of groups
    is impossible. The observed row takes part in the standardisation, so that all rows are exchangeable under the null
    hypothesis and p = (1 + number of draws at least as extreme) / (B + 1) is exact (Westfall & Young's max-T).

    The excess is measured in standard deviations of the draws alone. Unlike the scores of the test, which the observed
    row itself bounds, it grows with the clarity of the groups, so that clear numbers of groups can be compared.
    """
    rows = np.vstack([observed[None, :], drawn])
    mean, spread = _mean_and_spread(rows)
    scores = np.where(np.isnan(rows), -np.inf, (rows - mean) / np.maximum(spread, 1e-9))
    best = scores.max(axis=1)
    p_value = float(np.mean(best >= best[0])) if np.isfinite(best[0]) else 1.0
    # From here on without the observed row.
    mean, spread = _mean_and_spread(drawn)
    excess: Matrix = (observed - mean) / np.maximum(spread, thresholds.min_spread)
    return p_value, excess


def _mean_and_spread(rows: Matrix) -> tuple[Matrix, Matrix]:
    """Mean and standard deviation of each column without its nans; 0 for a column of nans, where numpy would warn."""
    known = ~np.isnan(rows)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, rows, 0.0).sum(axis=0) / count
    return mean, np.sqrt(np.where(known, (rows - mean) ** 2, 0.0).sum(axis=0) / count)


def _measure_stability(
    matrix: Matrix, trial: _Trial, rng: np.random.Generator, thresholds: PersonaGroupingThresholds
) -> Matrix:
    """Mean adjusted Rand index between the groups and those of resamples, (K,); nan where a number is impossible.

    Compared are the people who are clearly in a group; those between groups will be left out anyway. A resample in
    which a number of groups is impossible counts as 0.
    """
    from sklearn.metrics import adjusted_rand_score

    n = len(matrix)
    size = max(thresholds.min_respondents - 1, round(thresholds.resample_share * n))
    clear = [
        None
        if labels is None
        else (labels >= 0) & (margins(trial.points, centres(trial.points, labels)) >= thresholds.min_margin)
        for labels in trial.labels
    ]
    agreement = np.zeros((thresholds.resamples, len(trial.labels)))
    for resample in range(thresholds.resamples):
        people = np.sort(rng.choice(n, size, replace=False))
        # The space is fitted anew: a direction that rests on the people left out must not help.
        again = _try_numbers(matrix[people], thresholds)
        for position, (labels, is_clear, new) in enumerate(zip(trial.labels, clear, again.labels, strict=True)):
            if labels is not None and is_clear is not None and new is not None and is_clear[people].sum() >= 2:
                compared = is_clear[people]
                agreement[resample, position] = adjusted_rand_score(labels[people][compared], new[compared])
    possible = np.array([labels is not None for labels in trial.labels])
    return np.where(possible, agreement.mean(axis=0), np.nan)


def _assign(matrix: Matrix, drivers: Index, tested: Index, thresholds: PersonaGroupingThresholds) -> Index:
    """Everybody's group or −1, int64 (n,): first the drivers' groups are refined, then everybody is placed.

    ``tested`` int64 (n,) are the labels of the people that the tests ran on, −1 for everybody else.
    """
    points = project(matrix, fit_space(matrix[drivers]))
    labels = tested.copy()
    labels[drivers] = distances(points[drivers], centres(points, tested)).argmin(axis=1)
    middle = centres(points, refine(points, labels))
    away = distances(points, middle)
    is_far = away.min(axis=1) > thresholds.far * float(np.median(away[drivers].min(axis=1)))
    min_margin = np.full(len(matrix), thresholds.min_margin_to_join)
    min_margin[drivers] = thresholds.min_margin
    return np.where(is_far | (margins(points, middle) < min_margin), -1, away.argmin(axis=1))
