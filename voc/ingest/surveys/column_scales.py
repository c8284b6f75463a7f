"""Decide the scale of every rating column, and say in one sentence how it is understood and why.

The two ends come from voc.toml, else from the export, else from the header, else from the values and the other ratings
(`rating_scales`). Which end is best is decided by the header, then by the labels in the cells (`scale_direction`), then
by the texts beside the ratings (`rating_agreement`). A scale of words ("very satisfied") needs no numbers
(`voc.tables.rating_labels`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voc.config import ColumnsSection
from voc.ingest.surveys.column_profile import sample_rows
from voc.ingest.surveys.columns import ColumnPlan
from voc.ingest.surveys.rating_agreement import TextAgreement, ToneOfRows, read_tones
from voc.ingest.surveys.rating_batteries import find_opposites, find_rating_like
from voc.ingest.surveys.rating_scales import RatingScale, correct_by_evidence, guess_scale, scale_between
from voc.ingest.surveys.scale_direction import find_direction, states_agreement
from voc.tables.cells import parse_rating
from voc.tables.column_names import is_german_header, name_key, names_promoter_score
from voc.tables.listing import list_some
from voc.tables.missing_answers import CODES, is_no_answer
from voc.tables.rating_labels import LabelScale, label_key
from voc.tables.table import Table

_CELLS_TO_LOOK_AT = 2_000
_OF_ANYTHING = frozenset({"agreement", "likelihood"})
"""Families of labels whose best end depends on the statement."""
_HIGHEST_MARK = 6
"""The worst German school mark: up to it, 1 may be the best."""
_MAX_NAMES = 5
"""Columns that a note names."""

Scale = RatingScale | LabelScale
"""The scale of a column: of numbers, or of labels."""


@dataclass(frozen=True, slots=True)
class ScaleFindings:
    """Position of a rating column → its scale, and sentences for the report."""

    scales: Mapping[int, Scale]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    """A distinct value of a column: the cell, its number, and how often it occurs."""

    cell: str
    number: float
    count: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a column of numbers is read.

    Attributes:
        scale: the scale.
        origin: how it is known, for the report.
        has_known_ends: whether its ends are stated, so that other ratings cannot correct them.
        is_certain: whether it is stated which end is best, so that texts cannot turn it.
        has_direction: whether anything at all says which end is best.
    """

    scale: RatingScale
    origin: str
    has_known_ends: bool = False
    is_certain: bool = False
    has_direction: bool = True


_BY_HAND = "as voc.toml says"
_NO_EVIDENCE = "nothing says which end is best, more is taken as better"


def find_scales(table: Table, plan: ColumnPlan, settings: ColumnsSection) -> ScaleFindings:
    """The scale of every rating column; ``settings`` may have the two ends for all of them, or for single columns."""
    positions = ([plan.rating] if plan.rating is not None else []) + plan.ratings
    values = {position: _values(table, position) for position in positions}
    # "1 - sehr gut" is a label with a number, and numbers are more exact than the order of the labels seen.
    in_words = [p for p in positions if p in plan.labels and not _are_numbers(table, p, values[p])]
    labels = {p: plan.labels[p] for p in in_words if not _configured_ends(table, p, settings)}
    readings: dict[int, _Reading] = {}
    notes: list[str] = []
    for position in positions:
        if position in labels:
            continue
        reading = _read_column(table, position, values[position], _configured_ends(table, position, settings))
        if reading is None:
            notes.append(f"'{table.header[position]}' has no usual scale and was not read as a rating.")
        else:
            readings[position] = reading
    numeric = {position: reading.scale for position, reading in readings.items()}
    if not settings.scale:
        uncertain = {p for p in numeric if not readings[p].has_known_ends}
        notes += correct_by_evidence(table, numeric, uncertain)
        readings = {p: replace(readings[p], scale=scale) for p, scale in numeric.items()}
    if readings or labels:
        tones = read_tones(table, plan.texts)
        readings = {p: _turn_by_texts(reading, p, tones) for p, reading in readings.items()}
        notes += _describe_scales(table, readings, labels, values)
        notes += _warn_of_contradictions(table, readings, labels, tones)
        notes += _warn_of_opposites(table, readings, labels)
        notes += _ask_for_direction(table, readings)
    notes += _ask_about_labels(table, plan)
    scales: dict[int, Scale] = {**{p: reading.scale for p, reading in readings.items()}, **labels}
    return ScaleFindings({p: scales[p] for p in positions if p in scales}, tuple(notes))


