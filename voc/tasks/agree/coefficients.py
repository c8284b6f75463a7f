"""Coefficients of agreement between two codings, from tables of counts; many tables at once for the bootstrap.

- Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37–46.
- Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
- Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British
  Journal of Mathematical and Statistical Psychology 61, 29–48.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.schema import MIN_PEOPLE
from voc.schema.agreement import COEFFICIENTS, AgreementFigures

CountTable = NDArray[np.float64]
"""float64 (…, k, k): how often the first coder chose category i and the second category j."""
N_RESAMPLES = 1_000
"""Bootstrap resamples behind an interval."""


def share(table: CountTable) -> CountTable:
    """Return the share of units that both coded alike, nan for no units."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.trace(table, axis1=-2, axis2=-1) / table.sum(axis=(-2, -1)))


def kappa(table: CountTable) -> CountTable:
    """Return Cohen's kappa, (p₀ − pₑ) / (1 − pₑ), with pₑ from both coders' own shares.

    It is nan where both coders use a single category only.

    >>> float(kappa(np.array([[20.0, 5.0], [10.0, 15.0]])).round(3))
    0.4
    """
    n = table.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1) / n**2
    return _correct_for_chance(share(table), expected)


def alpha(table: CountTable) -> CountTable:
    """Return Krippendorff's alpha, 1 − Dₒ / Dₑ, for nominal data and two coders without gaps."""
    # Alpha's expectation comes from the pooled values of both coders, without putting any back.
    used = table.sum(axis=-1) + table.sum(axis=-2)
    n = used.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (used * (used - 1)).sum(axis=-1) / (n * (n - 1))
    return _correct_for_chance(share(table), expected)


def ac1(table: CountTable, n_categories: int | None = None) -> CountTable:
    """Return Gwet's AC1: pₑ = Σ πₖ(1 − πₖ) / (q − 1), with πₖ the mean share of category k.

    q is `n_categories`, by default those of the table. Unlike kappa, AC1 counts categories that nobody used.
    """
    q = table.shape[-1] if n_categories is None else max(n_categories, table.shape[-1])
    if q < 2:
        return np.full(table.shape[:-2], np.nan)
    n = table.sum(axis=(-2, -1))[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (table.sum(axis=-1) + table.sum(axis=-2)) / (2 * n)
    return _correct_for_chance(share(table), (mean * (1 - mean)).sum(axis=-1) / (q - 1))


def _correct_for_chance(observed: CountTable, expected: CountTable) -> CountTable:
    # Where everything is expected to agree by chance, nothing can be said; 1e-12 allows for rounding.
    room = 1 - expected
    return np.where(room > 1e-12, (observed - expected) / np.where(room > 1e-12, room, 1.0), np.nan)


def alpha_of_many(ratings: NDArray[np.int64]) -> float | None:
    """Return Krippendorff's alpha for nominal data, any number of coders, with gaps.

    Args:
        ratings: int64 (coders, units), categories from 0, −1 for a gap.

    Returns:
        None where no unit has two codings, or only one category occurs.
    """
    n_categories = int(ratings.max(initial=-1)) + 1
    if not n_categories:
        return None
    counts = np.stack([(ratings == category).sum(axis=0) for category in range(n_categories)])
    coded = counts.sum(axis=0)
    counts, coded = counts[:, coded >= 2], coded[coded >= 2]
    used = counts.sum(axis=1, dtype=np.float64)
    n = used.sum()
    if n == 0 or (used > 0).sum() < 2:
        return None
    observed = float((((coded**2 - (counts**2).sum(axis=0)) / (coded - 1)).sum()) / n)
    expected = float((n * n - (used * used).sum()) / (n * (n - 1)))
    return 1 - observed / expected


def measure_agreement(
    first: NDArray[np.int64], second: NDArray[np.int64], n_categories: int, people: Sequence[str], *, seed: int = 0
) -> AgreementFigures:
    """Compute all coefficients of two codings, with 95 % intervals by resampling people.

    Args:
        first: int64 (n,), the first coder's categories, 0 … n_categories − 1.
        second: int64 (n,), the second coder's.
        n_categories: the number of categories that could have been used.
        people: n ids of who spoke. A person's segments are resampled together, because they resemble each other.
        seed: of the resampling.
    """
    # A table per person: a resample is then a weighted sum of tables, which is a single matrix product.
    names, person = np.unique(np.asarray(people, dtype=np.str_), return_inverse=True)
    # Only categories that occur get a row: a study has hundreds, and the table of each person would be mostly empty.
    used = np.unique(np.concatenate([first, second])) if len(first) else np.arange(min(n_categories, 1))
    index = np.zeros(max(n_categories, 1), dtype=np.int64)
    index[used] = np.arange(len(used))
    tables = np.zeros((len(names), len(used), len(used)))
    np.add.at(tables, (person, index[first], index[second]), 1.0)
    values = _all_coefficients(tables.sum(axis=0), n_categories)
    numbers = {name: None if np.isnan(value) else float(value) for name, value in values.items()}
    intervals: dict[str, tuple[float, float] | None] = dict.fromkeys(COEFFICIENTS)
    if len(names) >= MIN_PEOPLE:
        intervals |= _bootstrap_intervals(tables, n_categories, seed)
    return AgreementFigures(
        n=len(first),
        n_people=len(names),
        **numbers,
        intervals={name: interval if numbers[name] is not None else None for name, interval in intervals.items()},
    )


def _all_coefficients(table: CountTable, n_categories: int) -> dict[str, CountTable]:
    return {"share": share(table), "kappa": kappa(table), "alpha": alpha(table), "ac1": ac1(table, n_categories)}


def _bootstrap_intervals(tables: CountTable, n_categories: int, seed: int) -> dict[str, tuple[float, float] | None]:
    n, k = len(tables), tables.shape[-1]
    random = np.random.default_rng(seed)
    weights = random.multinomial(n, np.full(n, 1 / n), size=N_RESAMPLES).astype(np.float64)
    with threadpool_limits(1):
        resampled = (weights @ tables.reshape(n, k * k)).reshape(N_RESAMPLES, k, k)
    intervals: dict[str, tuple[float, float] | None] = {}
    for name, values in _all_coefficients(resampled, n_categories).items():
        defined = values[~np.isnan(values)]
        # Where most resamples leave a coefficient undefined, the percentiles of the rest would say little.
        if len(defined) < N_RESAMPLES / 2:
            intervals[name] = None
            continue
        low, high = np.percentile(defined, [2.5, 97.5])
        intervals[name] = (float(low), float(high))
    return intervals
