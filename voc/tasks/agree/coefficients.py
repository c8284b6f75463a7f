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

from voc.schema import MIN_PEOPLE
from voc.tasks.agree.records import Figures

Table = NDArray[np.float64]
"""float64 (…, k, k): how often the first coder gave category i and the second j."""
N_RESAMPLES = 1_000
NAMES = ("share", "kappa", "alpha", "ac1")


def share(table: Table) -> Table:
    """The share of units that both coded alike, nan for none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.trace(table, axis1=-2, axis2=-1) / table.sum(axis=(-2, -1)))


def kappa(table: Table) -> Table:
    """Cohen's kappa: (p₀ − pₑ) / (1 − pₑ), pₑ from both coders' own shares. nan where both only use one category.

    >>> float(kappa(np.array([[20.0, 5.0], [10.0, 15.0]])).round(3))
    0.4
    """
    n = table.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1) / n**2
    return _corrected(share(table), expected)


def alpha(table: Table) -> Table:
    """Krippendorff's alpha for nominal data and two coders without gaps: 1 − Dₒ / Dₑ."""
    used = table.sum(axis=-1) + table.sum(axis=-2)
    n = used.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (used * (used - 1)).sum(axis=-1) / (n * (n - 1))
    return _corrected(share(table), expected)


def ac1(table: Table) -> Table:
    """Gwet's AC1: pₑ = Σ πₖ(1 − πₖ) / (q − 1), πₖ the mean share of category k, q the number of categories."""
    categories = table.shape[-1]
    if categories < 2:
        return np.full(table.shape[:-2], np.nan)
    n = table.sum(axis=(-2, -1))[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (table.sum(axis=-1) + table.sum(axis=-2)) / (2 * n)
    return _corrected(share(table), (mean * (1 - mean)).sum(axis=-1) / (categories - 1))


def _corrected(observed: Table, expected: Table) -> Table:
    room = 1 - expected
    return np.where(room > 1e-12, (observed - expected) / np.where(room > 1e-12, room, 1.0), np.nan)


def alpha_of_many(ratings: NDArray[np.int64]) -> float | None:
    """Krippendorff's alpha for nominal data, any number of coders, with gaps.

    Args:
        ratings: int64 (coders, units), categories from 0, −1 for a gap.

    Returns:
        None where no unit has two codings, or only one category occurs.
    """
    categories = int(ratings.max(initial=-1)) + 1
    counts = np.stack([(ratings == one).sum(axis=0) for one in range(categories)]) if categories else np.zeros((0, 0))
    coded = counts.sum(axis=0)
    counts, coded = counts[:, coded >= 2], coded[coded >= 2]
    used = counts.sum(axis=1, dtype=np.float64)
    n = used.sum()
    if n == 0 or (used > 0).sum() < 2:
        return None
    observed = float((((coded**2 - (counts**2).sum(axis=0)) / (coded - 1)).sum()) / n)
    expected = float((n * n - (used * used).sum()) / (n * (n - 1)))
    return 1 - observed / expected


def figures(
    first: NDArray[np.int64], second: NDArray[np.int64], categories: int, people: Sequence[str], *, seed: int = 0
) -> Figures:
    """All coefficients of two codings, with intervals by resampling people (percentiles of `N_RESAMPLES`).

    Args:
        first: int64 (n,), the first coder's categories, 0 … categories − 1.
        second: int64 (n,), the second's.
        categories: how many there are.
        people: n ids of who spoke: a person's segments are drawn together, because they are alike.
        seed: of the resampling.
    """
    names, who = np.unique(np.asarray(people, dtype=np.str_), return_inverse=True)
    used = np.unique(np.concatenate([first, second])) if len(first) else np.arange(min(categories, 1))
    place = np.full(max(categories, 1), 0)
    place[used] = np.arange(len(used))
    k = len(used)
    tables = np.zeros((len(names), k, k))
    np.add.at(tables, (who, place[first], place[second]), 1.0)
    whole = tables.sum(axis=0)
    values = {"share": share(whole), "kappa": kappa(whole), "alpha": alpha(whole), "ac1": _ac1(whole, categories)}
    intervals = _intervals(tables, categories, seed) if len(names) >= MIN_PEOPLE else dict.fromkeys(NAMES)
    numbers = {name: None if np.isnan(value) else float(value) for name, value in values.items()}
    return Figures(
        n=len(first),
        n_people=len(names),
        **numbers,
        intervals={name: intervals[name] if numbers[name] is not None else None for name in NAMES},
    )


def _ac1(table: Table, categories: int) -> Table:
    """AC1 where categories that nobody used count, but stand in no row."""
    missing = max(categories - table.shape[-1], 0)
    padding = [(0, 0)] * (table.ndim - 2) + [(0, missing), (0, missing)]
    return ac1(np.pad(table, padding))


def _intervals(tables: Table, categories: int, seed: int) -> dict[str, tuple[float, float] | None]:
    from threadpoolctl import threadpool_limits

    n, k = len(tables), tables.shape[-1]
    random = np.random.default_rng(seed)
    drawn = random.multinomial(n, np.full(n, 1 / n), size=N_RESAMPLES).astype(np.float64)
    with threadpool_limits(1):
        resampled = (drawn @ tables.reshape(n, k * k)).reshape(N_RESAMPLES, k, k)
    rows = {
        "share": share(resampled),
        "kappa": kappa(resampled),
        "alpha": alpha(resampled),
        "ac1": _ac1(resampled, categories),
    }
    found: dict[str, tuple[float, float] | None] = {}
    for name, values in rows.items():
        known = values[~np.isnan(values)]
        low, high = np.percentile(known, [2.5, 97.5]) if len(known) >= N_RESAMPLES / 2 else (np.nan, np.nan)
        found[name] = None if np.isnan(low) else (float(low), float(high))
    return found
