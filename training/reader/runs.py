"""The training runs: "full" for the product, and leave-out runs, which are measured on what they leave out."""

from __future__ import annotations

from dataclasses import dataclass

from training.reader.rows import EMOTION_TENTHS


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is trained on.

    left_out: sets, domains ("m_absa/hotel"), folders, or EMOTION_TENTHS. public_rows: maximum public rows.
    """

    left_out: tuple[str, ...] = ()
    public_rows: int = 60_000


RUNS: dict[str, Run] = {
    "full": Run(public_rows=75_000),
    "a": Run(
        ("german_hotel_absa", "acos", "semeval2014_rest", "us_airline_tweets", "m_absa/laptop", "m_absa/restaurant",
         "sb10k", "m_absa/coursera", "m_absa/food", "divekit_de", "jupyter_surveys", "softwaresaved_survey",
         "pandas_survey", "usertests_whisper_en", "meetings_zoom_en"),
    ),
    "b": Run(
        ("bestande_de", "mobasa", "m_absa/phone", "m_absa/hotel", "m_absa/sight", "hci2024/interviews_de",
         "hci2024/interviews_en", EMOTION_TENTHS),
        public_rows=50_000,
    ),
}  # fmt: skip
"""The runs by name. Sets that share texts are left out by the same run."""
EMOTION_RUN = "b"
"""The run that leaves out EMOTION_TENTHS."""