def _are_numbers(table: Table, position: int, values: Sequence[_Value]) -> bool:
    """Whether most filled cells hold a number."""
    return sum(value.count for value in values) > 0.5 * sum(bool(row[position].strip()) for row in table.rows)


def _configured_ends(table: Table, position: int, settings: ColumnsSection) -> tuple[float, float] | None:
    """The ends of a column's scale in voc.toml: its own, else those of all ratings."""
    names = {name_key(table.header[position]), name_key(table.questions[position])}
    own = (ends for name, ends in settings.scales.items() if name_key(name) in names)
    return next(own, settings.scale)


def _read_column(
    table: Table, position: int, values: Sequence[_Value], configured: tuple[float, float] | None
) -> _Reading | None:
    """The scale of a column of numbers and why; None when its values are on no usual scale."""
    name, question = table.header[position], table.questions[position]
    if configured:
        scale = scale_between(*configured)
        return _Reading(scale, _BY_HAND, has_known_ends=True, is_certain=True) if scale else None
    numbers = _without_missing_codes([value.number for value in values])
    cells = [value.cell for value in values][:_CELLS_TO_LOOK_AT]
    direction = find_direction(name, question, cells, is_german=is_german_header(table.header))
    if ends := table.scales.get(position):
        scale = scale_between(*ends)
        if scale and direction and direction.low_is_best and not scale.inverted:
            return _Reading(replace(scale, inverted=True), direction.reason, True, not direction.is_thin)
        return _Reading(scale, "as the file says", has_known_ends=True, is_certain=True) if scale else None
    if direction and direction.ends and not _spans(direction.ends, numbers):
        direction = None
    text = name if question == name else f"{name} {question}"
    scale = RatingScale(*direction.ends) if direction and direction.ends else guess_scale(numbers, text, cells)
    if scale is None:
        return None
    # School marks end at 5 or 6; points and percent in a column "Note" are none.
    if direction is None or (direction.is_thin and scale.high > 10):
        return _Reading(replace(scale, inverted=False), _NO_EVIDENCE, has_direction=False)
    scale = replace(scale, inverted=direction.low_is_best)
    return _Reading(scale, direction.reason, direction.ends is not None, not direction.is_thin)


def _without_missing_codes(numbers: Sequence[float]) -> Sequence[float]:
    """The numbers without the codes of survey programs for "no answer": 99 beside 1 to 5 is no rating."""
    others = [number for number in numbers if number not in CODES]
    # −1 may be a level from −2 to 2, but not beside 1 to 5.
    if min(others, default=0.0) == -1.0 and max(others) >= 3 and 0.0 not in others:
        others.remove(-1.0)
    return others if others and min(others) >= 0 and max(others) <= 10 else numbers


def _spans(ends: tuple[float, float], numbers: Sequence[float]) -> bool:
    """Whether most values are between the two ends."""
    return sum(ends[0] <= number <= ends[1] for number in numbers) >= 0.8 * len(numbers)


def _values(table: Table, position: int) -> list[_Value]:
    counts = Counter(row[position] for row in table.rows if row[position])
    return [_Value(cell, number, count) for cell, count in counts.items() if (number := parse_rating(cell)) is not None]


def _turn_by_texts(reading: _Reading, position: int, tones: ToneOfRows) -> _Reading:
    """The reading with its reason; turned when only the texts show clearly which end is best."""
    if reading.is_certain:
        return reading
    agreement = tones.compare(position, reading.scale.share_of)
    if agreement.turns:
        scale = replace(reading.scale, inverted=not reading.scale.inverted)
        return replace(reading, scale=scale, origin=f"the texts beside {_lower_or_higher(scale)} values are kinder")
    if agreement.supports and not reading.has_direction:
        return replace(reading, origin=f"the texts beside {_lower_or_higher(reading.scale)} values are kinder")
    return reading


