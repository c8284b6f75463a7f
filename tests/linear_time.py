"""Whether the time of a reader grows with the length of its input, and not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")

PART = 4
"""The short input is a quarter of the long one: a quadratic reader takes 16 times as long for the long one."""
GROWTH = 2 * PART
"""Between the 4 times of a linear reader and the 16 times of a quadratic one."""
SLACK_S = 0.5
"""What start-up and a neighbour on the same core may add to a short measurement."""


def takes_linear_time(read: Callable[[Input], object], short: Input, long: Input) -> bool:
    """Read an input and one of `PART` times its length, and compare the processor times.

    A ratio holds on a slow machine as well as on a fast one. The better of two tries counts: a neighbour on the same
    core slows one of them, a quadratic reader both.
    """
    return any(_seconds(read, long) < SLACK_S + GROWTH * _seconds(read, short) for _ in range(2))


def _seconds(read: Callable[[Input], object], value: Input) -> float:
    started = time.process_time()
    read(value)
    return time.process_time() - started
