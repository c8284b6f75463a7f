"""Results of A/B tests: a row per variant with visitors and conversions."""

from __future__ import annotations

from voc.errors import FormatError
from voc.metrics.places import Places
from voc.metrics.readers.base import Columns, Figures, missing, positions, whole
from voc.metrics.sheets import Sheet
from voc.schema import Experiment, Variant

title = "A/B results"
needs: Columns = {
    "variant": {"variant", "variante", "variation", "arm", "group", "gruppe", "version", "variant name"},
    "visitors": {
        *("visitors", "besucher", "besuchende", "users", "nutzer", "nutzende", "sessions", "sitzungen", "participants"),
        *("teilnehmer", "teilnehmende", "unique visitors", "eindeutige besucher", "sample size", "active users"),
    },
    "conversions": {
        *("conversions", "konversionen", "conversion", "konvertierungen", "abschlüsse", "käufe", "orders", "purchases"),
        *("bestellungen", "converted", "successes", "erfolge", "goals", "zielvorhaben", "key events"),
    },
}
_MORE: Columns = {
    "experiment": {"experiment", "test", "test name", "testname", "experiment name", "name", "hypothesis", "hypothese"},
    "touchpoint": {"touchpoint", "touchpoint_id", "page", "seite", "kontaktpunkt", "berührungspunkt"},
    "period": {"period", "zeitraum", "date range"},
}
CONTROL = {"a", "control", "kontrolle", "kontrollgruppe", "original", "baseline", "control group", "variante a"}


def read(sheet: Sheet, places: Places) -> Figures | None:
    """One experiment per name. What is called A, control or original is the one compared with, else the first row.

    Raises:
        FormatError: a count is no whole number, conversions exceed visitors, or a test has fewer than two variants.
    """
    if missing(sheet, needs):
        return None
    at = positions(sheet, {**needs, **_MORE})
    tests: dict[tuple[str, str, str], list[Variant]] = {}
    for number, cells in sheet.rows:
        visitors, conversions = (whole(sheet, (number, cells), at[one]) for one in ("visitors", "conversions"))
        if not cells[at["variant"]]:
            raise FormatError(f"{sheet.name} row {number}: the variant must have a name, found none. Fill in the cell.")
        if conversions > visitors or not visitors:
            raise FormatError(
                f"{sheet.name} row {number}: conversions must be at most the visitors, and visitors above 0, found "
                f"{conversions} of {visitors}. If a visitor converts several times, count visitors who convert."
            )
        name, where, period = (cells[at[one]] if one in at else "" for one in ("experiment", "touchpoint", "period"))
        tests.setdefault((name, where, period), []).append(Variant(cells[at["variant"]], visitors, conversions))
    found = [_experiment(sheet, key, variants, places) for key, variants in tests.items()]
    return Figures(experiments=tuple(found), loose=tuple(one.name for one in found if not one.touchpoint_id))


def _experiment(sheet: Sheet, key: tuple[str, str, str], variants: list[Variant], places: Places) -> Experiment:
    name, where, period = key
    names = [one.name.casefold() for one in variants]
    if len(variants) < 2 or len(set(names)) < len(names):
        raise FormatError(
            f"{sheet.name}: the test '{name or sheet.name}' must have two or more variants of different names, found "
            f"{len(variants)} rows. Give each test a column 'experiment', and add up the rows of a variant."
        )
    first = next((i for i, one in enumerate(names) if one in CONTROL), 0)
    ordered = (variants[first], *variants[:first], *variants[first + 1 :])
    touchpoint_id = places.find(where) if where else places.find(name)
    return Experiment(name or sheet.name.rsplit(".", 1)[0], ordered, touchpoint_id, period, sheet.name)
