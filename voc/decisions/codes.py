"""Find the researcher's own codes: segments whose meaning is close to a code's description and examples.

A code's centre is the mean direction of its prototypes (examples, description, and the statements that were given the
code by hand), after the mean of each language is removed. How close a segment must be follows from how close the
prototypes are to each other, each to the mean of the rest: examples that say one thing narrowly make a narrow code.
A statement that is nearer to one that was refused than to every prototype is not in the code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from voc.decisions.codebook import Code, Codebook
from voc.schema import Floats, Ints, Language, Segment
from voc.text.language import detect_any
from voc.themes.graph import centre_by_language, normalise_rows
from voc.themes.phrases import Encode


@dataclass(frozen=True, slots=True)
class CodeThresholds:
    """How close a segment must be to a code."""

    single: float = 0.34
    """Closeness (cosine) that a code with a single prototype needs, because nothing can be learned from one."""
    share_of_mean: float = 0.9
    """With several prototypes, a segment must reach this share of their mean closeness to each other."""
    lowest: float = 0.24
    """Closeness below which a segment is never in a code, however scattered its prototypes are."""
    highest: float = 0.5
    """Closeness that is always enough: near-copies as examples must not make a code that finds only copies."""
    centre_weight: float = 0.65
    """Weight (0–1) of the closeness to the centre; the rest is the closeness to the nearest prototype."""


@dataclass(frozen=True, slots=True)
class CodeTask:
    """Codes by key, and what was decided by hand: positions of statements that each was given or refused to, by key."""

    codes: Mapping[str, Code]
    accepted: Mapping[str, Sequence[int]] = field(default_factory=dict)
    refused: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @staticmethod
    def from_codebook(codebook: Codebook, segments: Sequence[Segment]) -> CodeTask:
        """Find the statements of the decisions among `segments`; those that are gone are left out."""
        position_of = {segment.segment_id: position for position, segment in enumerate(segments)}

        def place(ids_by_code: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
            return {key: tuple(position_of[i] for i in ids if i in position_of) for key, ids in ids_by_code.items()}

        return CodeTask(codebook.codes, place(codebook.coded_by_hand()), place(codebook.refused_by_hand()))


@dataclass(frozen=True, slots=True)
class CodeMargins:
    """``closeness`` and ``margin`` float32 (codes, n): how close each statement is to each code (cosine), and how much
    closer than it must be. Statements that were refused, or are nearer to one, have a margin of −1."""

    closeness: Floats
    margin: Floats


@dataclass(frozen=True, slots=True)
class CodedRows:
    """``code`` int32 (n,): position of the closest code that a segment is close enough to, or −1; ``closeness`` float32
    (n,) in 0–1, 0 without a code."""

    code: Ints
    closeness: Floats


def prototype_texts(key: str, code: Code) -> list[str]:
    """Return the texts that define a code: its examples and description, or its name where it has neither."""
    texts = [text.strip() for text in (*code.examples, code.description) if text.strip()]
    return list(dict.fromkeys(texts)) or [code.name or key]


def find_coded_segments(
    segments: Sequence[Segment],
    embeddings: Floats,
    task: CodeTask,
    encode: Encode,
    language: Language,
    thresholds: CodeThresholds = CodeThresholds(),
) -> CodedRows:
    """Find the code of each segment.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), their vectors.
        task: the codes, and what was decided by hand.
        encode: n texts → float32 (n, d), by the encoder of ``embeddings``.
        language: assumed for examples whose language cannot be detected.
        thresholds: how close a segment must be.
    """
    n = len(segments)
    if not task.codes or not n:
        return CodedRows(np.full(n, -1, np.int32), np.zeros(n, np.float32))
    measured = measure_codes(segments, embeddings, task, encode, language, thresholds)
    # Rounded, so that a tie between two codes does not depend on the machine.
    margin = measured.margin.round(4)
    best = margin.argmax(axis=0)
    columns = np.arange(n)
    code = np.where(margin[best, columns] >= 0, best, -1).astype(np.int32)
    score = np.clip(measured.closeness[best, columns], 0.0, 1.0)
    return CodedRows(code, np.where(code >= 0, score, 0.0).astype(np.float32).round(4))


def measure_codes(
    segments: Sequence[Segment],
    embeddings: Floats,
    task: CodeTask,
    encode: Encode,
    language: Language,
    thresholds: CodeThresholds = CodeThresholds(),
) -> CodeMargins:
    """Measure how close n ≥ 1 segments are to each of at least one code; the arguments are those of
    `find_coded_segments`."""
    n = len(segments)
    texts_by_code = [
        # A name alone says little where people have shown what they mean.
        [] if task.accepted.get(key) and not (code.examples or code.description) else prototype_texts(key, code)
        for key, code in task.codes.items()
    ]
    texts = [text for own in texts_by_code for text in own]
    detected = [text_language or language for text_language in detect_any(texts)]
    languages = np.array([segment.language for segment in segments] + detected, dtype=np.str_)
    vectors = np.asarray(embeddings, np.float32)
    if texts:
        vectors = np.concatenate([vectors, np.asarray(encode(texts), np.float32)])
    centred = centre_by_language(vectors, languages)
    rows = centred[:n]
    closeness, margins = [], []
    start = n
    for key, own in zip(task.codes, texts_by_code, strict=True):
        accepted, refused = list(task.accepted.get(key, ())), list(task.refused.get(key, ()))
        prototypes = np.concatenate([centred[start : start + len(own)], rows[accepted]])
        start += len(own)
        closeness.append(_closeness(rows, prototypes, thresholds))
        margin = closeness[-1] - _required_closeness(prototypes, thresholds)
        if refused:
            is_refused = (rows @ rows[refused].T).max(axis=1) >= (rows @ prototypes.T).max(axis=1)
            margin = np.where(is_refused, np.float32(-1.0), margin)
        margins.append(margin)
    return CodeMargins(np.stack(closeness), np.stack(margins))


def _closeness(rows: Floats, prototypes: Floats, thresholds: CodeThresholds) -> Floats:
    centre = normalise_rows(prototypes.sum(axis=0, keepdims=True, dtype=np.float64))[0].astype(np.float32)
    weight = thresholds.centre_weight
    closeness: Floats = weight * (rows @ centre) + (1.0 - weight) * (rows @ prototypes.T).max(axis=1)
    return closeness


def _required_closeness(prototypes: Floats, thresholds: CodeThresholds) -> float:
    if len(prototypes) < 2:
        return thresholds.single
    to_the_rest = [
        float(_closeness(prototypes[row : row + 1], np.delete(prototypes, row, axis=0), thresholds)[0])
        for row in range(len(prototypes))
    ]
    return float(np.clip(thresholds.share_of_mean * np.mean(to_the_rest), thresholds.lowest, thresholds.highest))
