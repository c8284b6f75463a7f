"""Pages, events, funnel steps, forms and e-mails with their counts: Google Analytics 4 and Pardot exports.

Google Analytics 4, as its help describes them: the reports "Pages and screens", "Events" and "Landing page" ("Share
this report → Download file → Download CSV", with ``#`` lines for property and dates above the table), explorations
("Free form", "Funnel exploration": "Export data → CSV", where the dates stand as ``# 20260101-20260131`` and a row of
totals under the header), in English and German; and tables made with the Data API, whose columns are named as in
"API Dimensions & Metrics" (``pagePath``, ``screenPageViews``).

Pardot (Account Engagement), as Salesforce Help describes them: "List Email Report Metrics", "Email Template Report
Metrics", and the tables of forms and landing pages ("Tools → CSV Export").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voc.numbers.readers.base import Columns, Figures, missing, positions
from voc.numbers.touchpoint_names import Places
from voc.schema import Metric
from voc.tables.cells import parse_count, parse_number
from voc.tables.number_sheets import NumberSheet

title = "pages, events, forms or e-mails (Google Analytics 4, Pardot)"
How = Literal["sum", "people", "mean"]

needs: Columns = {
    "page": {
        *("page path and screen class", "page path + query string and screen class", "page title and screen name"),
        *("page title and screen class", "page path and screen name", "page path", "page title", "screen name", "page"),
        *("page path + query string", "page location", "landing page", "landing page + query string", "content group"),
        *("seitenpfad und bildschirmklasse", "seitentitel und bildschirmklasse", "seitentitel und bildschirmname"),
        *("seitenpfad + abfragestring und bildschirmklasse", "seitenpfad + abfragestring", "seitenpfad", "seitentitel"),
        *("seitenpfad und bildschirm", "seite", "seitenposition", "landingpage", "landingpage + abfragestring"),
        *("zielseite", "bildschirmname", "contentgruppe", "content-gruppe", "url"),
        *("pagepath", "pagepathplusquerystring", "unifiedpagepathscreen", "unifiedscreenname", "unifiedscreenclass"),
        *("pagetitle", "pagelocation", "landingpage", "landingpageplusquerystring", "contentgroup", "eventname"),
        *("event name", "ereignisname", "event", "ereignis", "key event", "schlüsselereignis", "step", "schritt"),
        *("form", "form name", "formular", "formularname", "email name", "list email name", "e-mail-name", "name"),
        *("landing page name", "asset", "asset name", "email template name", "name der e-mail"),
    }
}
COUNTS: dict[str, tuple[How, str, Sequence[str]]] = {
    "views": ("sum", "", ("views", "aufrufe", "page views", "pageviews", "seitenaufrufe", "total views",
              "screenpageviews")),
    "users": (
        "people",
        "",
        ("active users", "total users", "users", "aktive nutzer", "nutzer insgesamt", "gesamtzahl der nutzer",
           "nutzer", "unique views", "visitors", "besucher", "activeusers", "totalusers"),
    ),
    "new_users": ("people", "", ("new users", "neue nutzer", "newusers")),
    "sessions": ("sum", "", ("sessions", "sitzungen")),
    "events": ("sum", "", ("event count", "ereignisanzahl", "anzahl der ereignisse", "total events", "eventcount")),
    "key_events": ("sum", "", ("key events", "schlüsselereignisse", "conversions", "konversionen", "conversion",
                   "keyevents")),
    "exits": ("sum", "", ("exits", "ausstiege")),
    "abandonments": ("sum", "", ("abandonments", "abbrüche", "abgebrochene vorgänge")),
    "submissions": ("sum", "", ("submissions", "total submissions", "einsendungen", "übermittlungen")),
    "sent": ("sum", "", ("sent", "total sent", "gesendet", "versendet", "gesamt gesendet")),
    "delivered": ("sum", "", ("delivered", "total delivered", "zugestellt", "gesamt zugestellt")),
    "opens": ("sum", "", ("opens", "total opens", "html opens", "total html opens", "öffnungen", "html-öffnungen")),
    "unique_opens": ("people", "", ("unique opens", "unique html opens", "eindeutige öffnungen")),
    "clicks": ("sum", "", ("clicks", "total clicks", "klicks", "klicks insgesamt")),
    "unique_clicks": ("people", "", ("unique clicks", "eindeutige klicks")),
    "unsubscribes": ("sum", "", ("unsubscribes", "opt outs", "total opt outs", "opt-outs", "total opt-outs",
                     "abmeldungen")),
    "revenue": ("sum", "", ("total revenue", "gesamtumsatz", "umsatz", "revenue", "purchase revenue", "totalrevenue",
                "purchaserevenue")),
    "engagement_time": (
        "mean",
        "s",
        ("average engagement time per active user", "average engagement time", "average engagement time per session",
           "durchschnittliche interaktionsdauer pro aktivem nutzer", "durchschnittliche interaktionsdauer",
           "durchschnittliche interaktionsdauer pro sitzung", "durchschn. interaktionsdauer",
           "ø interaktionsdauer pro nutzer", "ø interaktionsdauer pro sitzung", "average session duration",
           "durchschnittliche sitzungsdauer", "averagesessionduration"),
    ),
    "engagement_rate": ("mean", "share", ("engagement rate", "interaktionsrate", "engagement-rate", "engagementrate")),
    "bounce_rate": ("mean", "share", ("bounce rate", "absprungrate", "bouncerate")),
    "open_rate": ("mean", "share", ("html open rate", "open rate", "öffnungsrate", "html-öffnungsrate")),
    "click_rate": ("mean", "share", ("unique ctr", "unique click rate", "eindeutige klickrate")),
    "abandonment_rate": ("mean", "share", ("abandonment rate", "abbruchrate")),
    "completion_rate": ("mean", "share", ("completion rate", "abschlussrate")),
}  # fmt: skip
"""Metric → how rows are put together, unit, and headings. "people" are not added up: one visits several pages."""
_WHOLE = {"views", "users", "new_users", "sessions", "events", "exits", "abandonments", "submissions", "sent",
          "delivered", "opens", "unique_opens", "clicks", "unique_clicks", "unsubscribes"}  # fmt: skip
"""Metrics that count things: in "1.234" and "1,234" the mark can only set thousands apart. Key events may be parts."""
_SKIPPED = re.compile(r"|\(not set\)|\(other\)|\(andere\)|grand total|gesamtsumme|gesamt|totals?|summe", re.I)
_DAY = re.compile(r"(?:start date|startdatum|end date|enddatum)\s*:\s*(\d{4})-?(\d{2})-?(\d{2})", re.I)
_SPAN = re.compile(r"(\d{4})(\d{2})(\d{2})\s*[-–]\s*(\d{4})(\d{2})(\d{2})")
_STEP = re.compile(r"\s*\d+[.)]?\s+")


@dataclass(frozen=True, slots=True)
class _Row:
    """One page's figures by metric."""

    values: dict[str, float]

    @property
    def weight(self) -> float:
        known = ("users", "sessions", "views", "events", "delivered", "sent")
        return next((self.values[one] for one in known if one in self.values), 0.0)


