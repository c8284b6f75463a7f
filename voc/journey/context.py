"""The evidence around a text: the question it answers, when in the journey it is set, and the text before it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from voc.journey.evidence import Encode, EvidenceModel
from voc.schema import Floats, Segment, Taxonomy


@dataclass(frozen=True, slots=True)
class TaggableText:
    """A text to tag, its language (ISO 639-1, "" if unknown) and the question it answers ("" if none)."""

    text: str
    language: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class ContextWeights:
    """Weights of the context of a text, set on the demo study and the sets of benchmarks/journey.py."""

    question_cue: float = 0.15
    """A cue of weight 1 in the question adds this much evidence."""
    short_answer_factor: float = 1.5
    """The question's cues count this many times for a short answer, which leaves the subject to the question."""
    short_answer_words: int = 12
    """An answer of this many words or fewer is short."""
    long_question_words: int = 20
    """The cues of a longer question are ignored, because it brings up too much to place its answer."""
    question_nearness: float = 0.3
    """This part of the question's nearness above general talk is added."""
    time_penalty: float = 0.1
    """Touchpoints of phases at another time than the text names lose this much. Time words never add evidence:
    "since I bought it" names no touchpoint."""
    previous: float = 0.35
    """A text that says too little takes this part of the evidence, above general talk, of the text it continues."""
    continuation_words: int = 14
    """A text of this many words or fewer may continue the one before; a longer one only if it begins with a word such
    as "and" or "that"."""


DEFAULT_CONTEXT = ContextWeights()

_MAX_GAP = 4
"""Characters between two segments that were said in one go: a full stop, a space and quotation marks."""


def question_evidence(
    model: EvidenceModel, entries: Sequence[TaggableText], encode: Encode, weights: ContextWeights = DEFAULT_CONTEXT
) -> Floats:
    """float32 (n, touchpoints): what the question that each text answers is about."""
    result = np.zeros((len(entries), model.n_touchpoints), np.float32)
    distinct = sorted({(entry.question, entry.language) for entry in entries if entry.question.strip()})
    if not distinct:
        return result
    questions, languages = map(list, zip(*distinct, strict=True))
    brief = np.array([len(text.split()) <= weights.long_question_words for text in questions], dtype=np.float32)
    # A question that lists several cues of a touchpoint must not outweigh the answer: one listed cue is the most.
    cue_weights = np.minimum(model.cue_weights(questions, languages), model.weights.listed_cue)
    cues = weights.question_cue * brief[:, None] * cue_weights
    near = weights.question_nearness * np.maximum(model.nearness(encode(questions)) - model.midpoint, 0.0)
    position = {key: index for index, key in enumerate(distinct)}
    for row, entry in enumerate(entries):
        index = position.get((entry.question, entry.language))
        if index is not None:
            is_short = len(entry.text.split()) <= weights.short_answer_words
            result[row] = (weights.short_answer_factor if is_short else 1.0) * cues[index] + near[index]
    return result


def time_evidence(texts: Sequence[str], taxonomy: Taxonomy, weights: ContextWeights = DEFAULT_CONTEXT) -> Floats:
    """float32 (n, touchpoints), 0 or less: a penalty for phases at another time than the one a text names."""
    when = {phase.phase_id: phase.when for phase in taxonomy.phases}
    patterns = _time_patterns()
    columns = {
        time: [i for i, touchpoint in enumerate(taxonomy.touchpoints) if when[touchpoint.phase_id] == time]
        for time in patterns
    }
    result = np.zeros((len(texts), len(taxonomy.touchpoints)), np.float32)
    for row, text in enumerate(texts):
        folded = text.casefold()
        times = [time for time, pattern in patterns.items() if columns[time] and pattern.search(folded)]
        # A text that names two times ("before …, but after …") compares them and is set at neither.
        if len(times) == 1:
            result[row, [i for time, own in columns.items() if time != times[0] for i in own]] = -weights.time_penalty
    return result


def find_previous(segments: Sequence[Segment], weights: ContextWeights = DEFAULT_CONTEXT) -> list[int]:
    """For each segment the position of the segment that it continues, or −1.

    A segment continues another if the same respondent says it next in the same answer, and it is short or begins with
    a word that points back.
    """

    def answer(segment: Segment) -> tuple[str, str, str]:
        return segment.document_id, segment.respondent_id, segment.question

    order = sorted(range(len(segments)), key=lambda i: (segments[i].document_id, segments[i].start, i))
    previous = [-1] * len(segments)
    for before, row in pairwise(order):
        first, second = segments[before], segments[row]
        is_next = first.end <= second.start <= first.end + _MAX_GAP
        is_short = len(second.text.split()) <= weights.continuation_words
        if answer(first) == answer(second) and is_next and (is_short or _continuation_pattern().match(second.text)):
            previous[row] = before
    return previous


def previous_evidence(
    evidence: Floats, midpoint: float, previous: Sequence[int], weights: ContextWeights = DEFAULT_CONTEXT
) -> Floats:
    """float32 (n, touchpoints): what the text before says, for texts whose own ``evidence`` is below the midpoint."""
    result = np.zeros_like(evidence)
    is_weak = evidence.max(axis=1) < midpoint
    for row, before in enumerate(previous):
        if before >= 0 and is_weak[row]:
            result[row] = weights.previous * np.maximum(evidence[before] - midpoint, 0.0)
    return result


@cache
def _phrases() -> Mapping[str, Any]:
    return tomllib.loads(files("voc.journey").joinpath("context_phrases.toml").read_text("utf-8"))


@cache
def _continuation_pattern() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(_phrases()['continuation'])})\b", re.IGNORECASE)


@cache
def _time_patterns() -> Mapping[str, re.Pattern[str]]:
    return {time: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for time, phrases in _phrases()["time"].items()}
