"""Which sentences can stand for themselves, and which one speaks for a group."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.schema import Analysis, Trait

SHORTEST = 40
LONGEST = 220
FEWEST_WORDS = 6
_START = re.compile(r"^[\"'„“”«»‚‘(]*[A-ZÄÖÜ0-9]")
_END = re.compile(r"[.!…][\"'“”«»‘’)]*$")
_DANGLING = re.compile(
    r"^\W*(und|oder|aber|also|denn|weil|dass|ja|nein|genau|and|or|but|so|because|yes|yeah|no|well|like)\b", re.I
)


def readability(text: str) -> float:
    """How well a text stands alone, 0–1: length, a proper start and end, no question, no dangling opener."""
    words = len(text.split())
    if words < FEWEST_WORDS:
        return 0.1
    parts = (
        0.4 if SHORTEST <= len(text) <= LONGEST else 0.1,
        0.2 if _END.search(text) else 0.0,
        0.15 if _START.search(text) else 0.0,
        0.1 if not _DANGLING.search(text) else 0.0,
        0.15 if not set("?[…\n") & set(text) else 0.0,
    )
    return float(sum(parts))


def quality(analysis: Analysis) -> NDArray[np.float64]:
    """How well each segment serves as a quote, float64 (n,) in 0–1: readable, and read with confidence."""
    readable = np.array([readability(segment.text) for segment in analysis.segments], dtype=np.float64)
    readings = analysis.readings
    return (
        0.6 * readable
        + 0.2 * readings.confidence.astype(np.float64)
        + 0.2 * readings.statement_confidence.astype(np.float64)
    )


def middle_of(analysis: Analysis) -> NDArray[np.float64]:
    """The mean of all embeddings, float64 (d,); zeros of none."""
    total: NDArray[np.float64] = analysis.embeddings.sum(axis=0, dtype=np.float64)
    middle: NDArray[np.float64] = total / max(len(analysis.embeddings), 1)
    return middle


def typical_quote(
    analysis: Analysis,
    served: NDArray[np.float64],
    members: Sequence[str],
    titled: Sequence[Trait],
    positions: Sequence[int] | None = None,
    middle: NDArray[np.float64] | None = None,
) -> int:
    """The position of one member's sentence: about what the title says, readable, and near the others' words.

    ``served`` is what `quality` gives; ``members`` must have at least one segment; ``titled`` are the lines that the
    title is made from. Where these are themes or touchpoints, the sentence feels as most of what is said about them.
    ``positions`` are the members' segments, and ``middle`` (d,) the mean of all embeddings, where known already.
    """
    if middle is None:
        middle = middle_of(analysis)
    inside = set(members)
    if positions is None:
        positions = [at for at, segment in enumerate(analysis.segments) if segment.respondent_id in inside]
    own = sorted(positions, key=lambda at: analysis.segments[at].segment_id)
    about = {at for trait in titled for at in trait.segments}
    polarity = analysis.readings.polarity[own].astype(np.float64)
    on_topic = np.array([at in about for at in own])
    usual = np.sign(polarity[on_topic].sum()) if on_topic.any() else 0.0
    fits = on_topic * (1.0 + 0.3 * usual * polarity)
    vectors = analysis.embeddings[own].astype(np.float64)
    focus = vectors[on_topic] if on_topic.any() else vectors
    near = vectors @ (focus.mean(axis=0) - middle)
    spread = float(np.abs(near).max(initial=0.0)) or 1.0
    scores = 2.0 * served[own] + fits + 0.6 * near / spread
    return own[int(np.argmax(np.round(scores, 6)))]
