"""Vocabulary, types and ids that all records use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["interview", "survey", "review"]
Role = Literal["participant", "interviewer", "other"]
Status = Literal["read", "partial", "skipped"]
Language = Literal["de", "en"]
"""A language that the report can be written in; texts may be in any language (ISO 639-1, or "" for unknown)."""

MIN_PEOPLE = 3
"""Below this number of respondents a figure is marked as resting on too few people."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Progress = Callable[[str, int, int], None]
"""``progress(stage, done, total)``; total 0 means that the end is not known."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing: the default of every function that takes a ``progress``."""


def stable_id(prefix: str, *parts: str) -> str:
    """``prefix-`` and ten hexadecimal digits of the SHA-256 of the parts.

    Numbers of pseudonyms are left out ("[Person 3]" counts as "[Person]"), so that an id stays when another file
    joins the study and shifts the numbers.

    >>> stable_id("d", "a.md", "ask [Person 3]") == stable_id("d", "a.md", "ask [Person 14]")
    True
    """
    text = "\x1f".join(parts)
    if "[" in text:
        text = re.sub(r"\[([A-Za-z-]+) \d+\]", r"[\1]", text)
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def in_language(names: Mapping[str, str], language: str) -> str:
    """A text given by language: in this language, else in the first it has, else "".

    >>> in_language({"de": "Kauf", "en": "Purchase"}, "en"), in_language({"de": "Kauf"}, "en"), in_language({}, "en")
    ('Purchase', 'Kauf', '')
    """
    return names.get(language) or next(iter(names.values()), "")
