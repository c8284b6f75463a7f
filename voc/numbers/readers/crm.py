"""CRM exports: a row per case or opportunity (Salesforce), or a row per customer (CRM, Pardot, loyalty programmes).

A Salesforce report is saved with "Export → Details Only → .csv" (Salesforce Help, "Export a Report"): a header with the
labels of the standard fields ("Case Fields", "Opportunity Fields"), every cell in quotes, rows, and in Salesforce
Classic empty lines, the report's name and a copyright below. Each record counts at the touchpoint that its reason, type
or origin belongs to, and for the person whose id is in it.

Pardot writes prospects with the labels of Salesforce Help, "Default Prospect Fields" ("CRM Contact FID", "Score"), or
with the names of its API ("Prospect Object": ``salesforceContactId``, ``score``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

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
)
from voc.schema import Metric
from voc.tables.cells import parse_number
from voc.tables.dates import is_month_first, parse_date
from voc.tables.number_sheets import NumberRow, NumberSheet

NO_VALUE = frozenset({"", "-", "–"})


def read_records(sheet: NumberSheet, finder: TouchpointFinder) -> SheetNumbers | None:
    """Counts per touchpoint and per person. Only opportunities that were won count as purchases."""
    headings = load_headings("crm")
    kinds = find_columns(sheet, pick(headings, "cases", "purchases"))
    if not kinds:
        return None
    kind, record_column = next(iter(kinds.items()))
    columns = find_columns(sheet, {**headings, **load_headings("person")})
    records: set[str] = set()
    counts: dict[str, int] = defaultdict(int)
    customers: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    unplaced: list[str] = []
    days: list[str] = []
    for row in sheet.rows:
        record = row.cells[record_column]
        # A report joined with another object repeats its records.
        if not record or record in records or (kind == "purchases" and not _is_won(row, columns)):
            continue
        records.add(record)
        days.append(cell_of(row, columns, "day"))
        labels = [label for meaning in ("reason", "type", "origin") if (label := cell_of(row, columns, meaning))]
        touchpoint_id = next((place for label in labels if (place := finder.find(label))), "")
        # Records without a touchpoint still count for the whole journey.
        if touchpoint_id:
            counts[touchpoint_id] += 1
        elif labels:
            unplaced.append(labels[0])
        if person := cell_of(row, columns, "person").casefold():
            customers[person][kind] += 1
            if kind == "purchases" and "amount" in columns:
                customers[person]["revenue"] += parse_number(row.cells[columns["amount"]], sheet.decimal_mark) or 0.0
    period = _period(days)
    metrics = [Metric("", kind, len(records), "", period, sheet.name)] if records else []
    metrics += [Metric(touchpoint_id, kind, n, "", period, sheet.name) for touchpoint_id, n in counts.items()]
    return SheetNumbers(metrics=tuple(metrics), customers=customers, unplaced=tuple(unplaced))


def _is_won(row: NumberRow, columns: Mapping[str, int]) -> bool:
    stage = cell_of(row, columns, "stage").casefold()
    return not any(part in stage for part in load_headings("crm_values")["lost_stages"])


def _period(cells: Sequence[str]) -> str:
    """The first and last day as "2026-01-14/2026-01-21", "" without any date."""
    month_first = is_month_first(cells)
    days = sorted(day for cell in cells if (day := parse_date(cell, is_month_first=month_first)))
    return f"{days[0]}/{days[-1]}" if days else ""


def read_customers(sheet: NumberSheet, finder: TouchpointFinder) -> SheetNumbers | None:
    """Attributes by customer. In rows with the same id, numbers are added up, and of texts the last one counts.

    Raises:
        FormatError: a cell holds no number where one must be.
    """
    numbers = find_columns(sheet, load_headings("customer_numbers"))
    words = find_columns(sheet, load_headings("customer_words"))
    if missing_columns(sheet, CUSTOMERS.needs) or not (numbers or words):
        return None
    person_column = find_columns(sheet, load_headings("person"))["person"]
    customers: dict[str, dict[str, float | str]] = {}
    for row in sheet.rows:
        person = " ".join(row.cells[person_column].casefold().split())
        if not person:
            continue
        attributes = customers.setdefault(person, {})
        for name, column in numbers.items():
            cell = row.cells[column]
            value = parse_number(cell, sheet.decimal_mark)
            if value is None and cell not in NO_VALUE:
                # The message does not quote the cell: a column that was mistaken for numbers may hold anything.
                raise FormatError(
                    f"{sheet.name} row {row.number}: '{sheet.header[column]}' must be a number, found a text. "
                    "Correct the cell."
                )
            if value is not None:
                before = attributes.get(name, 0.0)
                attributes[name] = value + (before if isinstance(before, float) else 0.0)
        attributes.update({name: row.cells[column] for name, column in words.items() if row.cells[column]})
    return SheetNumbers(customers=customers)


RECORDS = NumberReader(
    "cases or opportunities (Salesforce)",
    {"case number or opportunity name": {*load_headings("crm")["cases"], *load_headings("crm")["purchases"]}},
    read_records,
)
CUSTOMERS = NumberReader(
    "customers with their numbers (CRM, Pardot prospects, loyalty programme)",
    {"customer's id": load_headings("person")["person"]},
    read_customers,
)
