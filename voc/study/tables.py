"""The tables in `data/`: their columns, defined once, and their rows, computed from an `Analysis`.

The same definition makes the CSV files, the data frames of `Study` and the header that docs/study-folder.md promises.
Polarity, scores and shares have three decimals in the files; an empty cell means "no data", never zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from voc.journey.feelings import person_means, split_feelings
from voc.numbers.proportions import compare, rate
from voc.pains.wording import write_hypothesis, write_opportunity
from voc.schema import (
    ABOUT,
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    STATUS,
    Analysis,
    Feeling,
    Segment,
    Source,
    Span,
    in_language,
)
from voc.tables.formula_cells import escape_formula

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | None
ColumnType = Literal["text", "int", "float", "float6"]
"""`float` has three decimals in the file; `float6` has six, for figures that were measured elsewhere."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the header, and the type of its cells."""

    name: str
    type: ColumnType = "text"


@dataclass(frozen=True, slots=True)
class TableRows:
    """A filled table. Every row has a cell for every column; None is "no data"."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    def as_text(self) -> Iterator[list[str]]:
        """Yield the rows as they are written to the CSV file: no text is a formula, and numbers stay numbers."""
        for row in self.rows:
            yield [_cell_text(cell, column.type) for cell, column in zip(row, self.columns, strict=True)]

    def as_frame(self) -> pd.DataFrame:
        """Return a data frame: `string`, nullable `Int64` and `float64` columns, with unrounded numbers."""
        import pandas as pd

        # Nullable integers whether or not a cell is empty, so that the dtype does not depend on the data.
        dtypes = {"text": "string", "int": "Int64", "float": "float64", "float6": "float64"}
        cells = list(zip(*self.rows, strict=True)) or [()] * len(self.columns)
        return pd.DataFrame(
            {
                column.name: pd.Series(list(values), dtype=dtypes[column.type])
                for column, values in zip(self.columns, cells, strict=True)
            }
        )


def format_number(value: float | None, digits: int = 3) -> str:
    """Write a number with up to `digits` decimals and no trailing zeros; "" for None.

    >>> format_number(0.5), format_number(-0.00001), format_number(0.00012, 6), format_number(1200), format_number(None)
    ('0.5', '0', '0.00012', '1200', '')
    """
    if value is None:
        return ""
    # Not "g": a reader of the tables must never meet 1e-05.
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return "0" if text == "-0" else text


def _cell_text(cell: Cell, column_type: ColumnType) -> str:
    if cell is None or isinstance(cell, str):
        return escape_formula(cell or "")
    return str(cell) if column_type == "int" else format_number(cell, 6 if column_type == "float6" else 3)


def _columns(specification: str) -> tuple[Column, ...]:
    """Parse words like ``theme_id`` (text), ``n_segments:int``, ``polarity:float`` or ``value:float6`` as columns."""
    parts = (word.partition(":") for word in specification.split())
    return tuple(Column(name, cast(ColumnType, column_type or "text")) for name, _, column_type in parts)


def _attributes(record: object, columns: Iterable[Column]) -> tuple[Cell, ...]:
    """Return the cells of columns that are called like the attributes of a record."""
    return tuple(getattr(record, column.name) for column in columns)


# The columns are the contract of docs/study-folder.md: other programs read them by name, so new ones are only added.
_FEELING_COLUMNS = f"""
    n_segments:int n_respondents:int polarity:float polarity_low:float polarity_high:float
    {" ".join(f"{name}:float" for name in EMOTIONS)} n_pain:int n_praise:int"""
_SPOKEN_COLUMNS = _columns("""
    segment_id document_id respondent_id source kind role start:int end:int time_s:float question text language""")
_READING_COLUMNS = _columns(f"""
    polarity:float sentiment emotion {" ".join(f"emotion_{name}:float" for name in EMOTIONS)} statement
    intensity:int about status phase_id touchpoint_id touchpoint_score:float further_touchpoints theme_id
    theme_score:float pain_point_id key_quote note""")

SOURCE_COLUMNS = _columns("""
    path kind reader n_documents:int n_segments:int language status reason
    n_characters:int n_characters_used:int left_out""")
RESPONDENT_COLUMNS = _columns("respondent_id source n_segments:int")
SEGMENT_COLUMNS = (*_SPOKEN_COLUMNS, *_READING_COLUMNS)
THEME_COLUMNS = _columns("""
    theme_id name keywords n_segments:int n_respondents:int share_respondents:float polarity:float emotion
    stability:float exemplars group""")
TOUCHPOINT_COLUMNS = _columns(f"phase_id touchpoint_id name {_FEELING_COLUMNS}")
SPLIT_COLUMNS = _columns(f"attribute value phase_id touchpoint_id {_FEELING_COLUMNS} few")
PAIN_POINT_COLUMNS = _columns("""
    rank:int pain_point_id title phase_id touchpoint_id theme_id n_respondents:int share_respondents:float
    n_segments:int intensity:float severity:float emotion goal hurdle quote quote_segment_id source
    quote_2 quote_2_segment_id quote_3 quote_3_segment_id n_counter:int opportunity hypothesis
    owner effort impact status""")
CLAIM_COLUMNS = _columns("claim_id kind phrase relation segment_id respondent_id")
MOMENT_COLUMNS = _columns("""
    touchpoint_id side n_with:int n_without:int difference:float low:float high:float spread:float""")
METRIC_COLUMNS = _columns("touchpoint_id metric value:float6 unit period source n:int")
EXPERIMENT_COLUMNS = _columns("""
    experiment touchpoint_id variant visitors:int conversions:int rate:float6 rate_low:float6 rate_high:float6
    difference:float6 difference_low:float6 difference_high:float6 p_value:float6 verdict more_visitors:int
    period source""")


def sources(analysis: Analysis) -> TableRows:
    """Return data/sources.csv: a row per input file, whether it was read or skipped."""
    n_documents = Counter(document.source for document in analysis.corpus.documents)
    n_segments = Counter(segment.source for segment in analysis.segments)
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    for segment in analysis.segments:
        # Segments too short for a language to be detected say nothing about the file.
        languages[segment.source].update([segment.language] if segment.language else [])
    rows = []
    for source in analysis.corpus.sources:
        counts = languages[source.path]
        language = min(counts, key=lambda name: (-counts[name], name), default="")
        rows.append((
            source.path, source.kind, source.reader, n_documents[source.path], n_segments[source.path],
            language, source.status, source.reason, *_characters(source),
        ))  # fmt: skip
    return TableRows(SOURCE_COLUMNS, tuple(rows))


def _characters(source: Source) -> tuple[Cell, Cell, Cell]:
    """The characters of a file: all, those in turns, and the others by reason, the most frequent first."""
    count = source.characters
    if count is None:
        return None, None, ""
    return count.total, count.used, "; ".join(f"{reason} {count.left_out[reason]}" for reason in count.shares())


def respondents(analysis: Analysis) -> TableRows:
    """Return data/respondents.csv: a row per person, and a column per attribute that any person has."""
    people = analysis.corpus.respondents
    names = sorted({name for person in people for name in person.attributes})
    # A survey may well have a column called "source"; it must not hide ours.
    fixed = {column.name for column in RESPONDENT_COLUMNS}
    attributes = tuple(Column(f"{name}_attribute" if name in fixed else name) for name in names)
    n_segments = Counter(segment.respondent_id for segment in analysis.segments)
    rows: list[tuple[Cell, ...]] = []
    for person in people:
        values = (person.attributes.get(name, "") for name in names)
        rows.append((person.respondent_id, "; ".join(person.sources), n_segments[person.respondent_id], *values))
    return TableRows((*RESPONDENT_COLUMNS, *attributes), tuple(rows))


def segments(analysis: Analysis) -> TableRows:
    """Return data/segments.csv: participants' segments with their readings, then interviewers' without."""
    readings, tags, themes = analysis.readings, analysis.tags, analysis.themes
    segment_themes, pain_points = theme_ids(analysis), pain_point_ids(analysis)
    key_quotes = set(analysis.key_quotes)
    further: dict[int, list[str]] = defaultdict(list)
    for further_tag in tags.also:
        touchpoint_id = analysis.taxonomy.touchpoints[further_tag.touchpoint].touchpoint_id
        further[further_tag.segment].append(touchpoint_id)
    rows: list[tuple[Cell, ...]] = []
    for i, segment in enumerate(analysis.segments):
        emotion = int(readings.emotion[i])
        touchpoint = analysis.taxonomy.touchpoints[tags.touchpoint[i]] if tags.touchpoint[i] >= 0 else None
        rows.append((
            *_spoken_cells(segment),
            float(readings.polarity[i]),
            SENTIMENTS[int(readings.sentiment[i])],
            EMOTIONS[emotion] if emotion >= 0 else "none",
            *(float(score) for score in readings.emotions[i]),
            STATEMENTS[int(readings.statement[i])],
            int(readings.intensity[i]) or None,
            ABOUT[int(readings.about[i])] if readings.about[i] >= 0 else "",
            STATUS[int(readings.status[i])] if readings.status[i] >= 0 else "",
            touchpoint.phase_id if touchpoint else "",
            touchpoint.touchpoint_id if touchpoint else "",
            float(tags.score[i]) if touchpoint else None,
            "; ".join(further[i]),
            segment_themes[i],
            float(themes.score[i]) if segment_themes[i] else None,
            pain_points[i],
            "yes" if i in key_quotes else "no",
            analysis.notes.get(segment.segment_id, ""),
        ))  # fmt: skip
    # Questions are in the table so that every offset of a document can be looked up, but nothing is read off them.
    no_readings = tuple("" if column.type == "text" else None for column in _READING_COLUMNS)
    rows += [(*_spoken_cells(segment), *no_readings) for segment in analysis.context]
    return TableRows(SEGMENT_COLUMNS, tuple(rows))


def _spoken_cells(segment: Segment) -> tuple[Cell, ...]:
    """What was said, where and by whom; an empty cell would not say that the language was looked for."""
    *cells, language = _attributes(segment, _SPOKEN_COLUMNS)
    return (*cells, language or "unknown")


def themes(analysis: Analysis) -> TableRows:
    """Return data/themes.csv: a row per theme; polarity and emotion are means over people, as everywhere."""
    n_speakers = len({segment.respondent_id for segment in analysis.segments})
    rows = []
    for index, theme in enumerate(analysis.themes.themes):
        positions = np.flatnonzero(analysis.themes.assignment == index).tolist()
        people = {analysis.segments[position].respondent_id for position in positions}
        exemplars = "; ".join(analysis.segments[position].segment_id for position in theme.exemplars)
        rows.append((
            theme.theme_id, theme.name, "; ".join(theme.keywords), len(positions), len(people),
            len(people) / n_speakers, _mean_polarity(analysis, positions), _leading_emotion(analysis, positions),
            theme.stability, exemplars, theme.group,
        ))  # fmt: skip
    return TableRows(THEME_COLUMNS, tuple(rows))


def touchpoints(analysis: Analysis) -> TableRows:
    """Return data/touchpoints.csv: a row per phase (touchpoint_id empty) and per touchpoint, with or without data."""
    language, taxonomy = analysis.language, analysis.taxonomy
    names = {(phase.phase_id, ""): in_language(phase.names, language) for phase in taxonomy.phases}
    for touchpoint in taxonomy.touchpoints:
        names[touchpoint.phase_id, touchpoint.touchpoint_id] = in_language(touchpoint.names, language)
    rows = []
    for feeling in analysis.feelings:
        key = feeling.phase_id, feeling.touchpoint_id
        rows.append((*key, names[key], *_feeling_cells(feeling)))
    return TableRows(TOUCHPOINT_COLUMNS, tuple(rows))


def touchpoint_splits(analysis: Analysis) -> TableRows:
    """Return data/touchpoint_splits.csv: a row per attribute value and touchpoint with data.

    ``few`` marks cells of fewer than MIN_PEOPLE people.
    """
    splits = split_feelings(
        analysis.segments, analysis.readings, analysis.tags, analysis.taxonomy, analysis.corpus.respondents
    )
    rows = []
    for split in splits:
        key = split.attribute, split.value, split.feeling.phase_id, split.feeling.touchpoint_id
        rows.append((*key, *_feeling_cells(split.feeling), "yes" if split.few else "no"))
    return TableRows(SPLIT_COLUMNS, tuple(rows))


def _feeling_cells(feeling: Feeling) -> tuple[Cell, ...]:
    # Nobody spoke of it: its shares and counts are unknown, not zero.
    has_data = feeling.n_segments > 0
    return (
        feeling.n_segments, feeling.n_respondents, feeling.polarity, feeling.low, feeling.high,
        *(feeling.emotions.get(emotion, 0.0) if has_data else None for emotion in EMOTIONS),
        feeling.n_pain if has_data else None, feeling.n_praise if has_data else None,
    )  # fmt: skip


def pain_points(analysis: Analysis) -> TableRows:
    """Return data/pain_points.csv: a row per pain point, worst first; goal and hurdle are people's words, or empty."""
    n_respondents = len({segment.respondent_id for segment in analysis.segments})
    rows: list[tuple[Cell, ...]] = []
    for rank, pain in enumerate(analysis.pain_points, 1):
        quote, *further_quotes = (analysis.segments[position] for position in pain.quotes[:3])
        further = [cell for segment in further_quotes for cell in (segment.text, segment.segment_id)]
        rows.append((
            rank, pain.pain_point_id, pain.title, pain.phase_id, pain.touchpoint_id, pain.theme_id,
            len(pain.respondents), pain.share_respondents, len(pain.segments), pain.intensity, pain.severity,
            pain.emotion, _span_text(analysis, pain.goal), _span_text(analysis, pain.hurdle),
            quote.text, quote.segment_id, quote.source, *further, *[""] * (4 - len(further)), len(pain.counter),
            write_opportunity(pain, analysis.taxonomy, analysis.language),
            write_hypothesis(pain, n_respondents, analysis.language),
            *(pain.workshop.get(key, "") for key in ("owner", "effort", "impact", "status")),
        ))  # fmt: skip
    return TableRows(PAIN_POINT_COLUMNS, tuple(rows))


