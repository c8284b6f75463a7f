"""How texts become vectors: the protocol that every encoder keeps, and the table of their names."""

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


_WORD = re.compile(r"\w+")


class HashingEncoder:
    """Texts that share words or parts of words are near each other. Fast, and without any meaning beyond that."""

    name = "hashing"

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; a text without words has its own row."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for i, text in enumerate(texts):
            for feature, weight in _features(text):
                code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
                out[i, (code >> 1) % self.dimensions] += weight if code & 1 else -weight
            length = np.sqrt(np.sum(out[i] * out[i]))
            if length == 0:
                out[i, 0] = length = 1.0
            out[i] /= length
        return out


def _features(text: str) -> list[tuple[str, float]]:
    words = _WORD.findall(text.casefold())
    grams = [f"#{padded[i : i + 3]}" for word in words for padded in (f" {word} ",) for i in range(len(padded) - 2)]
    return [(word, 1.0) for word in words] + [(gram, 0.3) for gram in grams]


_LOG = logging.getLogger(__name__)
ENVIRONMENT = "VOC_CACHE"
_LIMIT = 400 * 2**20
_BLOCK = 500
_WAIT_S = 20.0


def default_cache_folder() -> Path | None:
    """Where vectors are kept: the user's cache folder, or what the variable VOC_CACHE names; None for "off"."""
    named = os.environ.get(ENVIRONMENT, "").strip()
    if named.lower() == "off":
        return None
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("voc", appauthor=False)


class CachedEncoder:
    """An encoder that remembers. A remembered vector equals a fresh one to the last bit.

    The file never stops a run: when it cannot be opened it is not used, and when it is broken it is made anew.
    """

    def __init__(self, encoder: Encoder, folder: Path, limit_bytes: int = _LIMIT) -> None:
        """Keep vectors in ``folder / "vectors.sqlite"``, the oldest going first above ``limit_bytes``."""
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._file = folder / "vectors.sqlite"
        self._limit = limit_bytes

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; see `voc.models.encoder.Encoder`."""
        out = np.empty((len(texts), self.dimensions), np.float32)
        keys = [_key(self.name, text) for text in texts]
        known = self._read(sorted(set(keys)))
        missing: dict[bytes, str] = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            fresh = self._encoder.encode(list(missing.values()))
            new = dict(zip(missing, fresh, strict=True))
            self._write(new)
            known |= new
        for i, key in enumerate(keys):
            out[i] = known[key]
        return out

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Floats]:
        found: dict[bytes, Floats] = {}
        size = self.dimensions * 4

        def read(base: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _BLOCK):
                block = keys[start : start + _BLOCK]
                marks = ",".join("?" * len(block))
                rows = base.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", block)  # noqa: S608
                found.update({key: np.frombuffer(blob, "<f4") for key, blob in rows if len(blob) == size})

        self._transact(read)
        return found

    def _write(self, new: dict[bytes, Floats]) -> None:
        rows = [(key, np.asarray(vector, "<f4").tobytes()) for key, vector in new.items()]

        def write(base: sqlite3.Connection) -> None:
            base.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
            used, count = base.execute(
                "SELECT COALESCE(SUM(LENGTH(vector) + 100), 0), COUNT(*) FROM vectors"
            ).fetchone()
            if used > self._limit:
                surplus = count - int(0.75 * self._limit / used * count)
                base.execute("DELETE FROM vectors WHERE n IN (SELECT n FROM vectors ORDER BY n LIMIT ?)", (surplus,))

        self._transact(write)

    def _transact(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Run one transaction. A broken file is removed and the action runs on a new one; where no file can be used
        (a full or read-only disk, another process that holds it for long) the action is left out."""
        for _ in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self._file, timeout=_WAIT_S)) as base, base:
                    base.execute(
                        "CREATE TABLE IF NOT EXISTS vectors (n INTEGER PRIMARY KEY, key BLOB UNIQUE, vector BLOB)"
                    )
                    action(base)
                return
            except (sqlite3.OperationalError, OSError) as error:
                _LOG.info("vectors are not cached: %s", error)
                return
            except sqlite3.DatabaseError as error:
                _LOG.info("the cache of vectors is broken and starts anew: %s", error)
                try:
                    self._file.unlink(missing_ok=True)
                except OSError:
                    return


def _key(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\x00{text}".encode("utf-8", "surrogatepass")).digest()
