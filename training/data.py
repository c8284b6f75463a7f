"""The labelled sets: their folder, how they are read, and their hashes; vectors of their rows, cached."""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc.schema import Floats

LIMITS = {"womens_clothing": 6000, "clinc150": 8000, "massive_de": 8000, "flausch2025": 12000,
    "jameda_de:sentences": 15000, "bestande_de:sentences": 25000, "kununu_de:sentences": 12000,
    "womens_clothing:sentences": 8000, "ryanair:sentences": 12000, "skytrax_lounge_seat:sentences": 12000,
    "amazon_alexa:sentences": 6000}  # fmt: skip
"""Rows that are read at most of large sets, where more do not change the figures."""
SENTENCES = ":sentences"
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
ROOT = Path(__file__).resolve().parents[1]


class DataError(Exception):
    """The labelled sets, or one of them, are missing."""


def data_folder() -> Path:
    """The folder `labelled` of the shared data, beside the project.

    Raises:
        DataError: there is no such folder.
    """
    folder = ROOT.parent / "shared" / "data" / "labelled"
    if not folder.is_dir():
        raise DataError(f"{folder} is missing: put the labelled sets (*.csv.gz) into it, beside the project.")
    return folder


@cache
def load(name: str) -> pd.DataFrame:
    """The German and English rows of a set, all cells as text; `id`, `text` and `lang` are always there.

    A set in LIMITS is cut to that many rows, spread evenly over the file. "NAME:sentences" has a row for every
    sentence of at least three words, with the labels of its text.

    Raises:
        DataError: there is no such set.
    """
    if name.endswith(SENTENCES):
        return _limited(_sentences(load(name.removesuffix(SENTENCES))), name)
    file = data_folder() / f"{name}.csv.gz"
    if not file.is_file():
        raise DataError(f"{file} is missing: the set '{name}' is needed for this step.")
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    table = table[table["lang"].isin(["de", "en", ""]) & (table["text"].str.strip() != "")]
    return _limited(table, name)


def _limited(table: pd.DataFrame, name: str) -> pd.DataFrame:
    step = max(1, len(table) // LIMITS.get(name, len(table)))
    return table.iloc[::step].reset_index(drop=True)


def _sentences(table: pd.DataFrame) -> pd.DataFrame:
    parts = table.assign(text=table["text"].str.split(_END_OF_SENTENCE)).explode("text")
    parts["text"] = parts["text"].fillna("").str.strip()
    return parts[parts["text"].str.count(r"\w+") >= 3]


@cache
def data_hash(name: str) -> str:
    """SHA-256 of a set's rows, uncompressed."""
    with gzip.open(data_folder() / f"{name.removesuffix(SENTENCES)}.csv.gz") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def vectors(name: str) -> Floats:
    """USE vectors of all rows of a set, float32 (n, 512)."""
    return encode(name.replace(":", "-"), load(name)["text"].tolist())


def encode(label: str, texts: list[str]) -> Floats:
    """USE vectors of texts, float32 (n, 512); cached in `training/cache` under a label and the hash of the texts."""
    version = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    file = ROOT / "training" / "cache" / f"{label}-{version}.npy"
    if not file.is_file():
        from voc.models.encoder_registry import load_encoder

        file.parent.mkdir(exist_ok=True)
        (file.parent / ".gitignore").write_text("*\n")
        # Renamed at the end, so that an interrupted run leaves no half file behind.
        partial = file.with_suffix(".part.npy")
        np.save(partial, load_encoder("use").encode(texts))
        partial.replace(file)
    rows: Floats = np.load(file, mmap_mode="r")
    return rows


def text_key(text: str) -> str:
    """A key that near-duplicates share: letters and digits only, no case, no diacritics.

    >>> text_key("Très  bon!!") == text_key("tres bon")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^0-9a-z]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def key_codes(texts: list[str]) -> NDArray[np.uint64]:
    """The first eight bytes of the SHA-256 of every text's `text_key`: uint64 (n,)."""
    digests = [hashlib.sha256(text_key(text).encode()).digest()[:8] for text in texts]
    return np.frombuffer(b"".join(digests), np.uint64)
