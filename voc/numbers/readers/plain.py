"""The plain table that data/metrics.csv is: touchpoint, metric, value, and unit, period, source where known."""

from __future__ import annotations

from voc.errors import FormatError
from voc.numbers.readers.base import Columns, Figures, missing, positions
from voc.numbers.touchpoint_names import Places
from voc.schema import Metric
from voc.tables.cells import parse_number
from voc.tables.number_sheets import NumberSheet

title = "figures by touchpoint"
needs: Columns = {
    "touchpoint": {"touchpoint", "touchpoint_id", "kontaktpunkt", "berührungspunkt"},
    "metric": {"metric", "kennzahl", "messgröße", "kpi"},
    "value": {"value", "wert"},
}
_MORE: Columns = {
    "unit": {"unit", "einheit"},
    "period": {"period", "zeitraum"},
    "source": {"source", "quelle"},
}


def read(sheet: NumberSheet, places: Places) -> Figures | None:
    """A figure per row; an empty touchpoint is the whole journey, an unknown one is left out and named.

    Raises:
        FormatError: a value is no number.
    """
    if missing(sheet, needs):
        return None
    at = positions(sheet, {**needs, **_MORE})
    metrics, loose = [], []
    for row_ in sheet.rows:
        row, cells = row_.number, row_.cells
        value = parse_number(cells[at["value"]], sheet.decimal_mark)
        if value is None or not cells[at["metric"]]:
            raise FormatError(
                f"{sheet.name} row {row}: a metric must have a name and a number as its value, found "
                f"'{cells[at['metric']]}' and '{cells[at['value']]}'. Correct the cells."
            )
        label = cells[at["touchpoint"]]
        touchpoint_id = places.find(label) if label else ""
        if label and not touchpoint_id:
            loose.append(label)
            continue
        unit, period, source = (cells[at[one]] if one in at else "" for one in ("unit", "period", "source"))
        unit = unit or ("share" if "%" in cells[at["value"]] else "")
        metrics.append(Metric(touchpoint_id, cells[at["metric"]], value, unit, period, source or sheet.name))
    return Figures(metrics=tuple(metrics), loose=tuple(loose))
