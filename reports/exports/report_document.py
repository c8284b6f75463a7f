"""The report as a document to read from front to back: view → headings, paragraphs, verbatims and tables.

`word` and `pdf` draw the same parts. The list of all statements is left out: it would fill hundreds of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.exports.plain_text import (
    JOURNEY_HEADER,
    METHOD_LIMITS,
    attribute_text,
    few_marker,
    join_known,
    journey_rows,
    mood_with_people,
    moods_of_phases,
    strip_tags,
    unknown_kinds,
    where_pain_occurs,
)
from reports.language import Catalogue
from reports.view import View
from reports.view.page_records import Finding, PainCard, PersonaCard, ShownQuote, ThemeCard, TraitGroup
from reports.view.pictures import BalancePicture, PainPicture
from voc.schema import MIN_PEOPLE

QUOTES_PER_THEME = 2
COUNTER_VOICES_PER_PAIN = 2
WORKSHOP_FIELDS = ("owner", "effort", "impact", "status")
"""Columns of the table of pain points that a workshop fills in."""

# A persona has to fit on two thirds of a page: people print it, and as it is not split over pages, a larger one could
# leave most of the page before it white.
ATTRIBUTES_PER_PERSONA = 3
QUESTIONS_PER_PERSONA = 2
TRAITS_PER_KIND = 1
PAINS_PER_PERSONA = 3
LONGEST_QUOTE_OF_TRAIT = 300
"""Characters of a whole statement that is shown for a trait; with a longer one the trait is only named."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3; ``page`` when it begins a new page where the format can keep pages from being nearly
    empty."""

    level: int
    text: str
    page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``style`` is "body", "lead" (larger), "label" (a small heading that stays with what follows) or
    "note" (smaller)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A quote with its source; ``note`` comes before the source."""

    quote: ShownQuote
    note: str = ""

    @property
    def source(self) -> str:
        """The line below the words: who said them where, and the id of the statement."""
        quote = self.quote
        person = ("≈ " if quote.unsure else "") + quote.person
        return join_known(self.note, person, quote.source, quote.place, quote.segment_id)


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list with bullets."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table. Columns in ``numeric`` are aligned to the right; those in ``to_fill_in`` are empty, for a workshop."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    to_fill_in: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A label and the paragraphs and quotes beside it."""

    label: str
    lines: tuple[Paragraph | Verbatim, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Rows below a heading that stay with it on one page."""

    rows: tuple[LabelledRow, ...]