def claims(analysis: Analysis) -> TableRows:
    """Return data/claims.csv: a row per claim and statement that supports or contradicts it; every count is in it."""
    rows: list[tuple[Cell, ...]] = []
    for pain in analysis.pain_points:
        for relation, positions in (("supports", pain.segments), ("contradicts", pain.counter)):
            statements = (analysis.segments[position] for position in positions)
            rows += [
                (pain.pain_point_id, "pain", pain.title, relation, segment.segment_id, segment.respondent_id)
                for segment in statements
            ]
    return TableRows(CLAIM_COLUMNS, tuple(rows))


def _span_text(analysis: Analysis, span: Span | None) -> str:
    return "" if span is None else analysis.segments[span.segment].text[span.start : span.end]


def moments(analysis: Analysis) -> TableRows:
    """Return data/moments.csv: how far the overall rating (0–1), or the mood, of a touchpoint differs from others'."""
    return TableRows(MOMENT_COLUMNS, tuple(_attributes(moment, MOMENT_COLUMNS) for moment in analysis.moments))


def metrics(analysis: Analysis) -> TableRows:
    """Return data/metrics.csv: a row per figure; an empty touchpoint is the whole journey."""
    return TableRows(METRIC_COLUMNS, tuple(_attributes(metric, METRIC_COLUMNS) for metric in analysis.metrics))


