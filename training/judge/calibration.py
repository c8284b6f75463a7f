"""Calibration of the judge on small studies that it was not trained on, every line with every claim.

There about one pair in fifty supports its claim, as in a real study. Supported claims are rarer than among the training
pairs, so the logits get a shift beside the temperature (Platt, 1999).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from training.judge.lower import LowerVectors
from training.judge.network import JudgeNetwork, collate_pairs, collate_texts
from training.judge.rows import held_out_studies
from voc.models.reader_outputs import PAIR_CLASSES
from voc.schema import Floats

_BATCH = 48


@dataclass(frozen=True, slots=True)
class HeldOutPairs:
    """Every line of the held-out studies with every claim: ``logits`` float32 (n, 4) without calibration, ``relation``
    and ``matter`` int8 (n,) as in `LabelledClaim`; ``products`` float32 (n,) of the two vectors."""

    logits: Floats
    products: Floats
    relation: NDArray[np.int8]
    matter: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scale and shift of the logits, float32 (4,) each, and of the products of vectors, float32 (1,) each."""

    scale: Floats
    shift: Floats
    vector_scale: Floats
    vector_shift: Floats


@torch.no_grad()
def judge_held_out(network: JudgeNetwork) -> HeldOutPairs:
    """Judge the held-out studies with a trained network."""
    network.eval()
    lower = LowerVectors()
    pairs: list[tuple[str, str]] = []
    relation, matter = [], []
    for study in held_out_studies():
        lines = study.texts[: study.n_lines]
        for claim in study.claims:
            for phrase in (claim.phrase_de, claim.phrase_en):
                pairs += [(phrase, line) for line in lines]
                relation.append(claim.relation[: study.n_lines])
                matter.append(claim.matter[: study.n_lines])
    lower.read(text for pair in pairs for text in pair)
    logits = np.zeros((len(pairs), len(PAIR_CLASSES) + 1), np.float32)
    for part in _by_length([lower.length(first) + lower.length(second) for first, second in pairs]):
        batch = collate_pairs([(lower[pairs[i][0]], lower[pairs[i][1]]) for i in part])
        logits[part] = network.pair_logits(batch).numpy()
    vectors = [_vectors(network, lower, [pair[side] for pair in pairs], are_statements=side == 1) for side in (0, 1)]
    products = np.array([vectors[0][first] @ vectors[1][second] for first, second in pairs], np.float32)
    return HeldOutPairs(logits, products, np.concatenate(relation), np.concatenate(matter))


def _by_length(lengths: Sequence[int]) -> Iterator[NDArray[np.int64]]:
    """Positions in batches, the shortest first."""
    order = np.argsort(lengths, kind="stable")
    return (order[start : start + _BATCH] for start in range(0, len(order), _BATCH))


def _vectors(
    network: JudgeNetwork, lower: LowerVectors, texts: Sequence[str], *, are_statements: bool
) -> dict[str, Floats]:
    distinct = sorted(set(texts))
    result: dict[str, Floats] = {}
    for part in _by_length([lower.length(text) for text in distinct]):
        batch = collate_texts([lower[distinct[i]] for i in part], are_statements=are_statements)
        result |= dict(zip((distinct[i] for i in part), network.vectors(batch).numpy(), strict=True))
    return result


def calibrate(pairs: HeldOutPairs) -> Calibration:
    """Fit scales and shifts."""
    n_classes = len(PAIR_CLASSES)
    known = pairs.relation >= 0
    z, y = pairs.logits[known, :n_classes].astype(np.float64), pairs.relation[known].astype(int)

    def relation_loss(parameters: NDArray[np.float64]) -> float:
        moved = z * np.exp(parameters[0]) + np.array([*parameters[1:], 0.0])
        return float(-log_softmax(moved, axis=1)[np.arange(len(y)), y].mean())

    inverse, *shifts = minimize(relation_loss, np.zeros(n_classes), method="Nelder-Mead").x
    matter = _logistic(pairs.logits[known, n_classes], pairs.matter[known] == 1, start=1.0)
    vector = _logistic(pairs.products[known], y == PAIR_CLASSES.index("supports"), start=10.0)
    scale = np.array([*[np.exp(inverse)] * n_classes, matter[0]], np.float32)
    shift = np.array([*shifts, 0.0, matter[1]], np.float32)
    return Calibration(scale, shift, np.array([vector[0]], np.float32), np.array([vector[1]], np.float32))


def _logistic(values: Floats, is_true: NDArray[np.bool_], *, start: float) -> tuple[float, float]:
    """Scale and shift that make a logistic curve of the values fit best."""

    def loss(parameters: NDArray[np.float64]) -> float:
        moved = values.astype(np.float64) * np.exp(parameters[0]) + parameters[1]
        return float(np.logaddexp(0, np.where(is_true, -moved, moved)).mean())

    log_scale, shift = minimize(loss, np.array([np.log(start), -start / 2]), method="Nelder-Mead").x
    return float(np.exp(log_scale)), float(shift)
