"""Whether more of something is good or bad, by the meaning of its name: "Lärm" and "mental demand" need no list."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from voc.errors import EncoderError
from voc.models.text_readers import TextReader, load_text_reader
from voc.text.language import detect

MAX_WORDS = 4
"""Words of a name whose meaning is read; in a whole question they are about more than one thing."""
MIN_CERTAINTY = 0.45
"""Difference of the probabilities of good and bad from which on the reading counts."""
_SAYINGS = {"de": "viel {}", "en": "high {}"}
"""How "more of it" is said; of a name alone the reader makes little."""


@lru_cache(maxsize=256)
def value_of_more(name: str) -> int:
    """1 where more of it is better, −1 where more is worse, 0 where its meaning does not tell or no model is at hand.

    >>> value_of_more("frustration"), value_of_more("Vertrauen"), value_of_more("")
    (-1, 1, 0)
    """
    if not name or len(name.split()) > MAX_WORDS:
        return 0
    saying = _SAYINGS[language] if (language := detect([name])[0]) in _SAYINGS else _SAYINGS["en"]
    return value_of_words(saying.format(name))


@lru_cache(maxsize=256)
def value_of_words(text: str) -> int:
    """1 for good, −1 for bad words, 0 for others or without a model."""
    reader = _reader()
    if reader is None:
        return 0
    bad, _, good = reader.read([text], np.zeros((1, 512), np.float32)).sentiments[0]
    value = float(good - bad)
    return 0 if abs(value) < MIN_CERTAINTY else (1 if value > 0 else -1)


@lru_cache(maxsize=1)
def _reader() -> TextReader | None:
    """The reader of tones, None without its runtime or weights."""
    try:
        return load_text_reader("deep")
    except EncoderError:
        return None
