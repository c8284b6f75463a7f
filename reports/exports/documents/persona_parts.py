"""Personas as parts of a document, each on a page of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reports.exports.documents.parts import Bullets, Grid, Heading, Part, Said, Text
from reports.exports.plain_text import plain
from reports.language import Catalogue
from reports.view import View
from reports.view.records import Mood, Persona, TraitGroup

ATTRIBUTES, QUESTIONS = 3, 2
LINES, MOST_LINES = {"pain": 3}, 2
"""A persona stays on its page."""
LONG = 300
"""Longer quotes are left to the list of all statements."""


def personas(view: View, words: Catalogue) -> Iterator[Part]:
    """All drafts, or the reason why there are none."""
    yield Heading(1, words("section.personas"), page=True)
    if not view.personas:
        yield Text(view.refusal or words("persona.none"))
        return
    yield Text(words("persona.note"))
    header = (words("term.persona"), words("term.people"), words("table.share_respondents"))
    rows = tuple(
        (f"{one.name}: {one.title}", words.number(one.people), words.percent(one.share)) for one in view.personas
    )
    yield Grid(header, rows, (0.64, 0.18, 0.18), frozenset({1, 2}))
    for one in view.personas:
        yield from _persona(one, words)


def _persona(one: Persona, words: Catalogue) -> Iterator[Part]:
    yield Heading(2, f"{one.name}: {one.title}", page=True)
    yield Text(plain(one.size) + ".", "lead")
    if one.quote:
        yield Said(one.quote)
    for group in one.groups:
        if group.lines:
            yield from _group(group, one.people, words)
    empty = [words(f"trait.{group.kind}s") for group in one.groups if not group.lines]
    if empty:
        yield Heading(3, words("deck.unknown"))
        yield Text(words.list(empty) + ".")
    moods = [f"{name}: {mood.word} ({_heard(mood, words)})" for name, mood in one.moods if mood.people]
    if moods:
        yield Heading(3, words("persona.moods"))
        yield Text(" · ".join(moods))
    yield Heading(3, words("persona.attributes"))
    attributes = tuple(
        f"{block.name}: " + "; ".join(f"{value} ({n})" for value, n, _ in block.values) + _note(block.note)
        for block in one.attributes[:ATTRIBUTES]
    )
    if attributes:
        yield Bullets(attributes)
    else:
        yield Text(words("persona.no_attributes"))
    for title, lines in (("persona.open", one.questions[:QUESTIONS]), ("persona.caveats", one.caveats)):
        if lines:
            yield Heading(3, words(title))
            yield Bullets(lines)


def _note(note: str) -> str:
    return f" ({note})" if note else ""


def _heard(mood: Mood, words: Catalogue) -> str:
    return words("count.people", n=mood.people) + (f", {words('few.short')}" if mood.few else "")


def _group(group: TraitGroup, people: int, words: Catalogue) -> Iterator[Part]:
    """Each line with the sentence that says it; the subject where nobody says it in short."""
    yield Heading(3, words(f"trait.{group.kind}s"))
    for line in group.lines[: LINES.get(group.kind, MOST_LINES)]:
        counted = words("count.n_of", n=line.people, total=people)
        named = words("markdown.line", subject=line.subject, n=line.people, total=people)
        if line.said:
            yield Said(line.said, counted)
        elif line.quotes and len(line.quotes[0].text) <= LONG:
            yield Said(line.quotes[0], named)
        else:
            yield Text(named)
