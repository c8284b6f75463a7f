"""Very many records at once.

A frozen dataclass sets each field through ``object.__setattr__``, which made building the records the dearest part of
reading a large table. Here a field is set for all records in one go through the descriptor of its slot.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import fields
from itertools import repeat
from typing import Any, TypeVar

_R = TypeVar("_R")


def make(record: type[_R], n: int, /, **columns: Iterable[Any]) -> list[_R]:
    """``n`` records of a slotted dataclass: the same as calling it n times, several times as fast.

    ``columns`` are all of its fields, each with n values (or `itertools.repeat` of one).

    Raises:
        KeyError: a field has no column.

    >>> from voc.schema import Pseudonym
    >>> make(Pseudonym, 2, kind=repeat("name"), pseudonym=["A", "B"], original=["x", "y"])[1]
    Pseudonym(kind='name', pseudonym='B', original='y')
    """
    records: list[_R] = list(map(object.__new__, repeat(record, n)))
    for field in fields(record):  # type: ignore[arg-type]
        deque(map(getattr(record, field.name).__set__, records, columns[field.name]), maxlen=0)
    return records
