"""Fit a head: a small network on the encoder's vector plus a table of n-gram weights, by Adam in plain numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.models.features import BITS, Grams
from voc.schema import Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """Training rows: vectors (n, d), n-grams, targets (n, k) in 0–1, weights (n, k)."""

    vectors: Floats
    grams: Grams
    targets: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class FitConfig:
    """How a head is fitted."""

    link: Literal["softmax", "sigmoid"] = "softmax"
    hidden: int = 256
    epochs: int = 6
    batch: int = 512
    rate: float = 1e-3
    table_rate: float = 3e-3
    dropout: float = 0.2
    gram_dropout: float = 0.3
    decay: float = 1e-4
    table_decay: float = 1e-5
    seed: int = 7


def gram_matrix(found: Grams) -> object:
    """The n-grams as scipy CSR float32 (n, 2^BITS); a row's entries are 1 / sqrt(number of its n-grams)."""
    from scipy.sparse import csr_matrix

    counts = np.diff(found.starts)
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    return csr_matrix((values, found.places, found.starts), shape=(len(counts), 1 << BITS))


def fit(rows: Rows, config: FitConfig) -> dict[str, Floats]:
    """Fit the arrays of `voc.models.heads.Head`. Deterministic: one BLAS thread, one seeded generator."""
    with threadpool_limits(1):
        return _fit(rows, config)


def _fit(rows: Rows, config: FitConfig) -> dict[str, Floats]:
    rng = np.random.default_rng(config.seed)
    n, d = rows.vectors.shape
    k = rows.targets.shape[1]
    h = config.hidden
    scale = np.sqrt(d)
    p = {
        "w1": rng.normal(0, np.sqrt(2 / d), (d, h)).astype(np.float32),
        "b1": np.zeros(h, np.float32),
        "w2": rng.normal(0, np.sqrt(1 / h), (h, k)).astype(np.float32),
        "b2": np.zeros(k, np.float32),
        "table": np.zeros((1 << BITS, k), np.float32),
    }
    state = {key: (np.zeros_like(a), np.zeros_like(a)) for key, a in p.items()}
    matrix = gram_matrix(rows.grams)
    steps = config.epochs * (-(-n // config.batch))
    step = 0
    for _ in range(config.epochs):
        order = rng.permutation(n)
        for start in range(0, n, config.batch):
            pick = order[start : start + config.batch]
            x = np.asarray(rows.vectors[pick]) * scale
            x *= (rng.random(x.shape, np.float32) >= config.dropout) / np.float32(1 - config.dropout)
            s = matrix[pick]  # type: ignore[index]
            keep = rng.random(s.nnz, np.float32) >= config.gram_dropout
            s.data = s.data * keep / np.float32(1 - config.gram_dropout)
            a = x @ p["w1"] + p["b1"]
            hidden = np.maximum(a, 0)
            mask = (rng.random(hidden.shape, np.float32) >= config.dropout) / np.float32(1 - config.dropout)
            hidden *= mask
            z = hidden @ p["w2"] + p["b2"] + s @ p["table"]
            g = (link(z, config.link) - rows.targets[pick]) * rows.weights[pick] / len(pick)
            back = (g @ p["w2"].T) * mask * (a > 0)
            grads = {"w1": x.T @ back, "b1": back.sum(0), "w2": hidden.T @ g, "b2": g.sum(0), "table": s.T @ g}
            step += 1
            rate = 1 - step / (steps + 1)
            for key, grad in grads.items():
                table = key == "table"
                decay = config.table_decay if table else config.decay
                _adam(p[key], grad, state[key], step, rate * (config.table_rate if table else config.rate), decay)
    p["w1"] *= np.float32(scale)
    return p


def link(z: Floats, name: str) -> Floats:
    """Logits to probabilities."""
    if name == "softmax":
        e = np.exp(z - z.max(axis=1, keepdims=True))
        out: Floats = e / e.sum(axis=1, keepdims=True)
        return out
    return np.asarray(1 / (1 + np.exp(-z)), np.float32)


def _adam(p: Floats, g: Floats, state: tuple[Floats, Floats], step: int, rate: float, decay: float) -> None:
    """One step of AdamW (Loshchilov & Hutter, 2019, arXiv:1711.05101)."""
    m, v = state
    m *= np.float32(0.9)
    m += np.float32(0.1) * g
    v *= np.float32(0.99)
    v += np.float32(0.01) * g * g
    p -= np.float32(rate / (1 - 0.9**step)) * m / (np.sqrt(v / np.float32(1 - 0.99**step)) + np.float32(1e-8))
    p *= np.float32(1 - rate * decay * 100)


def predict(arrays: dict[str, NDArray[np.float32]], vectors: Floats, found: Grams, link_name: str) -> Floats:
    """Probabilities (n, k) of fitted arrays, without quantisation."""
    hidden = np.maximum(np.asarray(vectors) @ arrays["w1"] + arrays["b1"], 0)
    z = hidden @ arrays["w2"] + arrays["b2"] + gram_matrix(found) @ arrays["table"]  # type: ignore[operator]
    return link(z, link_name)
