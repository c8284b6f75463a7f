"""Results of A/B tests: a row per variant with visitors and conversions.

Tables as their vendors describe them: Optimizely ("Experiment Results page": Visitors, Unique conversions), VWO ("Know
What is Where on Your Report Table": Variation, Visitors, Conversions, a row "Total"; or both in one cell,
"Unique Conversions / Visitors"), AB Tasty ("Campaign reporting": Variation, Unique visitors, Conversions, one block per
goal), Zoho PageSense and Matomo. Total conversions are not read: one visitor may convert several times, so they give no
rate of visitors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voc.errors import FormatError
from voc.numbers.readers import (
    NumberReader,
    SheetNumbers,
    TouchpointFinder,
    cell_of,
    find_columns,
    load_headings,
    missing_columns,
    pick,
    whole_number,
)
from voc.schema import Experiment, Variant
from voc.tables.number_sheets import NumberRow, NumberSheet


@dataclass(frozen=True, slots=True)
class _TestKey:
    """The cells that all rows of one test share; "" when the export has no such column."""

    name: str
    touchpoint: str
    period: str
    goal: str


def read_ab_tests(sheet: NumberSheet, finder: TouchpointFinder) -> SheetNumbers | None:
    """One experiment per name and goal. The variant named A, control or original comes first, else the first row.

    Rows of totals, and goals without a count of conversions (revenue), are left out.

    Raises:
        FormatError: a count is no whole number, conversions exceed visitors, or a test has fewer than two variants.
    """
    headings = load_headings("ab_test")
    sheet = _split_counts(sheet, headings["conversions_and_visitors"])
    if missing_columns(sheet, READER.needs):
        return None
    columns = find_columns(sheet, headings)
    if "unique_conversions" in columns:
        columns["conversions"] = columns["unique_conversions"]
    tests: dict[_TestKey, list[Variant]] = {}
    for row in sheet.rows:
        test = _TestKey(
            name=cell_of(row, columns, "experiment"),
            touchpoint=cell_of(row, columns, "touchpoint"),
            period=cell_of(row, columns, "period"),
            goal=cell_of(row, columns, "goal"),
        )
        # VWO adds a row of totals, and Optimizely a goal of revenue, which has no conversions.
        is_total = cell_of(row, columns, "variant").casefold() in load_headings("ab_test_values")["total"]
        if not is_total and (not test.goal or cell_of(row, columns, "conversions")):
            tests.setdefault(test, []).append(_read_variant(sheet, row, columns))
    experiments = tuple(_to_experiment(sheet, test, variants, finder) for test, variants in tests.items())
    unplaced = tuple(experiment.name for experiment in experiments if not experiment.touchpoint_id)
    return SheetNumbers(experiments=experiments, unplaced=unplaced)


READER = NumberReader(
    "A/B results", pick(load_headings("ab_test"), "variant", "visitors", "conversions"), read_ab_tests
)


def _split_counts(sheet: NumberSheet, names: Sequence[str]) -> NumberSheet:
    """The sheet with its column of "120 / 2,400" as two further columns, or unchanged without such a column."""
    both = find_columns(sheet, {"both": names}).get("both")
    if both is None:
        return sheet
    rows = []
    for row in sheet.rows:
        conversions, _, visitors = row.cells[both].partition("/")
        rows.append(NumberRow(row.number, (*row.cells, conversions.strip(), visitors.strip())))
    return replace(sheet, header=(*sheet.header, "conversions", "visitors"), rows=tuple(rows))


def _read_variant(sheet: NumberSheet, row: NumberRow, columns: Mapping[str, int]) -> Variant:
    visitors = whole_number(sheet, row, columns["visitors"])
    conversions = whole_number(sheet, row, columns["conversions"])
    name = cell_of(row, columns, "variant")
    if not name:
        raise FormatError(f"{sheet.name} row {row.number}: the variant must have a name, found none. Fill in the cell.")
    if conversions > visitors or not visitors:
        raise FormatError(
            f"{sheet.name} row {row.number}: conversions must be at most the visitors, and visitors above 0, found "
            f"{conversions} of {visitors}. If a visitor converts several times, count visitors who convert."
        )
    return Variant(name, visitors, conversions)


def _to_experiment(
    sheet: NumberSheet, test: _TestKey, variants: Sequence[Variant], finder: TouchpointFinder
) -> Experiment:
    names = [variant.name.casefold() for variant in variants]
    if len(variants) < 2 or len(set(names)) < len(names):
        raise FormatError(
            f"{sheet.name}: the test '{test.name or sheet.name}' must have two or more variants of different names, "
            f"found {len(variants)} rows. Give each test a column 'experiment', and add up the rows of a variant."
        )
    controls = load_headings("ab_test_values")["control"]
    control = next((i for i, name in enumerate(names) if name in controls), 0)
    title = test.name or sheet.name.rsplit(".", 1)[0]
    labels = (test.touchpoint,) if test.touchpoint else (title, test.goal)
    touchpoint_id = next((place for label in labels if (place := finder.find(label))), "")
    return Experiment(
        name=f"{title} · {test.goal}" if test.goal else title,
        variants=(variants[control], *variants[:control], *variants[control + 1 :]),
        touchpoint_id=touchpoint_id,
        period=test.period,
        source=sheet.name,
    )
