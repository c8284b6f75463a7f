"""Fits a head in plain numpy and scipy, the same to the last bit each time: the sum of two models.

A small network on the encoder's vectors alone, by AdamW, carries meaning over to words never seen. A regression on
vector and n-grams together, by L-BFGS, knows wording; it is convex, so it has one solution. They err differently: on
held-out sets the sum of their logits is better than either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.models.heads import sigmoid, softmax
from voc.models.ngrams import N_BUCKETS, NGrams
from voc.schema import Floats

VECTOR_SCALE = np.float32(3.0)
"""Brings a vector's entries to the size of the n-grams' values, so that one penalty fits both."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Training rows: vectors (n, d), n-grams, targets (n, k) in 0–1, weights (n, k) with mean 1."""

    vectors: Floats
    ngrams: NGrams
    targets: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class FitConfig:
    """How a head is fitted; ``networks`` are averaged; ``penalty`` is the regression's L2."""

    link: Literal["softmax", "sigmoid"] = "softmax"
    hidden: int = 128
    epochs: int = 4
    batch: int = 1024
    rate: float = 1e-3
    dropout: float = 0.3
    decay: float = 0.02
    networks: int = 2
    penalty: float = 1e-5
    iterations: int = 50


def fit(rows: Rows, config: FitConfig) -> dict[str, Floats]:
    """Fit the arrays of `voc.models.heads.Head`: the logits of network and regression are added."""
    d, k = rows.vectors.shape[1], rows.targets.shape[1]
    total = {
        "w1": np.zeros((d, 0), np.float32),
        "b1": np.zeros(0, np.float32),
        "w2": np.zeros((0, k), np.float32),
    }
    # One thread: sums in another order would give other last bits.
    with threadpool_limits(1):
        linear = _fit_linear(rows, config)
        total |= {"v": linear["v"], "b2": linear["b"], "table": linear["table"]}
        for seed in range(config.networks):
            net = _fit_network(rows, config, seed)
            share = np.float32(1 / config.networks)
            total["w1"] = np.concatenate([total["w1"], net["w1"]], axis=1)
            total["b1"] = np.concatenate([total["b1"], net["b1"]])
            total["w2"] = np.concatenate([total["w2"], net["w2"] * share])
            total["b2"] = total["b2"] + net["b2"] * share
    return total


def ngram_matrix(ngrams: NGrams) -> Any:
    """The n-grams as scipy CSR float32 (n, N_BUCKETS)."""
    from scipy.sparse import csr_matrix

    return csr_matrix((ngrams.values, ngrams.buckets, ngrams.starts), shape=(len(ngrams.starts) - 1, N_BUCKETS))


def link(z: Floats, name: str) -> Floats:
    """Logits to probabilities."""
    return softmax(z) if name == "softmax" else sigmoid(z)


def _fit_network(rows: Rows, config: FitConfig, seed: int) -> dict[str, Floats]:
    rng = np.random.default_rng(seed)
    n, d = rows.vectors.shape
    k, h = rows.targets.shape[1], config.hidden
    p = {
        "w1": rng.normal(0, np.sqrt(2), (d, h)).astype(np.float32),
        "b1": np.zeros(h, np.float32),
        "w2": rng.normal(0, np.sqrt(1 / h), (h, k)).astype(np.float32),
        "b2": np.zeros(k, np.float32),
    }
    rates = {"w1": config.rate * np.sqrt(d), "b1": config.rate, "w2": config.rate, "b2": config.rate}
    state = {key: (np.zeros_like(a), np.zeros_like(a)) for key, a in p.items()}
    keep = np.float32(1 - config.dropout)
    steps = config.epochs * (-(-n // config.batch))
    for step in range(steps):
        if (start := step * config.batch % (-(-n // config.batch) * config.batch)) == 0:
            order = rng.permutation(n)
        pick = order[start : start + config.batch]
        x = np.asarray(rows.vectors[pick])
        a = x @ p["w1"] + p["b1"]
        mask = (rng.random(a.shape, np.float32) < keep) / keep
        hidden = np.maximum(a, 0) * mask
        error = link(hidden @ p["w2"] + p["b2"], config.link) - rows.targets[pick]
        g = error * rows.weights[pick] / np.float32(len(pick))
        back = (g @ p["w2"].T) * mask * (a > 0)
        grads = {"w1": x.T @ back, "b1": back.sum(0), "w2": hidden.T @ g, "b2": g.sum(0)}
        for key, grad in grads.items():
            _adam(p[key], grad, state[key], step + 1, (rates[key] * (1 - step / steps), config.decay))
    return p


def _adam(p: Floats, g: Floats, state: tuple[Floats, Floats], step: int, rate_decay: tuple[float, float]) -> None:
    """One step of AdamW (Loshchilov & Hutter, 2019, arXiv:1711.05101)."""
    (m, v), (rate, decay) = state, rate_decay
    m += np.float32(0.1) * (g - m)
    v += np.float32(0.01) * (g * g - v)
    p *= np.float32(1 - rate * decay)
    p -= np.float32(rate / (1 - 0.9**step)) * m / (np.sqrt(v / np.float32(1 - 0.99**step)) + np.float32(1e-8))


def _fit_linear(rows: Rows, config: FitConfig) -> dict[str, Floats]:
    from scipy.optimize import minimize

    dense = np.asarray(rows.vectors) * VECTOR_SCALE
    sparse = ngram_matrix(rows.ngrams)
    transposed = sparse.T.tocsr()
    d, k = dense.shape[1], rows.targets.shape[1]
    weights = rows.weights / np.float32(len(dense))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p = flat.astype(np.float32).reshape(d + N_BUCKETS + 1, k)
        out = np.clip(link(dense @ p[:d] + sparse @ p[d:-1] + p[-1], config.link), 1e-7, 1 - 1e-7)
        g = (out - rows.targets) * weights
        terms = rows.targets * np.log(out)
        if config.link == "sigmoid":
            terms = terms + (1 - rows.targets) * np.log(1 - out)
        value = -float(np.sum(terms * weights, dtype=np.float64))
        grad = np.concatenate([dense.T @ g, transposed @ g, g.sum(axis=0, keepdims=True)]).astype(np.float64).ravel()
        # The bias is free of the penalty, else rare classes would be pulled to one half.
        penalised = flat[:-k]
        grad[:-k] += config.penalty * penalised
        return value + 0.5 * config.penalty * float(penalised @ penalised), grad

    start = np.zeros((d + N_BUCKETS + 1) * k)
    options = {"maxiter": config.iterations, "maxcor": 8}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(-1, k).astype(np.float32)
    return {"v": best[:d] * VECTOR_SCALE, "table": best[d:-1], "b": best[-1]}


def logits(arrays: dict[str, Floats], x: Floats, ngrams: NGrams) -> Floats:
    """Uncalibrated logits (n, k) of fitted arrays, without quantisation."""
    x = np.asarray(x)
    hidden = np.maximum(x @ arrays["w1"] + arrays["b1"], 0)
    z = x @ arrays["v"] + hidden @ arrays["w2"] + arrays["b2"] + ngram_matrix(ngrams) @ arrays["table"]
    return np.asarray(z, np.float32)