def _lower_or_higher(scale: RatingScale) -> str:
    return "lower" if scale.inverted else "higher"


def _describe_scales(
    table: Table, readings: Mapping[int, _Reading], labels: Mapping[int, LabelScale], values: Mapping[int, list[_Value]]
) -> list[str]:
    """A sentence per scale, with its columns; and one about values that are on none."""
    outside = {
        position: n
        for position, reading in readings.items()
        if (n := sum(value.count for value in values[position] if reading.scale.to_share(value.number) is None))
    }
    outside |= {p: n for p, scale in labels.items() if (n := _count_other_cells(table, p, scale))}
    listed = ", ".join(f"{n} of '{table.header[position]}'" for position, n in outside.items())
    notes = [f"Values outside their scale were left out: {listed}."] if listed else []
    columns: dict[str, list[str]] = {}
    for position, reading in readings.items():
        scale = reading.scale
        text = f"{scale.low:g}–{scale.high:g}, {scale.best:g} is best ({reading.origin})"
        columns.setdefault(text, []).append(f"'{table.header[position]}'")
    for position, label_scale in labels.items():
        text = f"{label_scale}, '{label_scale.best}' is best ({label_scale.reason})"
        columns.setdefault(text, []).append(f"'{table.header[position]}'")
    notes += [f"Scale {text}: {', '.join(names)}." for text, names in columns.items()]
    for position, reading in readings.items():
        name = f"{table.header[position]} {table.questions[position]}"
        if names_promoter_score(name) and (reading.scale.low, reading.scale.high) == (0.0, 10.0):
            notes.append(_describe_promoters(table.header[position], values[position]))
    return notes


def _count_other_cells(table: Table, position: int, scale: LabelScale) -> int:
    """How many cells of a column of labels are neither a label nor a way to say nothing."""
    cells = Counter(cell for row in table.rows if (cell := row[position].strip()))
    return sum(n for cell, n in cells.items() if label_key(cell) not in scale.shares and not is_no_answer(cell))


def _describe_promoters(name: str, values: Sequence[_Value]) -> str:
    """The net promoter score: the share of those with 9 or 10 minus that of those with 6 or less."""
    n = sum(value.count for value in values if 0 <= value.number <= 10)
    promoters = sum(value.count for value in values if 9 <= value.number <= 10)
    detractors = sum(value.count for value in values if 0 <= value.number <= 6)
    score = round(100 * (promoters - detractors) / n) if n else 0
    return (
        f"Net promoter score of '{name}': {score} ({promoters} promoters with 9 or 10, {n - promoters - detractors} "
        f"passives with 7 or 8, {detractors} detractors with 0 to 6)."
    )


def _warn_of_contradictions(
    table: Table, readings: Mapping[int, _Reading], labels: Mapping[int, LabelScale], tones: ToneOfRows
) -> list[str]:
    """A sentence about each scale that the texts contradict, with the line of voc.toml that turns it."""
    warnings = []
    for position, reading in readings.items():
        scale = reading.scale
        agreement = tones.compare(position, scale.share_of)
        if not agreement.contradicts or reading.origin == _BY_HAND:
            continue
        low_or_high = scale.high if scale.inverted else scale.low
        warnings.append(
            f"Check '{table.header[position]}': {_contradiction(agreement)}. If {low_or_high:g} is best, write in "
            f"voc.toml, below [columns]: {_turning_line(table.header[position], scale)}"
        )
    for position, label_scale in labels.items():
        agreement = tones.compare(position, label_scale.share_of)
        if agreement.contradicts:
            warnings.append(
                f"Check '{table.header[position]}': {_contradiction(agreement)}. If it is no rating, write in "
                f'voc.toml, below [columns]: attributes = ["{_quoted(table.header[position])}"]'
            )
    return warnings