@dataclass(frozen=True, slots=True)
class CurvePicture:
    """The emotion curve, where the format can draw it; ``alt`` says what it shows, ``note`` how to read it."""

    alt: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture under its finding, where the format can draw it; else ``table`` has its numbers, None where another
    table has them."""

    picture: BalancePicture | PainPicture
    table: TextTable | None = None


Part = Heading | Paragraph | Verbatim | BulletList | TextTable | Card | CurvePicture | Drawing


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A title, the lines under it, and the parts that follow the table of contents."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def headings(self) -> list[Heading]:
        """All headings in their order."""
        return [part for part in self.parts if isinstance(part, Heading)]


def build_document(view: View, words: Catalogue) -> ReportDocument:
    """The sections of the report in its order, without the list of all statements."""
    parts = (
        *_glance(view, words),
        *(_journey(view, words) if view.has_journey else _themes(view, words)),
        *_pains(view, words),
        *(_themes(view, words) if view.has_journey else ()),
        *_personas(view, words),
        *_numbers(view, words),
        *_method(view, words),
    )
    lines = (view.head.counts, view.head.languages, view.head.scope)
    return ReportDocument(view.head.title, tuple(line for line in lines if line), parts)


def _header(words: Catalogue, *keys: str) -> tuple[str, ...]:
    return tuple(words(key) for key in keys)


def _glance(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.glance"), page=True)
    yield Paragraph(view.glance.finding + ".", "lead")
    yield from _facts(view.glance.themes)
    if view.has_journey:
        yield CurvePicture(
            words("deck.curve_alt", values=moods_of_phases(view, words)), words("chart.curve_note") + "."
        )
    yield Heading(2, words("glance.pains"))
    yield from _facts(view.glance.pains)
    if not view.glance.pains:
        yield Paragraph(words("pain.none"))
    yield Heading(2, words("glance.best"))
    yield from _facts(view.glance.best)
    if view.glance.no_best:
        yield Paragraph(view.glance.no_best)
    yield Heading(2, words("glance.gaps"))
    yield BulletList(tuple(strip_tags(gap) for gap in view.glance.gaps) or (words("glance.no_gaps"),))


def _facts(facts: Iterable[Finding]) -> Iterator[Part]:
    for fact in facts:
        yield Paragraph(fact.title, "label")
        yield Paragraph(strip_tags(fact.sentence))
        yield from map(Verbatim, fact.quotes)


def _journey(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.journey"), page=True)
    yield Paragraph(view.glance.finding + ".", "lead")
    phases = [block.phase for block in view.phases]
    yield TextTable(
        _header(words, "term.phase", "term.people", "term.statements", "term.mood"),
        tuple(
            (
                phase.name,
                words.number(phase.mood.people),
                words.number(phase.statements),
                phase.mood.word + few_marker(phase.mood, words),
            )
            for phase in phases
        ),
        numeric=frozenset({1, 2}),
    )
    # A study may know phases without any touchpoint; an empty table would look like an error.
    rows = journey_rows(view, words)
    if rows:
        yield Heading(2, words("journey.table"))
        yield TextTable(_header(words, *JOURNEY_HEADER), rows, numeric=frozenset({2}))
        yield Paragraph(words("deck.table_note", minimum=MIN_PEOPLE), "note")


def _pains(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.pains"), page=True)
    if not view.pains:
        yield Paragraph(words("pain.none"))
        return
    yield TextTable(
        _header(words, "term.rank", "term.pain", "term.people", *(f"table.{field}" for field in WORKSHOP_FIELDS)),
        tuple(
            (
                str(pain.rank),
                pain.title,
                words.number(pain.people),
                *(pain.workshop.get(key, "") for key in WORKSHOP_FIELDS),
            )
            for pain in view.pains
        ),
        numeric=frozenset({0, 2}),
        to_fill_in=frozenset({3, 4, 5, 6}),
    )
    if view.pictures.pains:
        yield Drawing(view.pictures.pains)
    for pain in view.pains:
        yield from _pain(pain, words)


def _pain(pain: PainCard, words: Catalogue) -> Iterator[Part]:
    yield Heading(2, f"{pain.rank}. {pain.title}")
    yield Paragraph(strip_tags(pain.sentence))
    where = where_pain_occurs(pain)
    if where:
        yield Paragraph(f"{words('term.place')}: {where}", "note")
    yield from map(Verbatim, pain.quotes)
    for label, quote in (("pain.goal", pain.goal), ("pain.hurdle", pain.hurdle)):
        # Goal and hurdle are parts of statements; the reader has seen them where the whole statement is quoted.
        if quote and not any(quote.text in whole.text for whole in pain.quotes):
            yield Paragraph(words(label), "label")
            yield Verbatim(quote)
    if pain.counter:
        yield Paragraph(words("pain.counter"), "label")
        yield from map(Verbatim, pain.counter[:COUNTER_VOICES_PER_PAIN])
    for label, text in (("pain.opportunity", pain.opportunity), ("pain.hypothesis", pain.hypothesis)):
        if text:
            yield Paragraph(words(label), "label")
            yield Paragraph(text)


def _themes(view: View, words: Catalogue) -> Iterator[Part]:
    yield Heading(1, words("section.themes"), page=True)
    yield Paragraph(view.themes.finding + ".", "lead")
    if view.themes.tentative:
        yield Paragraph(words("theme.tentative"))
    themes = view.themes.themes
    if themes:
        yield TextTable(
            _header(words, "term.theme", "term.people", "sentiment.negative", "sentiment.mixed", "sentiment.positive"),
            tuple(
                (theme.name, *map(words.number, (theme.people, theme.negative, theme.mixed, theme.positive)))
                for theme in themes
            ),
            numeric=frozenset({1, 2, 3, 4}),
        )
        unsorted = f" {view.themes.unsorted}" if view.themes.unsorted else ""
        yield Paragraph(words("deck.themes_note") + unsorted, "note")
    if view.pictures.themes:
        yield Drawing(view.pictures.themes)
    if view.pictures.groups:
        yield _drawing(view.pictures.groups.summary, "split.group", words)
    for theme in themes:
        yield from _theme(theme, words)


def _drawing(picture: BalancePicture, column: str, words: Catalogue) -> Drawing:
    header = _header(words, column, "term.people", "sentiment.negative", "sentiment.mixed", "sentiment.positive")
    rows = tuple(
        (bar.name, *map(words.number, (bar.people, bar.negative, bar.mixed, bar.positive)))
        for bar in (*picture.bars, *picture.rest)
    )
    return Drawing(picture, TextTable(header, rows, numeric=frozenset({1, 2, 3, 4})))


def _theme(theme: ThemeCard, words: Catalogue) -> Iterator[Part]:
    yield Heading(2, theme.name)
    people, statements = words("count.people", n=theme.people), words("count.statements", n=theme.statements)
    yield Paragraph(f"{people}, {statements}: {theme.split}.")
    if theme.keywords:
        yield Paragraph(f"{words('theme.keywords')} {', '.join(theme.keywords)}", "note")
    yield from map(Verbatim, theme.exemplars[:QUOTES_PER_THEME])


def _personas(view: View, words: Catalogue) -> Iterator[Part]:
    """All drafts, each as a card, or the reason why there are none."""
    yield Heading(1, words("section.personas"), page=True)
    if not view.personas:
        yield Paragraph(view.refusal or words("persona.none"))
        return
    yield Paragraph(words("persona.note"))
    rows = tuple(
        (f"{persona.name}: {persona.title}", words.number(persona.people), words.percent(persona.share))
        for persona in view.personas
    )
    header = _header(words, "term.persona", "term.people", "table.share_respondents")
    yield TextTable(header, rows, numeric=frozenset({1, 2}))
    if view.pictures.personas:
        yield _drawing(view.pictures.personas.summary, "term.persona", words)
    for persona in view.personas:
        yield from _persona(persona, words)


def _persona(persona: PersonaCard, words: Catalogue) -> Iterator[Part]:
    yield Heading(2, f"{persona.name}: {persona.title}", page=True)
    rows = [LabelledRow("", (Paragraph(strip_tags(persona.size) + ".", "lead"),))]
    if persona.quote:
        rows[0] = LabelledRow("", (*rows[0].lines, Verbatim(persona.quote)))
    rows += [
        LabelledRow(words(f"trait.{group.kind}s"), tuple(_traits(group, persona.people, words)))
        for group in persona.groups
        if group.lines
    ]
    # Named once in a list: a row for each empty kind would not leave the persona on its page.
    moods = [f"{name}: {mood_with_people(mood, words)}" for name, mood in persona.moods if mood.people]
    attributes = [attribute_text(block, "{value} ({n})", "; ") for block in persona.attributes[:ATTRIBUTES_PER_PERSONA]]
    unknown = unknown_kinds(persona, words)
    for key, lines in (
        ("persona.moods", [join_known(*moods)] if moods else []),
        ("persona.attributes", attributes or [words("persona.no_attributes")]),
        ("deck.unknown", [words.list(unknown) + "."] if unknown else []),
        ("persona.open", persona.questions[:QUESTIONS_PER_PERSONA]),
        ("persona.caveats", persona.caveats),
    ):
        if lines:
            rows.append(LabelledRow(words(key), tuple(map(Paragraph, lines))))
    yield Card(tuple(rows))


def _traits(group: TraitGroup, members: int, words: Catalogue) -> Iterator[Paragraph | Verbatim]:
    """Each trait in a member's own sentence; the subject alone where nobody says it briefly."""
    for line in group.lines[: PAINS_PER_PERSONA if group.kind == "pain" else TRAITS_PER_KIND]:
        named = words("markdown.line", subject=line.subject, n=line.people, total=members)
        if line.own_words:
            yield Verbatim(line.own_words, words("count.n_of", n=line.people, total=members))
        elif line.quotes and len(line.quotes[0].text) <= LONGEST_QUOTE_OF_TRAIT:
            yield Verbatim(line.quotes[0], named)
        else:
            yield Paragraph(named)


