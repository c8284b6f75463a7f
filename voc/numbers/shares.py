"""The score interval of a share."""

from __future__ import annotations

import math

LEVEL = 0.95


def wilson(count: int, total: int, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927; Brown, Cai & DasGupta 2001), within 0–1.

    Raises:
        ValueError: unless ``0 <= count <= total`` and ``total > 0``.

    >>> low, high = wilson(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)
    """
    check(count, total)
    z = quantile((1 + level) / 2)
    share, weight = count / total, z * z / total
    centre = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / total + weight / (4 * total))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == total else min(1.0, centre + half)
    return low, high


def check(count: int, total: int) -> None:
    """Raise ValueError unless ``count`` of ``total`` is a share."""
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"a share needs 0 <= count <= total and total > 0, found {count} of {total}")


def quantile(probability: float) -> float:
    """The value below which a standard normal variable lies with this probability."""
    from scipy.special import ndtri

    return float(ndtri(probability))
