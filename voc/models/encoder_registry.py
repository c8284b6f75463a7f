"""The encoder registry: encoders by the name that `[encoder] name` or `--encoder` gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from voc.errors import EncoderError
from voc.models.encoder import HUB_PREFIX, Encoder, HashingEncoder

BOTH = "voc"
"""The name of both embedded encoders together."""
_CHOICES = (
    '"voc" (both embedded encoders), "use" or "matter" (one of them), "sentence-transformers:NAME_OR_FOLDER" '
    '(needs the extra `hub`), "hashing" (for tests)'
)


# Cached, because the weights take 110 MB in memory and the readings ask for it beside the themes.
@cache
def _load_use(argument: str) -> Encoder:
    from voc.models.universal_sentence_encoder import UseEncoder

    return UseEncoder()


@cache
def _load_matter(argument: str) -> Encoder:
    from voc.models.matter_encoder import MatterEncoder

    return MatterEncoder()


@cache
def _load_both(argument: str) -> Encoder:
    from voc.models.joint_encoder import JointEncoder

    try:
        return JointEncoder(_load_use(""), _load_matter(""))
    except EncoderError as error:
        # There is no onnxruntime for some systems.
        if not isinstance(error.__cause__, ImportError):
            raise
        return _load_use("")


def _load_hashing(argument: str) -> Encoder:
    return HashingEncoder()


def _load_hub(argument: str) -> Encoder:
    from voc.models.sentence_transformers import HubEncoder

    return HubEncoder(argument)


LOADERS: dict[str, Callable[[str], Encoder]] = {
    BOTH: _load_both, "use": _load_use, "matter": _load_matter, "hashing": _load_hashing, HUB_PREFIX: _load_hub,
}  # fmt: skip
"""Loaders by name; what follows a name that ends in ":" is handed to its loader."""


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
    loader = LOADERS.get(kind + colon)
    if loader is None or (colon and not argument.strip()):
        raise EncoderError(f"[encoder] name must be one of {_CHOICES}; found '{name}'.")
    return loader(argument.strip())
