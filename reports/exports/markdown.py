"""The report and the persona drafts as text to edit. Names are escaped; what Markdown would change is no quote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.exports.files import utf8
from reports.exports.material import material
from reports.exports.plain_text import plain
from reports.exports.tables.persona_tables import difference_texts, line_text
from reports.language import Catalogue
from reports.view import View
from reports.view.records import Fact, Pain, Persona, Place, Quote, Theme, TraitGroup
from voc.schema import Analysis, Personas

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
_CHANGED = re.compile(
    r"[\r\n\x00-\x08\x0b-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`*_<\\~|&$]|\]\(|!\[|^\s|\s$|^(?:[-+=#>]|\d+[.)]|\t)"
)
_LONG = 1000


def markdown(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``md``: the report in short, and the persona drafts."""
    view, facts = material(analysis, personas)
    people = facts.words("count.asked_dative" if view.asked else "count.people_dative", n=view.total)
    return {
        "report.md": utf8(report_markdown(view, facts.words)),
        "personas.md": utf8(personas_markdown(view, facts.words, people)),
    }


def report_markdown(view: View, words: Catalogue) -> str:
    """What was asked whom, the findings, the journey, pain points and themes."""
    lines = [f"# {escape(view.head.title)}", "", escape(view.head.counts), "", escape(view.head.scope), ""]
    lines += [f"## {words('section.glance')}", "", escape(view.glance.finding), ""]
    for fact in (*view.glance.pains, *view.glance.best):
        lines += _fact(fact)
    lines += [f"## {words('section.journey')}", "", *_journey(view, words)]
    lines += [f"## {words('section.pains')}", ""]
    for pain in view.pains:
        lines += _pain(pain, words)
    lines += [f"## {words('section.themes')}", "", escape(view.themes.finding), ""]
    for theme in view.themes.themes:
        lines += _theme(theme, words)
    return "\n".join(lines)


def _fact(fact: Fact) -> list[str]:
    return [f"**{escape(fact.title)}.** {escape(plain(fact.sentence))}", "", *quote_lines(fact.quotes)]


def _journey(view: View, words: Catalogue) -> list[str]:
    fields = ("phase", "touchpoint", "n_respondents", "n_segments", "mood")
    rows = ["| " + " | ".join(words(f"table.{field}") for field in fields) + " |", "|---|---|--:|--:|---|"]
    for block in view.phases:
        rows += [_place(block.phase.name, place, words) for place in block.places]
    return [*rows, ""]


def _place(phase: str, place: Place, words: Catalogue) -> str:
    few = f" ({words('few.short')})" if place.mood.few else ""
    cells = (escape(phase), escape(place.name), words.number(place.mood.people), words.number(place.statements))
    return "| " + " | ".join((*cells, escape(place.mood.word) + few)) + " |"


def _pain(pain: Pain, words: Catalogue) -> list[str]:
    where = " · ".join(part for part in (pain.phase, pain.touchpoint, pain.theme) if part)
    lines = [f"### {pain.rank}. {escape(pain.title)}", "", escape(plain(pain.sentence)), ""]
    lines += [escape(where), ""] if where else []
    for quote in pain.quotes:
        lines += quote_lines([quote])
    for quote in pain.counter[:1]:
        lines += [f"{words('pain.counter')}:", "", *quote_lines([quote])]
    return lines


def _theme(theme: Theme, words: Catalogue) -> list[str]:
    counted = f"{words('count.people', n=theme.people)}, {words('count.statements', n=theme.statements)}; {theme.split}"
    return [f"### {escape(theme.name)}", "", escape(counted), "", *quote_lines(theme.exemplars)]


def personas_markdown(view: View, words: Catalogue, people: str) -> str:
    """All drafts, or the reason why there are none; `people` says how many were heard."""
    lines = [f"# {escape(words('markdown.title', name=view.head.title))}", ""]
    if not view.personas:
        return "\n".join([*lines, escape(view.refusal or words("persona.none")), ""])
    lines += [words("markdown.draft", people=people), ""]
    for persona in view.personas:
        lines += _persona(persona, view, words)
    return "\n".join(lines)


def _persona(persona: Persona, view: View, words: Catalogue) -> list[str]:
    of = words("count.of_asked" if view.asked else "count.of", n=persona.people, total=view.total)
    lines = [f"## {escape(persona.title)}", "", f"{escape(persona.name)}. "]
    lines[-1] += words("markdown.size", of=of, share=words.percent(persona.share))
    lines += ["", *quote_lines([persona.quote] if persona.quote else [])]
    for group in persona.groups:
        lines += _group(group, persona, words)
    lines += _bullets(words("persona.where"), _places(persona, words))
    lines += _bullets(words("persona.moods"), [f"{name}: {mood.word}" for name, mood in persona.moods if mood.people])
    lines += _bullets(words("difference.title"), difference_texts((*persona.set_apart, *persona.differences), words))
    if persona.counter:
        lines += [f"### {words('counter.title')}", ""]
        for line in persona.counter:
            lines += [f"- {escape(plain(line.sentence))}", "", *quote_lines(line.quotes)]
    blocks = []
    for block in persona.attributes:
        values = "; ".join(f"{value}: {n}" for value, n, _ in block.values)
        blocks.append(f"{block.name}: {values}{f' ({block.note})' if block.note else ''}")
    lines += _bullets(words("persona.attributes"), [*blocks, *([persona.not_asked] if persona.not_asked else [])])
    lines += _bullets(words("persona.open"), persona.questions)
    return lines + _bullets(words("persona.caveats"), persona.caveats)


def _places(persona: Persona, words: Catalogue) -> list[str]:
    found = (*persona.channels.lines, *persona.touchpoints.lines, *persona.touchpoints.more)
    return [line_text(line, persona, words) for line in found]


def _bullets(title: str, texts: Iterable[str]) -> list[str]:
    """A heading and its lines; nothing without lines."""
    found = [f"- {escape(text)}" for text in texts]
    return [f"### {title}", "", *found, ""] if found else []


def _group(group: TraitGroup, persona: Persona, words: Catalogue) -> list[str]:
    """A kind: each line with its matter and count, and the sentence that says it."""
    lines = [f"### {words(f'trait.{group.kind}s')}", ""]
    if not group.lines:
        return [*lines, group.empty, ""]
    for line in (*group.lines, *group.more):
        few = f" ({words('few.short')})" if line.few else ""
        told = words("markdown.line", subject=escape(line.subject), n=line.people, total=persona.people)
        lines += [f"- {told}{few}", "", *quote_lines([*([line.said] if line.said else []), *line.quotes])]
    return lines


def quote_lines(quotes: Iterable[Quote]) -> list[str]:
    """The first quote that Markdown leaves as it is, with its source; nothing where there is none."""
    for quote in quotes:
        if len(quote.text) <= _LONG and not _CHANGED.search(quote.text):
            source = ", ".join(escape(part) for part in (quote.person, quote.source, quote.place) if part)
            part = "" if quote.start is None else f"[{quote.start}:{quote.end}]"
            return [f"> {quote.text}", f"> — {source}, `{quote.segment_id}{part}`", ""]
    return []


def escape(text: str) -> str:
    """A name as plain text in one line of Markdown.

    >>> escape("a*b\\n# c")
    'a\\\\*b \\\\# c'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
