"""How texts become vectors: the protocol that every encoder keeps, and the table of their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

from voc.errors import EncoderError
from voc.schema import Floats

HUB_PREFIX = "sentence-transformers:"


class Encoder(Protocol):
    """Texts in, unit vectors out.

    Every back-end keeps the same contract: a row depends on its text alone (not on the other texts, their order, or
    the number of threads), equal texts have equal rows, and an empty text has a vector of unit length like any other.
    """

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts.

        Returns:
            float32 (n, ``dimensions``), finite, rows of unit length, in the order of ``texts``.
        """


@cache
def _use(argument: str) -> Encoder:
    from voc.models.universal_sentence_encoder import UseEncoder

    return UseEncoder()


def _hashing(argument: str) -> Encoder:
    from voc.models.hashing import HashingEncoder

    return HashingEncoder()


def _hub(argument: str) -> Encoder:
    from voc.models.sentence_transformers import HubEncoder

    return HubEncoder(argument)


ENCODERS: dict[str, Callable[[str], Encoder]] = {"use": _use, "hashing": _hashing, HUB_PREFIX: _hub}
"""Loaders by name; a name that ends in ":" takes an argument."""

CHOICES = '"use" (embedded), "sentence-transformers:NAME_OR_FOLDER" (needs the extra `hub`), "hashing" (for tests)'


def load_encoder(name: str) -> Encoder:
    """Load an encoder by its name.

    Args:
        name: "use", "hashing", or "sentence-transformers:" and a hub name or a folder.

    Raises:
        EncoderError: the name is unknown, an extra is missing, or the model cannot be loaded.

    >>> load_encoder("hashing").encode(["Guten Tag"]).shape
    (1, 256)
    """
    kind, colon, argument = name.partition(":")
    loader = ENCODERS.get(kind + colon)
    if loader is None or (colon and not argument.strip()):
        raise EncoderError(f"[encoder] name must be one of {CHOICES}; found '{name}'.")
    return loader(argument.strip())
