"""Pages, events, funnel steps, forms and e-mails with their counts: Google Analytics 4 and Pardot exports.

Google Analytics 4, as its help describes them: the reports "Pages and screens", "Events" and "Landing page" ("Share
this report → Download file → Download CSV", with ``#`` lines for property and dates above the table), explorations
("Free form", "Funnel exploration": "Export data → CSV", where the dates are ``# 20260101-20260131`` and a row of totals
is under the header), in English and German; and tables made with the Data API, whose columns are named as in
"API Dimensions & Metrics" (``pagePath``, ``screenPageViews``).

Pardot (Account Engagement), as Salesforce Help describes them: "List Email Report Metrics", "Email Template Report
Metrics", and the tables of forms and landing pages ("Tools → CSV Export").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from voc.numbers.readers import (
    NumberReader,
    SheetNumbers,
    TouchpointFinder,
    find_columns,
    load_headings,
    missing_columns,
)
from voc.schema import Metric
from voc.tables.cells import parse_count, parse_number
from voc.tables.number_sheets import NumberSheet

PageValues = Mapping[str, float]
"""The values of one page by metric."""

# Rows that are no page: unknown pages, the rest that Google Analytics groups, and totals.
_NO_PAGE = re.compile(r"|\(not set\)|\(other\)|\(andere\)|grand total|gesamtsumme|gesamt|totals?|summe", re.I)
_DATE = re.compile(r"(?:start date|startdatum|end date|enddatum)\s*:\s*(\d{4})-?(\d{2})-?(\d{2})", re.I)
_DATES = re.compile(r"(\d{4})(\d{2})(\d{2})\s*[-–]\s*(\d{4})(\d{2})(\d{2})")
# Funnels number their steps ("1. Returns"); the number is not part of the touchpoint's name.
_STEP = re.compile(r"\s*\d+[.)]?\s+")
_WEIGHTS = ("users", "sessions", "views", "events", "delivered", "sent")
"""A mean over several pages is weighted by the first of these metrics that a page has."""


def read_pages(sheet: NumberSheet, finder: TouchpointFinder) -> SheetNumbers | None:
    """Metrics per touchpoint; pages at no touchpoint are unplaced."""
    known = load_headings("page_metrics")
    columns = find_columns(sheet, {metric: about["names"] for metric, about in known.items()})
    if missing_columns(sheet, READER.needs) or not columns:
        return None
    page = find_columns(sheet, READER.needs)["page"]
    pages: dict[str, list[PageValues]] = defaultdict(list)
    unplaced: list[str] = []
    for row in sheet.rows:
        label = row.cells[page]
        if _NO_PAGE.fullmatch(label.strip()):
            continue
        # "2. Payment" is a step of a funnel, but "404 page" is a page.
        touchpoint_id = finder.find(_STEP.sub("", label, count=1)) or finder.find(label)
        if not touchpoint_id:
            unplaced.append(label.split("?")[0])
            continue
        values = {metric: _value(metric, row.cells[column], sheet) for metric, column in columns.items()}
        pages[touchpoint_id].append({metric: value for metric, value in values.items() if value is not None})
    period = _period(sheet.comments)
    metrics = [
        Metric(touchpoint_id, metric, value, about.get("unit", ""), period, sheet.name)
        for touchpoint_id, values_of_pages in pages.items()
        for metric, about in known.items()
        if (value := _combine(values_of_pages, metric)) is not None
    ]
    return SheetNumbers(metrics=tuple(metrics), unplaced=tuple(unplaced))


READER = NumberReader("pages, events, forms or e-mails (Google Analytics 4, Pardot)", load_headings("page"), read_pages)


def _value(metric: str, cell: str, sheet: NumberSheet) -> float | None:
    value = parse_count(cell) if load_headings("page_metrics")[metric].get("whole") else None
    return parse_number(cell, sheet.decimal_mark) if value is None else float(value)


def _combine(pages: Sequence[PageValues], metric: str) -> float | None:
    """The value of a metric over all pages of a touchpoint, None when their values cannot be combined."""
    about = load_headings("page_metrics")[metric]
    pages = [page for page in pages if metric in page]
    # One visitor sees several pages, so visitors of pages cannot be added up.
    if not pages or (about["together"] == "people" and len(pages) > 1):
        return None
    if about["together"] != "mean":
        return sum(page[metric] for page in pages)
    weights = [next((page[name] for name in _WEIGHTS if name in page), 0.0) for page in pages]
    # A mean of means is wrong without the number of visitors behind each.
    if len(pages) > 1 and not all(weights):
        return None
    weights = [weight or 1.0 for weight in weights]
    mean = sum(page[metric] * weight for page, weight in zip(pages, weights, strict=True)) / sum(weights)
    # A rate above 1 is a percentage without its sign, or not a rate at all.
    return mean if about.get("unit") != "share" or mean <= 1 else None


def _period(comments: Sequence[str]) -> str:
    """The last two dates above a table as "2026-01-01/2026-03-31", "" when there are none."""
    days = ["-".join(match.groups()) for line in comments if (match := _DATE.search(line))]
    for line in comments:
        if span := _DATES.fullmatch(line):
            days += ["-".join(span.groups()[:3]), "-".join(span.groups()[3:])]
    return "/".join(days[-2:])
