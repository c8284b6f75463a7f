"""The vectors of the reader's lower layers, computed by the shipped graph once per text."""

from __future__ import annotations

from collections.abc import Iterable

from training.reader.export import WEIGHTS
from voc.models.encoder import usable_cores
from voc.models.pair_judge import LowerReader, TokenVectors


class LowerVectors:
    """Token vectors of the reader's lower layers by text."""

    def __init__(self) -> None:
        self._reader = LowerReader(WEIGHTS, usable_cores())
        self._vectors: dict[str, TokenVectors] = {}

    def read(self, texts: Iterable[str]) -> None:
        """Compute the vectors of texts that have none yet."""
        self._vectors.update(self._reader.read(set(texts) - self._vectors.keys()))

    def __getitem__(self, text: str) -> TokenVectors:
        return self._vectors[text]

    def length(self, text: str) -> int:
        """The number of tokens of a text that was read."""
        return len(self._vectors[text])
