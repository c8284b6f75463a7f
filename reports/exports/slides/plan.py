"""What the deck says, slide by slide: view → plain records that `deck` draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.exports.plain_text import (
    JOURNEY_HEADER,
    METHOD_LIMITS,
    in_quotation_marks,
    join_known,
    journey_rows,
    mood_with_people,
    moods_of_phases,
    strip_tags,
    unknown_kinds,
    where_pain_occurs,
)
from reports.exports.slides.fit import Group, Para, limit_words
from reports.language import Catalogue
from reports.view import View
from reports.view.page_records import Finding, Mood, PainCard, PersonaCard, ShownQuote, ThemeCard, TraitLine
from voc.schema import MIN_PEOPLE

LONGEST_QUOTE = 320
"""Characters of a quote on a slide. A longer one is left out, because half a quote is no quote."""
LONGEST_TRAIT = 130
"""Characters of a member's sentence that still reads as a line of a persona; else the subject is shown."""
PAIN_SLIDES = 3
QUOTES_PER_PAIN = 3
BARS = 12
"""Themes on the chart; its note counts the others."""
FILES_NAMED = 6

# A persona has to stay on one slide: a second one would not be shown.
TRAIT_KINDS = ("goal", "pain", "need", "motivation", "behaviour")
TRAITS_PER_KIND = 2
PAINS_PER_PERSONA = 3
ATTRIBUTES = VALUES_PER_ATTRIBUTE = 3


@dataclass(frozen=True, slots=True)
class TextSlide:
    """A title, a line below it, and columns of groups that may continue on another slide; ``notes`` are for the
    speaker."""

    title: str
    columns: tuple[tuple[Group, ...], ...]
    lead: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurveSlide:
    """The mood of each phase by its name. ``alt`` is the alternative text of the chart."""

    title: str
    points: tuple[tuple[str, Mood], ...]
    note: str
    alt: str


@dataclass(frozen=True, slots=True)
class BarSlide:
    """Themes, each with the number of people who speak negatively, in between and positively of it; ``series`` names
    the three."""

    title: str
    themes: tuple[ThemeCard, ...]
    series: tuple[str, str, str]
    note: str
    alt: str


