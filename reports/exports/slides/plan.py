"""What the deck says, slide by slide: view → plain records; `slides` draws them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.exports.plain_text import plain
from reports.exports.slides.fit import Group, Para, tame
from reports.language import Catalogue
from reports.view import View
from reports.view.records import Fact, Mood, Pain, Persona, PhaseBlock, Quote, Theme, TraitLine
from voc.schema import MIN_PEOPLE

QUOTE_LIMIT = 320
"""Longer quotes are left out, not cut."""
PAINS = 3
TRAITS = {"pain": 3}
MOST_TRAITS = 2
"""Lines of a kind on the slide of a persona."""
BARS = 12
"""Themes on one chart."""
LIMITS = ("funnel", "individuals", "parallel", "outside", "change", "cause")
MARKS = {"de": ("„", "“")}
ENGLISH_MARKS = ("“", "”")
TRAIT_LIMIT = 130
LEFT_KINDS = ("goal", "pain", "need", "motivation", "behaviour")


@dataclass(frozen=True, slots=True)
class TextSlide:
    """A title, a line below it, and columns of groups that continue on another slide where there are too many.

    ``notes`` are for the speaker.
    """

    title: str
    columns: tuple[tuple[Group, ...], ...]
    lead: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurveSlide:
    """The mood of each phase, with its people."""

    title: str
    points: tuple[tuple[str, Mood], ...]
    note: str
    alt: str


@dataclass(frozen=True, slots=True)
class BarSlide:
    """Themes with how many people speak negatively, in between and positively; ``series`` names the three."""

    title: str
    bars: tuple[tuple[str, tuple[int, int, int]], ...]
    series: tuple[str, str, str]
    note: str
    alt: str


@dataclass(frozen=True, slots=True)
class TableSlide:
    """A table that continues on other slides; ``widths`` are shares of the width; ``tones`` colour a column."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    tones: tuple[str, ...]
    note: str


Slide = TextSlide | CurveSlide | BarSlide | TableSlide


def plan(view: View, words: Catalogue) -> list[Slide]:
    """The slides after the title, in order."""
    slides: list[Slide] = [_summary(view, words)]
    if view.phases:
        slides.append(_curve(view, words))
    slides += [_pain(pain, words) for pain in view.pains[:PAINS]]
    slides += _themes(view, words)
    if view.glance.best:
        slides.append(_best(view.glance.best, words))
    slides += [_persona(one, view, words) for one in view.personas]
    if any(block.places for block in view.phases):
        slides.append(_journey(view.phases, words))
    return [*slides, _method(view, words)]


# ------------------------------------------------------------------------------------------------------------- quotes


def shown(quotes: Sequence[Quote], limit: int) -> tuple[Quote, ...]:
    """The first quotes that are short enough for a slide."""
    return tuple(quote for quote in quotes if len(quote.text) <= QUOTE_LIMIT)[:limit]


def quoted(quote: Quote, words: Catalogue, size: float = 17.0) -> Group:
    """A quote in quotation marks, and its source."""
    opening, closing = MARKS.get(words.language, ENGLISH_MARKS)
    source = " · ".join(part for part in (quote.person, quote.source, quote.place) if part)
    return (
        Para(f"{opening}{tame(quote.text)}{closing}", size, space=14, language=quote.language),
        Para(f"{'≈ ' if quote.unsure else ''}{tame(source)}", 11, tone="soft", space=2),
    )


def _tight(group: Group) -> Group:
    """The quote right under its heading."""
    return (replace(group[0], space=5), *group[1:])


def _ink(mood: str) -> str:
    return {"negative": "neg-ink", "positive": "pos-ink"}.get(mood, "ink")


def _notes(quotes: Sequence[Quote], words: Catalogue) -> tuple[str, ...]:
    lines = [
        " · ".join(part for part in (quote.segment_id, quote.person, quote.source, quote.place) if part)
        for quote in quotes
    ]
    return (words("deck.notes_quotes"), *lines) if lines else ()


def _head(text: str, space: float = 13.0) -> Para:
    return Para(tame(text), 14, bold=True, tone="soft", space=space)


def _line(text: str, size: float = 14.0, space: float = 5.0, tone: str = "ink") -> Para:
    return Para(tame(text), size, space=space, tone=tone)


# ------------------------------------------------------------------------------------------------------------- slides


