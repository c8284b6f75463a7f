"""Store results of long computations in `training/cache` until the files that they depend on change."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from training.data import ROOT
from voc.schema import Floats

CACHE = ROOT / "training" / "cache"
Arrays = dict[str, Floats]


def cached(label: str, sources: Sequence[str], compute: Callable[[], Arrays]) -> Arrays:
    """Return the stored result of ``compute``, or compute and store it.

    Args:
        label: names the result; part of the file's name.
        sources: files below the project's folder that the result depends on, besides the data.
        compute: returns arrays by name; no name contains "--".
    """
    version = hashlib.sha256("".join([label, *map(_file_hash, sources)]).encode()).hexdigest()[:12]
    file = CACHE / f"kept-{re.sub(r'[^a-z0-9]+', '-', label.lower())[:60]}-{version}.npz"
    if not file.is_file():
        start = time.perf_counter()
        result = compute()
        prepare_cache()
        # Renamed at the end, so that an interrupted run leaves no half file behind.
        partial = CACHE / f"part-{file.name}"
        np.savez(partial, allow_pickle=False, **{name.replace("/", "--"): array for name, array in result.items()})
        partial.replace(file)
        print(f"{label}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    with np.load(file, allow_pickle=False) as arrays:
        return {name.replace("--", "/"): arrays[name] for name in arrays.files}


@cache
def _file_hash(path: str) -> str:
    # Cached, because the code that runs is the code at the start of the process, even if the file changes later.
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


def prepare_cache() -> Path:
    """Create the cache's folder, which git ignores, and return it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    return CACHE
