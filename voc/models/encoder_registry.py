"""Encoders by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from voc.errors import EncoderError
from voc.models.encoder import HUB_PREFIX, Encoder


@cache
def _use(argument: str) -> Encoder:
    from voc.models.universal_sentence_encoder import UseEncoder

    return UseEncoder()


def _hashing(argument: str) -> Encoder:
    from voc.models.encoder import HashingEncoder

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