def experiments(analysis: Analysis) -> TableRows:
    """Return data/experiments.csv: a row per variant, the control first; comparisons with it are beside the others."""
    rows: list[tuple[Cell, ...]] = []
    for experiment in analysis.experiments:
        comparisons = {comparison.variant.name: comparison for comparison in compare(experiment)}
        for variant in experiment.variants:
            # The control is compared with nothing.
            beside: tuple[Cell, ...] = (None, None, None, None, "", None)
            if comparison := comparisons.get(variant.name):
                beside = (
                    comparison.difference, comparison.low, comparison.high, comparison.p_value,
                    comparison.verdict, comparison.more,
                )  # fmt: skip
            rows.append((
                experiment.name, experiment.touchpoint_id, variant.name, variant.visitors, variant.conversions,
                *rate(variant), *beside, experiment.period, experiment.source,
            ))  # fmt: skip
    return TableRows(EXPERIMENT_COLUMNS, tuple(rows))


TABLES: Mapping[str, Callable[[Analysis], TableRows]] = {
    "sources.csv": sources,
    "respondents.csv": respondents,
    "segments.csv": segments,
    "themes.csv": themes,
    "touchpoints.csv": touchpoints,
    "touchpoint_splits.csv": touchpoint_splits,
    "pain_points.csv": pain_points,
    "claims.csv": claims,
    "moments.csv": moments,
    "metrics.csv": metrics,
    "experiments.csv": experiments,
}
"""File in `data/` → the function that fills it."""


