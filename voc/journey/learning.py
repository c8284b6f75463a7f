"""What examples and the study itself teach about touchpoints: linear heads over the encoder's vectors.

The heads only turn the choice between touchpoints, and never make a text that speaks of none speak of one: what they
add is 0 for the touchpoint they like best and negative for the others. They are logistic regressions. In a study, one
learns from its own clearest segments, labelled by the evidence so far (self-training: Scudder 1965; Yarowsky 1995),
since every study has its own words for the same contact; accepted examples teach beside them and count `EXAMPLE_TIMES`.
So a touchpoint without examples is spoken for by segments too, and loses nothing to those that have some. Rows placed
one by one, or too few to teach, have the prototypes and the examples alone.
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
EXAMPLE_TIMES = 10
"""An accepted example counts as much as so many of the study's own segments."""
CLEAREST = 0.6
"""The share of each touchpoint's segments that the study's head learns from, the clearest first."""
FEWEST = 3
CERTAIN = 0.5
"""The score from which a segment may teach."""
ENOUGH = 150
"""A study of fewer tagged segments teaches nothing."""
MOST = 400
"""A touchpoint teaches by this many segments at most."""


def from_examples(
    vectors: Floats, prototypes: tuple[Floats, Ints], examples: tuple[Floats, Ints], general: Floats
) -> Floats:
    """float32 (n, touchpoints), 0 or less: what accepted examples say about n texts.

    ``prototypes`` and ``examples`` are vectors with their touchpoints, ``general`` vectors of general talk; all are
    float32 (…, d), less the background's mean and of length one. Any sentence is nearer to examples, which are
    sentences, than to prototypes, which are mostly words: where some touchpoints have no examples, what holds for
    general talk is taken off.
    """
    count = int(prototypes[1].max()) + 1
    known, truth = (np.concatenate([one, other]) for one, other in zip(prototypes, examples, strict=True))
    values = _learned(np.concatenate([vectors, general]), known, truth, EXAMPLES_C, count)
    if len(set(examples[1].tolist())) < count:
        values = values - values[len(vectors) :].mean(axis=0)
    return EXAMPLES_WEIGHT * _below_best(values[: len(vectors)])


def from_study(
    vectors: Floats, best: Ints, score: Floats, *, known: tuple[Floats, Ints], order: Sequence[str], count: int
) -> Floats | None:
    """float32 (n, touchpoints), 0 or less: what the study's clearest segments and accepted examples say about all.

    None where the study is too small to teach. ``best`` and ``score`` are the tags so far; ``known`` are the examples'
    vectors and touchpoints; the rows are sorted by ``order`` (ids), so that the order of input does not matter.
    """
    given = np.flatnonzero(score >= CERTAIN)
    if len(given) < ENOUGH:
        return None
    rows = sorted(given.tolist(), key=lambda row: (int(best[row]), -float(score[row]), order[row]))
    chosen: list[int] = []
    for touchpoint in range(count):
        own = [row for row in rows if best[row] == touchpoint]
        if len(own) >= FEWEST:
            chosen += own[: min(MOST, max(FEWEST, round(CLEAREST * len(own))))]
    if len(set(best[chosen].tolist())) < 2:
        return None
    examples, labels = known
    taught = np.concatenate([vectors[chosen], *[examples] * EXAMPLE_TIMES])
    truth = np.concatenate([best[chosen], *[labels] * EXAMPLE_TIMES])
    return STUDY_WEIGHT * _below_best(_learned(vectors, taught, truth, STUDY_C, count))


def _learned(vectors: Floats, known: Floats, truth: Ints, strength: float, count: int) -> Floats:
    """Log-odds float32 (n, count) of the touchpoints; those that nothing is known of get the row's least."""
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
    result = np.repeat(values.min(axis=1, keepdims=True), count, axis=1)
    result[:, model.classes_] = values
    return result.astype(np.float32)


def _below_best(values: Floats) -> Floats:
    """Each row less its greatest value."""
    return np.asarray(values - values.max(axis=1, keepdims=True), dtype=np.float32)