def read(sheet: NumberSheet, places: Places) -> Figures | None:
    """Figures per touchpoint and metric; pages at no touchpoint are named in `Figures.loose`."""
    counts: Columns = {metric: set(aliases) for metric, (_, _, aliases) in COUNTS.items()}
    columns = positions(sheet, counts)
    if missing(sheet, needs) or not columns:
        return None
    page = positions(sheet, needs)["page"]
    found: dict[str, list[_Row]] = defaultdict(list)
    loose: list[str] = []
    for row in sheet.rows:
        cells = row.cells
        label = cells[page]
        if _SKIPPED.fullmatch(label.strip()):
            continue
        touchpoint_id = places.find(_STEP.sub("", label, count=1)) or places.find(label)
        if not touchpoint_id:
            loose.append(label.split("?")[0])
            continue
        values = {metric: _value(metric, cells[at], sheet) for metric, at in columns.items()}
        found[touchpoint_id].append(_Row({metric: value for metric, value in values.items() if value is not None}))
    period = _period(sheet)
    metrics = [
        Metric(touchpoint_id, metric, value, COUNTS[metric][1], period, sheet.name)
        for touchpoint_id, rows in found.items()
        for metric in COUNTS
        if (value := _together(rows, metric)) is not None
    ]
    return Figures(metrics=tuple(metrics), loose=tuple(loose))


def _value(metric: str, cell: str, sheet: NumberSheet) -> float | None:
    value = parse_count(cell) if metric in _WHOLE else None
    return parse_number(cell, sheet.decimal_mark) if value is None else float(value)


def _together(rows: list[_Row], metric: str) -> float | None:
    """All pages of a touchpoint as one figure, None where they cannot be put together."""
    how, unit, _ = COUNTS[metric]
    having = [row for row in rows if metric in row.values]
    if not having or (how == "people" and len(having) > 1):
        return None
    if how != "mean":
        return sum(row.values[metric] for row in having)
    weights = [row.weight for row in having]
    if len(having) > 1 and not all(weights):
        return None
    mean = sum(row.values[metric] * (weight or 1.0) for row, weight in zip(having, weights, strict=True)) / sum(
        weight or 1.0 for weight in weights
    )
    return mean if unit != "share" or mean <= 1 else None


def _period(sheet: NumberSheet) -> str:
    days = ["-".join(found.groups()) for line in sheet.comments if (found := _DAY.search(line))]
    for line in sheet.comments:
        if span := _SPAN.fullmatch(line):
            days += ["-".join(span.groups()[:3]), "-".join(span.groups()[3:])]
    return "/".join(days[-2:])
