"""Personas to paste into mapping tools and onto boards: a column a persona, a row what is known about it.

Neither Smaply nor UXPressia documents an import of personas: a cell is made to be pasted into the field of that name,
one line a statement. Miro, Mural and FigJam make a note of each cell, so there a row holds one statement only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from reports.exports.files import utf8
from reports.exports.plain_text import plain
from reports.exports.tables.sheets import csv_text
from reports.language import Catalogue
from reports.view import View
from reports.view.records import DifferenceLine, Persona, Quote, TraitLine

Section = tuple[str, list[str]]


def persona_table(view: View, words: Catalogue) -> bytes:
    """The paste-ready table: the names of the rows, then a column a persona; lines of a cell are its statements."""
    columns = [persona_sections(one, view, words) for one in view.personas]
    rows = [[title, *("\n".join(column[at][1]) for column in columns)] for at, (title, _) in enumerate(columns[0])]
    return utf8(csv_text([words("table.persona"), *(one.title for one in view.personas)], rows), bom=True)


def persona_notes(view: View, words: Catalogue) -> bytes:
    """The same with a statement a cell, for boards: every cell becomes a note; no column of headings."""
    columns = []
    for one in view.personas:
        notes = [f"{title}: {line}" for title, said in persona_sections(one, view, words) for line in said]
        columns.append([one.title, *notes])
    rows = list(zip_longest(*columns, fillvalue=""))
    return utf8(csv_text(rows[0], rows[1:]), bom=True)


def persona_sections(one: Persona, view: View, words: Catalogue) -> list[Section]:
    """(name of the row, lines) of a persona; the same rows, in the same order, for each."""
    said = {group.kind: [*group.lines, *group.more] for group in one.groups}
    kinds = ("goal", "need", "motivation", "pain", "behaviour", "praise", "suggestion")
    of = words("count.of_asked" if view.asked else "count.of", n=one.people, total=view.total)
    unknown = [f"{words(f'trait.{group.kind}s')}: {group.empty}" for group in one.groups if group.empty]
    places = [*one.channels.lines, *one.touchpoints.lines, *one.touchpoints.more]
    return [
        (words("persona.placeholder"), [one.name]),
        (words("persona.share"), [words("markdown.size", of=of, share=words.percent(one.share))]),
        (words("table.quote"), [quoted(one.quote)] if one.quote else []),
        *((words(f"trait.{kind}s"), [line_text(line, one, words) for line in said.get(kind, [])]) for kind in kinds),
        (words("trait.themes"), [line_text(line, one, words) for line in (*one.topics.lines, *one.topics.more)]),
        (words("persona.where"), [line_text(line, one, words) for line in places]),
        (words("persona.moods"), [f"{name}: {mood.word}" for name, mood in one.moods if mood.people]),
        (words("difference.title"), difference_texts((*one.set_apart, *one.differences), words)),
        (words("counter.title"), [plain(line.sentence) for line in one.counter]),
        (words("persona.attributes"), [*attribute_texts(one), *([one.not_asked] if one.not_asked else [])]),
        (words("persona.open"), [*unknown, *one.questions]),
        (words("persona.caveats"), list(one.caveats)),
    ]


def line_text(line: TraitLine, one: Persona, words: Catalogue) -> str:
    """A line as people say it, with who says it, what it is about and how many show it."""
    count = words("count.n_of", n=line.people, total=one.people)
    few = f", {words('few.short')}" if line.few else ""
    if line.said is None:
        return f"{line.subject} ({count}{few})"
    return f"{quoted(line.said)} ({line.subject}: {count}{few})"


def difference_texts(lines: Sequence[DifferenceLine], words: Catalogue) -> list[str]:
    """What sets people apart as sentences; that nothing does, where nothing does."""
    told = [f"{plain(line.claim)}: {line.shares} {line.proof}" for line in lines]
    return told or [words("difference.none")]


def attribute_texts(one: Persona) -> list[str]:
    """Attributes as "name: value n, value n (known for n of n)"."""
    return [
        f"{block.name}: {', '.join(f'{value} {n}' for value, n, _ in block.values)}"
        + (f" ({block.note})" if block.note else "")
        for block in one.attributes
    ]


def quoted(quote: Quote) -> str:
    """The words and who says them."""
    return f"{quote.text} — {quote.person}"
