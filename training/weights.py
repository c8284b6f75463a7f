"""Write a head: small figures, no pickle, the same bytes for the same arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.data import ROOT
from voc.models.heads import LINKS
from voc.schema import Floats

FOLDER = ROOT / "voc" / "models" / "weights"


def write_head(name: str, arrays: dict[str, Floats], calibration: Floats, link: str) -> Path:
    """Quantise and write one head; the table keeps 8 bits, the rest 16."""
    table = arrays["table"]
    scale = np.maximum(np.quantile(np.abs(table), 0.9999, axis=0), 1e-8) / 127
    packed = {
        "v": arrays["v"].astype(np.float16),
        "w1": arrays["w1"].astype(np.float16),
        "b1": arrays["b1"].astype(np.float16),
        "w2": arrays["w2"].astype(np.float16),
        "b2": arrays["b2"].astype(np.float16),
        "table": np.clip(np.rint(table / scale), -127, 127).astype(np.int8),
        "table_scale": scale.astype(np.float32),
        "calibration": calibration.astype(np.float32),
        "link": np.array(LINKS.index(link), np.int8),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.npz"
    np.savez_compressed(path, allow_pickle=False, **packed)
    return path
