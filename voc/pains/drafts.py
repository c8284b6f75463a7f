"""Drafts for the workshop: an opportunity ("How might we …") and a hypothesis to fill in, for each pain point."""

from __future__ import annotations

from voc.schema import Language, PainPoint, Taxonomy, in_language
from voc.text.catalogue import load_catalogue

GAP = "…"
"""A gap that the workshop fills in."""
SENTENCE_WORDS = 3
"""A title of at least this many words is read as something people say; a shorter one as the name of a thing."""


def opportunity(pain: PainPoint, taxonomy: Taxonomy, language: Language) -> str:
    """A "How might we …" line about the pain point, at its touchpoint if it has one."""
    words = load_catalogue("voc.pains", language)
    touchpoint = next((t for t in taxonomy.touchpoints if t.touchpoint_id == pain.touchpoint_id), None)
    place = in_language(touchpoint.names, language) if touchpoint else ""
    # Titles may begin with the name of the touchpoint, which the sentence says already.
    title = pain.title.removeprefix(place).removeprefix(": ") if place else pain.title
    if len(title.split()) < SENTENCE_WORDS:
        return words("opportunity.touchpoint", place=pain.title)
    return words("opportunity.title_at_touchpoint" if place else "opportunity.title", place=place, title=title)


def hypothesis(pain: PainPoint, n_respondents: int, language: Language) -> str:
    """A hypothesis with gaps: what should fall, by how much, after which change, and on how many people it rests."""
    words = load_catalogue("voc.pains", language)
    return words("hypothesis", title=pain.title, gap=GAP, n=len(pain.respondents), total=n_respondents)
