"""Readers: what one model says of n texts, before context is added. `[models] reader` chooses.

"deep" and "fast" are the two exits of the trained transformer; "basic" are the heads on the vectors of the embedded
encoder, for systems without onnxruntime. "auto" reads interviews deep, and tables too unless they are large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from voc.errors import EncoderError
from voc.models.encoder import CachedEncoder, Encoder, default_cache_folder
from voc.models.heads import load_head, statement_inputs
from voc.models.ngrams import hash_ngrams
from voc.models.reader_outputs import GROUPS
from voc.models.transformer_reader import TextRange, feeling_ranges, load_transformer
from voc.schema import ABOUT, EMOTIONS, STATUS, Floats, Ints, Segment

ReaderChoice = Literal["auto", "deep", "fast", "basic"]
ReaderName = Literal["deep", "fast", "basic"]

DEEP_LIMIT = 5_000
"""Studies of at most this many statements are read deep as a whole; of larger ones only the interviews."""
_BATCH_TEXTS = 4096
"""Texts whose n-grams are in memory at a time."""


@dataclass(frozen=True, slots=True)
class WordReadings:
    """What the words of n texts say, as probabilities in 0–1: sentiments (n, 3), rows of sum one; emotions (n, 8);
    kinds (n, 8), rows of sum one; about (n, 4) and status (n, 5), rows of sum one, or zeros where the reader cannot
    tell. ``intensities`` (n, 8): how strong each emotion is if it is there, 1–3, or 0 where the reader cannot tell;
    ``feelings`` the words of each text that carry the feeling."""

    sentiments: Floats
    emotions: Floats
    intensities: Floats
    kinds: Floats
    about: Floats
    status: Floats
    feelings: tuple[tuple[TextRange, ...], ...]


class TextReader(Protocol):
    """Texts in, readings out; a reading depends on its text alone."""

    name: ReaderName

    def read(self, texts: Sequence[str], vectors: Floats) -> WordReadings:
        """Read n texts; ``vectors`` float32 (n, 512) are those of the encoder "use"."""


class DeepReader:
    """One exit of the transformer. Its readings are cached by content, like vectors."""

    def __init__(self, name: Literal["deep", "fast"]) -> None:
        """Load the weights.

        Raises:
            EncoderError: onnxruntime or the weights are absent.
        """
        self.name: ReaderName = name
        transformer, folder = load_transformer(name), default_cache_folder()
        self._encoder: Encoder = transformer if folder is None else CachedEncoder(transformer, folder)

    def read(self, texts: Sequence[str], vectors: Floats) -> WordReadings:
        """See `TextReader.read`; the vectors are not used."""
        rows = self._encoder.encode(texts)
        part = {name: rows[:, group.columns] for name, group in GROUPS.items()}
        # P(at least 1) is one by definition; the other two levels are asked of texts that show the emotion.
        intensities = 1 + part["clear"] * (1 + part["strong"])
        feelings = tuple(feeling_ranges(row) for row in rows)
        return WordReadings(
            part["sentiment"], part["emotion"], intensities, part["kind"], part["about"], part["status"], feelings
        )


class BasicReader:
    """Heads on the vectors of the embedded encoder and on n-grams."""

    name: ReaderName = "basic"

    def read(self, texts: Sequence[str], vectors: Floats) -> WordReadings:
        """See `TextReader.read`."""
        starts = range(0, max(len(texts), 1), _BATCH_TEXTS)
        parts = [self._read(texts[i : i + _BATCH_TEXTS], vectors[i : i + _BATCH_TEXTS]) for i in starts]
        arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in WordReadings.__slots__[:-1]}
        return WordReadings(**arrays, feelings=((),) * len(texts))

    def _read(self, texts: Sequence[str], vectors: Floats) -> WordReadings:
        ngrams = hash_ngrams(texts)
        sentiments = load_head("sentiment").probabilities(vectors, ngrams)
        emotions = load_head("emotion").probabilities(vectors, ngrams)
        kinds = load_head("statement").probabilities(statement_inputs(texts, vectors, sentiments), ngrams)
        n = len(texts)
        unknown = [np.zeros((n, width), np.float32) for width in (len(EMOTIONS), len(ABOUT), len(STATUS))]
        return WordReadings(sentiments, emotions, unknown[0], kinds, unknown[1], unknown[2], ())


def load_text_reader(name: ReaderName) -> TextReader:
    """The reader of that name; "basic" where the transformer cannot be loaded (its ``name`` says so)."""
    if name == "basic":
        return BasicReader()
    try:
        return DeepReader(name)
    except EncoderError:
        return BasicReader()


def choose_readers(choice: ReaderChoice, segments: Sequence[Segment]) -> dict[ReaderName, Ints]:
    """Which reader reads which segments: positions by reader."""
    rows = np.arange(len(segments), dtype=np.int32)
    if choice != "auto":
        return {choice: rows}
    is_deep = np.array([segment.kind == "interview" for segment in segments], bool) | (len(segments) <= DEEP_LIMIT)
    shares: tuple[tuple[ReaderName, Ints], ...] = (("deep", rows[is_deep]), ("fast", rows[~is_deep]))
    return {name: chosen for name, chosen in shares if len(chosen)}