def _numbers(view: View, words: Catalogue) -> Iterator[Part]:
    numbers = view.numbers
    # Moments of truth are in report.html only, so they alone make no section here.
    if not (numbers.places or numbers.tests):
        return
    yield Heading(1, words("section.numbers"), page=True)
    yield Paragraph(words("numbers.note"))
    rows = tuple(
        (place.name, figure.name, figure.value, figure.period) for place in numbers.places for figure in place.figures
    )
    if rows:
        header = _header(words, "term.touchpoint", "numbers.metric", "numbers.value", "numbers.period")
        yield TextTable(header, rows, numeric=frozenset({2}))
    for test in numbers.tests:
        yield Paragraph(join_known(test.name, test.place), "label")
        yield Paragraph(" ".join(test.sentences))


def _method(view: View, words: Catalogue) -> Iterator[Part]:
    method = view.method
    yield Heading(1, words("section.method"), page=True)
    yield Heading(2, words("method.sources"))
    yield TextTable(
        _header(words, "term.source", "term.kind", "term.outcome", "term.people", "term.statements"),
        tuple(
            (
                source.path,
                words.maybe(f"kind.{source.kind}", source.kind),
                words.maybe(f"status.{source.status}", source.status),
                *map(words.number, (source.people, source.statements)),
            )
            for source in method.sources
        ),
        numeric=frozenset({3, 4}),
    )
    yield Heading(2, words("method.omitted"))
    yield BulletList(method.omitted)
    yield Heading(2, words("method.privacy"))
    yield Paragraph(words("method.privacy_text" if method.redactions else "method.privacy_none"))
    if method.redactions:
        yield BulletList(tuple(f"{name}: {words.number(n)}" for name, n in method.redactions))
    yield Heading(2, words("method.readings"))
    yield Paragraph(words("method.readings_text", n=method.n_unsure, share=method.unsure))
    yield Heading(2, words("method.counting"))
    yield Paragraph(words("method.counting_text", minimum=MIN_PEOPLE))
    yield Paragraph(words("document.voices"))
    yield Heading(2, words("method.limits"))
    yield BulletList(tuple(words(f"limit.{name}") for name in METHOD_LIMITS))
