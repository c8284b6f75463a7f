"""The five tables that people sort, filter and print: pain points, touchpoints, themes, quotes and personas.

They name things in words where `data/*.csv` has ids. Next to each verbatim is the id of its segment, in the column of
the same name plus ``_segment_id`` (docs/study-folder.md). Targets `csv`, `parquet` and `json`; `workbook` has `xlsx`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reports.exports.file_bytes import Files, encode_text
from reports.language import load_words
from reports.view import View, build_view
from reports.view.overview import language_name
from reports.view.page_records import JourneyStep, PainCard, ShownQuote, ThemeCard
from reports.view.study_index import StudyIndex
from voc.schema import EMOTIONS, STATEMENTS, Analysis, AttributeCount, Personas, Trait
from voc.study import archive_text, study_schema
from voc.tables.csv_files import csv_text
from voc.tables.formula_cells import escape_formula

Cell = str | int | float | None
"""None means "no data": an empty cell, never a zero."""
Row = Sequence[Cell]

CELL_LIMIT = 32_767
"""Characters that a spreadsheet cell holds. A longer verbatim is left out, because half a quote is no quote."""

PAIN_COLUMNS = (
    "rank", "title", "phase", "touchpoint", "theme", "n_respondents", "share_respondents", "n_segments", "intensity",
    "severity", "emotion", "goal", "goal_from", "hurdle", "hurdle_from", "quote", "quote_segment_id", "person",
    "source", "place", "quote_2", "quote_2_segment_id", "quote_3", "quote_3_segment_id",
    "opportunity", "hypothesis", "owner", "effort", "impact", "status",
)  # fmt: skip
WORKSHOP_COLUMNS = PAIN_COLUMNS[-4:]
"""A workshop fills them in; they are empty until then."""
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


@dataclass(frozen=True, slots=True)
class ExportTable:
    """Rows under the names of their columns; ``name`` names the file and, in the catalogue, the sheet."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


def column_kind(column: str) -> Literal["text", "count", "share", "polarity", "score"]:
    """What the cells of a column hold: text, a whole number, 0–1 as percent, −1…1, or 0–1 as a score."""
    if column.startswith("n_") or column in {"rank", "negative", "mixed", "positive"}:
        return "count"
    if column.startswith(("share_", "emotion_")):
        return "share"
    if column.startswith("polarity"):
        return "polarity"
    return "score" if column in {"intensity", "severity", "stability"} else "text"


def export_csv(analysis: Analysis, personas: Personas) -> Files:
    """Target ``csv``: the tables of the workbook; a cell that a spreadsheet would run has a ``'`` before it."""
    tables = tabulate_study(analysis, personas)
    return {f"csv/{table.name}.csv": encode_text(format_csv(table.columns, table.rows), bom=True) for table in tables}


def export_parquet(analysis: Analysis, personas: Personas) -> Files:
    """Target ``parquet``: the tables of the workbook, typed; no cell is changed, since nothing runs a Parquet cell."""
    return {f"parquet/{table.name}.parquet": _parquet(table) for table in tabulate_study(analysis, personas)}


def export_json(analysis: Analysis, personas: Personas) -> Files:
    """Target ``json``: the whole study as records, texts included, and its JSON Schema."""
    schema = json.dumps(study_schema(), ensure_ascii=False, indent=1) + "\n"
    archive = archive_text(analysis, personas, texts=True)
    return {"study.json": encode_text(archive), "study.schema.json": encode_text(schema)}


def tabulate_study(analysis: Analysis, personas: Personas) -> tuple[ExportTable, ...]:
    """The five tables, in the order of the workbook's sheets."""
    view, index = build_view(analysis, personas), StudyIndex(analysis, load_words(analysis.language))
    return (
        tabulate_pains(view, index),
        tabulate_touchpoints(view, index),
        tabulate_themes(view, index),
        tabulate_quotes(index, personas),
        tabulate_personas(index, personas),
    )