@dataclass(frozen=True, slots=True)
class TableSlide:
    """A table that may continue on other slides. ``widths`` are shares of the width; ``tones`` colour the cell with the
    mood, row by row."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    tones: tuple[str, ...]
    note: str


Slide = TextSlide | CurveSlide | BarSlide | TableSlide


def plan_deck(view: View, words: Catalogue) -> list[Slide]:
    """The slides after the title slide, in order."""
    slides: list[Slide] = [_summary(view, words)]
    themes = [_themes(view, words)] if view.themes.themes else []
    slides += [_curve(view, words)] if view.has_journey else themes
    slides += [_pain(pain, words) for pain in view.pains[:PAIN_SLIDES]]
    slides += themes if view.has_journey else []
    if view.glance.best:
        slides.append(_best_moments(view.glance.best, words))
    slides += [_persona(persona, words) for persona in view.personas]
    if any(block.places for block in view.phases):
        slides.append(_journey(view, words))
    return [*slides, _method(view, words)]


def _short_quotes(quotes: Sequence[ShownQuote], limit: int) -> tuple[ShownQuote, ...]:
    return tuple(quote for quote in quotes if len(quote.text) <= LONGEST_QUOTE)[:limit]


def _quote(quote: ShownQuote, words: Catalogue, size: float = 17.0, space: float = 14.0) -> Group:
    """A quote in quotation marks, and its source."""
    source = join_known(quote.person, quote.source, quote.place)
    text = in_quotation_marks(limit_words(quote.text), words)
    return (
        Para(text, size, space=space, language=quote.language),
        Para(f"{'≈ ' if quote.unsure else ''}{limit_words(source)}", 11, tone="soft", space=2),
    )


def _labelled_quote(label: str, quote: ShownQuote, words: Catalogue) -> Group:
    return (_heading(label), *_quote(quote, words, 14, space=5))


def _heading(text: str, space: float = 13.0) -> Para:
    return Para(limit_words(text), 14, bold=True, tone="soft", space=space)


def _line(text: str, size: float = 14.0, space: float = 5.0, tone: str = "ink") -> Para:
    return Para(limit_words(text), size, space=space, tone=tone)


def _tone(mood: Mood) -> str:
    return {"negative": "neg-ink", "positive": "pos-ink"}.get(mood.tone, "ink")


def _speaker_notes(quotes: Sequence[ShownQuote], words: Catalogue) -> tuple[str, ...]:
    """The ids of the statements behind the quotes, for questions from the audience."""
    lines = [join_known(quote.segment_id, quote.person, quote.source, quote.place) for quote in quotes]
    return (words("deck.notes_quotes"), *lines) if lines else ()


def _summary(view: View, words: Catalogue) -> TextSlide:
    glance = view.glance
    left: list[Group] = [(_heading(words("glance.pains"), 0),)]
    left += [_fact(f"{number}. {limit_words(fact.title)}", fact) for number, fact in enumerate(glance.pains, 1)]
    if not glance.pains:
        left.append((_line(words("pain.none")),))
    right: list[Group] = [(_heading(words("glance.best"), 0),)]
    right += [_fact(limit_words(fact.title), fact) for fact in glance.best]
    if glance.no_best:
        right.append((_line(glance.no_best),))
    right.append((_heading(words("glance.gaps")),))
    right += [(_line(strip_tags(gap), 13),) for gap in glance.gaps] or [(_line(words("glance.no_gaps"), 13),)]
    quotes = [quote for fact in (*glance.pains, *glance.best) for quote in fact.quotes]
    columns = (tuple(left), tuple(right))
    return TextSlide(words("section.glance"), columns, glance.finding + ".", _speaker_notes(quotes, words))


def _fact(title: str, fact: Finding) -> Group:
    return (Para(title, 17, bold=True, space=10), _line(strip_tags(fact.sentence)))


def _curve(view: View, words: Catalogue) -> CurveSlide:
    points = tuple((block.phase.name, block.phase.mood) for block in view.phases)
    alt = words("deck.curve_alt", values=moods_of_phases(view, words))
    return CurveSlide(view.glance.finding, points, words("deck.curve_note"), alt)


def _pain(pain: PainCard, words: Catalogue) -> TextSlide:
    quotes = _short_quotes((*pain.quotes, *pain.more), QUOTES_PER_PAIN)
    left: list[Group] = [_quote(quote, words) for quote in quotes] or [(_line(words("deck.too_long")),)]
    right: list[Group] = []
    where = where_pain_occurs(pain)
    if where:
        right.append((_heading(words("term.place"), 0), _line(where)))
    for label, quote in (("pain.goal", pain.goal), ("pain.hurdle", pain.hurdle)):
        # Goal and hurdle are parts of statements, which may be on the slide as a whole already.
        if quote and len(quote.text) <= LONGEST_QUOTE and not any(quote.text in whole.text for whole in quotes):
            right.append(_labelled_quote(words(label), quote, words))
    counter = _short_quotes(pain.counter, 1)
    right += [_labelled_quote(words("pain.counter"), quote, words) for quote in counter]
    if pain.opportunity:
        right.append((_heading(words("pain.opportunity")), _line(pain.opportunity, 13)))
    # Goal and hurdle are listed even where the slide leaves them out: the speaker may be asked about them.
    used = [*quotes, *(quote for quote in (pain.goal, pain.hurdle) if quote), *counter]
    lead, notes = strip_tags(pain.sentence), _speaker_notes(used, words)
    return TextSlide(f"{pain.rank}. {pain.title}", (tuple(left), tuple(right)), lead, notes)


def _themes(view: View, words: Catalogue) -> BarSlide:
    themes = view.themes.themes[:BARS]
    note = words("deck.themes_note")
    n_more = len(view.themes.themes) - len(themes)
    if n_more:
        note += " " + words("deck.themes_more", n=n_more)
    values = "; ".join(f"{theme.name}: {words('count.people', n=theme.people)} ({theme.split})" for theme in themes)
    series = (words("sentiment.negative"), words("sentiment.mixed"), words("sentiment.positive"))
    return BarSlide(view.themes.finding, themes, series, note, words("deck.themes_alt", values=values))


def _best_moments(facts: Sequence[Finding], words: Catalogue) -> TextSlide:
    columns = []
    used: list[ShownQuote] = []
    for fact in facts:
        quotes = _short_quotes(fact.quotes, 1)
        used += quotes
        heading: Group = (Para(limit_words(fact.title), 20, bold=True), _line(strip_tags(fact.sentence), 16, 8))
        columns.append((heading, *([_quote(quote, words) for quote in quotes] or [(_line(words("deck.too_long")),)])))
    return TextSlide(words("glance.best"), tuple(columns), notes=_speaker_notes(used, words))


def _persona(persona: PersonaCard, words: Catalogue) -> TextSlide:
    left: list[Group] = []
    used: list[ShownQuote] = []
    if persona.quote and len(persona.quote.text) <= LONGEST_QUOTE:
        used.append(persona.quote)
        left.append(_quote(persona.quote, words))
    lines_by_kind = {group.kind: group.lines for group in persona.groups}
    for kind in TRAIT_KINDS:
        lines = lines_by_kind.get(kind, ())[: PAINS_PER_PERSONA if kind == "pain" else TRAITS_PER_KIND]
        if lines:
            left.append((_heading(words(f"trait.{kind}s")), *(_trait(line, persona.people, words) for line in lines)))
            used += [line.quotes[0] for line in lines if line.quotes]
    lead = f"{words('persona.draft_long')} {strip_tags(persona.size)}."
    columns = (tuple(left), tuple(_persona_details(persona, words)))
    return TextSlide(f"{persona.name}: {persona.title}", columns, lead, _speaker_notes(used, words))


def _trait(line: TraitLine, members: int, words: Catalogue) -> Para:
    """A trait in a member's own sentence, else its subject, with how many members share it."""
    # The sentence is in its speaker's language; spell checkers must know that.
    sentence = line.own_words if line.own_words and len(line.own_words.text) <= LONGEST_TRAIT else None
    subject = in_quotation_marks(sentence.text, words) if sentence else line.subject
    text = words("markdown.line", subject=limit_words(subject), n=line.people, total=members)
    return Para(text, 14, space=5, language=line.own_words.language if line.own_words else "")


