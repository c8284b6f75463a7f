"""personas.md: the persona drafts as text to edit. Names are escaped; what Markdown would change is no quote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.view import View
from reports.view.records import Persona, Quote, TraitGroup
from reports.words import Words

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
_CHANGED = re.compile(r"[\r\n\x00-\x08\x0b-\x1f`*_<\\~|&$]|\]\(|!\[|^\s|\s$|^(?:[-+=#>]|\d+[.)]|\t)")
_LONG = 1000


def personas_markdown(view: View, words: Words, people: str) -> str:
    """All drafts, or the reason why there are none; `people` says how many were heard."""
    lines = [f"# {escape(words('markdown.title', name=view.head.title))}", ""]
    if not view.personas:
        return "\n".join([*lines, escape(view.refusal or words("persona.none")), ""])
    lines += [words("markdown.draft", people=people), ""]
    for persona in view.personas:
        lines += _persona(persona, view, words)
    return "\n".join(lines)


def _persona(persona: Persona, view: View, words: Words) -> list[str]:
    of = words("count.of_asked" if view.asked else "count.of", n=persona.people, total=view.total)
    lines = [f"## {escape(persona.title)}", "", words("markdown.size", of=of, share=words.percent(persona.share)), ""]
    lines += quote_lines([persona.quote] if persona.quote else [])
    for group in persona.groups:
        lines += _group(group, persona.people, words)
    if persona.attributes:
        lines += [f"### {words('markdown.attributes')}", ""]
        for block in persona.attributes:
            values = "; ".join(f"{escape(value)}: {n}" for value, n, _ in block.values)
            note = f" ({block.note})" if block.note else ""
            lines.append(f"- {escape(block.name)}: {values}{note}")
        lines.append("")
    if persona.caveats:
        lines += [f"### {words('markdown.caveats')}", "", *(f"- {escape(line)}" for line in persona.caveats), ""]
    return lines


def _group(group: TraitGroup, people: int, words: Words) -> list[str]:
    lines = [f"### {words(f'trait.{group.kind}s')}", ""]
    if not group.lines:
        return [*lines, group.empty, ""]
    for line in group.lines:
        lines += [f"- {words('markdown.line', subject=escape(line.subject), n=line.people, total=people)}", ""]
        lines += quote_lines(line.quotes)
    return lines


def quote_lines(quotes: Iterable[Quote]) -> list[str]:
    """The first quote that Markdown leaves as it is, with its source; nothing where there is none."""
    for quote in quotes:
        if len(quote.text) <= _LONG and not _CHANGED.search(quote.text):
            source = ", ".join(escape(part) for part in (quote.person, quote.source, quote.place) if part)
            return [f"> {quote.text}", f"> — {source}, `{quote.segment_id}`", ""]
    return []


def escape(text: str) -> str:
    """A name as plain text in one line of Markdown.

    >>> escape("a*b\\n# c")
    'a\\\\*b \\\\# c'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
