"""Synthetic sentences for what public sets hardly contain: understatement, wishes, questions, plain facts.

Reviews teach that "schlecht" is bad and "schön" is good; these patterns teach what such words mean after "nicht", after
"wäre", in a question, and in an interviewee's account of an ordinary day. The patterns are in `patterns.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from voc.schema import Floats


def synthetic_sentences() -> tuple[list[str], Floats]:
    """All sentences, and their probabilities of (negative, neutral, positive): float32 (n, 3)."""
    pairs = [(text, pattern["probabilities"]) for pattern, text in _fill("sentiment")]
    return [text for text, _ in pairs], np.array([target for _, target in pairs], np.float32)


def synthetic_statements() -> list[tuple[str, str]]:
    """Kind and text of each synthetic sentence."""
    return [(pattern["kind"], text) for pattern, text in _fill("statement")]


def _fill(name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each pattern of a list with each sentence that its slots make of it."""
    data = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text("utf-8"))
    for pattern in data[name]:
        fillings = data["fillings"][pattern["language"]]
        for filling in product(*(fillings[slot] for slot in pattern["slots"])):
            yield pattern, pattern["text"].format(*filling)
