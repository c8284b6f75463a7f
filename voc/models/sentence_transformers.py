"""Any sentence-transformers model, from a folder or from a model hub (Reimers & Gurevych, 2019, arXiv:1908.10084).

Needs the extra `hub`. This is the only place from which `voc` reaches a network, and only when the model's name is not
a folder on this computer.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from voc.errors import EncoderError
from voc.models.encoder import HUB_PREFIX, deduplicate_texts, usable_cores
from voc.schema import Floats

INSTALL = (
    "Install the CPU build of torch first, then the extra:\n"
    "  pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu\n"
    '  pip install "voc-personas[hub]"'
)


class HubEncoder:
    """A model of sentence-transformers on the CPU.

    Every text is encoded on its own, so that no neighbour's padding moves its vector, with one torch thread each and
    as many texts at a time as there are cores.
    """

    def __init__(self, model: str, threads: int | None = None) -> None:
        """Load a model.

        Args:
            model: a folder, or the name of a model on the hub ("intfloat/multilingual-e5-small").
            threads: texts encoded at a time; by default as many as there are usable cores.

        Raises:
            EncoderError: the extra is missing, or the model cannot be loaded.
        """
        self._threads = threads or usable_cores()
        self._model = _load(model)
        self.name = HUB_PREFIX + model
        self.dimensions = int(self._model.encode(["a"], show_progress_bar=False).shape[1])

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; see `voc.models.encoder.Encoder`."""
        import torch

        unique, rows = deduplicate_texts(texts)
        encoded = np.zeros((len(unique), self.dimensions), np.float32)
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with threadpool_limits(1), ThreadPoolExecutor(self._threads) as pool:
                for row, vector in enumerate(pool.map(self._encode_text, unique)):
                    encoded[row] = vector
        finally:
            # The setting is global: a program that uses voc as a library keeps its own.
            torch.set_num_threads(threads)
        return encoded[rows]

    def _encode_text(self, text: str) -> Floats:
        # Tokenizers refuse lone surrogates, and some models answer an empty text with NaN or zeros.
        clean = text.encode("utf-8", "replace").decode()
        vectors = self._model.encode([clean], batch_size=1, show_progress_bar=False, convert_to_numpy=True)
        row = np.nan_to_num(np.asarray(vectors[0], np.float32))
        length = float(np.sqrt(np.sum(row * row)))
        if length > 0:
            return np.asarray(row / np.float32(length), np.float32)
        row = np.zeros_like(row)
        row[0] = 1.0
        return row


def _load(model: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderError(
            f"the encoder '{HUB_PREFIX}{model}' needs the extra `hub`, which is not installed. {INSTALL}"
        ) from error
    folder = Path(model).expanduser()
    # Without this check the library would look for a mistyped folder on the hub and blame the network.
    if not folder.is_dir() and _looks_like_folder(model):
        raise EncoderError(
            f"the encoder '{HUB_PREFIX}{model}' names a folder that does not exist. Check the path, or give a hub name "
            "such as intfloat/multilingual-e5-small."
        )
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    try:
        if folder.is_dir():
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        return SentenceTransformer(model, device="cpu")
    except Exception as error:
        cause = "The folder holds no such model" if folder.is_dir() else "There is no network, or no such model"
        raise EncoderError(
            f"the encoder '{HUB_PREFIX}{model}' cannot be loaded. {cause} ({type(error).__name__}). Download the model "
            f"once with a network, or give its folder: --encoder {HUB_PREFIX}/path/to/model."
        ) from error


def _looks_like_folder(model: str) -> bool:
    return model.startswith(("/", ".", "~")) or "\\" in model or model.count("/") > 1
