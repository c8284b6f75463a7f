"""The words of a codebook that voc writes: names of its branches and fixed codes, by language."""

from __future__ import annotations

from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Language

BRANCHES: dict[str, dict[Language, str]] = {
    "theme": {"de": "Themen", "en": "Themes"},
    "touchpoint": {"de": "Touchpoints", "en": "Touchpoints"},
    "sentiment": {"de": "Stimmung", "en": "Sentiment"},
    "emotion": {"de": "Emotionen", "en": "Emotions"},
    "statement": {"de": "Art der Aussage", "en": "Kind of statement"},
    "pain_point": {"de": "Schmerzpunkte", "en": "Pain points"},
}
"""What stands at the top of the codebook, in this order."""

FIXED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sentiment": tuple(zip(SENTIMENTS, ("negativ", "neutral", "positiv"), SENTIMENTS, strict=True)),
    "emotion": tuple(
        zip(
            EMOTIONS,
            (
                *("Freude", "Dankbarkeit", "Vertrauen", "Überraschung"),
                *("Verwirrung", "Frustration", "Enttäuschung", "Sorge"),
            ),
            EMOTIONS,
            strict=True,
        )
    ),
    "statement": tuple(
        zip(
            STATEMENTS,
            ("Ärgernis", "Lob", "Ziel", "Bedürfnis", "Verhalten", "Motivation", "Vorschlag", "Sonstiges"),
            STATEMENTS,
            strict=True,
        )
    ),
}
"""Branch → (key, German, English) of each code."""

COLOURS = {"negative": "#b3531f", "neutral": "#8a8a8a", "positive": "#1f7a6b"}

_SENTENCES: dict[str, dict[Language, str]] = {
    "description": {
        "de": "Codiert von voc {version}: maschinelle Lesung, zum Prüfen. Positionen zählen Codepoints.",
        "en": "Coded by voc {version}: read by a machine, to be checked. Positions count code points.",
    },
    "keywords": {"de": "Stichworte: {words}", "en": "Keywords: {words}"},
    "persona": {"de": "Persona-Entwurf, {n} Personen", "en": "Persona draft, {n} people"},
    "persona_name": {"de": "Persona: {title}", "en": "Persona: {title}"},
    "read_as": {"de": "Gelesen als: {reader} ({status})", "en": "Read as: {reader} ({status})"},
}


def sentence(key: str, language: Language, **values: str) -> str:
    """A sentence of the export in the study's language."""
    return _SENTENCES[key][language].format(**values)
