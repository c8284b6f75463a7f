"""Drafts for the workshop: an opportunity ("How might we …") and a hypothesis with gaps for each pain point."""

from __future__ import annotations

from voc.schema import Language, PainPoint, Taxonomy, in_language
from voc.text.catalogue import load_catalogue

GAP = "…"
"""A gap that the workshop fills in."""


def write_opportunity(pain: PainPoint, taxonomy: Taxonomy, language: Language) -> str:
    """A "How might we …" line about the pain point, at its touchpoint if it has one."""
    words = load_catalogue("voc.pains", language)
    touchpoint = next((t for t in taxonomy.touchpoints if t.touchpoint_id == pain.touchpoint_id), None)
    if touchpoint is None:
        return words("opportunity.title", title=pain.title)
    return words("opportunity.title_at_touchpoint", place=in_language(touchpoint.names, language), title=pain.title)


def write_hypothesis(pain: PainPoint, n_respondents: int, language: Language) -> str:
    """A hypothesis with gaps: what should fall, by how much, after which change, and on how many people it rests."""
    words = load_catalogue("voc.pains", language)
    return words("hypothesis", title=pain.title, gap=GAP, n=len(pain.respondents), total=n_respondents)
