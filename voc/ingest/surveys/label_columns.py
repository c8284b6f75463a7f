"""Find the columns of a table whose cells are the labels of a rating scale ("eher zufrieden", "👍")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from voc.ingest.surveys.column_profile import ColumnProfile
from voc.ingest.surveys.scale_direction import value_of_agreement, value_of_saying
from voc.tables import column_names
from voc.tables.cells import parse_rating
from voc.tables.missing_answers import is_no_answer
from voc.tables.rating_labels import STATES, LabelScale, find_label_scale, label_key, read_label
from voc.tables.table import Table

MAX_LABELS = 14
"""Different answers in such a column: seven levels, and some that are misspelt."""
MIN_KNOWN = 0.95
"""Share (0–1) of the answers that must be labels; the others are left out."""
MIN_KNOWN_OF_CLEAR_SCALE = 0.8
"""The same share where the labels have at least `MIN_LEVELS_OF_CLEAR_SCALE` levels."""
MIN_FILLED_BESIDE = 0.5
"""Share (0–1) of the rated rows in which another column is filled, which is empty wherever nobody rated."""
MIN_LEVELS_OF_CLEAR_SCALE = 3
"""Different labels that make a scale clear; "gut" and "schlecht" alone may be anything."""


def find_label_columns(table: Table, profiles: Sequence[ColumnProfile]) -> dict[int, LabelScale]:
    """Position → scale of every column of labels. A column that is called "comment" is none."""
    columns: dict[int, Counter[str]] = {}
    for position, profile in enumerate(profiles):
        if 2 <= profile.distinct <= MAX_LABELS and profile.dates < 0.5:
            cells = Counter(cell for row in table.rows if (cell := row[position].strip()))
            # "Feedback" may hold "good", as somebody wrote it, but nobody writes nothing but thumbs.
            is_text = column_names.is_called_text(table.header[position]) and any(map(_has_letters, cells))
            if not is_text and any(map(label_key, cells)) and not all(map(_is_number, cells)):
                columns[position] = cells
    names = {position: f"{table.header[position]} {table.questions[position]}" for position in columns}
    for position, cells in columns.items():
        if any(map(column_names.names_rating, (table.header[position], table.questions[position]))):
            columns[position] = _without_states(table, position, cells)
    scales = {p: scale for p, cells in columns.items() if (scale := _find_scale(cells, names[p], ())) is not None}
    # A level that nobody chose in one row of a grid may be chosen in the others.
    siblings = {label for scale in scales.values() for label in scale.shares}
    return {
        p: _with_agreement(scale, table, p)
        for p in scales
        if (scale := _find_scale(columns[p], names[p], siblings)) is not None
    }


def _without_states(table: Table, position: int, cells: Counter[str]) -> Counter[str]:
    """The cells of a rating without states of the survey ("offered"): nobody rated where another column stays empty."""
    labels = {cell for cell in cells if is_no_answer(cell) or read_label(label_key(cell)) is not None}
    states = set(cells) - labels
    if not states or len({label_key(cell) for cell in labels}) < 2:
        return cells
    if STATES.issuperset(map(label_key, states)):
        return Counter({cell: n for cell, n in cells.items() if cell in labels})
    rated = [row for row in table.rows if row[position].strip() in labels]
    unrated = [row for row in table.rows if row[position].strip() in states]
    for other in range(len(table.header)):
        n_filled = sum(bool(row[other].strip()) for row in rated)
        if n_filled >= MIN_FILLED_BESIDE * len(rated) and not any(row[other].strip() for row in unrated):
            return Counter({cell: n for cell, n in cells.items() if cell in labels})
    return cells


def _with_agreement(scale: LabelScale, table: Table, position: int) -> LabelScale:
    """The scale, turned where agreeing is bad ("It took too much effort")."""
    statement = table.questions[position]
    if scale.family != "agreement" or value_of_saying(statement, is_rating=column_names.names_rating(statement)) >= 0:
        return scale
    is_effort = value_of_agreement(statement) < 0
    return scale.turned("agreeing with more effort is worse" if is_effort else "agreeing with a complaint is worse")


def _find_scale(cells: Counter[str], name: str, siblings: Collection[str]) -> LabelScale | None:
    """The scale of a column; a few cells that are no label of it are left out, and never turn a clear scale."""
    if (scale := find_label_scale(cells, name, siblings=siblings)) is not None:
        return scale
    known = _labels_of_main_family(cells)
    share = sum(known.values()) / max(1, sum(n for cell, n in cells.items() if not is_no_answer(cell)))
    if share < (MIN_KNOWN_OF_CLEAR_SCALE if len(known) >= MIN_LEVELS_OF_CLEAR_SCALE else MIN_KNOWN):
        return None
    return find_label_scale(known, name, siblings=siblings)


def _labels_of_main_family(cells: Counter[str]) -> Counter[str]:
    """The cells that are labels of the family with most answers: "trifft nicht zu" is none of "sehr zufrieden" ones."""
    labels = {cell: label for cell in cells if (label := read_label(label_key(cell))) and not is_no_answer(cell)}
    families: Counter[str] = Counter()
    for cell, label in labels.items():
        families[label.family] += cells[cell]
    del families[""], families["degree"]
    main = families.most_common(1)[0][0] if families else "degree"
    # Middles ("teils/teils") and mere degrees ("eher") belong to any family.
    return Counter({cell: cells[cell] for cell, label in labels.items() if label.family in {main, "", "degree"}})


def _has_letters(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def _is_number(cell: str) -> bool:
    return parse_rating(cell) is not None and not _has_letters(cell)
