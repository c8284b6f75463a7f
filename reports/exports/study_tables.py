"""The five tables that people sort, filter and print: pain points, touchpoints, themes, quotes and personas.

Beside a verbatim stands the id of its segment, under the same name with ``_segment_id`` (docs/study-folder.md).
"""

from __future__ import annotations

from collections.abc import Iterable

from reports.exports.tables.sheets import CELL_LIMIT, Cell, Row, Table
from reports.view import View
from reports.view.facts import Facts
from reports.view.head import language_name
from reports.view.records import Pain, Place, Quote, Theme
from voc.schema import EMOTIONS, STATEMENTS, AttributeCount, Personas, Trait

PAIN_COLUMNS = (
    "rank", "title", "phase", "touchpoint", "theme", "n_respondents", "share_respondents", "n_segments", "intensity",
    "severity", "emotion", "goal", "goal_from", "hurdle", "hurdle_from", "quote", "quote_segment_id", "person",
    "source", "place", "quote_2", "quote_2_segment_id", "quote_3", "quote_3_segment_id",
    "opportunity", "hypothesis", "owner", "effort", "impact", "status",
)  # fmt: skip
WORKSHOP_COLUMNS = PAIN_COLUMNS[-4:]
"""Left empty for the workshop."""
TOUCHPOINT_COLUMNS = (
    "phase", "touchpoint", "n_respondents", "n_segments", "mood", "polarity", "polarity_low", "polarity_high",
    *(f"emotion_{name}" for name in EMOTIONS), "n_pain", "n_praise", "contact",
    "best", "best_segment_id", "worst", "worst_segment_id",
)  # fmt: skip
THEME_COLUMNS = (
    "theme", "group", "n_respondents", "share_respondents", "n_segments", "negative", "mixed", "positive",
    "stability", "keywords", "quote", "quote_segment_id", "person", "source",
)  # fmt: skip
QUOTE_COLUMNS = (
    "quote", "quote_segment_id", "person", "persona", "phase", "touchpoint", "theme", "sentiment", "polarity",
    "emotion", "statement", "unsure", "language", "source", "place", "question",
)  # fmt: skip
PERSONA_COLUMNS = (
    "persona", "n_respondents", "share_respondents", "kind", "subject", "n_of_persona", "share_of_persona",
    "quote", "quote_segment_id", "person", "source",
)  # fmt: skip


def pain_table(view: View, facts: Facts) -> Table:
    """One row a pain point, worst first."""
    return Table("pain_points", PAIN_COLUMNS, [_pain(pain, facts) for pain in view.pains])


def _pain(pain: Pain, facts: Facts) -> Row:
    first, second, third = [*pain.quotes[:3], None, None, None][:3]
    return (
        pain.rank, pain.title, pain.phase, pain.touchpoint, pain.theme,
        pain.people, round(pain.share, 3), pain.statements, round(pain.intensity, 3), round(pain.severity, 3),
        facts.words(f"emotion.{pain.emotion}") if pain.emotion else "",
        *_said(pain.goal), *_said(pain.hurdle), *_said(first), *_who(first, place=True), *_said(second), *_said(third),
        pain.opportunity, pain.hypothesis, *[""] * len(WORKSHOP_COLUMNS),
    )  # fmt: skip


def touchpoint_table(view: View, facts: Facts) -> Table:
    """One row a phase as a whole, without a touchpoint, and one row each touchpoint of it that somebody speaks of."""
    rows: list[Row] = []
    for block in view.phases:
        rows += [_place(place, block.phase.name, facts) for place in (block.phase, *block.places)]
    return Table("touchpoints", TOUCHPOINT_COLUMNS, rows)


def _place(place: Place, phase: str, facts: Facts) -> Row:
    feeling = facts.feelings.get((place.phase_id, place.touchpoint_id))
    mood = place.mood
    emotions = {cell.emotion: cell.share for cell in place.cells}
    return (
        phase,
        place.name if place.touchpoint_id else "",
        mood.people, place.statements, mood.word,
        _rounded(mood.polarity), _rounded(mood.low), _rounded(mood.high),
        *(_rounded(emotions.get(name)) for name in EMOTIONS),
        feeling.n_pain if feeling and mood.people else None,
        feeling.n_praise if feeling and mood.people else None,
        place.traits, *_said(place.best), *_said(place.worst),
    )  # fmt: skip


