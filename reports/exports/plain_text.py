"""Pieces of the view as plain text, worded once for documents, slides, boards and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from reports.language import Catalogue
from reports.view import View
from reports.view.page_records import (
    AttributeBlock,
    DifferenceLine,
    JourneyStep,
    Mood,
    PainCard,
    PersonaCard,
    ShownQuote,
    TraitLine,
)

METHOD_LIMITS = ("funnel", "individuals", "parallel", "outside", "change", "cause")
"""What a journey map cannot say: the sentences ``limit.*`` of the catalogue, in this order."""
JOURNEY_HEADER = ("term.phase", "term.touchpoint", "term.people", "term.mood", "deck.felt", "deck.pain")
"""Catalogue keys of the columns of `journey_rows`."""
_QUOTATION_MARKS = {"de": ("„", "“"), "en": ("“", "”")}
_TAG = re.compile(r"<[^<>]*>")


def strip_tags(sentence: Markup) -> str:
    """A sentence of the view without its HTML tags.

    >>> strip_tags(Markup("<b>9 of 34</b> say &lt;so&gt;."))
    '9 of 34 say <so>.'
    """
    # Not Markup.striptags(): it also turns the no-break spaces of "71 %" into plain ones.
    return Markup(_TAG.sub("", str(sentence))).unescape()  # noqa: S704 - its own text, back to plain


def in_quotation_marks(text: str, words: Catalogue) -> str:
    """A verbatim in the quotation marks of the report's language."""
    opening, closing = _QUOTATION_MARKS[words.language]
    return f"{opening}{text}{closing}"


def join_known(*parts: str) -> str:
    """The parts that are not empty, as "Person 7 · talk.docx · 12:04"."""
    return " · ".join(part for part in parts if part)


def count_respondents(view: View, words: Catalogue) -> str:
    """How many people were heard, "34 respondents", in the case that a sentence needs after "of"."""
    return words("count.asked_dative" if view.everybody_asked else "count.people_dative", n=view.total)


def few_marker(mood: Mood, words: Catalogue) -> str:
    """The note in brackets behind a figure that rests on too few people; "" where it rests on enough."""
    return f" ({words('few.short')})" if mood.few else ""


def mood_with_people(mood: Mood, words: Catalogue) -> str:
    """ "mixed (2 people, few)"."""
    few = f", {words('few.short')}" if mood.few else ""
    return f"{mood.word} ({words('count.people', n=mood.people)}{few})"


def moods_of_phases(view: View, words: Catalogue) -> str:
    """The emotion curve in words, for people who cannot see it."""
    moods = ((block.phase.name, block.phase.mood) for block in view.phases)
    return "; ".join(f"{name}: {mood.word}, {words('count.people', n=mood.people)}" for name, mood in moods)


def journey_rows(view: View, words: Catalogue) -> tuple[tuple[str, ...], ...]:
    """A row per touchpoint under `JOURNEY_HEADER`; only the first touchpoint of a phase names the phase."""
    return tuple(
        (
            "" if number else block.phase.name,
            place.name,
            words.number(place.mood.people),
            place.mood.word + few_marker(place.mood, words),
            _strongest_emotion(place, words),
            place.hurdles[0][0] if place.hurdles else "–",
        )
        for block in view.phases
        for number, place in enumerate(block.places)
    )


def _strongest_emotion(place: JourneyStep, words: Catalogue) -> str:
    strongest = max(place.cells, key=lambda cell: cell.people, default=None)
    if strongest is None or not strongest.people:
        return "–"
    return f"{words(f'emotion.{strongest.emotion}')} ({strongest.people})"


def where_pain_occurs(pain: PainCard) -> str:
    """Phase, touchpoint and theme of a pain point, each once; "" where none is known."""
    # A touchpoint and a theme may have the same name.
    return join_known(*dict.fromkeys((pain.phase, pain.touchpoint, pain.theme)))


def persona_size(persona: PersonaCard, view: View, words: Catalogue) -> str:
    """How many of the people who were heard belong to a persona, and their share."""
    of = words("count.of_asked" if view.everybody_asked else "count.of", n=persona.people, total=view.total)
    return words("markdown.size", of=of, share=words.percent(persona.share))


def trait_text(line: TraitLine, persona: PersonaCard, words: Catalogue) -> str:
    """A trait in a member's own words, with who says them, the subject, and how many members share it."""
    count = words("count.n_of", n=line.people, total=persona.people)
    few = f", {words('few.short')}" if line.few else ""
    if line.own_words is None:
        return f"{line.subject} ({count}{few})"
    return f"{quote_with_person(line.own_words)} ({line.subject}: {count}{few})"


def unknown_kinds(persona: PersonaCard, words: Catalogue) -> list[str]:
    """The kinds of traits that nothing is known about."""
    return [words(f"trait.{group.kind}s") for group in persona.groups if not group.lines]


def meeting_places(persona: PersonaCard, words: Catalogue) -> list[str]:
    """Where the members of a persona meet the brand: channels, then touchpoints."""
    lines = (*persona.channels.lines, *persona.touchpoints.lines, *persona.touchpoints.more)
    return [trait_text(line, persona, words) for line in lines]


def difference_texts(lines: Sequence[DifferenceLine], words: Catalogue) -> list[str]:
    """What sets the members apart as sentences; one sentence that nothing does where there are no lines."""
    texts = [f"{strip_tags(line.claim)}: {line.shares} {line.proof}" for line in lines]
    return texts or [words("difference.none")]


def attribute_text(block: AttributeBlock, pattern: str, separator: str) -> str:
    """An attribute as "name: value n, value n (note)"; ``pattern`` has the fields ``{value}`` and ``{n}``."""
    values = separator.join(pattern.format(value=value, n=n) for value, n, _ in block.values)
    return f"{block.name}: {values}" + (f" ({block.note})" if block.note else "")


def quote_with_person(quote: ShownQuote) -> str:
    """A verbatim and who said it."""
    return f"{quote.text} — {quote.person}"
