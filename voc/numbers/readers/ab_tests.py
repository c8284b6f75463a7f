"""Results of A/B tests: a row per variant with visitors and conversions.

As the vendors describe their tables: Optimizely ("Experiment Results page": Visitors, Unique conversions), VWO ("Know
What is Where on Your Report Table": Variation, Visitors, Conversions, a row "Total"; or both in one cell,
"Unique Conversions / Visitors"), AB Tasty ("Campaign reporting": Variation, Unique visitors, Conversions, one block per
goal), Zoho PageSense and Matomo. Total conversions are not read: one visitor may convert several times, and a rate of
visitors cannot be had from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from voc.errors import FormatError
from voc.numbers.readers.base import Columns, Figures, missing, position, positions, whole
from voc.numbers.touchpoint_names import Places
from voc.schema import Experiment, Variant
from voc.tables.number_sheets import NumberRow, NumberSheet

title = "A/B results"
needs: Columns = {
    "variant": {
        *("variant", "variante", "variation", "arm", "group", "gruppe", "version", "variant name", "variation name"),
        *("variations", "variants", "varianten", "experience", "variationname", "name der variante", "variantenname"),
    },
    "visitors": {
        *("visitors", "besucher", "besuchende", "users", "nutzer", "nutzende", "sessions", "sitzungen", "participants"),
        *("teilnehmer", "teilnehmende", "unique visitors", "eindeutige besucher", "sample size", "active users"),
        *(
            "total visitors",
            "visitor count",
            "visitors count",
            "anzahl besucher",
            "besucher insgesamt",
            "aktive nutzer",
        ),
    },
    "conversions": {
        *("conversions", "konversionen", "conversion", "konvertierungen", "abschlüsse", "käufe", "orders", "purchases"),
        *("bestellungen", "converted", "successes", "erfolge", "goals", "zielvorhaben", "key events"),
        *("unique conversions", "eindeutige konversionen", "converted visitors", "konvertierte besucher"),
    },
}
_BOTH = {
    *("unique conversions / visitors", "unique conversions/visitors", "conversions / visitors", "conversions/visitors"),
    *("konversionen / besucher", "konversionen/besucher", "conv. / visitors"),
}
"""Columns that hold conversions and visitors in one cell, "120 / 2,400"."""
_MORE: Columns = {
    "experiment": {"experiment", "test", "test name", "testname", "experiment name", "name", "hypothesis", "hypothese"},
    "touchpoint": {"touchpoint", "touchpoint_id", "page", "seite", "kontaktpunkt", "berührungspunkt"},
    "period": {"period", "zeitraum", "date range"},
    "goal": {
        "goal",
        "goal name",
        "metric",
        "metric name",
        "ziel",
        "zielname",
        "kennzahl",
        "event",
        "event name",
        "kpi",
    },
}
CONTROL = {
    *(
        "a",
        "control",
        "kontrolle",
        "kontrollgruppe",
        "original",
        "baseline",
        "control group",
        "variante a",
        "variant a",
    ),
    *("variation a", "holdback"),
}
_TOTAL = {"total", "totals", "gesamt", "summe", "gesamtsumme", "all visitors", "all variations"}


def read(sheet: NumberSheet, places: Places) -> Figures | None:
    """One experiment per name and goal. What is called A, control or original is the one compared with, else the
    first row. Rows of totals, and goals without a count of conversions (revenue), are left out.

    Raises:
        FormatError: a count is no whole number, conversions exceed visitors, or a test has fewer than two variants.
    """
    sheet = _apart(sheet)
    if missing(sheet, needs):
        return None
    at = positions(sheet, {**needs, **_MORE})
    unique = position(sheet, {"unique conversions", "eindeutige konversionen"})
    at |= {} if unique is None else {"conversions": unique}
    tests: dict[tuple[str, str, str, str], list[Variant]] = {}
    for row_ in sheet.rows:
        number, cells = row_.number, row_.cells
        key = (cells[at[one]] if one in at else "" for one in ("experiment", "touchpoint", "period", "goal"))
        name, where, period, goal = key
        if cells[at["variant"]].casefold() in _TOTAL or (goal and not cells[at["conversions"]]):
            continue
        variant = _variant(sheet, (number, cells), at)
        tests.setdefault((name, where, period, goal), []).append(variant)
    found = [_experiment(sheet, key, variants, places) for key, variants in tests.items()]
    return Figures(experiments=tuple(found), loose=tuple(one.name for one in found if not one.touchpoint_id))


def _apart(sheet: NumberSheet) -> NumberSheet:
    """The sheet with "120 / 2,400" as two columns."""
    both = position(sheet, _BOTH)
    if both is None:
        return sheet
    rows = []
    for row in sheet.rows:
        conversions, _, visitors = row.cells[both].partition("/")
        rows.append(NumberRow(row.number, (*row.cells, conversions.strip(), visitors.strip())))
    return replace(sheet, header=(*sheet.header, "conversions", "visitors"), rows=tuple(rows))


def _variant(sheet: NumberSheet, row: tuple[int, tuple[str, ...]], at: Mapping[str, int]) -> Variant:
    number, cells = row
    visitors, conversions = (whole(sheet, row, at[one]) for one in ("visitors", "conversions"))
    if not cells[at["variant"]]:
        raise FormatError(f"{sheet.name} row {number}: the variant must have a name, found none. Fill in the cell.")
    if conversions > visitors or not visitors:
        raise FormatError(
            f"{sheet.name} row {number}: conversions must be at most the visitors, and visitors above 0, found "
            f"{conversions} of {visitors}. If a visitor converts several times, count visitors who convert."
        )
    return Variant(cells[at["variant"]], visitors, conversions)


def _experiment(
    sheet: NumberSheet, key: tuple[str, str, str, str], variants: list[Variant], places: Places
) -> Experiment:
    name, where, period, goal = key
    names = [one.name.casefold() for one in variants]
    if len(variants) < 2 or len(set(names)) < len(names):
        raise FormatError(
            f"{sheet.name}: the test '{name or sheet.name}' must have two or more variants of different names, found "
            f"{len(variants)} rows. Give each test a column 'experiment', and add up the rows of a variant."
        )
    first = next((i for i, one in enumerate(names) if one in CONTROL), 0)
    ordered = (variants[first], *variants[:first], *variants[first + 1 :])
    title = name or sheet.name.rsplit(".", 1)[0]
    touchpoint_id = places.find(where) if where else places.find(title) or places.find(goal)
    return Experiment(f"{title} · {goal}" if goal else title, ordered, touchpoint_id, period, sheet.name)
