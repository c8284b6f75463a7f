"""What a single column can be, by its name and its profile."""

from __future__ import annotations

from voc.ingest.respondent_attributes import asked, canonical
from voc.ingest.surveys.column_profile import Profile
from voc.tables import column_names

MAX_VALUES = 30
"""An attribute has at most this many values, unless its name says that it is one (country, age)."""


def could_be_text(found: Profile) -> bool:
    """Whether nothing speaks against text: no numbers, dates, links, JSON or few repeated values."""
    return max(found.numbers, found.dates, found.urls, found.json) < 0.5 and found.distinct_share >= 0.5


def is_open(name: str, question: str, found: Profile) -> bool:
    """Whether a column that its export calls open holds words: an age or a choice can be typed in too."""
    if max(found.numbers, found.dates, found.urls, found.json) >= 0.5 or is_known(name, question):
        return False
    return found.n < 10 or found.distinct_share >= 0.3


def is_text(name: str, question: str, found: Profile) -> bool:
    """Whether a column holds what people think in their own words.

    A column named "comment" needs only some words in it, and so does one that calls itself free text.
    """
    if max(found.numbers, found.dates, found.urls, found.json) >= 0.5:
        return False
    if column_names.name_key(name) in column_names.TEXT:
        return found.words >= 2.5 or (found.distinct_share >= 0.5 and found.chars >= 8)
    if column_names.is_called_open(question):
        return found.distinct_share >= 0.5
    if column_names.name_key(name) in column_names.IGNORED | column_names.TITLE or canonical(name) or found.n < 2:
        return False
    return _is_sentence_like(question, found)


def _is_sentence_like(question: str, found: Profile) -> bool:
    """Distinct, of several words, not written like titles or names, not put together from options, no mere fact."""
    options = found.parts < 0.35 and found.distinct_share < 0.9
    titles = found.capitals > 0.62 and found.sentences < 0.6
    if found.distinct_share < 0.6 or options or titles:
        return False
    if column_names.asks_for_fact(question):
        return found.sentences >= 0.6 and found.words >= 8
    if column_names.is_question(question):
        return found.words >= 3.0 and (found.sentences >= 0.12 or found.distinct_share >= 0.8)
    return found.words >= 5.0 and found.sentences >= 0.5


def is_attribute(name: str, question: str, found: Profile) -> bool:
    """Whether a column says something about respondents that repeats: a demographic, or a closed question."""
    if is_known(name, question):
        return found.words <= 8 and found.distinct >= 2
    if (
        column_names.name_key(name) in column_names.IGNORED
        or column_names.asks_for_fact(question)
        or found.dates >= 0.5
        or found.urls >= 0.3
    ):
        return False
    if found.numbers >= 0.9 and found.distinct > 12:
        return False
    ticked = name.rstrip().endswith("]") and found.distinct <= 2
    repeats = 2 <= found.distinct <= MAX_VALUES and found.distinct_share <= 0.5
    return repeats and not ticked and found.words <= 12 and found.filled >= 0.2 and found.json < 0.1


def is_known(name: str, question: str) -> bool:
    """Whether a column asks for one of the usual attributes (age, country)."""
    return any(canonical(text.rstrip(" ?:*")) or asked(text) for text in (name, question))


def attribute_name(name: str, question: str = "") -> str:
    """The attribute that a column holds: the common name of a known one ("Wie alt sind Sie?" → "age"), else its own.

    ``question`` is what the column is called where its name is only a code.
    """
    known = canonical(name.rstrip(" ?:*")) or asked(name)
    if not known and question:
        known = canonical(question.rstrip(" ?:*")) or asked(question)
    return known or question or name
