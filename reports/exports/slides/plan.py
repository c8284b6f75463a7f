"""What the deck says, slide by slide: view → plain records that `deck` draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.charts.geometry import shorten
from reports.exports.plain_text import (
    JOURNEY_HEADER,
    METHOD_LIMITS,
    attribute_text,
    count_respondents,
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
from reports.view.pictures import BalanceBar, BalancePicture
from voc.schema import MIN_PEOPLE

LONGEST_QUOTE = 180
"""Characters of a quote on a slide, which an audience reads in ten seconds. A longer one is left out, because half a
quote is no quote."""
PAIN_SLIDES = 3
QUOTES_PER_PAIN = 3
BARS = 12
"""Themes on the chart; its note counts the others."""
GROUP_NAME = 150.0
"""Width of a group's name at a size of 10, which leaves room for its people on the axis."""
FILES_NAMED = 6

TOP_TOUCHPOINTS = 10
"""Touchpoints on the slide that is shown; the others are in the appendix."""
TOP_SIZES, APPENDIX_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0), (12.0,)
"""Letters of the two tables in points: in the last size, ten rows of two lines fit on a slide."""
TRAIT_KINDS = ("goal", "pain", "need", "motivation", "behaviour", "praise", "suggestion")
CARDS_PER_PERSONA = 6
LONGEST_TRAIT, LONGEST_TRAIT_IN_THREE_ROWS = 110, 75
"""Characters of a sentence on a card of a persona, with up to four cards and with more; longer ones shrink too far."""


