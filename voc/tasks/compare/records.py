"""What a comparison of two waves is: plain records, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from voc.schema import Language

Kind = Literal["pain", "touchpoint", "mood", "theme"]
Verdict = Literal["grown", "shrunk", "appeared", "gone", "open", "few"]
Outcome = Literal["helped", "worse", "open", "few"]


@dataclass(frozen=True, slots=True)
class Change:
    """One matter in two waves, A the earlier. ``people_a`` of ``total_a`` respondents speak of it in A.

    ``before`` and ``after`` are shares of people (0–1), or mean polarity (−1…1) for the kind "mood", None for nobody;
    ``difference`` is ``after − before`` with its 95 % interval. ``p_value`` is corrected for the number of rows
    (Benjamini & Hochberg 1995), None where there are too few people. ``verdict`` is "open" unless ``p_value`` is below
    0.05, and "few" where it was not tested. A pain point has "appeared" when A has none like it and fewer than
    MIN_PEOPLE report it there; "gone" the other way round. ``later`` is what it is called in B, where that differs.
    """

    kind: Kind
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
    verdict: Verdict = "few"
    later: str = ""
    in_a: bool = True
    in_b: bool = True


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that was changed between the waves, and what became of it.

    ``trouble`` are the people who report the pain point, or trouble at the touchpoint, that it was for. Its p-value is
    corrected for the number of fixes alone (Holm 1979), for they were named beforehand. ``outcome`` says whether these
    people have become clearly fewer. ``changes`` are the other rows of the same touchpoint.
    """

    text: str
    target: str
    trouble: Change
    outcome: Outcome
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two waves beside each other. ``changes`` are sorted by kind, then clear ones first, then by size; ``notes`` are
    sentences about what limits the comparison; ``names`` are the studies' names, ``places`` touchpoint names by id."""

    names: tuple[str, str]
    totals: tuple[int, int]
    language: Language
    changes: tuple[Change, ...]
    fixes: tuple[Fix, ...] = ()
    new_touchpoints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
