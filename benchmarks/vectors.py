"""Compare vectors for themes: the embedded encoder's, the reader's, both together, centred or whitened.

    python -m benchmarks.vectors

k-means with the true number of themes on a sample of each labelled set; the figure is the adjusted mutual information
(AMI) with the true themes, the mean of three seeds. The reader's vectors are the mean over a text's tokens at each exit
of the product's weights, which were trained on some of these texts, but never for themes. In "encoder and six layers,
whitened" the reader's vectors count half.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_mutual_info_score

from benchmarks.themes import SETS, load
from voc.models.encoder_registry import load_encoder
from voc.models.transformer_reader import load_transformer
from voc.schema import Floats

ROWS = 1200
SEEDS = (0, 1, 2)


def _unit(x: Floats) -> Floats:
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9), np.float32)


def _centred(x: Floats) -> Floats:
    return _unit(x - x.mean(axis=0))


def _whitened(x: Floats) -> Floats:
    return _unit(PCA(n_components=min(100, len(x) - 1), whiten=True, random_state=0).fit_transform(x))


def main() -> None:
    """Print a table: a line per kind of vector, a column per set."""
    encoder = load_encoder("use")
    methods: dict[str, Callable[[Floats, Floats, Floats], Floats]] = {
        "embedded encoder, centred": lambda use, fast, deep: _centred(use),
        "embedded encoder, whitened": lambda use, fast, deep: _whitened(use),
        "reader, six layers, centred": lambda use, fast, deep: _centred(fast),
        "reader, twelve layers, centred": lambda use, fast, deep: _centred(deep),
        "reader, six layers, whitened": lambda use, fast, deep: _whitened(fast),
        "encoder and six layers, centred": lambda use, fast, deep: np.hstack([_centred(use), _centred(fast)]),
        "encoder and six layers, whitened": lambda use, fast, deep: np.hstack([_whitened(use), 0.5 * _whitened(fast)]),
    }
    scores: dict[str, list[float]] = {name: [] for name in methods}
    for name, labelled in SETS.items():
        segments, themes = load(labelled, ROWS)
        texts = [segment.text for segment in segments]
        fast, deep = (load_transformer(depth).pooled(texts) for depth in ("fast", "deep"))
        use = encoder.encode(texts)
        for method, transform in methods.items():
            x = transform(use, fast, deep)
            clusters = [KMeans(len(set(themes)), n_init=2, random_state=seed).fit_predict(x) for seed in SEEDS]
            scores[method].append(float(np.mean([adjusted_mutual_info_score(themes, part) for part in clusters])))
        print(name, {method: round(values[-1], 3) for method, values in scores.items()}, flush=True)
    print("\n| vectors | " + " | ".join(SETS) + " | mean |\n|" + "---|" * (len(SETS) + 2))
    for method, values in scores.items():
        print(f"| {method} | " + " | ".join(f"{value:.3f}" for value in values) + f" | {np.mean(values):.3f} |")


if __name__ == "__main__":
    main()
