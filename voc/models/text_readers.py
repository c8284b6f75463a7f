"""Readers: models that predict readings from the text alone, without its context.

`[models] reader` selects one. "deep" and "fast" are the two exits of the transformer. "basic" is a set of heads on the
vectors of the embedded encoder, for systems without onnxruntime. "auto" uses "deep" for interviews and for studies of
up to DEEP_LIMIT segments, and "fast" for the rest.
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
from voc.models.transformer_reader import feeling_ranges, load_transformer
from voc.models.word_pieces import TextRange
from voc.schema import ABOUT, EMOTIONS, STATUS, Floats, Ints, Segment

ReaderChoice = Literal["auto", "deep", "fast", "basic"]
ReaderName = Literal["deep", "fast", "basic"]

DEEP_LIMIT = 5_000
"""Largest study, in segments, that "auto" reads with "deep" throughout; in larger ones only interviews are."""
_BATCH_TEXTS = 4096
"""Texts whose n-grams are in memory at a time."""


@dataclass(frozen=True, slots=True)
class TextReadings:
    """Readings of n texts before their context is added. All arrays are float32, and probabilities are 0–1.

    sentiments (n, 3), columns as SENTIMENTS; kinds (n, 8), as STATEMENTS; about (n, 4), as ABOUT; status (n, 5), as
    STATUS: each row sums to one, or is all zeros in ``about`` and ``status`` if the reader does not predict them.
    emotions (n, 8), columns as EMOTIONS. intensities (n, 8): the expected intensity of each emotion if it is present,
    1–3, or 0 if the reader does not predict it. feelings: the ranges of each text whose words express a feeling.
    """

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

    def read(self, texts: Sequence[str], vectors: Floats) -> TextReadings:
        """Read n texts; ``vectors`` float32 (n, 512) are those of the encoder "use"."""


class TransformerTextReader:
    """One exit of the transformer, "deep" or "fast". Readings are cached by text, like vectors."""

    def __init__(self, name: Literal["deep", "fast"], *, cached: bool = True) -> None:
        """Load the weights; without ``cached``, nothing is stored.

        Raises:
            EncoderError: onnxruntime or the weights are absent.
        """
        self.name: ReaderName = name
        transformer, folder = load_transformer(name), default_cache_folder() if cached else None
        self._encoder: Encoder = transformer if folder is None else CachedEncoder(transformer, folder)

    def read(self, texts: Sequence[str], vectors: Floats) -> TextReadings:
        """See `TextReader.read`; the vectors are not used."""
        rows = self._encoder.encode(texts)
        part = {name: rows[:, group.columns] for name, group in GROUPS.items()}
        # Expected intensity where the emotion is present: 1 + P(≥ 2) + P(≥ 3). Both are trained on all texts that show
        # the emotion, so "strong" is not conditional on "clear".
        intensities = 1 + part["clear"] + part["strong"]
        feelings = tuple(feeling_ranges(row) for row in rows)
        return TextReadings(
            part["sentiment"], part["emotion"], intensities, part["kind"], part["about"], part["status"], feelings
        )


class BasicReader:
    """Heads on the vectors of the embedded encoder and on n-grams."""

    name: ReaderName = "basic"

    def read(self, texts: Sequence[str], vectors: Floats) -> TextReadings:
        """See `TextReader.read`."""
        starts = range(0, max(len(texts), 1), _BATCH_TEXTS)
        parts = [self._read(texts[i : i + _BATCH_TEXTS], vectors[i : i + _BATCH_TEXTS]) for i in starts]
        arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in TextReadings.__slots__[:-1]}
        return TextReadings(**arrays, feelings=((),) * len(texts))

    def _read(self, texts: Sequence[str], vectors: Floats) -> TextReadings:
        ngrams = hash_ngrams(texts)
        sentiments = load_head("sentiment").probabilities(vectors, ngrams)
        emotions = load_head("emotion").probabilities(vectors, ngrams)
        kinds = load_head("statement").probabilities(statement_inputs(texts, vectors, sentiments), ngrams)
        n = len(texts)
        unknown = [np.zeros((n, width), np.float32) for width in (len(EMOTIONS), len(ABOUT), len(STATUS))]
        return TextReadings(sentiments, emotions, unknown[0], kinds, unknown[1], unknown[2], ())


def load_text_reader(name: ReaderName, *, cached: bool = True) -> TextReader:
    """Load a reader by name; without onnxruntime it is the basic reader, and its ``name`` is "basic".

    ``cached`` stores readings in the user's cache, by a hash of each text.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    if name == "basic":
        return BasicReader()
    try:
        return TransformerTextReader(name, cached=cached)
    except EncoderError as error:
        if not isinstance(error.__cause__, ImportError):
            raise
        return BasicReader()


def choose_readers(choice: ReaderChoice, segments: Sequence[Segment]) -> dict[ReaderName, Ints]:
    """Assign each segment to a reader: positions in ``segments``, int32, by name of the reader."""
    rows = np.arange(len(segments), dtype=np.int32)
    if choice != "auto":
        return {choice: rows}
    is_deep = np.array([segment.kind == "interview" for segment in segments], bool) | (len(segments) <= DEEP_LIMIT)
    shares: tuple[tuple[ReaderName, Ints], ...] = (("deep", rows[is_deep]), ("fast", rows[~is_deep]))
    return {name: chosen for name, chosen in shares if len(chosen)}