def _warn_of_opposites(table: Table, readings: Mapping[int, _Reading], labels: Mapping[int, LabelScale]) -> list[str]:
    """A sentence about each scale of unknown direction whose best values go with the worst other ratings."""
    unsure = [p for p, reading in readings.items() if not reading.has_direction and reading.origin == _NO_EVIDENCE]
    if not unsure:
        return []
    scales: dict[int, Scale] = {**{p: reading.scale for p, reading in readings.items()}, **labels}
    rows = sample_rows(table.rows)
    shares = {p: [scale.share_of(row[p]) for row in rows] for p, scale in scales.items()}
    warnings = []
    for position in find_opposites(shares, unsure):
        scale = readings[position].scale
        warnings.append(
            f"Check '{table.header[position]}': who gives it higher values gives the other ratings lower ones. If "
            f"{scale.low:g} is best, write in voc.toml, below [columns]: {_turning_line(table.header[position], scale)}"
        )
    return warnings


def _ask_for_direction(table: Table, readings: Mapping[int, _Reading]) -> list[str]:
    """A question about scales of which nothing says which end is best, where marks with 1 as best are as usual."""
    if not is_german_header((*table.header, *table.questions)):
        return []
    unsure = [
        position
        for position, reading in readings.items()
        if reading.origin == _NO_EVIDENCE
        and reading.scale.low == 1.0
        and reading.scale.high <= _HIGHEST_MARK
        # Of "Zufriedenheit" itself, more is better.
        and not name_key(table.header[position]).endswith("zufriedenheit")
    ]
    if not unsure:
        return []
    line = _turning_line(table.header[unsure[0]], readings[unsure[0]].scale)
    return [
        f"Check which end is best: {_list(table, unsure)}. Nothing says it, so more was taken as better. If 1 is best, "
        f"write in voc.toml, below [columns], with each of these columns: {line}"
    ]


def _ask_about_labels(table: Table, plan: ColumnPlan) -> list[str]:
    """Sentences about columns that may be ratings and are not read as ones, with the line of voc.toml for them.

    Agreeing is not always good; and numbers from 1 to 5 may count something.
    """
    unread = [p for p in sorted({*plan.attributes, *plan.unused}) if p not in table.scales]
    # TRUE and FALSE are ticks of a box, and nobody's agreement.
    in_words = [
        p
        for p in unread
        if p in plan.labels and plan.labels[p].family in _OF_ANYTHING and not _are_ticks(plan.labels[p])
    ]
    in_numbers = [p for p in unread if any(map(states_agreement, {table.header[p], table.questions[p]}))]
    agreements = sorted({*in_words, *in_numbers})
    numbers = [p for p in find_rating_like(table, unread) if p not in agreements]
    notes = []
    if agreements:
        what = "in words of agreement or likelihood" if not in_numbers else "of agreement or likelihood"
        notes.append(
            f"Answers {what} were not read as ratings, because agreeing is not always good: "
            f"{_list(table, agreements)}. To read them as ratings, name them in voc.toml, below [columns]: "
            'ratings = ["COLUMN"]'
        )
    if numbers:
        notes.append(
            f"Numbers that may be ratings were not read as ones, because nothing says what they rate: "
            f"{_list(table, numbers)}. To read them as ratings, name them in voc.toml, below [columns]: "
            'ratings = ["COLUMN"]'
        )
    return notes


def _are_ticks(scale: LabelScale) -> bool:
    return scale.shares.keys() <= {"true", "false", "wahr", "falsch"}


def _list(table: Table, positions: Sequence[int]) -> str:
    return list_some([f"'{table.header[position]}'" for position in positions], _MAX_NAMES)


def _contradiction(agreement: TextAgreement) -> str:
    return (
        f"its ratings contradict the texts, which are kinder beside the worse ratings ({agreement.n_worse} texts) than "
        f"beside the better ones ({agreement.n_better} texts)"
    )


def _turning_line(name: str, scale: RatingScale) -> str:
    """The line of voc.toml that turns a scale: the end that is best comes last."""
    ends = (scale.low, scale.high) if scale.inverted else (scale.high, scale.low)
    return f'scales = {{ "{_quoted(name)}" = [{ends[0]:g}, {ends[1]:g}] }}'


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
