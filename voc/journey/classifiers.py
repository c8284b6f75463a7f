"""Linear classifiers that learn the study's own words for a touchpoint, and what accepted examples teach.

Both are logistic regressions over the encoder's vectors. They only shift the choice between touchpoints: they add 0 to
the touchpoint they prefer and something negative to the others, so they never give a touchpoint to a text about none.

Every study has its own words for the same contact. Its classifier therefore learns from the study's clearest segments,
labelled by the evidence so far (self-training: Scudder 1965; Yarowsky 1995), and from the accepted examples beside
them. Touchpoints without examples are then represented by segments and lose nothing to those with examples. Texts
tagged one by one, and studies too small to learn from, only have the classifier of the examples. See
docs/decisions/0007-a-study-teaches-its-journey.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from voc.schema import Floats, Ints


@dataclass(frozen=True, slots=True)
class ClassifierSettings:
    """How much the classifiers learn and count.

    The settings of examples were chosen on domains that benchmarks/journey.py does not measure.
    """

    examples_weight: float = 0.1
    """Evidence per unit of log-odds of the examples' classifier."""
    examples_c: float = 20.0
    """Inverse regularisation strength of the examples' classifier."""
    study_weight: float = 0.1
    """Evidence per unit of log-odds of the study's classifier."""
    study_c: float = 1.0
    """The same of the study's classifier; it is regularised more, because its labels are guesses."""
    example_repeats: int = 10
    """An accepted example counts as much as this many of the study's own segments."""
    clearest_share: float = 0.6
    """The study's classifier learns from this share of each touchpoint's segments, the clearest first."""
    min_segments: int = 3
    """A touchpoint with fewer clear segments is not learned."""
    max_segments: int = 400
    """At most this many segments of a touchpoint are learned from; more only cost time."""
    min_score: float = 0.5
    """A segment is learned from if its score is at least this."""
    min_study: int = 150
    """A study with fewer such segments is too small to learn from."""


DEFAULT_CLASSIFIERS = ClassifierSettings()


@dataclass(frozen=True, slots=True)
class LabelledVectors:
    """``vectors`` float32 (n, d), centred and of length one, and the touchpoint of each, int32 (n,)."""

    vectors: Floats
    touchpoints: Ints


def examples_evidence(
    vectors: Floats,
    prototypes: LabelledVectors,
    examples: LabelledVectors,
    general: Floats,
    settings: ClassifierSettings = DEFAULT_CLASSIFIERS,
) -> Floats:
    """float32 (n, touchpoints), 0 or less: what the accepted examples say about the n texts of ``vectors``.

    ``general`` are vectors of general talk. Any sentence is nearer to examples, which are sentences, than to
    prototypes, which are mostly words: so if some touchpoints have no examples, the log-odds of general talk are
    subtracted.
    """
    n_touchpoints = int(prototypes.touchpoints.max()) + 1
    training = LabelledVectors(
        np.concatenate([prototypes.vectors, examples.vectors]),
        np.concatenate([prototypes.touchpoints, examples.touchpoints]),
    )
    log_odds = _predict(np.concatenate([vectors, general]), training, settings.examples_c, n_touchpoints)
    if len(set(examples.touchpoints.tolist())) < n_touchpoints:
        log_odds = log_odds - log_odds[len(vectors) :].mean(axis=0)
    return settings.examples_weight * _subtract_best(log_odds[: len(vectors)])


@dataclass(frozen=True, slots=True)
class TagsSoFar:
    """The n segments of a study with the ``best`` touchpoint int32 (n,) and ``score`` float32 (n,) by the evidence so
    far; ``segment_ids`` give the order in which rows are learned, so that the order of files does not matter."""

    vectors: Floats
    best: Ints
    score: Floats
    segment_ids: Sequence[str]


def study_evidence(
    study: TagsSoFar,
    examples: LabelledVectors,
    n_touchpoints: int,
    settings: ClassifierSettings = DEFAULT_CLASSIFIERS,
) -> Floats | None:
    """float32 (n, touchpoints), 0 or less: what the clearest segments and the examples say about all segments.

    None if the study is too small to learn from.
    """
    best, score = study.best, study.score
    clear = np.flatnonzero(score >= settings.min_score)
    if len(clear) < settings.min_study:
        return None
    rows = sorted(clear.tolist(), key=lambda row: (int(best[row]), -float(score[row]), study.segment_ids[row]))
    chosen: list[int] = []
    for touchpoint in range(n_touchpoints):
        own = [row for row in rows if best[row] == touchpoint]
        if len(own) >= settings.min_segments:
            n_clearest = max(settings.min_segments, round(settings.clearest_share * len(own)))
            chosen += own[: min(settings.max_segments, n_clearest)]
    if len(set(best[chosen].tolist())) < 2:
        return None
    training = LabelledVectors(
        np.concatenate([study.vectors[chosen], *[examples.vectors] * settings.example_repeats]),
        np.concatenate([best[chosen], *[examples.touchpoints] * settings.example_repeats]),
    )
    log_odds = _predict(study.vectors, training, settings.study_c, n_touchpoints)
    return settings.study_weight * _subtract_best(log_odds)


def _predict(vectors: Floats, training: LabelledVectors, c: float, n_touchpoints: int) -> Floats:
    """Log-odds float32 (n, touchpoints); touchpoints without a training row get the least value of each row."""
    # scikit-learn takes most of a second to import, and a small study never gets here.
    from sklearn.linear_model import LogisticRegression

    with threadpool_limits(1):
        model = LogisticRegression(C=c, max_iter=300, class_weight="balanced")
        model.fit(training.vectors.astype(np.float64), training.touchpoints)
        if len(model.classes_) == 2:
            # A binary model has one row of coefficients; half of it for each side keeps the difference.
            coefficients = np.concatenate([-model.coef_, model.coef_]) / 2
            intercepts = np.concatenate([-model.intercept_, model.intercept_]) / 2
        else:
            coefficients, intercepts = model.coef_, model.intercept_
        # einsum without BLAS: the result of a row must not depend on how many rows there are.
        values = np.einsum("nd,cd->nc", vectors.astype(np.float64), coefficients, optimize=False) + intercepts
    result = np.repeat(values.min(axis=1, keepdims=True), n_touchpoints, axis=1)
    result[:, model.classes_] = values
    return result.astype(np.float32)


def _subtract_best(values: Floats) -> Floats:
    return np.asarray(values - values.max(axis=1, keepdims=True), dtype=np.float32)
