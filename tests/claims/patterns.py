"""Titles and statements for tests: which statement is about the matter of which title is known from patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from voc.claims import ClaimPhrase, Titles
from voc.schema import Floats


def titles_of(patterns: Sequence[str]) -> Titles:
    """A bank with a title for each pattern, whose text is the pattern's name before the colon."""
    names = [pattern.partition(":")[0] for pattern in patterns]
    phrases = tuple(ClaimPhrase(f"key of {name}", name) for name in names)
    vectors = np.eye(len(patterns), len(patterns) + 1, dtype=np.float32)
    # Strangers are about none of the titles.
    return Titles(phrases, vectors, vectors, np.zeros((4000, len(patterns) + 1), np.float32))


def vectors_of(patterns: Sequence[str], texts: Sequence[str]) -> Floats:
    """Vectors of texts: a dimension for each pattern, and one for texts that none fits; rows of length one."""
    rows = np.zeros((len(texts), len(patterns) + 1), np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[:-1] = [bool(re.search(pattern.partition(":")[2], text, re.IGNORECASE)) for pattern in patterns]
        row[-1] = not row.any()
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