def _summary(view: View, words: Catalogue) -> TextSlide:
    left: list[Group] = [(_head(words("glance.pains"), 0),)]
    for number, fact in enumerate(view.glance.pains, 1):
        left.append((Para(f"{number}. {tame(fact.title)}", 17, bold=True, space=10), _line(plain(fact.sentence))))
    if not view.glance.pains:
        left.append((_line(words("pain.none")),))
    right: list[Group] = [(_head(words("glance.best"), 0),)]
    right += [
        (Para(tame(fact.title), 17, bold=True, space=10), _line(plain(fact.sentence))) for fact in view.glance.best
    ]
    if view.glance.no_best:
        right.append((_line(view.glance.no_best),))
    right.append((_head(words("glance.gaps")),))
    right += [(_line(plain(gap), 13),) for gap in view.glance.gaps] or [(_line(words("glance.no_gaps"), 13),)]
    quotes = [quote for fact in (*view.glance.pains, *view.glance.best) for quote in fact.quotes]
    return TextSlide(
        words("section.glance"), (tuple(left), tuple(right)), view.glance.finding + ".", _notes(quotes, words)
    )


def _curve(view: View, words: Catalogue) -> CurveSlide:
    points = tuple((block.phase.name, block.phase.mood) for block in view.phases)
    values = "; ".join(f"{name}: {mood.word}, {words('count.people', n=mood.people)}" for name, mood in points)
    return CurveSlide(view.glance.finding, points, words("deck.curve_note"), words("deck.curve_alt", values=values))


def _pain(pain: Pain, words: Catalogue) -> TextSlide:
    quotes = shown((*pain.quotes, *pain.more), 3)
    left: list[Group] = [quoted(quote, words) for quote in quotes] or [(_line(words("deck.too_long")),)]
    right: list[Group] = []
    where = [part for part in (pain.phase, pain.touchpoint, pain.theme) if part]
    if where:
        right.append((_head(words("term.place"), 0), _line(" · ".join(dict.fromkeys(where)))))
    for label, quote in (("pain.goal", pain.goal), ("pain.hurdle", pain.hurdle)):
        if quote and len(quote.text) <= QUOTE_LIMIT and not any(quote.text in one.text for one in quotes):
            right.append((_head(words(label)), *_tight(quoted(quote, words, 14))))
    counter = shown(pain.counter, 1)
    if counter:
        right.append((_head(words("pain.counter")), *_tight(quoted(counter[0], words, 14))))
    if pain.opportunity:
        right.append((_head(words("pain.opportunity")), _line(pain.opportunity, 13)))
    used = [*quotes, *(one for one in (pain.goal, pain.hurdle) if one), *counter]
    lead = plain(pain.sentence)
    return TextSlide(f"{pain.rank}. {pain.title}", (tuple(left), tuple(right)), lead, _notes(used, words))


def _themes(view: View, words: Catalogue) -> list[Slide]:
    themes = view.themes.themes[:BARS]
    if not themes:
        return []
    series = (words("sentiment.negative"), words("sentiment.mixed"), words("sentiment.positive"))
    note = words("deck.themes_note")
    left = len(view.themes.themes) - len(themes)
    if left:
        note += " " + words("deck.themes_more", n=left)
    return [
        BarSlide(
            view.themes.finding,
            tuple((theme.name, (theme.negative, theme.mixed, theme.positive)) for theme in themes),
            series,
            note,
            words("deck.themes_alt", values="; ".join(_counts(theme, words) for theme in themes)),
        )
    ]


def _counts(theme: Theme, words: Catalogue) -> str:
    return f"{theme.name}: {words('count.people', n=theme.people)} ({theme.split})"


def _best(facts: Sequence[Fact], words: Catalogue) -> TextSlide:
    columns = []
    used: list[Quote] = []
    for fact in facts:
        quotes = shown(fact.quotes, 1)
        used += quotes
        said = [quoted(quote, words) for quote in quotes] or [(_line(words("deck.too_long")),)]
        head: Group = (Para(tame(fact.title), 20, bold=True), _line(plain(fact.sentence), 16, 8))
        columns.append((head, *said))
    return TextSlide(words("glance.best"), tuple(columns), notes=_notes(used, words))


def _persona(one: Persona, view: View, words: Catalogue) -> TextSlide:
    left: list[Group] = []
    used: list[Quote] = []
    for quote in shown([one.quote] if one.quote else [], 1):
        used.append(quote)
        left.append(quoted(quote, words, 17))
    by_kind = {group.kind: group for group in one.groups}
    for kind in LEFT_KINDS:
        group = by_kind.get(kind)
        if group and group.lines:
            left.append(
                (
                    _head(words(f"trait.{kind}s")),
                    *(_trait(line, one.people, words) for line in group.lines[: TRAITS.get(kind, MOST_TRAITS)]),
                )
            )
            used += [line.quotes[0] for line in group.lines[: TRAITS.get(kind, MOST_TRAITS)] if line.quotes]
    title = f"{one.name}: {one.title}"
    lead = f"{words('persona.draft_long')} {plain(one.size)}."
    return TextSlide(title, (tuple(left), tuple(_persona_right(one, words))), lead, _notes(used, words))