@dataclass(frozen=True, slots=True)
class TextSlide:
    """A title, a line below it, and columns of groups that may continue on another slide; ``notes`` are for the
    speaker."""

    title: str
    columns: tuple[tuple[Group, ...], ...]
    lead: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSlide:
    """A figure with its caption and texts at the left, and cards at the right, in this many ``columns``."""

    title: str
    figure: str
    caption: str
    left: tuple[Group, ...]
    cards: tuple[Group, ...]
    columns: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurveSlide:
    """The mood of each phase by its name. ``alt`` is the alternative text of the chart."""

    title: str
    points: tuple[tuple[str, Mood], ...]
    note: str
    alt: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarSlide:
    """Themes or groups, each with the number of people who speak negatively, in between and positively; ``series``
    names the three. ``shares``: all bars are equally long."""

    title: str
    rows: tuple[ThemeCard | BalanceBar, ...]
    series: tuple[str, str, str]
    note: str
    alt: str
    notes: tuple[str, ...]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class TableSlide:
    """A table that may continue on other slides. ``tones`` colour the cell with the mood, row by row. The
    letters have the first of the ``sizes`` in which one slide holds all rows, else the last."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[str, ...]
    note: str
    sizes: tuple[float, ...]
    notes: tuple[str, ...]


Slide = TextSlide | CardSlide | CurveSlide | BarSlide | TableSlide


def plan_deck(view: View, words: Catalogue) -> list[Slide]:
    """The slides after the first one; those behind the personas are for questions. Without a journey, themes lead."""
    slides: list[Slide] = [_summary(view, words)]
    themes = [_themes(view, words)] if view.themes.themes else []
    slides += [_curve(view, words)] if view.has_journey else themes
    slides += [_pain(pain, view, words) for pain in view.pains[:PAIN_SLIDES]]
    slides += themes if view.has_journey else []
    if view.glance.best:
        slides.append(_best_moments(view.glance.best, words))
    pictures = [picture.summary for picture in (view.pictures.groups, view.pictures.personas) if picture]
    slides += [_balance(picture, words) for picture in pictures]
    slides += [_persona(persona, view, words) for persona in view.personas]
    return [*slides, *_touchpoints(view, words), _method(view, words)]


def _short_quotes(quotes: Sequence[ShownQuote], limit: int) -> tuple[ShownQuote, ...]:
    return tuple(quote for quote in quotes if len(quote.text) <= LONGEST_QUOTE)[:limit]


def _quote(quote: ShownQuote, words: Catalogue, size: float = 17.0, space: float = 14.0) -> Group:
    """A quote in quotation marks, and who said it; the source is in the speaker notes."""
    text = in_quotation_marks(limit_words(quote.text), words)
    return (
        Para(text, size, space=space, language=quote.language),
        Para(f"{'≈ ' if quote.unsure else ''}{limit_words(quote.person)}", 12, tone="soft", space=2),
    )


def _heading(text: str, space: float = 13.0) -> Para:
    return Para(limit_words(text), 14, bold=True, tone="soft", space=space)


def _line(text: str, size: float = 14.0, space: float = 5.0, tone: str = "ink") -> Para:
    return Para(limit_words(text), size, space=space, tone=tone)


def _tone(mood: Mood) -> str:
    return {"negative": "neg-ink", "positive": "pos-ink"}.get(mood.tone, "ink")


def _speaker_notes(quotes: Sequence[ShownQuote], words: Catalogue) -> tuple[str, ...]:
    """Where the quotes of a slide come from, for questions from the audience."""
    lines = [join_known(quote.segment_id, quote.person, quote.source, quote.place) for quote in quotes]
    return (words("deck.notes_quotes"), *lines) if lines else ()


def _figures_from(file: str, words: Catalogue) -> str:
    """Where the figures of a slide come from, for the speaker notes."""
    return words("deck.notes_figures", file=f"data/{file}.csv")


def _similar(pain: PainCard, view: View, words: Catalogue) -> str:
    """ "of 34 people report similar things": a pain point is named by a quote, which only one person said."""
    return words("deck.similar", n=pain.people, people=count_respondents(view, words))


def _summary(view: View, words: Catalogue) -> TextSlide:
    glance = view.glance
    left: list[Group] = [(_heading(words("glance.pains"), 0),)]
    left += [
        (
            Para(f"{pain.rank}. {limit_words(pain.title)}", 17, bold=True, space=10),
            _line(f"{words.number(pain.people)} {_similar(pain, view, words)}"),
        )
        for pain in view.pains[:PAIN_SLIDES]
    ]
    if not view.pains:
        left.append((_line(words("pain.none")),))
    right: list[Group] = [(_heading(words("glance.best"), 0),)]
    right += [
        (Para(limit_words(fact.title), 17, bold=True, space=10), _line(strip_tags(fact.sentence)))
        for fact in glance.best
    ]
    if glance.no_best:
        right.append((_line(glance.no_best),))
    gaps = [strip_tags(gap) for gap in glance.gaps]
    right.append((_heading(words("glance.gaps")), _line(gaps[0] if gaps else words("glance.no_gaps"), 13)))
    # One gap is read from a slide; who is asked for more finds it in the notes.
    notes = (*gaps[1:], _figures_from("pain_points", words), _figures_from("touchpoints", words))
    return TextSlide(words("section.glance"), (tuple(left), tuple(right)), glance.finding + ".", notes)


def _curve(view: View, words: Catalogue) -> CurveSlide:
    points = tuple((block.phase.name, block.phase.mood) for block in view.phases)
    alt = words("deck.curve_alt", values=moods_of_phases(view, words))
    notes = (alt, _figures_from("touchpoints", words))
    return CurveSlide(view.glance.finding, points, words("deck.curve_note"), alt, notes)


def _pain(pain: PainCard, view: View, words: Catalogue) -> CardSlide:
    quotes = _short_quotes((*pain.quotes, *pain.more), QUOTES_PER_PAIN)
    left: list[Group] = []
    where = where_pain_occurs(pain)
    if where:
        left.append((_heading(words("term.place")), _line(where)))
    if pain.opportunity:
        left.append((_heading(words("pain.opportunity")), _line(pain.opportunity)))
    cards = tuple(_quote(quote, words, space=0) for quote in quotes) or ((_line(words("deck.too_long")),),)
    notes = [strip_tags(pain.sentence), _figures_from("pain_points", words)]
    notes += _speaker_notes([*quotes, *(quote for quote in (pain.goal, pain.hurdle) if quote)], words)
    if pain.counter:
        notes += [f"{words('pain.counter')}: {in_quotation_marks(pain.counter[0].text, words)}"]
        notes += _speaker_notes(pain.counter[:1], words)[1:]
    return CardSlide(
        title=f"{pain.rank}. {pain.title}",
        figure=words.number(pain.people),
        caption=_similar(pain, view, words),
        left=tuple(left),
        cards=cards,
        columns=1,
        notes=tuple(notes),
    )


def _themes(view: View, words: Catalogue) -> BarSlide:
    themes = view.themes.themes[:BARS]
    note = words("deck.themes_note")
    n_more = len(view.themes.themes) - len(themes)
    if n_more:
        note += " " + words("deck.themes_more", n=n_more)
    values = "; ".join(f"{theme.name}: {words('count.people', n=theme.people)} ({theme.split})" for theme in themes)
    series = (words("sentiment.negative"), words("sentiment.mixed"), words("sentiment.positive"))
    alt = words("deck.themes_alt", values=values)
    return BarSlide(view.themes.finding, themes, series, note, alt, (alt, _figures_from("themes", words)))


def _balance(picture: BalancePicture, words: Catalogue) -> BarSlide:
    """Groups, or personas, by what outweighs in all that they say."""
    series = (words("sentiment.negative"), words("sentiment.mixed"), words("sentiment.positive"))
    alt = words("deck.groups_alt", values=picture.values)
    # Bars of equal length do not show how many people they stand for, so the names say it.
    rows = tuple(
        replace(bar, name=f"{shorten(bar.name, GROUP_NAME, 10)} ({words('count.people_short', n=bar.people)})")
        for bar in picture.bars
    )
    return BarSlide(picture.title, rows, series, picture.measure, alt, (alt,), shares=True)


def _best_moments(facts: Sequence[Finding], words: Catalogue) -> TextSlide:
    columns = []
    used: list[ShownQuote] = []
    for fact in facts:
        quotes = _short_quotes(fact.quotes, 1)
        used += quotes
        heading: Group = (Para(limit_words(fact.title), 20, bold=True), _line(strip_tags(fact.sentence), 16, 8))
        columns.append((heading, *([_quote(quote, words) for quote in quotes] or [(_line(words("deck.too_long")),)])))
    return TextSlide(words("glance.best"), tuple(columns), notes=_speaker_notes(used, words))


def _persona(persona: PersonaCard, view: View, words: Catalogue) -> CardSlide:
    """A card per kind of trait in a member's words, with its subject and number; all words are in the speaker notes."""
    quote = persona.quote if persona.quote and len(persona.quote.text) <= LONGEST_QUOTE else None
    groups = {group.kind: group for group in persona.groups}
    # Lines are sorted by people, so the first is what most members share.
    first = [(kind, groups[kind].lines[0]) for kind in TRAIT_KINDS if kind in groups and groups[kind].lines]
    first = first[:CARDS_PER_PERSONA]
    longest = LONGEST_TRAIT if len(first) <= 4 else LONGEST_TRAIT_IN_THREE_ROWS
    unknown = unknown_kinds(persona, words)
    left = [_quote(quote, words, 20)] if quote else []
    if unknown:
        left.append((_heading(words("deck.unknown")), _line(words.list(unknown), 13)))
    return CardSlide(
        title=f"{persona.name}: {persona.title}",
        figure=words.number(persona.people),
        caption=words("deck.members", people=count_respondents(view, words), share=words.percent(persona.share)),
        left=tuple(left),
        cards=tuple(_trait(kind, line, persona.people, words, longest) for kind, line in first),
        columns=2,
        notes=tuple(_persona_notes(persona, quote, words)),
    )


