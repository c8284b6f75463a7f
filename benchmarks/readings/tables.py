"""Figures as Markdown: tables, needed values, and whether they are met."""

from __future__ import annotations

import math
from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table.

    >>> print(table(["set", "rows"], [["hotels", "12"]]))
    | set | rows |
    |---|---|
    | hotels | 12 |
    """
    return "\n".join("| " + " | ".join(cells) + " |" if cells else "" for cells in [head, *rows]).replace(
        "\n", "\n|" + "---|" * len(head) + "\n", 1
    )


def figure(value: float, digits: int = 3) -> str:
    """A figure with so many decimals; nothing where there is none.

    >>> figure(0.5), figure(float("nan"))
    ('0.500', '')
    """
    return "" if math.isnan(value) else f"{value:.{digits}f}"


def met(value: float, needed: float, *, at_most: bool = False) -> str:
    """Whether a figure, as it is printed with three decimals, reaches what is needed.

    >>> met(0.8996, 0.9), met(0.899, 0.9), met(0.04, 0.05, at_most=True)
    ('met', 'not met', 'met')
    """
    shown = round(value, 3)
    return "met" if (shown <= needed if at_most else shown >= needed) else "not met"
