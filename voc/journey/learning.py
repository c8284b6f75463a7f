"""What examples and the study itself teach about touchpoints: linear heads over the encoder's vectors.

Both heads only turn the choice between touchpoints, and never make a text that speaks of none speak of one: what they
add is 0 for the touchpoint they like best and negative for the others. Both are logistic regressions: one learned from
the prototypes and the accepted examples, the other from the study's own clearest segments, labelled by the evidence so
far (self-training: Scudder 1965; Yarowsky 1995), since every study has its own words for the same contact.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from voc.schema import Floats, Ints

EXAMPLES_WEIGHT = 0.1
EXAMPLES_C = 20.0
STUDY_WEIGHT = 0.1
STUDY_C = 1.0
CLEAREST = 0.6
"""The share of each touchpoint's segments that the study's head learns from, the clearest first."""
FEWEST = 3
CERTAIN = 0.5
"""The score from which a segment may teach."""
ENOUGH = 150
"""A study of fewer tagged segments teaches nothing."""
MOST = 400
"""A touchpoint teaches by this many segments at most."""


def from_examples(vectors: Floats, prototypes: Floats, owners: Ints, examples: Floats, labels: Ints) -> Floats:
    """float32 (n, touchpoints), 0 or less: what accepted examples say about n texts.

    All vectors float32 (…, d), less the background's mean and of length one; ``owners`` and ``labels`` are touchpoints.
    """
    known = np.concatenate([prototypes, examples])
    truth = np.concatenate([owners, labels])
    return EXAMPLES_WEIGHT * _learned(vectors, known, truth, EXAMPLES_C, int(owners.max()) + 1)


def from_study(
    vectors: Floats, best: Ints, score: Floats, *, known: tuple[Floats, Ints], order: Sequence[str], count: int
) -> Floats:
    """float32 (n, touchpoints), 0 or less: what the study's clearest segments say about all of them.

    ``best`` and ``score`` are the tags so far; ``known`` are the accepted examples' vectors and touchpoints, each of
    which counts twice; the rows are sorted by ``order`` (ids), so that the order of input does not matter.
    """
    nothing = np.zeros((len(vectors), count), np.float32)
    given = np.flatnonzero(score >= CERTAIN)
    if len(given) < ENOUGH:
        return nothing
    rows = sorted(given.tolist(), key=lambda row: (int(best[row]), -float(score[row]), order[row]))
    chosen: list[int] = []
    for touchpoint in range(count):
        own = [row for row in rows if best[row] == touchpoint]
        if len(own) >= FEWEST:
            chosen += own[: min(MOST, max(FEWEST, round(CLEAREST * len(own))))]
    if len(set(best[chosen].tolist())) < 2:
        return nothing
    examples, labels = known
    taught = np.concatenate([vectors[chosen], examples, examples])
    return STUDY_WEIGHT * _learned(vectors, taught, np.concatenate([best[chosen], labels, labels]), STUDY_C, count)


def _learned(vectors: Floats, known: Floats, truth: Ints, strength: float, count: int) -> Floats:
    """Log-odds float32 (n, count) against the best touchpoint; those that nothing is known of get the row's least."""
    from sklearn.linear_model import LogisticRegression

    with threadpool_limits(1):
        model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced").fit(
            known.astype(np.float64), truth
        )
        if len(model.classes_) == 2:
            coefficients = np.concatenate([-model.coef_, model.coef_]) / 2
            intercepts = np.concatenate([-model.intercept_, model.intercept_]) / 2
        else:
            coefficients, intercepts = model.coef_, model.intercept_
        values = np.einsum("nd,cd->nc", vectors.astype(np.float64), coefficients, optimize=False) + intercepts
    values -= values.max(axis=1, keepdims=True)
    result = np.repeat(values.min(axis=1, keepdims=True), count, axis=1)
    result[:, model.classes_] = values
    return result.astype(np.float32)