def _trait(kind: str, line: TraitLine, members: int, words: Catalogue, longest: int) -> Group:
    heading = Para(words(f"trait.{kind}"), 14, bold=True, tone="soft")
    count = words("count.n_of", n=line.people, total=members) + (f" ({words('few.short')})" if line.few else "")
    voice = line.own_words
    if voice is None or len(voice.text) > longest:
        about = strip_tags(words.html(f"difference.{kind}", subject=line.subject))
        return (heading, Para(limit_words(about), 16, bold=True, space=3), _line(count, 14, 3))
    # The subject alone would read as the goal or the wish itself.
    text = in_quotation_marks(limit_words(voice.text), words)
    return (
        heading,
        Para(text, 16, space=3, language=voice.language),
        _line(join_known(line.subject, voice.person, count), 12, 3, tone="soft"),
    )


def _persona_notes(persona: PersonaCard, quote: ShownQuote | None, words: Catalogue) -> Iterator[str]:
    """What a draft is, each trait in a member's own words with its source, and what else is known about the members."""
    yield words("persona.draft_long")
    yield from _speaker_notes([quote] if quote else [], words)
    for group in persona.groups:
        for line in group.lines:
            voice = line.own_words or next(iter(line.quotes), None)
            example = f": {in_quotation_marks(voice.text, words)}" if voice else ""
            source = join_known(voice.segment_id, voice.person, voice.source, voice.place) if voice else ""
            count = words("count.n_of", n=line.people, total=persona.people)
            yield join_known(f"{words(f'trait.{group.kind}')} {line.subject} ({count}){example}", source)
    moods = [f"{name}: {mood_with_people(mood, words)}" for name, mood in persona.moods if mood.people]
    if moods:
        yield f"{words('persona.moods')}: {join_known(*moods)}"
    yield from (attribute_text(block, "{value} ({n})", "; ") for block in persona.attributes)
    yield from (*persona.questions, *persona.caveats)


