"""The training runs: that of the product, and those that leave sets and studies out so that they can be measured."""

from __future__ import annotations

from dataclasses import dataclass

from training.reader.rows import EMOTION_TENTHS


@dataclass(frozen=True, slots=True)
class Run:
    """What a run leaves out, its public rows at most, and the run whose public step it starts from ("" for its own)."""

    left_out: tuple[str, ...] = ()
    public_rows: int = 60_000
    start_from: str = ""


RUNS: dict[str, Run] = {
    "full": Run(public_rows=90_000),
    "a": Run(
        ("german_hotel_absa", "acos", "semeval2014_rest", "us_airline_tweets", "m_absa/laptop", "m_absa/restaurant",
         "sb10k", "m_absa/coursera", "m_absa/food", "divekit_de", "jupyter_surveys", "softwaresaved_survey",
         "pandas_survey"),
    ),
    "b": Run(
        ("bestande_de", "mobasa", "m_absa/phone", "m_absa/hotel", "m_absa/sight", "hci2024/interviews_de",
         "hci2024/interviews_en", EMOTION_TENTHS),
        public_rows=50_000,
    ),
    "c": Run(("mlss_en", "games_en"), start_from="full"),
}  # fmt: skip
"""By name. Sets that share texts are left out together; public rows hold no interview, so "c" needs no public step of
its own."""
EMOTION_RUN = "b"
"""The run that leaves out EMOTION_TENTHS."""
