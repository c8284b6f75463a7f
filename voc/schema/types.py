"""Types that all records use: kinds of documents, roles of speakers, arrays, and how progress is reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

# Literals instead of enums: the values are written to tables and JSON as they are, and compare equal to plain text.
Kind = Literal["interview", "survey", "review"]
Role = Literal["participant", "interviewer", "other"]
Status = Literal["read", "partial", "skipped"]
Language = Literal["de", "en"]
"""A language that the report can be written in. Texts may be in any language (ISO 639-1, or "" when unknown)."""

MIN_PEOPLE = 3
"""A figure that rests on fewer respondents than this is marked as resting on too few."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Progress = Callable[[str, int, int], None]
"""``progress(stage, done, total)``; a total of 0 means that the end is not known."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing: the default of every function that takes a ``progress``."""
