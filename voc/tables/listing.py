"""Lists in notes: the first few items, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence


def list_some(items: Sequence[object], limit: int) -> str:
    """At most ``limit`` items with commas, and the number of the others.

    >>> list_some([3, 5, 8], 2), list_some(["'a'", "'b'"], 2)
    ('3, 5 and 1 more', "'a', 'b'")
    """
    listed = ", ".join(map(str, items[:limit]))
    return f"{listed} and {len(items) - limit} more" if len(items) > limit else listed


def list_rows(numbers: Sequence[int], limit: int) -> str:
    """The numbers of rows, as in "row 7" and "rows 7, 9 and 2 more"."""
    return f"{'row' if len(numbers) == 1 else 'rows'} {list_some(numbers, limit)}"
