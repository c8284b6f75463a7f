"""Google Play Console: reviews as UTF-16, many rows without text.

https://support.google.com/googleplay/android-developer/answer/6135870
"""

from __future__ import annotations

from dataclasses import replace

from voc.ingest.surveys.dialects.base import Dialect, keys, uses
from voc.tables.table import Table, Use

_USES: dict[str, Use] = {
    "package name": "ignore", "app version code": "ignore", "app version name": "ignore",
    "reviewer language": "ignore", "review submit date and time": "date",
    "review submit millis since epoch": "ignore", "review last update date and time": "ignore",
    "review last update millis since epoch": "ignore", "star rating": "rating", "review title": "title",
    "review text": "text", "developer reply date and time": "ignore",
    "developer reply millis since epoch": "ignore", "developer reply text": "ignore", "review link": "ignore",
}  # fmt: skip


def _recognise(table: Table) -> bool:
    return {"package name", "star rating", "review text"} <= set(keys(table))


def _tidy(table: Table) -> Table:
    known = uses(keys(table), _USES)
    stars = next(position for position, use in known.items() if use == "rating")
    return replace(table, uses=known, scales={stars: (1.0, 5.0)})


DIALECTS = (Dialect("google-play", "the Google Play Console", _recognise, _tidy),)
