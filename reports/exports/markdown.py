"""The report and the persona drafts as Markdown to edit: target `md`.

Names are escaped. A verbatim is never escaped, because a quote must stay as it was said: one that Markdown would change
is not quoted, and the next one takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.exports.file_bytes import Files, encode_text
from reports.exports.plain_text import (
    attribute_text,
    count_respondents,
    difference_texts,
    few_marker,
    join_known,
    meeting_places,
    persona_size,
    strip_tags,
)
from reports.language import Catalogue, load_words
from reports.view import View, build_view
from reports.view.page_records import JourneyStep, PainCard, PersonaCard, ShownQuote, ThemeCard, TraitGroup
from voc.schema import Analysis, Personas

LONGEST_QUOTE = 1000
"""Characters of a verbatim that still reads as a quote in a text."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
_CHANGED_BY_MARKDOWN = re.compile(
    r"[\r\n\x00-\x08\x0b-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`*_<\\~|&$]|\]\(|!\[|^\s|\s$|^(?:[-+=#>]|\d+[.)]|\t)"
)
"""Line ends and control characters, marks that turn the direction of writing, markup inside a line, and whatever begins
a list, a heading or a quote."""


def export_md(analysis: Analysis, personas: Personas) -> Files:
    """Target ``md``: the report in short, and the persona drafts."""
    view, words = build_view(analysis, personas), load_words(analysis.language)
    return {
        "report.md": encode_text(report_markdown(view, words)),
        "personas.md": encode_text(personas_markdown(view, words)),
    }


def report_markdown(view: View, words: Catalogue) -> str:
    """Who was asked, the main findings, the journey, pain points and themes."""
    lines = [f"# {escape(view.head.title)}", "", escape(view.head.counts), "", escape(view.head.scope), ""]
    lines += [f"## {words('section.glance')}", "", escape(view.glance.finding), ""]
    for fact in (*view.glance.themes, *view.glance.pains, *view.glance.best):
        lines += [f"**{escape(fact.title)}.** {escape(strip_tags(fact.sentence))}", "", *quote_lines(fact.quotes)]
    if view.has_journey:
        lines += [f"## {words('section.journey')}", "", *_journey(view, words)]
    lines += [f"## {words('section.pains')}", ""]
    for pain in view.pains:
        lines += _pain(pain, words)
    lines += [f"## {words('section.themes')}", "", escape(view.themes.finding), ""]
    for theme in view.themes.themes:
        lines += _theme(theme, words)
    return "\n".join(lines)


def _journey(view: View, words: Catalogue) -> list[str]:
    fields = ("phase", "touchpoint", "n_respondents", "n_segments", "mood")
    rows = ["| " + " | ".join(words(f"table.{field}") for field in fields) + " |", "|---|---|--:|--:|---|"]
    rows += [_touchpoint(block.phase.name, place, words) for block in view.phases for place in block.places]
    return [*rows, ""]


def _touchpoint(phase: str, place: JourneyStep, words: Catalogue) -> str:
    mood = escape(place.mood.word) + few_marker(place.mood, words)
    people, statements = words.number(place.mood.people), words.number(place.statements)
    return f"| {escape(phase)} | {escape(place.name)} | {people} | {statements} | {mood} |"


def _pain(pain: PainCard, words: Catalogue) -> list[str]:
    where = join_known(pain.phase, pain.touchpoint, pain.theme)
    lines = [f"### {pain.rank}. {escape(pain.title)}", "", escape(strip_tags(pain.sentence)), ""]
    if where:
        lines += [escape(where), ""]
    # One by one, because `quote_lines` gives only the first that Markdown leaves alone.
    for quote in pain.quotes:
        lines += quote_lines([quote])
    for quote in pain.counter[:1]:
        lines += [f"{words('pain.counter')}:", "", *quote_lines([quote])]
    return lines


def _theme(theme: ThemeCard, words: Catalogue) -> list[str]:
    counts = f"{words('count.people', n=theme.people)}, {words('count.statements', n=theme.statements)}; {theme.split}"
    return [f"### {escape(theme.name)}", "", escape(counts), "", *quote_lines(theme.exemplars)]


def personas_markdown(view: View, words: Catalogue) -> str:
    """All drafts, or the reason why there are none."""
    lines = [f"# {escape(words('markdown.title', name=view.head.title))}", ""]
    if not view.personas:
        return "\n".join([*lines, escape(view.refusal or words("persona.none")), ""])
    lines += [words("markdown.draft", people=count_respondents(view, words)), ""]
    for persona in view.personas:
        lines += _persona(persona, view, words)
    return "\n".join(lines)


def _persona(persona: PersonaCard, view: View, words: Catalogue) -> list[str]:
    lines = [f"## {escape(persona.title)}", "", f"{escape(persona.name)}. {persona_size(persona, view, words)}", ""]
    lines += quote_lines([persona.quote] if persona.quote else [])
    for group in persona.groups:
        lines += _traits(group, persona, words)
    moods = [f"{name}: {mood.word}" for name, mood in persona.moods if mood.people]
    differences = difference_texts((*persona.set_apart, *persona.differences), words)
    lines += _bullets(words("persona.where"), meeting_places(persona, words))
    lines += _bullets(words("persona.moods"), moods)
    lines += _bullets(words("difference.title"), differences)
    if persona.counter:
        lines += [f"### {words('counter.title')}", ""]
        for line in persona.counter:
            lines += [f"- {escape(strip_tags(line.sentence))}", "", *quote_lines(line.quotes)]
    attributes = [attribute_text(block, "{value}: {n}", "; ") for block in persona.attributes]
    lines += _bullets(words("persona.attributes"), [*attributes, *([persona.not_asked] if persona.not_asked else [])])
    lines += _bullets(words("persona.open"), persona.questions)
    return lines + _bullets(words("persona.caveats"), persona.caveats)


def _bullets(title: str, texts: Iterable[str]) -> list[str]:
    """A heading and its bullets; nothing where there are no texts."""
    bullets = [f"- {escape(text)}" for text in texts]
    return [f"### {title}", "", *bullets, ""] if bullets else []


def _traits(group: TraitGroup, persona: PersonaCard, words: Catalogue) -> list[str]:
    """A kind of traits: each line with its subject, its count, and the sentence that expresses it."""
    lines = [f"### {words(f'trait.{group.kind}s')}", ""]
    if not group.lines:
        return [*lines, group.empty, ""]
    for line in (*group.lines, *group.more):
        few = f" ({words('few.short')})" if line.few else ""
        counted = words("markdown.line", subject=escape(line.subject), n=line.people, total=persona.people)
        lines += [f"- {counted}{few}", "", *quote_lines([*([line.own_words] if line.own_words else []), *line.quotes])]
    return lines


def quote_lines(quotes: Iterable[ShownQuote]) -> list[str]:
    """The first quote that Markdown leaves unchanged, with its source; nothing where there is none."""
    for quote in quotes:
        # The next quote is taken where Markdown would change this one: escaped, it would no longer be verbatim.
        if len(quote.text) <= LONGEST_QUOTE and not _CHANGED_BY_MARKDOWN.search(quote.text):
            source = ", ".join(escape(part) for part in (quote.person, quote.source, quote.place) if part)
            offsets = "" if quote.start is None else f"[{quote.start}:{quote.end}]"
            return [f"> {quote.text}", f"> — {source}, `{quote.segment_id}{offsets}`", ""]
    return []


def escape(text: str) -> str:
    """A name as plain text in one line of Markdown.

    >>> escape("a*b\\n# c")
    'a\\\\*b \\\\# c'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
