"""How far a study agrees with people's own codes: what `voc agree` finds and the report shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from voc.schema.types import Language

CodeKind = Literal["theme", "touchpoint", "sentiment"]
UNCODED = ""
"""The category of a segment without a code."""
COEFFICIENTS = ("share", "kappa", "alpha", "ac1")
"""Names of the figures of an agreement, in the order of the page's columns."""


@dataclass(frozen=True, slots=True)
class AgreementFigures:
    """Agreement of two codings of n segments of ``n_people`` people.

    ``share`` is the share that agrees; kappa, alpha and AC1 correct it for chance and are at most 1. ``intervals`` maps
    each of the four names to its 95 % interval (bootstrap over people). A coefficient is None where it is not defined;
    an interval also below MIN_PEOPLE people.
    """

    n: int
    n_people: int
    # Several coefficients, because each fails somewhere: kappa is below zero where nearly everything is one category.
    share: float | None
    kappa: float | None
    alpha: float | None
    ac1: float | None
    intervals: Mapping[str, tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class CategoryAgreement:
    """Agreement on whether a segment has a category, over all segments that the coder looked at.

    The person gave it to ``n_human`` segments, voc to ``n_ours``, and both to the same ``n_both``.
    """

    name: str
    n_both: int
    n_human: int
    n_ours: int
    figures: AgreementFigures


@dataclass(frozen=True, slots=True)
class CategoryMatch:
    """The codes and the labels of voc that count as one category.

    ``overlap`` is the Jaccard index of their segments. ``how`` says how they were matched: by "name", as each other's
    "best" by overlap, as "narrower" (several on a side), or "alone" (nothing on the other side).
    """

    name: str
    codes: tuple[str, ...]
    ours: tuple[str, ...]
    overlap: float
    how: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """n segments that a person put into the category ``human`` and voc under another label, ``ours`` ("" for none).
    ``segments`` are ids of up to three of them."""

    human: str
    ours: str
    n: int
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoderAgreement:
    """A person compared with voc: ``both`` over the segments that both coded, ``everything`` with "not coded" as a
    category of its own, ``codes`` category by category.

    ``any_match`` is the share of the segments that both coded where any of the person's codes is voc's label; it is of
    use for the ``n_several`` segments with several codes. ``chance`` is the mean kappa after voc's labels were shuffled
    and matched anew: what the matching alone yields.
    """

    name: str
    n_codings: int
    n_looked_at: int
    both: AgreementFigures
    everything: AgreementFigures
    codes: tuple[CategoryAgreement, ...]
    mean_kappa: float | None
    any_match: float | None
    # Themes are matched so that they agree best, which makes even shuffled labels agree a little.
    chance: float | None
    n_several: int


@dataclass(frozen=True, slots=True)
class DimensionAgreement:
    """Themes, touchpoints or sentiment. ``among`` is Krippendorff's alpha among the people, ``with_ours`` with voc as
    another coder; None for a single person."""

    kind: CodeKind
    matches: tuple[CategoryMatch, ...]
    coders: tuple[CoderAgreement, ...]
    differences: tuple[Disagreement, ...]
    among: float | None
    with_ours: float | None


@dataclass(frozen=True, slots=True)
class QuotedSegment:
    """A segment as an example of a disagreement."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A study compared with a file of codes. ``n_unplaced`` of the passages are not in the study's documents;
    ``quotes`` maps the ids of example segments to what they say."""

    study: str
    language: Language
    file: str
    n_passages: int
    n_unplaced: int
    dimensions: tuple[DimensionAgreement, ...]
    quotes: Mapping[str, QuotedSegment]
    notes: tuple[str, ...] = ()