def _trait(line: TraitLine, members: int, words: Catalogue) -> Para:
    """A line in somebody's own words, or else its subject, with how many of the persona show it."""
    opening, closing = MARKS.get(words.language, ENGLISH_MARKS)
    said = line.said
    subject = f"{opening}{said.text}{closing}" if said and len(said.text) <= TRAIT_LIMIT else line.subject
    text = words("markdown.line", subject=tame(subject), n=line.people, total=members)
    return Para(text, 14, space=5, language=said.language if said else "")


def _persona_right(one: Persona, words: Catalogue) -> list[Group]:
    feelings = [
        _line(f"{name}: {mood.word} ({_heard(mood, words)})", 13, 4, tone=_ink(mood.tone))
        for name, mood in one.moods
        if mood.people
    ]
    right: list[Group] = [(_head(words("persona.moods"), 0), *feelings)] if feelings else []
    unknown = [words(f"trait.{group.kind}s") for group in one.groups if not group.lines]
    if unknown:
        right.append((_head(words("deck.unknown")), _line(words.list(unknown), 13)))
    attributes = [
        _line(f"{block.name}: " + ", ".join(f"{value} ({n})" for value, n, _ in block.values[:3]), 13, 4)
        for block in one.attributes[:3]
    ]
    right.append((_head(words("persona.attributes")), *(attributes or [_line(words("persona.no_attributes"), 13)])))
    if one.questions:
        right.append((_head(words("persona.open")), *(_line(text, 12, 4) for text in one.questions[:1])))
    if one.caveats:
        right.append((_head(words("persona.caveats")), *(_line(text, 12, 4) for text in one.caveats[:1])))
    return right


def _heard(mood: Mood, words: Catalogue) -> str:
    return words("count.people", n=mood.people) + (f", {words('few.short')}" if mood.few else "")


def _journey(blocks: Sequence[PhaseBlock], words: Catalogue) -> TableSlide:
    rows, tones = [], []
    for block in blocks:
        for number, place in enumerate(block.places):
            felt = max(place.cells, key=lambda cell: cell.people, default=None)
            feeling = f"{words(f'emotion.{felt.emotion}')} ({felt.people})" if felt and felt.people else "–"
            hurdle = place.hurdles[0][0] if place.hurdles else "–"
            few = f" ({words('few.short')})" if place.mood.few else ""
            counted = words.number(place.mood.people)
            name = "" if number else block.phase.name
            rows.append((name, place.name, counted, place.mood.word + few, feeling, hurdle))
            tones.append(_ink(place.mood.tone))
    fields = ("term.phase", "term.touchpoint", "term.people", "term.mood", "deck.felt", "deck.pain")
    header = tuple(words(field) for field in fields)
    widths = (0.16, 0.22, 0.09, 0.17, 0.16, 0.2)
    note = words("deck.table_note", minimum=MIN_PEOPLE)
    return TableSlide(words("section.journey"), header, tuple(rows), widths, tuple(tones), note)


def _method(view: View, words: Catalogue) -> TextSlide:
    read = [row for row in view.method.sources if row.status != "skipped"]
    left: list[Group] = [
        (_head(words("method.sources"), 0), _line(view.head.counts, 13), _line(view.head.languages, 13))
    ]
    listed = words.list([row.path for row in read[:6]])
    more = len(read) - 6
    left.append((_line(listed + (words("deck.more_files", n=more) if more > 0 else ""), 12, 6),))
    left.append((_head(words("method.omitted")), *(_line(line, 12, 4) for line in view.method.omitted)))
    left.append((_head(words("method.counting")), _line(words("method.counting_text", minimum=MIN_PEOPLE), 12, 4)))
    share = view.method.unsure
    text = words("method.readings_text", n=view.method.n_unsure, share=share)
    left.append((_head(words("method.readings")), _line(text, 12, 4)))
    right: list[Group] = [(_head(words("method.limits"), 0),), (_line(view.head.scope, 12, 4),)]
    right += [(_line(words(f"limit.{name}"), 12, 6),) for name in LIMITS]
    return TextSlide(words("section.method"), (tuple(left), tuple(right)))