def format_csv(header: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as CSV with LF line ends, without cells that a spreadsheet would run."""
    cells = ([escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in (header, *rows))
    # All text is quoted: outside quotation marks a bare CR in a verbatim would end its row.
    return csv_text(cells, quote_text=True)


def _parquet(table: ExportTable) -> bytes:
    # Imported here, because every `voc run` imports this module and only one target needs pyarrow.
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [_arrow_array([row[number] for row in table.rows], name) for number, name in enumerate(table.columns)]
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(table.columns)), buffer, compression="zstd")
    return buffer.getvalue()


def _arrow_array(cells: Sequence[Cell], column: str) -> Any:
    import pyarrow as pa

    kind = column_kind(column)
    if kind == "text":
        # Parquet has a null, so an empty text means "no data" there too.
        return pa.array([cell or None for cell in cells], pa.string())
    return pa.array(cells, pa.int64() if kind == "count" else pa.float64())


def tabulate_pains(view: View, index: StudyIndex) -> ExportTable:
    """A row per pain point, worst first."""
    return ExportTable("pain_points", PAIN_COLUMNS, [_pain_row(pain, index) for pain in view.pains])


def _pain_row(pain: PainCard, index: StudyIndex) -> Row:
    # The columns are fixed, so missing quotes are filled up with None.
    first, second, third = [*pain.quotes[:3], None, None, None][:3]
    return (
        pain.rank, pain.title, pain.phase, pain.touchpoint, pain.theme,
        pain.people, round(pain.share, 3), pain.statements, round(pain.intensity, 3), round(pain.severity, 3),
        index.words(f"emotion.{pain.emotion}") if pain.emotion else "",
        *_quote_cells(pain.goal), *_quote_cells(pain.hurdle),
        *_quote_cells(first), *_source_cells(first), first.place if first else "",
        *_quote_cells(second), *_quote_cells(third),
        pain.opportunity, pain.hypothesis, *(pain.workshop.get(key, "") for key in WORKSHOP_COLUMNS),
    )  # fmt: skip


def tabulate_touchpoints(view: View, index: StudyIndex) -> ExportTable:
    """A row per phase, without a touchpoint, followed by a row per touchpoint of it that somebody speaks of."""
    rows = [
        _touchpoint_row(place, block.phase.name, index)
        for block in view.phases
        for place in (block.phase, *block.places)
    ]
    return ExportTable("touchpoints", TOUCHPOINT_COLUMNS, rows)


def _touchpoint_row(place: JourneyStep, phase: str, index: StudyIndex) -> Row:
    mood = place.mood
    feeling = index.feelings.get((place.phase_id, place.touchpoint_id)) if mood.people else None
    shares = {cell.emotion: cell.share for cell in place.cells}
    return (
        phase,
        place.name if place.touchpoint_id else "",
        mood.people, place.statements, mood.word,
        _rounded(mood.polarity), _rounded(mood.low), _rounded(mood.high),
        *(_rounded(shares.get(name)) for name in EMOTIONS),
        feeling.n_pain if feeling else None,
        feeling.n_praise if feeling else None,
        place.traits, *_quote_cells(place.best), *_quote_cells(place.worst),
    )  # fmt: skip


def tabulate_themes(view: View, index: StudyIndex) -> ExportTable:
    """A row per theme, most people first."""
    # The card has the stability in words; the table needs the number.
    stability = {theme.theme_id: theme.stability for theme in index.analysis.themes.themes}
    rows = [_theme_row(theme, stability[theme.theme_id]) for theme in view.themes.themes]
    return ExportTable("themes", THEME_COLUMNS, rows)


def _theme_row(theme: ThemeCard, stability: float | None) -> Row:
    exemplar = theme.exemplars[0] if theme.exemplars else None
    return (
        theme.name, theme.group, theme.people, round(theme.share, 3), theme.statements,
        theme.negative, theme.mixed, theme.positive, _rounded(stability), ", ".join(theme.keywords),
        *_quote_cells(exemplar), *_source_cells(exemplar),
    )  # fmt: skip


def tabulate_quotes(index: StudyIndex, personas: Personas) -> ExportTable:
    """A row per statement, in the order of the sources. ``unsure`` has the "≈" of a reading with low confidence."""
    titles = {person: persona.title for persona in personas.personas for person in persona.respondents}
    rows = [_quote_row(index, position, titles) for position in range(len(index.segments))]
    return ExportTable("quotes", QUOTE_COLUMNS, rows)


def _quote_row(index: StudyIndex, position: int, titles: dict[str, str]) -> Row:
    analysis, words, segment = index.analysis, index.words, index.segments[position]
    quote = index.quote(position)
    tag, theme = int(analysis.tags.touchpoint[position]), int(analysis.themes.assignment[position])
    touchpoint = analysis.taxonomy.touchpoints[tag] if tag >= 0 else None
    statement = STATEMENTS[int(analysis.readings.statement[position])]
    return (
        *_quote_cells(quote), quote.person, titles.get(segment.respondent_id, ""),
        index.phase_name(touchpoint.phase_id) if touchpoint else "",
        words.named(touchpoint.names) if touchpoint else "",
        analysis.themes.themes[theme].name if theme >= 0 else "",
        words(f"sentiment.{quote.mood}"), _rounded(float(analysis.readings.polarity[position])),
        words(f"emotion.{quote.emotion}") if quote.emotion else "",
        words.maybe(f"trait.{statement}", ""), "≈" if quote.unsure else "",
        language_name(index, segment.language), quote.source, quote.place, segment.question.strip(),
    )  # fmt: skip


def tabulate_personas(index: StudyIndex, personas: Personas) -> ExportTable:
    """A row per trait and attribute value of a persona, with how many of its members show it."""
    rows: list[Row] = []
    for persona in personas.personas:
        members = len(persona.respondents)
        who: tuple[Cell, ...] = (persona.title, members, round(persona.share_respondents, 3))
        rows += [(*who, *_trait_cells(trait, members, index)) for trait in persona.traits]
        label = index.words("table.attribute")
        rows += [(*who, label, *_attribute_cells(count), "", "", "", "") for count in persona.attributes]
    return ExportTable("personas", PERSONA_COLUMNS, rows)


def _attribute_cells(count: AttributeCount) -> Row:
    # Of those for whom the attribute is known: the others may have any value.
    share = round(count.n / count.n_known, 3) if count.n_known else None
    return (f"{count.attribute}: {count.value}", count.n, share)


def _trait_cells(trait: Trait, members: int, index: StudyIndex) -> Row:
    quote = next(iter(index.quotes(trait.segments, 1)), None)
    people = len(trait.respondents)
    kind = index.words.maybe(f"trait.{trait.kind}", trait.kind)
    return (kind, trait.subject, people, round(people / members, 3), *_quote_cells(quote), *_source_cells(quote))


def _quote_cells(quote: ShownQuote | None) -> tuple[str, str]:
    if quote is None or len(quote.text) > CELL_LIMIT:
        return "", ""
    return quote.text, quote.segment_id


def _source_cells(quote: ShownQuote | None) -> tuple[str, str]:
    return (quote.person, quote.source) if quote else ("", "")


def _rounded(value: float | None) -> float | None:
    # Adding zero turns −0.0 into 0.0, which would be written as "-0.0".
    return None if value is None else round(float(value), 3) + 0.0