def _touchpoints(view: View, words: Catalogue) -> list[Slide]:
    """The touchpoints that most people speak of on one slide, in journey order; the others in the appendix."""
    names = [block.phase.name for block in view.phases for _ in block.places]
    places = [place for block in view.phases for place in block.places]
    # Only the first touchpoint of a phase names it, and that may be on the other slide.
    rows = [(name, *row[1:]) for name, row in zip(names, journey_rows(view, words), strict=True)]
    # The sort is stable: of touchpoints with as many people, the earlier one in the journey comes first.
    by_people = sorted(range(len(places)), key=lambda number: -places[number].mood.people)
    note = words("deck.table_note", minimum=MIN_PEOPLE)
    slides: list[Slide] = []
    for title, part, sizes in (
        (words("deck.top_touchpoints", n=min(TOP_TOUCHPOINTS, len(rows))), by_people[:TOP_TOUCHPOINTS], TOP_SIZES),
        (words("deck.appendix"), by_people[TOP_TOUCHPOINTS:], APPENDIX_SIZES),
    ):
        numbers = sorted(part)
        if numbers:
            slides.append(
                TableSlide(
                    title=title,
                    header=tuple(words(key) for key in JOURNEY_HEADER),
                    rows=tuple(rows[number] for number in numbers),
                    tones=tuple(_tone(places[number].mood) for number in numbers),
                    note=note,
                    sizes=sizes,
                    notes=(_figures_from("touchpoints", words),),
                )
            )
    return slides


def _method(view: View, words: Catalogue) -> TextSlide:
    paths = [source.path for source in view.method.sources if source.status != "skipped"]
    more = words("deck.more_files", n=len(paths) - FILES_NAMED) if len(paths) > FILES_NAMED else ""
    unsure = words("method.readings_text", n=view.method.n_unsure, share=view.method.unsure)
    left: tuple[Group, ...] = (
        (_heading(words("method.sources"), 0), _line(view.head.counts), _line(view.head.languages)),
        (_heading(words("method.readings")), _line(unsure)),
    )
    right: tuple[Group, ...] = ((_heading(words("method.limits"), 0), _line(view.head.scope)),)
    notes = (
        words.list(paths[:FILES_NAMED]) + more,
        *view.method.omitted,
        words("method.counting_text", minimum=MIN_PEOPLE),
        *(words(f"limit.{name}") for name in METHOD_LIMITS),
    )
    return TextSlide(words("section.method"), (left, right), notes=notes)
