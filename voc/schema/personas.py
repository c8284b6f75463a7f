"""Persona drafts and their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from voc.schema.journey import Feeling

TraitKind = Literal["goal", "pain", "need", "behaviour", "motivation", "praise", "suggestion", "touchpoint", "theme"]


@dataclass(frozen=True, slots=True)
class Trait:
    """One line of a persona with its evidence. ``subject`` is what it is about, in words of the study's language (a
    theme's or touchpoint's name); ``subject_id`` its id. ``respondents`` are the members who show it (never empty),
    ``segments`` the positions that prove it, best first. ``lift`` is the share among members divided by the share
    among all others (None where the others have none)."""

    kind: TraitKind
    subject: str
    subject_id: str
    respondents: tuple[str, ...]
    segments: tuple[int, ...]
    lift: float | None = None


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many members have this value of an attribute; ``n_known`` is how many members carry the attribute at all."""

    attribute: str
    value: str
    n: int
    n_known: int


@dataclass(frozen=True, slots=True)
class Persona:
    """A draft from ``respondents``, who are never invented. ``quote`` is the position of one member's own sentence.
    ``feelings`` are phase-level, of the members only. ``unknown`` lists kinds of traits that no source carries."""

    persona_id: str
    title: str
    respondents: tuple[str, ...]
    share_respondents: float
    quote: int
    traits: tuple[Trait, ...]
    attributes: tuple[AttributeCount, ...]
    feelings: tuple[Feeling, ...]
    unknown: tuple[str, ...]
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Personas:
    """Persona drafts, or ``refusal``: the reason in the study's language why there are none ("" when there are).

    ``left_out`` maps a respondent's id to why they are in no group ("said too little", "fits no group").
    ``stability`` is the mean adjusted Rand index over resamples of the grouping (None when refused).
    """

    personas: tuple[Persona, ...]
    refusal: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    stability: float | None = None
    method: str = ""
