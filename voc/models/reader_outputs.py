"""What the trained reader says of a text, as a row of numbers: the layout that training and run time share.

Each group of columns has one link: "softmax" (exactly one class holds) or "sigmoid" (each holds or not).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voc.schema import ABOUT, EMOTIONS, SENTIMENTS, STATEMENTS, STATUS


@dataclass(frozen=True, slots=True)
class OutputGroup:
    """Columns ``start`` to ``end`` of the outputs; ``weight`` is the group's share of the loss in training."""

    name: str
    start: int
    end: int
    link: Literal["softmax", "sigmoid"]
    weight: float

    @property
    def columns(self) -> slice:
        """The group's columns."""
        return slice(self.start, self.end)


def _layout() -> dict[str, OutputGroup]:
    parts: tuple[tuple[str, int, Literal["softmax", "sigmoid"], float], ...] = (
        ("sentiment", len(SENTIMENTS), "softmax", 1.0),
        ("mixed", 1, "sigmoid", 0.3),
        ("emotion", len(EMOTIONS), "sigmoid", 0.5),
        ("clear", len(EMOTIONS), "sigmoid", 0.3),
        ("strong", len(EMOTIONS), "sigmoid", 0.3),
        ("kind", len(STATEMENTS), "softmax", 0.8),
        ("kinds", len(STATEMENTS), "sigmoid", 0.3),
        ("about", len(ABOUT), "softmax", 0.4),
        ("status", len(STATUS), "softmax", 0.4),
    )
    groups: dict[str, OutputGroup] = {}
    start = 0
    for name, width, link, weight in parts:
        groups[name] = OutputGroup(name, start, start + width, link, weight)
        start += width
    return groups


GROUPS = _layout()
"""Sentiment; whether it is mixed; each emotion, and where it holds, whether its intensity is at least 2 ("clear") or 3
("strong"); the main kind of statement; all kinds; about whom; whether it is so."""
N_OUTPUTS = max(group.end for group in GROUPS.values())
TOKEN_TASKS = ("feeling", "aspect", "goal", "hurdle", "names")
"""What a token can be part of: the words that carry the feeling, what it is about, what somebody wanted to reach, what
stood in the way, and names of persons."""
PAIR_CLASSES = ("supports", "contradicts", "neither")
"""What a statement does to a phrase."""
DEPTHS = {"fast": 6, "deep": 12}
"""After how many layers each exit reads."""
