"""Two waves of a study compared: what `voc compare` finds and the report shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from voc.schema.types import Language

ChangeKind = Literal["pain", "touchpoint", "mood", "theme"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
"""In the order of the page and the table."""
Verdict = Literal["appeared", "grown", "shrunk", "gone", "open", "few"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""In the order of the page and the table."""
CLEAR_VERDICTS: frozenset[Verdict] = frozenset({"appeared", "grown", "shrunk", "gone"})
"""Changes that chance does not explain."""
Outcome = Literal["helped", "worse", "open", "few"]


@dataclass(frozen=True, slots=True)
class Change:
    """A pain point, touchpoint, mood or theme in two waves; A is the earlier one.

    ``people_a`` of ``total_a`` respondents speak of it in A. ``before`` and ``after`` are shares of people (0–1), or
    mean polarity (−1…1) for the kind "mood", None for nobody; ``difference`` is ``after − before`` with its 95 %
    interval. ``p_value`` is corrected for the number of changes (Benjamini & Hochberg 1995), None where there are too
    few people. ``verdict`` is "open" unless ``p_value`` is below 0.05, and "few" where it was not tested. A pain point
    has "appeared" when A has none like it and fewer than MIN_PEOPLE report it there; "gone" is the reverse. ``later``
    is its name in B where that differs; ``in_a`` and ``in_b`` say which wave's own analysis found it.
    """

    kind: ChangeKind
    key: str
    name: str
    touchpoint_id: str
    theme_id: str
    people_a: int = 0
    people_b: int = 0
    total_a: int = 0
    total_b: int = 0
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    # "few" until it is tested, so that an untested change can never look clear.
    verdict: Verdict = "few"
    later: str = ""
    in_a: bool = True
    in_b: bool = True


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that was changed between the waves, and what became of the problem that it was for.

    ``trouble`` counts the people who report that pain point, or trouble at that touchpoint. Its p-value is corrected
    for the number of fixes alone (Holm 1979), because they were named in advance. ``outcome`` says whether these people
    have become clearly fewer. ``changes`` are the other changes at the same touchpoint.
    """

    text: str
    target: str
    trouble: Change
    outcome: Outcome
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two waves side by side. ``changes`` are sorted by kind, then by verdict, then by size. ``notes`` are keys of the
    report's catalogue about what limits the comparison; ``names`` and ``totals`` are the names and numbers of
    respondents of A and B; ``places`` are names of touchpoints by id."""

    names: tuple[str, str]
    totals: tuple[int, int]
    language: Language
    changes: tuple[Change, ...]
    fixes: tuple[Fix, ...] = ()
    new_touchpoints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
