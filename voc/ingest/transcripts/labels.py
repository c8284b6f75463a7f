"""Speaker labels: what can be one, which roles they name, and whether a label is a person's own name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from voc.schema import Role

MAX_LABEL = 63
MAX_LABEL_WORDS = 7

_INTERVIEWER = (
    r"i\s*\d{0,2}|int|intv|ir|iv|interviewer(?:in|\*in|:in)?|interviewe?ur|interviewerin|interviewing|interwiever"
    r"|moderator(?:in)?|moderation|mod|facilitator|researcher|host|f|fr|frage|fragen?de?r?|forscher(?:in)?|q|question"
    r"|versuchsleiter(?:in)?|vl|testleiter(?:in)?|interviewleiter(?:in)?|befrager(?:in)?|reporter(?:in)?|redaktion"
)
_PARTICIPANT = (
    r"b|bp|befragte?r?|befragte person|ip|interviewee|interviewte?r?|interviewpartner(?:in)?|interview partner"
    r"|interviewperson|participant|part|p\s*\d{1,3}|p|tn|tp|vp|teilnehmer(?:in|\*in|:in|nde)?|teilnehmende?r?"
    r"|proband(?:in)?"
    r"|testperson|versuchsperson|respondent|user|nutzer(?:in)?|kund(?:e|in)|customer|client|subject|answer|antwort"
    r"|a|expert(?:e|in)?|gast|guest|patient(?:in)?|bewohner(?:in)?|mitarbeiter(?:in)?|student(?:in)?"
)
_OTHER = (
    r"protokollant(?:in)?|protokoll|protocol|note ?taker|notetaker|observer|beobachter(?:in)?|technik(?:er)?"
    r"|technician|dolmetscher(?:in)?|übersetzer(?:in)?|interpreter|translator|transcriber|transkribent(?:in)?|system"
)
_NUMBER = r"(?:[\s._-]*\d{1,3}|[\s._-]+[a-z])?"
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("interviewer", re.compile(rf"(?:{_INTERVIEWER}){_NUMBER}")),
    ("participant", re.compile(rf"(?:{_PARTICIPANT}){_NUMBER}")),
    ("other", re.compile(rf"(?:{_OTHER}){_NUMBER}")),
)
_ANONYMOUS = re.compile(
    rf"(?:speaker|sprecher(?:in)?|person|stimme|voice|unknown(?: speaker)?|unbekannt|spk|s|mann|frau|man|woman"
    rf"|male|female|männlich|weiblich|teilnehmer|anonym(?:ous)?){_NUMBER}|\W*\d+\W*|[a-zäöü]\.?\d*"
)
_INITIALS = re.compile(r"[A-ZÄÖÜ]\.?\s?[A-ZÄÖÜ]?\.?\d*")
_NO_SPEAKER = re.compile(
    r"(?:https?|www|ftp|mailto|e-?mail|datum|date|ort|location|uhrzeit|zeit|time|dauer|duration|thema|topic|titel|title"
    r"|hinweis|anmerkung|notes?|notiz(?:en)?|todo|fazit|pro|con|contra|beispiel|example|z\.? ?b\.?|d\.? ?h\.?"
    r"|e\.? ?g\.?|i\.? ?e\.?|quelle|source|tags?|autor|author|version|status|link|url|tel|telefon|fax|betreff|name"
    r"|alter|age|geschlecht|gender|beruf|job|legende|ps|p\.? ?s\.?|edit|update|tipp|tip|problem|lösung|solution"
    r"|vorteile?|nachteile?|advantages?|disadvantages?|ziele?|goals?|ergebnis(?:se)?|results?|transcription|transcript)"
    r"\s*\d*",
)


@lru_cache(maxsize=4096)
def normal(label: str) -> str:
    """A label for comparison: composed, one space between words, no case, no trailing colon or dot."""
    return " ".join(unicodedata.normalize("NFC", label).split()).rstrip(":.").strip().casefold()


@lru_cache(maxsize=4096)
def can_be_label(label: str) -> bool:
    """Whether a text before a colon can be a speaker at all: short, a few words, no URL, no field name."""
    words = label.split()
    if not words or len(label) > MAX_LABEL or len(words) > MAX_LABEL_WORDS:
        return False
    if "/" in label and "//" in label:
        return False
    return _NO_SPEAKER.fullmatch(normal(label)) is None


@lru_cache(maxsize=4096)
def role_by_label(label: str) -> Role | None:
    """The role that a label names by itself ("I", "Interviewer 2", "Befragte", "P3"), else None.

    >>> role_by_label("Interviewer 1"), role_by_label("B"), role_by_label("Protokollantin"), role_by_label("Anna")
    ('interviewer', 'participant', 'other', None)
    """
    text = normal(label)
    return next((role for role, pattern in _ROLES if pattern.fullmatch(text)), None)


def is_known(label: str) -> bool:
    """Whether a label is a usual one for a speaker, so that it needs no repetition to be believed."""
    return (
        role_by_label(label) is not None
        or re.fullmatch(rf"(?:speaker|sprecher|person){_NUMBER}", normal(label)) is not None
    )


def is_generic(label: str) -> bool:
    """Whether a label stands for whoever speaks in this file ("B", "Speaker 2", "LG"), not for a person by name.

    >>> is_generic("Speaker 2"), is_generic("LG"), is_generic("Jo"), is_generic("Manu")
    (True, True, False, False)
    """
    text = normal(label)
    known = role_by_label(label) is not None or _ANONYMOUS.fullmatch(text) is not None
    return not text or known or _INITIALS.fullmatch(label.strip()) is not None
