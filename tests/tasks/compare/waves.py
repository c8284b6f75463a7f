"""Two waves of our own making, as the tables of written studies."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

from voc.study import StudyTables
from voc.study.tables import TABLES

PLACES = (("returns", "Returns"), ("payment", "Payment"), ("delivery", "Delivery"))
THEMES = {"t-label": "Label missing", "t-card": "Card declined", "t-late": "Late parcel", "t-app": "App crashes"}
WORDS = {"t-label": "label", "t-card": "card", "t-late": "parcel", "t-app": "crash"}


def encode(texts):
    """float32 (n, 32): a direction per leading word, and a little of the whole text."""
    rows = []
    for text in texts:
        rng = np.random.default_rng(zlib.crc32(text.split()[0].encode()))
        noise = np.random.default_rng(zlib.crc32(text.encode()))
        row = rng.normal(size=32) + 0.1 * noise.normal(size=32)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32).reshape(len(rows), 32)


def wave(name, said, *, people=100, prefix="t", places=PLACES, **manifest):
    """``said``: (theme, touchpoint, n people who say it, polarity) rows; themes get ids of this wave's own."""
    segments = []
    for order, (theme, touchpoint, n, polarity) in enumerate(said):
        for person in range(n):
            segments.append(
                {
                    "segment_id": f"s-{len(segments)}",
                    "respondent_id": f"r-{name}-{person}",
                    "role": "participant",
                    "text": f"{WORDS[theme]} {touchpoint} {person}",
                    "touchpoint_id": touchpoint,
                    "theme_id": theme.replace("t-", f"{prefix}-"),
                    "polarity": str(polarity + 0.01 * (person % 5)),
                    "statement": "pain" if polarity < 0 else "praise",
                    "sentiment": "negative" if polarity < 0 else "positive",
                    "pain_point_id": f"{prefix}p-{order}" if polarity < 0 else "",
                }
            )
    rest = {
        "touchpoint_id": "",
        "theme_id": "",
        "polarity": "0",
        "statement": "other",
        "sentiment": "neutral",
        "pain_point_id": "",
        "role": "participant",
    }
    segments += [
        {"segment_id": f"s-x{i}", "respondent_id": f"r-{name}-{i}", "text": f"filler{i} words", **rest}
        for i in range(people)
    ]
    used = dict.fromkeys(theme for theme, *_ in said)
    pains = [
        {"pain_point_id": f"{prefix}p-{i}", "title": THEMES[theme], "touchpoint_id": touchpoint,
         "theme_id": theme.replace("t-", f"{prefix}-")}
        for i, (theme, touchpoint, _, polarity) in enumerate(said) if polarity < 0
    ]  # fmt: skip
    tables = {file.removesuffix(".csv"): [] for file in TABLES}
    tables |= {
        "sources": [{"kind": "survey", "status": "read"}],
        "segments": segments,
        "themes": [{"theme_id": theme.replace("t-", f"{prefix}-"), "name": THEMES[theme]} for theme in used],
        "touchpoints": [{"touchpoint_id": one, "name": name} for one, name in places],
        "pain_points": pains,
    }
    about = {"study": name, "language": "en", **manifest}
    return StudyTables(folder=Path(name), personas={}, manifest=about, documents={}, **tables)
