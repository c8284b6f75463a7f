"""Write the files in `voc/models/weights`: the heads, their model cards, and how rare each n-gram is.

A head is small arrays, no pickle, the same bytes for the same arrays. A card says what its head was made from, and how
accurate it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from training.data import ROOT, SENTENCES, data_hash, load
from voc.models.heads import LINKS
from voc.models.ngrams import IDF_STEP, N_BUCKETS, hash_ngrams
from voc.schema import Floats

FOLDER = ROOT / "voc" / "models" / "weights"
IDF_SETS = (
    "amazon_alexa", "flausch2025", "goemotions", "jameda_de", "kununu_de", "massive_de", "potts", "ryanair",
    "sentihood", "womens_clothing", "xed",
)  # fmt: skip
IDF_MIN_TEXTS = 6
"""N-grams in fewer texts than this get weight 0: they teach noise."""
_BATCH_TEXTS = 4096
"""Texts whose n-grams are in memory at a time."""
LICENCES = {
    "m_absa": "none stated", "mobasa": "none stated", "german_hotel_absa": "none stated", "acos": "none stated",
    "sentihood": "MIT", "semeval2014_rest": "MIT repository", "semeval2016_multi": "MIT repository",
    "bestande_de": "released by its founder", "jameda_de": "none stated, scraped", "kununu_de": "none stated, scraped",
    "sb10k": "MIT repository", "potts": "MIT repository", "amazon_alexa": "none stated", "ryanair": "MIT",
    "womens_clothing": "CC0", "skytrax_lounge_seat": "CC0", "sentimentr": "MIT", "flausch2025": "none stated",
    "brighter": "CC BY 4.0", "goemotions": "Apache-2.0", "xed": "CC BY 4.0", "clinc150": "CC BY 3.0",
    "massive_de": "CC BY 4.0", "jupyter_surveys": "CC0",
    "pandas_survey": "none stated",
}  # fmt: skip


_MEASURES = re.compile(r"## Measures\n\n(.*?)\n\n## ", re.DOTALL)


def write_head(name: str, arrays: dict[str, Floats], calibration: Floats, link: str) -> Path:
    """Quantise and write one head; the table keeps 8 bits, the rest 16."""
    table = arrays["table"]
    scale = np.maximum(np.quantile(np.abs(table), 0.9999, axis=0), 1e-8) / 127
    packed = {
        **{key: arrays[key].astype(np.float16) for key in ("v", "w1", "b1", "w2", "b2")},
        "table": np.clip(np.rint(table / scale), -127, 127).astype(np.int8),
        "table_scale": scale.astype(np.float32),
        "calibration": calibration.astype(np.float32),
        "link": np.array(LINKS.index(link), np.int8),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.npz"
    np.savez_compressed(path, allow_pickle=False, **packed)
    return path


def record(name: str, measures: str) -> None:
    """Write measures into the card of a head; a rebuilt head keeps them until it is measured again."""
    card = FOLDER / f"{name}.md"
    text = card.read_text(encoding="utf-8")
    card.write_text(_MEASURES.sub(lambda _: f"## Measures\n\n{measures}\n\n## ", text), encoding="utf-8")


def recorded(name: str, command: str = "python -m benchmarks.readings --record") -> str:
    """The measures that were last recorded for a head."""
    card = FOLDER / f"{name}.md"
    match = _MEASURES.search(card.read_text(encoding="utf-8")) if card.is_file() else None
    return match[1] if match else f"Not measured yet: run `{command}`."


def write_card(head: str, title: str, sets: list[str], sections: list[tuple[str, str]]) -> None:
    """Write `voc/models/weights/HEAD.md`."""
    names = sorted({name.removesuffix(SENTENCES) for name in sets})
    rows = [f"| {name} | {LICENCES[name]} | `{data_hash(name)[:16]}` |" for name in names]
    table = "\n".join(["| set | licence as stated by its source | SHA-256 of the rows |", "|---|---|---|", *rows])
    data = table if rows else "No set: lines of our own."
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections)
    rebuild = (
        "From the project's folder, with the labelled sets in `../shared/data/labelled`: see `training/README.md`. The "
        "same data gives the same figures. The weights are figures only; no text of any set is in them."
    )
    (FOLDER / f"{head}.md").write_text(
        f"# {title}\n\n{body}\n\n## Data\n\n{data}\n\n## How to rebuild\n\n{rebuild}\n", encoding="utf-8"
    )


def write_idf() -> None:
    """Count and write `voc/models/weights/idf.npy`, uint8 (N_BUCKETS,) in steps of 1/16."""
    counts = np.zeros(N_BUCKETS, np.int64)
    n = 0
    for name in IDF_SETS:
        texts = load(name)["text"].tolist()
        n += len(texts)
        for start in range(0, len(texts), _BATCH_TEXTS):
            # Weight 1 for all buckets: with weight 0 an n-gram would not be counted.
            ngrams = hash_ngrams(texts[start : start + _BATCH_TEXTS], np.ones(N_BUCKETS, np.float32))
            counts += np.bincount(ngrams.buckets, minlength=N_BUCKETS)
    idf = np.where(counts >= IDF_MIN_TEXTS, np.log((1 + n) / (1 + counts)) + 1, 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "idf.npy", np.clip(np.rint(idf * IDF_STEP), 0, 255).astype(np.uint8))
