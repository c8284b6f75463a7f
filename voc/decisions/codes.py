"""The researcher's own codes: segments that lie near what a code's description and examples say.

A code's centre is the mean direction of its prototypes, in the space where each language's mean is taken off. How near
a segment must be follows from how near the prototypes are to each other (each to the mean of the rest): examples that
say one thing narrowly make a narrow code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from voc.decisions.codebook import Code
from voc.schema import Floats, Ints, Language, Segment
from voc.text.language import detect_any
from voc.themes.graph import centre_by_language, normalise_rows
from voc.themes.phrases import Encode

_NEAR = 0.34
"""How near a segment must be to a code with a single prototype (cosine)."""
_SHARE = 0.9
"""With several prototypes: this share of their mean nearness to each other, within the limits below."""
_LEAST, _MOST = 0.24, 0.5
_CENTRE = 0.65
"""How much the nearness to the centre counts; the rest is the nearness to the nearest prototype."""


def prototypes(key: str, code: Code) -> list[str]:
    """What a code is told by: its examples and description; its name where it has neither."""
    found = [text.strip() for text in (*code.examples, code.description) if text.strip()]
    return list(dict.fromkeys(found)) or [code.name or key]


def code_segments(
    segments: Sequence[Segment], embeddings: Floats, codes: Mapping[str, Code], encode: Encode, language: Language
) -> tuple[Ints, Floats]:
    """The code of each segment.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), their vectors.
        codes: codes by key.
        encode: n texts → float32 (n, d), by the encoder of ``embeddings``.
        language: taken for examples whose language cannot be told.

    Returns:
        int32 (n,), the position of the nearest code that a segment is near enough to, or −1; and float32 (n,), the
        nearness 0–1.
    """
    if not codes or not len(segments):
        return np.full(len(segments), -1, np.int32), np.zeros(len(segments), np.float32)
    told = [prototypes(key, code) for key, code in codes.items()]
    texts = [text for own in told for text in own]
    spoken = [found or language for found in detect_any(texts)]
    encoded = np.asarray(encode(texts), np.float32)
    languages = np.array([row.language for row in segments] + spoken, dtype=np.str_)
    rows = centre_by_language(np.concatenate([np.asarray(embeddings, np.float32), encoded]), languages)
    said, examples = rows[: len(segments)], rows[len(segments) :]
    margins, nearness = [], []
    start = 0
    for own in told:
        mine = examples[start : start + len(own)]
        start += len(own)
        near = _nearness(said, mine)
        nearness.append(near)
        margins.append(near - _needed(mine))
    margin = np.stack(margins).round(4)
    best = margin.argmax(axis=0)
    columns = np.arange(len(segments))
    score = np.clip(np.stack(nearness)[best, columns], 0.0, 1.0)
    label = np.where(margin[best, columns] >= 0, best, -1).astype(np.int32)
    return label, np.where(label >= 0, score, 0.0).astype(np.float32).round(4)


def _nearness(said: Floats, mine: Floats) -> Floats:
    centre = normalise_rows(mine.sum(axis=0, keepdims=True, dtype=np.float64))[0].astype(np.float32)
    near: Floats = _CENTRE * (said @ centre) + (1.0 - _CENTRE) * (said @ mine.T).max(axis=1)
    return near


def _needed(mine: Floats) -> float:
    """How near a segment must be: learned from each prototype's nearness to the rest."""
    if len(mine) < 2:
        return _NEAR
    apart = [float(_nearness(mine[place : place + 1], np.delete(mine, place, axis=0))[0]) for place in range(len(mine))]
    return float(np.clip(_SHARE * np.mean(apart), _LEAST, _MOST))
