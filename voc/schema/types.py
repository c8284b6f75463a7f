"""What all records share: kinds of documents, roles of speakers, arrays, progress, and ids made from content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

# Literals instead of enums: the values are written to tables and JSON as they are, and compare equal to plain text.
Kind = Literal["interview", "survey", "review"]
Role = Literal["participant", "interviewer", "other"]
Status = Literal["read", "partial", "skipped"]
Reason = Literal[
    "annotations",
    "answers without words",
    "attributes",
    "cut off",
    "columns not read",
    "copies",
    "dates",
    "head",
    "header row",
    "headings",
    "hidden cells",
    "hidden text",
    "ids",
    "interviews without answers",
    "invented sentences",
    "letter form",
    "machine lines",
    "markup",
    "menus",
    "page headers",
    "personal data",
    "pictures, tables and code",
    "questions",
    "ratings",
    "remarks",
    "sheets not read",
    "speakers",
    "summaries",
    "text below headings",
    "times",
    "totals",
    "translations",
    "unexplained",
    "voices not to be used",
    "words of the company",
]
"""Why characters of a file are in no turn. "speakers" are their labels; "unexplained" is a defect."""
Language = Literal["de", "en"]
"""A language that the report can be written in. Texts may be in any language (ISO 639-1, or "" when unknown)."""

MIN_PEOPLE = 3
"""A figure that rests on fewer respondents than this is marked as resting on too few."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Progress = Callable[[str, int, int], None]
"""``progress(stage, done, total)``; a total of 0 means that the end is not known."""

_NUMBERED_PSEUDONYM = re.compile(r"\[([A-Za-z-]+) \d+\]")


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing: the default of every function that takes a ``progress``."""


def stable_id(prefix: str, *parts: str) -> str:
    """Return ``prefix-`` and ten hexadecimal digits of the SHA-256 of the parts.

    An id is made from content, never from order, so that it stays the same when files are added. Numbers of pseudonyms
    do not count: "[Person 3]" is hashed as "[Person]".

    >>> stable_id("d", "a.md", "ask [Person 3]") == stable_id("d", "a.md", "ask [Person 14]")
    True
    """
    text = "\x1f".join(parts)
    # Another file in the study shifts the numbers of all pseudonyms after its own.
    if "[" in text:
        text = _NUMBERED_PSEUDONYM.sub(r"[\1]", text)
    # Ten digits: of studies with ten thousand segments, one in 22,000 has two segments with the same id.
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
