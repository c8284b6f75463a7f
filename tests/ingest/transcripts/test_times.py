"""Times, dates and durations are never a speaker."""

from __future__ import annotations

import pytest

from voc.ingest.transcripts.speakers import can_be_label
from voc.ingest.transcripts.times import is_time, seconds_of


@pytest.mark.parametrize(
    "text",
    [
        "7", "12:31", "0:03 – 0:09", "0 minutes 3 seconds", "41 Sekunden", "1 Stunde 2 Minuten", "1 heure 2 minutes",
        "35m 12s", "03.08.26, 12", "8/3/2026 1:04 PM", "5. März 2026", "Today at 1:04 PM", "2026-08-03", "12:31 Uhr",
        "3 Std. 20 Min.",
    ],
)  # fmt: skip
def test_time_is_no_label(text: str) -> None:
    assert is_time(text)
    assert not can_be_label(text)


@pytest.mark.parametrize("text", ["S1", "Speaker 0", "P 12", "Ada 3", "May", "Mai Tran", "Sekunda", "M. Stein", "H2"])
def test_name_is_no_time(text: str) -> None:
    assert not is_time(text)
    assert can_be_label(text)


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        ("2 Minuten 3 Sekunden", 123.0), ("1 hour 2 minutes", 3720.0), ("2 Std. 1 Min.", 7260.0), ("[0:41]", 41.0),
        ("_00:41_", 41.0), ("5:53 PM", None), ("03.08.26, 12:31", None),
    ],
)  # fmt: skip
def test_seconds_of_a_stamp(stamp: str, seconds: float | None) -> None:
    assert seconds_of(stamp) == seconds
