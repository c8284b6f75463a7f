"""Results of long work, kept in `training/cache` until the files that they depend on change."""

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


def kept(label: str, sources: Sequence[str], work: Callable[[], Arrays]) -> Arrays:
    """Do ``work`` unless its result is there.

    Args:
        label: names the result; part of the file's name.
        sources: files below the project's folder that the result depends on, beside the data.
        work: gives arrays by name; no name holds "--".
    """
    version = hashlib.sha256("".join([label, *map(_hash, sources)]).encode()).hexdigest()[:12]
    file = CACHE / f"kept-{re.sub(r'[^a-z0-9]+', '-', label.lower())[:60]}-{version}.npz"
    if not file.is_file():
        begun = time.perf_counter()
        found = work()
        prepare_cache()
        partial = CACHE / f"part-{file.name}"
        np.savez(partial, allow_pickle=False, **{name.replace("/", "--"): array for name, array in found.items()})
        partial.replace(file)
        print(f"{label}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    with np.load(file, allow_pickle=False) as arrays:
        return {name.replace("--", "/"): arrays[name] for name in arrays.files}


@cache
def _hash(path: str) -> str:
    """Read once a process: what runs is what was there at its start."""
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


def prepare_cache() -> Path:
    """The cache's folder, which git does not see."""
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    return CACHE
