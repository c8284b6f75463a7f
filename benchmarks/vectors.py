"""Compare vectors for themes: those of both embedded encoders and of the reader, alone and together.

    python -m benchmarks.vectors

k-means with the true number of themes on a sample of each labelled set; the figure is the adjusted mutual information
(AMI) with the true themes, the mean of three seeds. The reader's vectors are the mean over a text's tokens at each exit
of the product's weights, which were trained on some of these texts, but never for themes. Of these sets only kununu_de
lends statements to the training of the encoder of matters (some with claims, none with its themes). A number behind
an encoder is its weight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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
MATTER_WEIGHTS = (0.3, 0.5, 0.7, 1.0)
"""Weights of the encoder of matters beside the Universal Sentence Encoder."""


def _unit(x: Floats) -> Floats:
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9), np.float32)


def _centred(x: Floats) -> Floats:
    return _unit(x - x.mean(axis=0))


def _whitened(x: Floats) -> Floats:
    return _unit(PCA(n_components=min(100, len(x) - 1), whiten=True, random_state=0).fit_transform(x))


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Vectors of the same texts by both encoders and by the reader's exits."""

    words: Floats
    matter: Floats
    fast: Floats
    deep: Floats


def _both(vectors: _Vectors, weight: float) -> Floats:
    return np.hstack([_centred(vectors.words), weight * _centred(vectors.matter)])


def main() -> None:
    """Print a table: a line per kind of vector, a column per set."""
    words, matter = load_encoder("use"), load_encoder("matter")
    methods: dict[str, Callable[[_Vectors], Floats]] = {
        "Universal Sentence Encoder": lambda v: _centred(v.words),
        "Universal Sentence Encoder, whitened": lambda v: _whitened(v.words),
        "encoder of matters": lambda v: _centred(v.matter),
        **{f"both encoders, matters {weight}": partial(_both, weight=weight) for weight in MATTER_WEIGHTS},
        "reader, six layers": lambda v: _centred(v.fast),
        "reader, twelve layers": lambda v: _centred(v.deep),
        "reader, six layers, whitened": lambda v: _whitened(v.fast),
        "Universal Sentence Encoder and six layers": lambda v: np.hstack([_centred(v.words), _centred(v.fast)]),
    }
    scores: dict[str, list[float]] = {name: [] for name in methods}
    for name, labelled in SETS.items():
        segments, themes = load(labelled, ROWS)
        texts = [segment.text for segment in segments]
        fast, deep = (load_transformer(depth).pooled(texts) for depth in ("fast", "deep"))
        vectors = _Vectors(words.encode(texts), matter.encode(texts), fast, deep)
        for method, transform in methods.items():
            x = transform(vectors)
            clusters = [KMeans(len(set(themes)), n_init=2, random_state=seed).fit_predict(x) for seed in SEEDS]
            scores[method].append(float(np.mean([adjusted_mutual_info_score(themes, part) for part in clusters])))
        print(name, {method: round(values[-1], 3) for method, values in scores.items()}, flush=True)
    print("\n| vectors | " + " | ".join(SETS) + " | mean |\n|" + "---|" * (len(SETS) + 2))
    for method, values in scores.items():
        print(f"| {method} | " + " | ".join(f"{value:.3f}" for value in values) + f" | {np.mean(values):.3f} |")


if __name__ == "__main__":
    main()
