"""The outputs of the transformer reader as columns of an array: the layout that training and run time share.

Each group of columns has one link: "softmax" (exactly one class holds) or "sigmoid" (each holds or not).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voc.schema import ABOUT, EMOTIONS, SENTIMENTS, STATEMENTS, STATUS


@dataclass(frozen=True, slots=True)
class OutputGroup:
    """Columns ``start`` to ``end`` of the outputs; ``weight`` multiplies the group's loss in training."""

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
"""The groups of columns by name.

- "sentiment": SENTIMENTS. "mixed": positive and negative at once.
- "emotion": each of EMOTIONS is present. "clear", "strong": its intensity is at least 2, or 3, if it is present.
- "kind": the main one of STATEMENTS. "kinds": each of STATEMENTS applies, as main or second kind.
- "about": ABOUT. "status": STATUS.
"""
N_OUTPUTS = max(group.end for group in GROUPS.values())
TOKEN_TASKS = ("feeling", "aspect", "goal", "hurdle", "names")
"""The kinds of span that a token can belong to: words that express the feeling, its target, a goal, what stopped
somebody, and names of persons."""
PAIR_CLASSES = ("supports", "contradicts", "neither")
"""The relation of a statement to a phrase."""
DEPTHS = {"fast": 6, "deep": 12}
"""Number of layers before each exit."""