def touchpoint_ids(analysis: Analysis) -> list[str]:
    """Return the touchpoint id of every segment, "" where it is unassigned."""
    touchpoints = analysis.taxonomy.touchpoints
    return [touchpoints[index].touchpoint_id if index >= 0 else "" for index in analysis.tags.touchpoint.tolist()]


def theme_ids(analysis: Analysis) -> list[str]:
    """Return the theme id of every segment, "" where it is unsorted."""
    themes = analysis.themes.themes
    return [themes[index].theme_id if index >= 0 else "" for index in analysis.themes.assignment.tolist()]


def pain_point_ids(analysis: Analysis) -> list[str]:
    """Return the id of the worst pain point of every segment, "" for none."""
    # A segment may be in several pain points: they are sorted, so writing them in reverse lets the worst one win.
    by_position = {i: pain.pain_point_id for pain in reversed(analysis.pain_points) for i in pain.segments}
    return [by_position.get(position, "") for position in range(len(analysis.segments))]


def _mean_polarity(analysis: Analysis, positions: Sequence[int]) -> float | None:
    """Return the mean over people of each person's mean polarity (−1…1) in these segments; None for nobody."""
    people = [analysis.segments[position].respondent_id for position in positions]
    means = person_means(people, analysis.readings.polarity[list(positions)].astype(np.float64))
    return sum(means.values()) / len(means) if means else None


def _leading_emotion(analysis: Analysis, positions: Iterable[int]) -> str:
    """Return the emotion that most people show in these segments; "none" when nobody shows any."""
    people: dict[int, set[str]] = defaultdict(set)
    for position in positions:
        emotion = int(analysis.readings.emotion[position])
        if emotion >= 0:
            people[emotion].add(analysis.segments[position].respondent_id)
    if not people:
        return "none"
    return EMOTIONS[min(people, key=lambda emotion: (-len(people[emotion]), emotion))]
