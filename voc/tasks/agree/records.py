"""What is compared, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["theme", "touchpoint", "sentiment"]
UNCODED = ""
"""The category of a segment that has none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What one person coded. ``code`` is its path, outermost first, () for "looked at and not coded".

    The place is a segment, or a span of a document (code points), or to be found by its words; "" and −1 where it is
    not told. ``document`` is whatever the file calls it.
    """

    coder: str
    code: tuple[str, ...]
    kind: Kind
    segment_id: str = ""
    document: str = ""
    start: int = -1
    end: int = -1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Passages:
    """All that was read of a file. ``documents`` are ids of answers and reviews that it holds, coded or not."""

    passages: tuple[Passage, ...]
    documents: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement of two codings of n segments. ``share`` is the share that agrees; each coefficient has a 95 % interval
    (bootstrap over people), None where it is not defined or there are fewer than 3 people."""

    n: int
    n_people: int
    share: float | None
    kappa: float | None
    alpha: float | None
    ac1: float | None
    intervals: Mapping[str, tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class PerCode:
    """One category, there or not, over all segments looked at."""

    name: str
    n_both: int
    n_human: int
    n_ours: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Match:
    """A category: the codes and the themes that count as one. ``overlap`` is the Jaccard index of their segments;
    ``how`` "name", "best", "narrower" (more than one on a side), or "alone" (nothing on the other side)."""

    name: str
    codes: tuple[str, ...]
    ours: tuple[str, ...]
    overlap: float
    how: str


@dataclass(frozen=True, slots=True)
class Difference:
    """n segments that a person put into category ``human`` and voc under another label, ``ours`` ("" for none).
    ``segments`` are ids of up to three."""

    human: str
    ours: str
    n: int
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coder:
    """One person against voc: only where both coded; with "not coded" as a category of its own; code by code.

    ``any_match`` is the share of the segments that both coded where any of the person's codes is voc's. ``chance`` is
    the mean kappa where both coded after voc's labels were shuffled and matched anew: what the matching alone gives.
    """

    name: str
    n_codings: int
    n_looked_at: int
    both: Figures
    everything: Figures
    codes: tuple[PerCode, ...]
    mean_kappa: float | None
    any_match: float | None
    chance: float | None
    n_several: int


@dataclass(frozen=True, slots=True)
class Dimension:
    """Themes, touchpoints or sentiment. ``among`` is Krippendorff's alpha among the people, ``with_ours`` with voc as
    one more coder; None with one person."""

    kind: Kind
    matches: tuple[Match, ...]
    coders: tuple[Coder, ...]
    differences: tuple[Difference, ...]
    among: float | None
    with_ours: float | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A segment as it is shown."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """All of it. ``n_unplaced`` passages were not found in the study's documents."""

    study: str
    language: str
    file: str
    n_passages: int
    n_unplaced: int
    dimensions: tuple[Dimension, ...]
    quotes: Mapping[str, Quote]
    notes: tuple[str, ...] = ()
