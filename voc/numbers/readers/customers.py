"""Tables with a row per customer: CRM contacts, Pardot prospects, members of a loyalty programme.

Pardot writes prospects with the labels of Salesforce Help, "Default Prospect Fields" ("CRM Contact FID", "Score"), or
with the names of its API ("Prospect Object": ``salesforceContactId``, ``score``).
"""

from __future__ import annotations

from voc.errors import FormatError
from voc.numbers.readers.base import Columns, Figures, missing, positions
from voc.numbers.touchpoint_names import Places
from voc.tables.cells import parse_number
from voc.tables.number_sheets import NumberSheet

title = "customers with their figures (CRM, Pardot prospects, loyalty programme)"
PERSON = {
    *("contact id", "contactid", "kontakt-id", "kontakt id", "customer id", "customer_id", "customerid", "kunden-id"),
    *("kundennummer", "kundennr", "kundennr.", "kunden-nr.", "kunden id", "customer number", "prospect id", "crm id"),
    *("member id", "member number", "mitgliedsnummer", "mitglieds-id", "kartennummer", "card number", "loyalty id"),
    *("membership number", "participant id", "respondent id", "teilnehmer-id", "befragten-id", "respondent", "id"),
    *("crm contact fid", "crm lead fid", "salesforcecontactid", "salesforce contact id", "prospectid"),
    *(
        "case safe contact id",
        "contact id (18)",
        "contact: contact id",
        "e-mail",
        "email",
        "email address",
        "e-mail-adresse",
        "contact: email",
    ),
}
needs: Columns = {"customer's id": PERSON}
FIGURES: dict[str, set[str]] = {
    "cases": {"cases", "number of cases", "anzahl kundenvorgänge", "fälle", "anzahl fälle", "tickets",
              "support requests", "supportanfragen", "anfragen", "anzahl anfragen", "open cases"},
    "contacts": {"contacts", "contact frequency", "kontakthäufigkeit", "kontakte", "anzahl kontakte", "activities",
                 "number of contacts", "aktivitäten", "touches", "anzahl aktivitäten"},
    "purchases": {"purchases", "number of purchases", "käufe", "anzahl käufe", "orders", "bestellungen",
                  "anzahl bestellungen", "number of orders", "closed won opportunities", "einkäufe", "anzahl einkäufe"},
    "revenue": {"revenue", "umsatz", "total spend", "gesamtumsatz", "lifetime value", "kundenwert", "total revenue",
                "spend"},
    "points": {"points", "punkte", "points balance", "punktestand", "punktekonto", "bonuspunkte", "prämienpunkte"},
    "redemptions": {"redemptions", "einlösungen", "prämien eingelöst", "rewards redeemed", "eingelöste prämien"},
    "score": {"score", "prospect score", "bewertung (score)", "pardot score", "account engagement score"},
}  # fmt: skip
WORDS: dict[str, set[str]] = {
    "tier": {"tier", "stufe", "statuslevel", "level", "loyalty tier", "kundenstufe", "status level", "mitgliedsstufe"},
}


def read(sheet: NumberSheet, places: Places) -> Figures | None:
    """Attributes by customer; of rows with the same id, figures are added up and the last word holds.

    Raises:
        FormatError: a figure is no number.
    """
    figures, words = positions(sheet, FIGURES), positions(sheet, WORDS)
    if missing(sheet, needs) or not (figures or words):
        return None
    person = positions(sheet, needs)["customer's id"]
    people: dict[str, dict[str, float | str]] = {}
    for row_ in sheet.rows:
        row, cells = row_.number, row_.cells
        if not (key := " ".join(cells[person].casefold().split())):
            continue
        known = people.setdefault(key, {})
        for name, at in figures.items():
            value = parse_number(cells[at], sheet.decimal_mark)
            if value is None and cells[at] not in {"", "-", "–"}:
                raise FormatError(
                    f"{sheet.name} row {row}: '{sheet.header[at]}' must be a number, found a text. Correct the cell."
                )
            if value is not None:
                before = known.get(name, 0.0)
                known[name] = value + (before if isinstance(before, float) else 0.0)
        known.update({name: cells[at] for name, at in words.items() if cells[at]})
    return Figures(people=people)
