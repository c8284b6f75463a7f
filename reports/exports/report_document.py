"""The report as parts of a document: view → headings, texts, quotes and tables. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.exports.documents.parts import Bullets, Curve, Document, Grid, Heading, Part, Said, Text
from reports.exports.documents.persona_parts import personas
from reports.exports.plain_text import plain
from reports.language import Catalogue
from reports.view import View
from reports.view.records import Fact, Pain, PhaseBlock, Place, Quote, Theme
from voc.schema import MIN_PEOPLE

THEME_QUOTES = 2
LIMITS = ("funnel", "individuals", "parallel", "outside", "change", "cause")
WORKSHOP = ("owner", "effort", "impact", "status")


def document_of(view: View, words: Catalogue) -> Document:
    """The whole report but the list of all statements."""
    lines = (view.head.counts, view.head.languages, view.head.scope)
    parts = (
        *_glance(view, words),
        *_journey(view, words),
        *_pains(view, words),
        *_themes(view, words),
        *personas(view, words),
        *_numbers(view, words),
        *_method(view, words),
    )
    return Document(view.head.title, tuple(line for line in lines if line), parts)


def _glance(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.glance"), page=True)
    if view.phases:
        values = "; ".join(_mood(block, words) for block in view.phases)
        yield Text(view.glance.finding + ".", "lead")
        yield Curve(words("deck.curve_alt", values=values), words("chart.curve_note") + ".")
    yield Heading(2, words("glance.pains"))
    yield from _facts(view.glance.pains)
    if not view.glance.pains:
        yield Text(words("pain.none"))
    yield Heading(2, words("glance.best"))
    yield from _facts(view.glance.best)
    if view.glance.no_best:
        yield Text(view.glance.no_best)
    yield Heading(2, words("glance.gaps"))
    yield Bullets(tuple(plain(gap) for gap in view.glance.gaps) or (words("glance.no_gaps"),))


def _mood(block: PhaseBlock, words: Catalogue) -> str:
    return f"{block.phase.name}: {block.phase.mood.word}, {words('count.people', n=block.phase.mood.people)}"


def _facts(facts: Iterable[Fact]) -> Iterator[Part]:
    for fact in facts:
        yield Text(fact.title, "label")
        yield Text(plain(fact.sentence))
        yield from said(fact.quotes)


def said(quotes: Iterable[Quote]) -> Iterator[Part]:
    """Each quote as a part."""
    for quote in quotes:
        yield Said(quote)


def _journey(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.journey"), page=True)
    yield Text(view.glance.finding + ".", "lead")
    header = tuple(words(f"term.{name}") for name in ("phase", "people", "statements", "mood"))
    rows = tuple((block.phase.name, *_counts(block.phase, words)) for block in view.phases)
    yield Grid(header, rows, (0.4, 0.15, 0.15, 0.3), frozenset({1, 2}))
    places: list[tuple[str, ...]] = []
    for block in view.phases:
        for number, place in enumerate(block.places):
            felt = max(place.cells, key=lambda cell: cell.people, default=None)
            feeling = f"{words(f'emotion.{felt.emotion}')} ({felt.people})" if felt and felt.people else "–"
            hurdle = place.hurdles[0][0] if place.hurdles else "–"
            people, _, mood = _counts(place, words)
            places.append(("" if number else block.phase.name, place.name, people, mood, feeling, hurdle))
    if places:
        yield Heading(2, words("journey.table"))
        fields = ("term.phase", "term.touchpoint", "term.people", "term.mood", "deck.felt", "deck.pain")
        header = tuple(words(field) for field in fields)
        yield Grid(header, tuple(places), (0.16, 0.2, 0.11, 0.17, 0.16, 0.2), frozenset({2}))
        yield Text(words("deck.table_note", minimum=MIN_PEOPLE), "note")


def _counts(place: Place, words: Catalogue) -> tuple[str, str, str]:
    mood = place.mood
    few = f" ({words('few.short')})" if mood.few else ""
    return words.number(mood.people), words.number(place.statements), mood.word + few


def _pains(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.pains"), page=True)
    if not view.pains:
        yield Text(words("pain.none"))
        return
    header = (
        words("term.rank"),
        words("term.pain"),
        words("term.people"),
        *(words(f"table.{one}") for one in WORKSHOP),
    )
    rows = tuple((str(one.rank), one.title, words.number(one.people), "", "", "", "") for one in view.pains)
    widths = (0.08, 0.3, 0.11, 0.18, 0.11, 0.11, 0.11)
    yield Grid(header, rows, widths, frozenset({0, 2}), frozenset({3, 4, 5, 6}))
    for pain in view.pains:
        yield from _pain(pain, words)


def _pain(pain: Pain, words: Catalogue) -> Iterator[Part]:
    yield Heading(2, f"{pain.rank}. {pain.title}")
    yield Text(plain(pain.sentence))
    where = dict.fromkeys(part for part in (pain.phase, pain.touchpoint, pain.theme) if part)
    if where:
        yield Text(f"{words('term.place')}: {' · '.join(where)}", "note")
    yield from said(pain.quotes)
    for label, quote in (("pain.goal", pain.goal), ("pain.hurdle", pain.hurdle)):
        if quote and not any(quote.text in one.text for one in pain.quotes):
            yield Text(words(label), "label")
            yield Said(quote)
    if pain.counter:
        yield Text(words("pain.counter"), "label")
        yield from said(pain.counter[:2])
    for label, text in (("pain.opportunity", pain.opportunity), ("pain.hypothesis", pain.hypothesis)):
        if text:
            yield Text(words(label), "label")
            yield Text(text)


def _themes(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.themes"), page=True)
    yield Text(view.themes.finding + ".", "lead")
    if view.themes.tentative:
        yield Text(words("theme.tentative"))
    themes = view.themes.themes
    if themes:
        fields = ("term.theme", "term.people", "sentiment.negative", "sentiment.mixed", "sentiment.positive")
        yield Grid(
            tuple(words(field) for field in fields),
            tuple(
                (one.name, *map(words.number, (one.people, one.negative, one.mixed, one.positive))) for one in themes
            ),
            (0.44, 0.14, 0.14, 0.14, 0.14),
            frozenset({1, 2, 3, 4}),
        )
        yield Text(words("deck.themes_note") + (f" {view.themes.unsorted}" if view.themes.unsorted else ""), "note")
    for theme in themes:
        yield from _theme(theme, words)


def _theme(theme: Theme, words: Catalogue) -> Iterator[Part]:
    yield Heading(2, theme.name)
    counted = (words("count.people", n=theme.people), words("count.statements", n=theme.statements))
    yield Text(f"{', '.join(counted)}: {theme.split}.")
    if theme.keywords:
        yield Text(f"{words('theme.keywords')} {', '.join(theme.keywords)}", "note")
    yield from said(theme.exemplars[:THEME_QUOTES])


def _numbers(view: View, words: Catalogue) -> Iterator[Part]:
    found = view.numbers
    if not (found.places or found.tests):
        return
    yield Heading(1, words("section.numbers"), page=True)
    yield Text(words("numbers.note"))
    rows = [(place.name, one.name, one.value, one.period) for place in found.places for one in place.figures]
    if rows:
        fields = ("term.touchpoint", "numbers.metric", "numbers.value", "numbers.period")
        yield Grid(tuple(words(field) for field in fields), tuple(rows), (0.3, 0.34, 0.18, 0.18), frozenset({2}))
    for test in found.tests:
        yield Text(" · ".join(part for part in (test.name, test.place) if part), "label")
        yield Text(" ".join(test.sentences))


def _method(view: View, words: Catalogue) -> Iterator[Part]:
    method = view.method
    yield Heading(1, words("section.method"), page=True)
    yield Heading(2, words("method.sources"))
    fields = ("term.source", "term.kind", "term.outcome", "term.people", "term.statements")
    rows = tuple(
        (
            row.path,
            words.maybe(f"kind.{row.kind}", row.kind),
            words.maybe(f"status.{row.status}", row.status),
            words.number(row.people),
            words.number(row.statements),
        )
        for row in method.sources
    )
    yield Grid(tuple(words(field) for field in fields), rows, (0.36, 0.17, 0.19, 0.14, 0.14), frozenset({3, 4}))
    yield Heading(2, words("method.omitted"))
    yield Bullets(method.omitted)
    yield Heading(2, words("method.privacy"))
    yield Text(words("method.privacy_text" if method.redactions else "method.privacy_none"))
    if method.redactions:
        yield Bullets(tuple(f"{name}: {words.number(n)}" for name, n in method.redactions))
    yield Heading(2, words("method.readings"))
    yield Text(words("method.readings_text", n=method.n_unsure, share=method.unsure))
    yield Heading(2, words("method.counting"))
    yield Text(words("method.counting_text", minimum=MIN_PEOPLE))
    yield Text(words("document.voices"))
    yield Heading(2, words("method.limits"))
    yield Bullets(tuple(words(f"limit.{name}") for name in LIMITS))
