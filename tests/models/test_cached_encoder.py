"""Vectors between runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from voc.models.encoder import CachedEncoder, HashingEncoder, default_cache_folder
from voc.schema import Floats


class Counting(HashingEncoder):
    """The fake, and how many texts it was asked for."""

    asked = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked += len(texts)
        return super().encode(texts)


def stored(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "vectors.sqlite")) as base:
        return int(base.execute("SELECT COUNT(*) FROM vectors").fetchone()[0])


def test_cache_encodes_every_text_once(tmp_path: Path) -> None:
    texts = ["one", "two", "one", "drei"]
    first, second = Counting(), Counting()
    fresh = CachedEncoder(first, tmp_path).encode(texts)
    again = CachedEncoder(second, tmp_path).encode([*texts[::-1], "vier"])
    assert (first.asked, second.asked) == (3, 1)
    np.testing.assert_array_equal(fresh[::-1], again[:4])
    np.testing.assert_array_equal(fresh, HashingEncoder().encode(texts))


def test_cache_keeps_encoders_apart(tmp_path: Path) -> None:
    other = Counting()
    other.name = "other"  # type: ignore[misc]
    CachedEncoder(Counting(), tmp_path).encode(["one"])
    CachedEncoder(other, tmp_path).encode(["one"])
    assert other.asked == 1


def test_cache_keeps_no_text(tmp_path: Path) -> None:
    CachedEncoder(HashingEncoder(), tmp_path).encode(["a very private sentence"])
    assert b"private" not in (tmp_path / "vectors.sqlite").read_bytes()


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\x00" + b"\xff" * 4000, b""])
def test_cache_survives_a_broken_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vectors.sqlite").write_bytes(content)
    rows = CachedEncoder(HashingEncoder(), tmp_path).encode(["one", "two"])
    np.testing.assert_array_equal(rows, HashingEncoder().encode(["one", "two"]))
    assert stored(tmp_path) == 2


def test_cache_survives_a_vector_of_the_wrong_size(tmp_path: Path) -> None:
    cached = CachedEncoder(HashingEncoder(), tmp_path)
    rows = cached.encode(["one"])
    with closing(sqlite3.connect(tmp_path / "vectors.sqlite")) as base, base:
        base.execute("UPDATE vectors SET vector = x'00'")
    np.testing.assert_array_equal(cached.encode(["one"]), rows)


def test_cache_works_where_no_file_can_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert CachedEncoder(HashingEncoder(), blocked / "below").encode(["one"]).shape == (1, 256)


def test_cache_stays_below_its_limit_and_drops_the_oldest(tmp_path: Path) -> None:
    cached = CachedEncoder(Counting(), tmp_path, limit_bytes=50 * (256 * 4 + 100))
    for start in range(0, 200, 20):
        cached.encode([f"text {i}" for i in range(start, start + 20)])
        assert stored(tmp_path) <= 50
    counting = Counting()
    CachedEncoder(counting, tmp_path).encode(["text 199", "text 0"])
    assert counting.asked == 1


def test_cache_is_shared_by_several_writers(tmp_path: Path) -> None:
    def run(start: int) -> Floats:
        cached = CachedEncoder(HashingEncoder(), tmp_path)
        return np.concatenate([cached.encode([f"text {i}" for i in range(k, k + 10)]) for k in range(start, 60, 10)])

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, [0, 10, 20, 0]))
    np.testing.assert_array_equal(found[0], HashingEncoder().encode([f"text {i}" for i in range(60)]))
    assert stored(tmp_path) == 60


def test_default_cache_folder_obeys_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_CACHE", "off")
    assert default_cache_folder() is None
    monkeypatch.setenv("VOC_CACHE", str(tmp_path))
    assert default_cache_folder() == tmp_path
    monkeypatch.delenv("VOC_CACHE")
    folder = default_cache_folder()
    assert folder is not None
    assert folder.name == "voc"
