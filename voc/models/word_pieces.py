"""Texts as the word pieces that the transformer reads, and the place of each piece in its text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

BEGIN, END = 0, 2
"""Ids of the marks around every text."""

TextRange = tuple[int, int]
"""Start and end of a part of a text in code points, half open."""


def load_tokenizer(path: Path) -> Any:
    """The SentencePiece model in a file."""
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(path))


def piece_ids(tokenizer: Any, text: str) -> list[int]:
    """The ids of a text's pieces, without marks."""
    return list(tokenizer.encode(_clean(text)))


def marked_ids(tokenizer: Any, text: str, max_tokens: int) -> list[int]:
    """The ids of a text's first pieces between the marks, at most ``max_tokens`` in all."""
    return [BEGIN, *piece_ids(tokenizer, text)[: max_tokens - 2], END]


def piece_ranges(tokenizer: Any, text: str) -> list[TextRange]:
    """The range of each piece of a text in code points. SentencePiece gives byte offsets."""
    clean = _clean(text)
    pieces = tokenizer.encode(clean, return_type="proto").pieces
    starts = np.cumsum([0, *(len(char.encode()) for char in clean)])
    begins = np.searchsorted(starts, [piece.begin for piece in pieces], side="right") - 1
    ends = np.searchsorted(starts, [piece.end for piece in pieces])
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def _clean(text: str) -> str:
    # SentencePiece rejects surrogates, and exports with broken emoji contain them. Replacing each keeps offsets valid.
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
