"""The encoder protocol, a cache that can be put around any encoder, and a small encoder for tests."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats

_LOG = logging.getLogger(__name__)

HUB_PREFIX = "sentence-transformers:"
"""Names of encoders from a model hub begin with this."""

CACHE_VARIABLE = "VOC_CACHE"
"""The environment variable that names another cache folder, or "off"."""

CACHE_LIMIT_BYTES = 400 * 2**20
"""The cache file holds at most this many bytes: about 195,000 vectors of 512 dimensions."""

_KEPT_SHARE = 0.75
"""A cache above its limit shrinks to this share of it, so that not every write has to delete."""

_ROW_OVERHEAD_BYTES = 100
"""SQLite needs about this many bytes for the key and the indexes of a row."""

_KEYS_PER_QUERY = 500
"""Keys in one SELECT; old builds of SQLite allow 999 parameters."""

_LOCK_TIMEOUT_S = 20.0
"""Seconds to wait for another process that writes to the cache."""


class Encoder(Protocol):
    """Texts in, unit vectors out.

    Every encoder keeps the same contract: a row depends on its text alone (not on the other texts, their order, or
    the number of threads), equal texts have equal rows, and an empty text has a vector of unit length like any other.
    """

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts.

        Returns:
            float32 (n, ``dimensions``), finite, rows of unit length, in the order of ``texts``.
        """


def deduplicate_texts(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The unique texts in order of first occurrence, and the position of each text among them, int64 (n,).

    >>> deduplicate_texts(["b", "a", "b"])[0]
    ['b', 'a']
    """
    # Not np.unique: arrays of str lose trailing NUL characters, so that two texts would become one.
    positions: dict[str, int] = {}
    rows = np.array([positions.setdefault(text, len(positions)) for text in texts], np.int64)
    return list(positions), rows


def usable_cores() -> int:
    """How many cores this process may use (at least 1)."""
    # os.cpu_count ignores the limits of containers; macOS and Windows lack sched_getaffinity.
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def default_cache_folder() -> Path | None:
    """The user's cache folder, or the folder that the variable VOC_CACHE names; None when it is "off"."""
    folder = os.environ.get(CACHE_VARIABLE, "").strip()
    if folder.lower() == "off":
        return None
    if folder:
        return Path(folder).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("voc", appauthor=False)


class CachedEncoder:
    """An encoder that keeps vectors between runs, in one SQLite file. A cached vector equals a fresh one bit by bit.

    The key is a hash of encoder and text; no text is stored. The cache never stops a run: a file that cannot be opened
    is not used, and a damaged file is replaced.
    """

    def __init__(self, encoder: Encoder, folder: Path, limit_bytes: int = CACHE_LIMIT_BYTES) -> None:
        """Keep vectors in ``folder / "vectors.sqlite"``; above ``limit_bytes`` the oldest are deleted first."""
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._file = folder / "vectors.sqlite"
        self._limit_bytes = limit_bytes

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; see `Encoder`."""
        keys = [_cache_key(self.name, text) for text in texts]
        cached = self._load(sorted(set(keys)))
        missing: dict[bytes, str] = {key: text for key, text in zip(keys, texts, strict=True) if key not in cached}
        if missing:
            fresh = dict(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
            self._store(fresh)
            cached |= fresh
        rows = np.empty((len(texts), self.dimensions), np.float32)
        for i, key in enumerate(keys):
            rows[i] = cached[key]
        return rows

    def _load(self, keys: Sequence[bytes]) -> dict[bytes, Floats]:
        vectors: dict[bytes, Floats] = {}
        n_bytes = self.dimensions * 4

        def select(database: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _KEYS_PER_QUERY):
                batch = keys[start : start + _KEYS_PER_QUERY]
                placeholders = ",".join("?" * len(batch))
                rows = database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({placeholders})", batch)  # noqa: S608
                # A vector of another length is damaged, or of a model that changed under the same name.
                vectors.update({key: np.frombuffer(blob, "<f4") for key, blob in rows if len(blob) == n_bytes})

        self._transact(select)
        return vectors

    def _store(self, vectors: dict[bytes, Floats]) -> None:
        rows = [(key, np.asarray(vector, "<f4").tobytes()) for key, vector in vectors.items()]

        def insert(database: sqlite3.Connection) -> None:
            database.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
            used, count = database.execute(
                "SELECT COALESCE(SUM(LENGTH(vector) + ?), 0), COUNT(*) FROM vectors", (_ROW_OVERHEAD_BYTES,)
            ).fetchone()
            if used > self._limit_bytes:
                surplus = count - int(_KEPT_SHARE * self._limit_bytes / used * count)
                database.execute(
                    "DELETE FROM vectors WHERE n IN (SELECT n FROM vectors ORDER BY n LIMIT ?)", (surplus,)
                )

        self._transact(insert)

    def _transact(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Run one transaction; skip it where no file can be used (full or read-only disk, a lock held for long)."""
        # The second attempt is for a damaged file, which the first one has deleted.
        for _ in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self._file, timeout=_LOCK_TIMEOUT_S)) as database, database:
                    database.execute(
                        "CREATE TABLE IF NOT EXISTS vectors (n INTEGER PRIMARY KEY, key BLOB UNIQUE, vector BLOB)"
                    )
                    action(database)
                return
            except (sqlite3.OperationalError, OSError) as error:
                _LOG.info("vectors are not cached: %s", error)
                return
            except sqlite3.DatabaseError as error:
                _LOG.info("the cache of vectors is damaged and is replaced: %s", error)
                try:
                    self._file.unlink(missing_ok=True)
                except OSError:
                    return


def _cache_key(encoder_name: str, text: str) -> bytes:
    # "surrogatepass": exports with broken emoji hold lone surrogates, which plain UTF-8 refuses.
    return hashlib.sha256(f"{encoder_name}\x00{text}".encode("utf-8", "surrogatepass")).digest()


_WORD = re.compile(r"\w+")
_TRIGRAM_WEIGHT = 0.3
"""The weight of a character trigram beside a word's 1.0, so that whole words decide and inflected forms stay near."""


class HashingEncoder:
    """A deterministic encoder for tests: signed hashes of words and character trigrams, without learned weights.

    Texts that share words or parts of words are near each other; it knows no meaning beyond that.
    """

    name = "hashing"

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; texts without words share one row."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for i, text in enumerate(texts):
            row = rows[i]
            words = _WORD.findall(text.casefold())
            trigrams = [f"#{padded[i : i + 3]}" for padded in map(" {} ".format, words) for i in range(len(padded) - 2)]
            for feature, weight in [(word, 1.0) for word in words] + [(part, _TRIGRAM_WEIGHT) for part in trigrams]:
                code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
                row[(code >> 1) % self.dimensions] += weight if code & 1 else -weight
            length = np.sqrt(np.sum(row * row))
            if length == 0:
                row[0] = length = 1.0
            rows[i] = row / length
        return rows