def theme_table(view: View, facts: Facts) -> Table:
    """One row a theme, most people first."""
    stability = {one.theme_id: one.stability for one in facts.analysis.themes.themes}
    rows = [_theme(theme, stability[theme.theme_id]) for theme in view.themes.themes]
    return Table("themes", THEME_COLUMNS, rows)


def _theme(theme: Theme, stability: float | None) -> Row:
    first = theme.exemplars[0] if theme.exemplars else None
    return (
        theme.name, theme.group, theme.people, round(theme.share, 3), theme.statements,
        theme.negative, theme.mixed, theme.positive, _rounded(stability), ", ".join(theme.keywords),
        *_said(first), *_who(first),
    )  # fmt: skip


def quote_table(facts: Facts, personas: Personas) -> Table:
    """One row a statement, in the order of the sources. ``unsure`` marks readings that are shown with "≈"."""
    owner = {person: one.title for one in personas.personas for person in one.respondents}
    rows = [_quote(facts, position, owner) for position in range(len(facts.segments))]
    return Table("quotes", QUOTE_COLUMNS, rows)


def _quote(facts: Facts, position: int, owner: dict[str, str]) -> Row:
    analysis, words, segment = facts.analysis, facts.words, facts.segments[position]
    quote = facts.quote(position)
    tag, theme = int(analysis.tags.touchpoint[position]), int(analysis.themes.assignment[position])
    touchpoint = analysis.taxonomy.touchpoints[tag] if tag >= 0 else None
    statement = STATEMENTS[int(analysis.readings.statement[position])]
    return (
        *_said(quote), quote.person, owner.get(segment.respondent_id, ""),
        facts.phase_name(touchpoint.phase_id) if touchpoint else "",
        words.named(touchpoint.names) if touchpoint else "",
        analysis.themes.themes[theme].name if theme >= 0 else "",
        words(f"sentiment.{quote.mood}"), _rounded(float(analysis.readings.polarity[position])),
        words(f"emotion.{quote.emotion}") if quote.emotion else "",
        words.maybe(f"trait.{statement}", ""), "≈" if quote.unsure else "",
        language_name(facts, segment.language), quote.source, quote.place, segment.question.strip(),
    )  # fmt: skip


def persona_table(facts: Facts, personas: Personas) -> Table:
    """One row a line of a persona, with how many of its people show it."""
    rows: list[Row] = []
    for one in personas.personas:
        who: tuple[Cell, ...] = (one.title, len(one.respondents), round(one.share_respondents, 3))
        rows += [(*who, *_trait(trait, len(one.respondents), facts)) for trait in one.traits]
        label = facts.words("table.attribute")
        rows += [(*who, label, *_attribute(each), "", "", "", "") for each in one.attributes]
    return Table("personas", PERSONA_COLUMNS, rows)


def _attribute(one: AttributeCount) -> Row:
    share = round(one.n / one.n_known, 3) if one.n_known else None
    return (f"{one.attribute}: {one.value}", one.n, share)


def _trait(trait: Trait, members: int, facts: Facts) -> Row:
    first = next(iter(facts.quotes(trait.segments, 1)), None)
    people = len(trait.respondents)
    kind = facts.words.maybe(f"trait.{trait.kind}", trait.kind)
    return (kind, trait.subject, people, round(people / members, 3), *_said(first), *_who(first))


def _said(quote: Quote | None) -> tuple[str, str]:
    if quote is None or len(quote.text) > CELL_LIMIT:
        return "", ""
    return quote.text, quote.segment_id


def _who(quote: Quote | None, *, place: bool = False) -> Iterable[str]:
    if quote is None:
        return [""] * (2 + place)
    return [quote.person, quote.source, quote.place][: 2 + place]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3) + 0.0
