"""Drafts for the workshop: an opportunity ("How might we …") and a hypothesis to fill in, for each pain point."""

from __future__ import annotations

from voc.schema import Language, PainPoint, Taxonomy, in_language

GAP = "…"
"""What the workshop fills in."""
SENTENCE = 3
"""From this number of words on a title is taken as what somebody says, below as the name of something."""

_OPPORTUNITY = {
    "de": {
        "both": "Wie könnten wir bei „{place}“ dafür sorgen, dass es nicht mehr heißt: „{what}“?",
        "place": "Wie könnten wir „{place}“ für unsere Kundinnen und Kunden leichter machen?",
        "what": "Wie könnten wir dafür sorgen, dass es nicht mehr heißt: „{what}“?",
    },
    "en": {
        "both": "How might we make sure that at “{place}” nobody has to say “{what}” any more?",
        "place": "How might we make “{place}” easier for our customers?",
        "what": "How might we make sure that nobody has to say “{what}” any more?",
    },
}
_HYPOTHESIS = {
    "de": (
        "Wir erwarten, dass {gap} weniger Menschen „{title}“ berichten, wenn wir {gap}, "
        "weil 1 von {total} Personen davon berichtet.",
        "Wir erwarten, dass {gap} weniger Menschen „{title}“ berichten, wenn wir {gap}, "
        "weil {n} von {total} Personen davon berichten.",
    ),
    "en": (
        "We expect {gap} fewer people to report “{title}” if we {gap}, because 1 of {total} people reports it.",
        "We expect {gap} fewer people to report “{title}” if we {gap}, because {n} of {total} people report it.",
    ),
}


def opportunity(pain: PainPoint, taxonomy: Taxonomy, language: Language) -> str:
    """A "How might we …" line about what stands in the way, where it does."""
    names = [one.names for one in taxonomy.touchpoints if one.touchpoint_id == pain.touchpoint_id]
    place = in_language(names[0], language) if names else ""
    what = pain.title.removeprefix(place).removeprefix(": ") if place else pain.title
    if len(what.split()) < SENTENCE:
        return _OPPORTUNITY[language]["place"].format(place=pain.title)
    return _OPPORTUNITY[language]["both" if place else "what"].format(place=place, what=what)


def hypothesis(pain: PainPoint, n_respondents: int, language: Language) -> str:
    """A hypothesis with gaps: what should fall, by how much, if we do what, and on how many people it rests."""
    n = len(pain.respondents)
    return _HYPOTHESIS[language][n != 1].format(title=pain.title, gap=GAP, n=n, total=n_respondents)