def _persona_details(persona: PersonaCard, words: Catalogue) -> list[Group]:
    """How the members feel, what is not known, and what is."""
    groups: list[Group] = []
    feelings = [
        _line(f"{name}: {mood_with_people(mood, words)}", 13, 4, tone=_tone(mood))
        for name, mood in persona.moods
        if mood.people
    ]
    if feelings:
        groups.append((_heading(words("persona.moods"), 0), *feelings))
    unknown = unknown_kinds(persona, words)
    if unknown:
        groups.append((_heading(words("deck.unknown")), _line(words.list(unknown), 13)))
    attributes = []
    for block in persona.attributes[:ATTRIBUTES]:
        values = ", ".join(f"{value} ({n})" for value, n, _ in block.values[:VALUES_PER_ATTRIBUTE])
        attributes.append(_line(f"{block.name}: {values}", 13, 4))
    attributes = attributes or [_line(words("persona.no_attributes"), 13)]
    groups.append((_heading(words("persona.attributes")), *attributes))
    # Only the first of each, because a persona has to stay on one slide.
    for title, lines in (("persona.open", persona.questions), ("persona.caveats", persona.caveats)):
        if lines:
            groups.append((_heading(words(title)), _line(lines[0], 12, 4)))
    return groups


def _journey(view: View, words: Catalogue) -> TableSlide:
    return TableSlide(
        title=words("section.journey"),
        header=tuple(words(key) for key in JOURNEY_HEADER),
        rows=journey_rows(view, words),
        widths=(0.16, 0.22, 0.09, 0.17, 0.16, 0.2),
        tones=tuple(_tone(place.mood) for block in view.phases for place in block.places),
        note=words("deck.table_note", minimum=MIN_PEOPLE),
    )


def _method(view: View, words: Catalogue) -> TextSlide:
    paths = [source.path for source in view.method.sources if source.status != "skipped"]
    more = words("deck.more_files", n=len(paths) - FILES_NAMED) if len(paths) > FILES_NAMED else ""
    unsure = words("method.readings_text", n=view.method.n_unsure, share=view.method.unsure)
    left: list[Group] = [
        (_heading(words("method.sources"), 0), _line(view.head.counts, 13), _line(view.head.languages, 13)),
        (_line(words.list(paths[:FILES_NAMED]) + more, 12, 6),),
        (_heading(words("method.omitted")), *(_line(line, 12, 4) for line in view.method.omitted)),
        (_heading(words("method.counting")), _line(words("method.counting_text", minimum=MIN_PEOPLE), 12, 4)),
        (_heading(words("method.readings")), _line(unsure, 12, 4)),
    ]
    right: list[Group] = [(_heading(words("method.limits"), 0),), (_line(view.head.scope, 12, 4),)]
    right += [(_line(words(f"limit.{name}"), 12, 6),) for name in METHOD_LIMITS]
    return TextSlide(words("section.method"), (tuple(left), tuple(right)))
