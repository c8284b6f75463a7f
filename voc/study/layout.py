"""Where things lie in a study folder."""

from __future__ import annotations

MANIFEST = "data/manifest.json"
PERSONAS = "data/personas.json"
ANALYSIS = "data/analysis.json"
REPORT = "report.html"
DOCUMENTS = "documents"
WORKSHOP = "workshop"
VOICES = "voices"
"""Pages beside the report with all statements of a study that is too large for one page."""
KEY = "private/pseudonyms.csv"
CONFIG = "private/config.json"
CODEBOOK = "codebook.toml"
EDITED = "workshop/edited"
"""Where a re-run puts workshop files that somebody has changed since they were written."""

TABLES = {
    "sources.csv": "sources",
    "respondents.csv": "respondents",
    "segments.csv": "segments",
    "themes.csv": "themes",
    "touchpoints.csv": "touchpoints",
    "touchpoint_splits.csv": "touchpoint_splits",
    "pain_points.csv": "pain_points",
    "moments.csv": "moments",
    "metrics.csv": "metrics",
    "experiments.csv": "experiments",
}
"""File in `data/` → function of `voc.study.rows` or `voc.study.number_rows` that fills it."""


def is_written(name: str) -> bool:
    """Whether a run writes the file of this name, and the manifest vouches for it."""
    if name in {REPORT, PERSONAS, ANALYSIS} or name.startswith((f"{DOCUMENTS}/", f"{VOICES}/")):
        return True
    if name.startswith("data/"):
        return name.removeprefix("data/") in TABLES
    return name.startswith(f"{WORKSHOP}/") and not name.startswith(f"{EDITED}/")
