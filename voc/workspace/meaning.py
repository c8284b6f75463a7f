"""Search by meaning: the vectors of all statements, worked out in the background when they are first asked for."""

from __future__ import annotations

import threading

import numpy as np

from voc.errors import VocError
from voc.models.encoder import Encoder
from voc.schema import Floats, Ints
from voc.study import Study
from voc.tasks.study_vectors import encode_statements, open_study_encoder
from voc.themes.neighbours import MIN_SIMILARITY

MOST_HITS = 200
"""The nearest statements of a search; what is farther away is not meant."""
WAIT_SECONDS = 0.5
"""How long a page waits for the vectors before it says that they take longer."""
_NEAR_PHRASE = MIN_SIMILARITY / 2
"""A phrase of a few words is less near to sentences about the same matter than these are to each other."""


class MeaningSearch:
    """The statements of a study by their meaning. The encoder is loaded once, in a thread of its own."""

    def __init__(self, study: Study) -> None:
        """Search the statements of `study`; nothing is loaded yet."""
        self._study = study
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._encoder: Encoder | None = None
        self._vectors: Floats | None = None
        self._error: VocError | None = None

    def rank(self, phrase: str) -> Ints | None:
        """Positions of the statements that mean most nearly the same, nearest first; None while it is not ready.

        Raises:
            EncoderError: the study's encoder cannot be loaded on this computer.
        """
        vectors = self.vectors()
        if vectors is None or self._encoder is None:
            return None
        similarity = vectors @ self._encoder.encode([phrase])[0]
        nearest = np.argsort(-similarity, kind="stable")[:MOST_HITS]
        ranked: Ints = nearest[similarity[nearest] >= _NEAR_PHRASE].astype(np.int32)
        return ranked

    def vectors(self) -> Floats | None:
        """The vectors of all statements, float32 (n, d); None while they are not ready. Raises as `rank`."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._prepare, daemon=True)
                self._thread.start()
        self._thread.join(WAIT_SECONDS)
        if self._error is not None:
            raise self._error
        return self._vectors

    def wait(self) -> None:
        """Wait until the vectors that were asked for are there."""
        if self._thread is not None:
            self._thread.join()

    def _prepare(self) -> None:
        try:
            encoder, vectors = open_study_encoder(self._study), encode_statements(self._study)
        except VocError as error:
            self._error = error
            return
        self._encoder, self._vectors = encoder, vectors
