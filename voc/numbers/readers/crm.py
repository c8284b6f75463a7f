"""Salesforce reports with a row per record: cases (service) and opportunities (purchases).

A report is saved with "Export → Details Only → .csv" (Salesforce Help, "Export a Report"): a header with the labels of
the standard fields ("Case Fields", "Opportunity Fields"), every cell in quotes, rows, and in Salesforce Classic empty
lines, the report's name and a copyright below. Each record counts at the touchpoint that its reason, type or origin
belongs to, and for the person whose id stands in it.
"""

from __future__ import annotations

from collections import defaultdict

from voc.numbers.readers.base import Columns, Figures, positions
from voc.numbers.readers.customers import PERSON
from voc.numbers.touchpoint_names import Places
from voc.schema import Metric
from voc.tables.cells import is_month_first, parse_date, parse_number
from voc.tables.number_sheets import NumberSheet

title = "cases or opportunities (Salesforce)"
_CASE = {
    *("case number", "case id", "casenumber", "kundenvorgangsnummer", "kundenvorgangsnr.", "fallnummer", "ticket id"),
    *("vorgangsnummer", "ticketnummer", "ticket number", "ticket-id", "case: case number"),
    *("case: id", "kundenvorgang: kundenvorgangsnummer", "kundenvorgangs-id", "kundenvorgang-id", "anfragenummer"),
}  # fmt: skip
_PURCHASE = {
    *("opportunity name", "opportunity-name", "opportunityname", "opportunity id", "opportunity-id", "order number"),
    *("bestellnummer", "auftragsnummer", "order id", "bestell-id"),
}
needs: Columns = {"case number or opportunity name": _CASE | _PURCHASE}
_MORE: Columns = {
    "reason": {"case reason", "grund", "kundenvorgangsgrund", "fallgrund", "grund für kundenvorgang", "reason",
               "anliegen"},
    "type": {"type", "typ", "case type", "art", "kundenvorgangstyp", "kategorie", "category",
             "record type", "case record type"},
    "origin": {"case origin", "kundenvorgangsursprung", "ursprung", "herkunft", "origin", "channel", "kanal",
               "lead source"},
    "day": {
        *("date/time opened", "opened date", "date opened", "created date", "erstellt am", "erstelldatum"),
        *("close date", "eröffnet am", "datum/uhrzeit der eröffnung", "schlusstermin", "öffnungsdatum"),
        *("geöffnet am", "order date", "datum/uhrzeit der öffnung", "datum/uhrzeit geöffnet", "abschlussdatum"),
    },
    "stage": {"stage", "phase", "status"},
    "amount": {"amount", "betrag", "umsatz", "revenue", "order total", "gesamtbetrag"},
}  # fmt: skip
_LOST = ("lost", "verloren", "open", "offen", "cancel", "storn", "abgebrochen", "prospect", "negotiat", "verhandl")


def read(sheet: NumberSheet, places: Places) -> Figures | None:
    """Counts per touchpoint and per person. Opportunities that are not won do not count as purchases."""
    kinds = positions(sheet, {"cases": _CASE, "purchases": _PURCHASE})
    if not kinds:
        return None
    kind = next(iter(kinds))
    at = positions(sheet, {**_MORE, "person": PERSON})
    seen: set[str] = set()
    counts: dict[str, int] = defaultdict(int)
    people: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    loose: list[str] = []
    days: list[str] = []
    for row in sheet.rows:
        cells = row.cells
        record = cells[kinds[kind]]
        if not record or record in seen or (kind == "purchases" and not _is_won(cells, at)):
            continue
        seen.add(record)
        days.append(cells[at["day"]] if "day" in at else "")
        labels = [cells[at[one]] for one in ("reason", "type", "origin") if one in at and cells[at[one]]]
        touchpoint_id = next((found for label in labels if (found := places.find(label))), "")
        if touchpoint_id:
            counts[touchpoint_id] += 1
        elif labels:
            loose.append(labels[0])
        if "person" in at and (person := cells[at["person"]].casefold()):
            people[person][kind] += 1
            if kind == "purchases" and "amount" in at:
                people[person]["revenue"] += parse_number(cells[at["amount"]], sheet.decimal_mark) or 0.0
    period = _period(days)
    metrics = [Metric("", kind, len(seen), "", period, sheet.name)] if seen else []
    metrics += [Metric(touchpoint_id, kind, n, "", period, sheet.name) for touchpoint_id, n in counts.items()]
    return Figures(metrics=tuple(metrics), people=people, loose=tuple(loose))


def _is_won(cells: tuple[str, ...], at: dict[str, int]) -> bool:
    stage = cells[at["stage"]].casefold() if "stage" in at else ""
    return not any(word in stage for word in _LOST)


def _period(days: list[str]) -> str:
    month_first = is_month_first(days)
    found = sorted(day for cell in days if (day := parse_date(cell, is_month_first=month_first)))
    return f"{found[0]}/{found[-1]}" if found else ""
