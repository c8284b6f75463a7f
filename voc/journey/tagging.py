"""Which touchpoint a text speaks of: by meaning, by cue, by the question it answers and by what stands around it.

The evidence for a touchpoint is a sum of parts (`PARTS`). Meaning: the mean of its two best cosines to the text
(prototypes: name, description and cues, in both languages; all vectors less the mean of `background.txt`, since cosines
of sentence encoders share a large common part). Cues: `CUE` for each cue in the text. Then what the question says,
words of time, and in a study what the sentence before says and what its clearest segments teach together with the
examples that the team accepted; in a small study, and for rows by themselves, the examples teach alone.
A tag is given where the evidence lies well above the nearness that general talk (`background.txt`) reaches to any
touchpoint of this journey. `tag_texts` places a row by the row alone; `tag` knows the study around it. The weights were
set on the sets of benchmarks/journey.py and on the demo study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.evidence import CUE, NAMED_CUE, Encode, EvidenceModel, centred
from voc.journey.further import further_tags
from voc.journey.learning import from_examples, from_study
from voc.journey.surroundings import by_neighbours, by_time, goes_on_from
from voc.schema import Floats, Ints, Segment, Tags, Taxonomy

ALONE = ("meaning", "cues", "question", "time")
"""What a text says by itself, before anything that only turns the choice between touchpoints."""
PARTS = (*ALONE, "examples", "neighbour", "study")
"""What evidence is made of, in this order."""
QUESTION_CUE = 0.15
"""What a cue of weight 1 in the question adds; half as much again for a short answer."""
QUESTION_NEAR = 0.3
"""The part of the question's evidence above general talk that is added."""
SHORT_ANSWER = 12
LONG_QUESTION = 20
"""A question of more words than this brings up too much to place its answer."""
SLOPE = 14.0
LEAD = 0.6
"""How much of the lead over the runner-up (up to 0.1) counts as evidence."""
THRESHOLD = 0.5
"""Below this score a text stays unassigned."""


@dataclass(frozen=True, slots=True)
class Placing:
    """How n texts were placed: ``parts`` maps some of `PARTS` to float32 (n, touchpoints), which sum to the evidence;
    ``middle`` is the evidence of score 0.5."""

    tags: Tags
    parts: Mapping[str, Floats]
    middle: float

    def evidence(self) -> Floats:
        """float32 (n, touchpoints): the sum of all parts."""
        return _sum(self.parts)


def tag(
    segments: Sequence[Segment],
    embeddings: Floats,
    taxonomy: Taxonomy,
    encode: Encode,
    *,
    threshold: float = THRESHOLD,
) -> Tags:
    """Tag the n segments of a study; see `place`."""
    return place(segments, embeddings, taxonomy, encode, threshold=threshold).tags


def place(
    segments: Sequence[Segment],
    embeddings: Floats,
    taxonomy: Taxonomy,
    encode: Encode,
    *,
    threshold: float = THRESHOLD,
) -> Placing:
    """Place the n segments of a study, with all that the study knows beside each.

    Args:
        segments: in any order; the result of each does not depend on it.
        embeddings: float32 (n, d), rows of length one, made by ``encode`` from the segments' texts.
        taxonomy: the journey.
        encode: texts to float32 rows of length d, of length one.
        threshold: below this score a segment stays unassigned (−1); its score is kept.
    """
    asked = [(one.question, one.language) for one in segments]
    parts, model = _alone([one.text for one in segments], embeddings, taxonomy, encode, asked)
    if model is None:
        return Placing(_none(len(segments)), {}, 0.0)
    parts["neighbour"] = by_neighbours(_sum(parts), model.middle, goes_on_from(segments))
    best, score = _decide(_sum(parts), model.middle)
    taught = from_study(
        centred(embeddings, model.mean),
        best,
        score,
        known=(model.examples, model.labels),
        order=[one.segment_id for one in segments],
        count=len(taxonomy.touchpoints),
    )
    parts |= _exemplified(model, embeddings) if taught is None else {"study": taught}
    return _placed(parts, model, [(one.text, one.language) for one in segments], threshold)


def tag_texts(  # noqa: PLR0913
    texts: Sequence[str],
    embeddings: Floats,
    taxonomy: Taxonomy,
    encode: Encode,
    *,
    questions: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    threshold: float = THRESHOLD,
) -> Tags:
    """Tag n texts, every row by itself.

    Args:
        texts: n texts.
        embeddings: float32 (n, d), rows of length one, made by ``encode`` from ``texts``.
        taxonomy: the journey.
        encode: texts to float32 rows of length d, of length one.
        questions: what each text answers, "" where unknown.
        languages: ISO 639-1 of each text, "" where unknown; cues of another language then do not count.
        threshold: below this score a text stays unassigned (−1); its score is kept.
    """
    n = len(texts)
    asked = list(zip(questions or [""] * n, languages or [""] * n, strict=True))
    parts, model = _alone(texts, embeddings, taxonomy, encode, asked)
    if model is None:
        return _none(n)
    parts |= _exemplified(model, embeddings)
    return _placed(
        parts, model, [(text, language) for text, (_, language) in zip(texts, asked, strict=True)], threshold
    ).tags


def _alone(
    texts: Sequence[str],
    embeddings: Floats,
    taxonomy: Taxonomy,
    encode: Encode,
    asked: Sequence[tuple[str, str]],
) -> tuple[dict[str, Floats], EvidenceModel | None]:
    """The parts that rest on each row alone; no model where there is nothing to place or no touchpoint."""
    if not len(texts) or not taxonomy.touchpoints:
        return {}, None
    model = _model(taxonomy, encode)
    parts = {
        "meaning": model.meaning(texts, embeddings),
        "cues": np.asarray(CUE * model.cues(texts, [language for _, language in asked]), np.float32),
        "question": _from_questions(model, texts, asked, encode),
        "time": by_time(texts, taxonomy),
    }
    return parts, model


def _exemplified(model: EvidenceModel, embeddings: Floats) -> dict[str, Floats]:
    """The part that accepted examples add, where there are any and a choice."""
    if not len(model.labels) or len(model.starts) < 3:
        return {}
    prototypes, examples = (model.prototypes, model.owners()), (model.examples, model.labels)
    return {"examples": from_examples(centred(embeddings, model.mean), prototypes, examples, model.general)}


def _placed(
    parts: Mapping[str, Floats], model: EvidenceModel, said: Sequence[tuple[str, str]], threshold: float
) -> Placing:
    """Best touchpoints by all parts, and further ones by what each text says alone; ``said``: text and language."""
    best, score = _decide(_sum(parts), model.middle)
    given = np.where(score >= threshold, best, -1).astype(np.int32)
    alone = _sum({name: parts[name] for name in ALONE})
    return Placing(Tags(given, score, further_tags(model, said, alone, given, SLOPE)), parts, model.middle)


def _none(n: int) -> Tags:
    return Tags(np.full(n, -1, np.int32), np.zeros(n, np.float32))


def _sum(parts: Mapping[str, Floats]) -> Floats:
    """The parts added in one order, so that the last bit is always the same."""
    present = [parts[name] for name in PARTS if name in parts]
    total = present[0].copy()
    for part in present[1:]:
        total += part
    return total


def _from_questions(
    model: EvidenceModel, texts: Sequence[str], asked: Sequence[tuple[str, str]], encode: Encode
) -> Floats:
    """float32 (n, touchpoints): what the question of each text speaks of."""
    result = np.zeros((len(texts), len(model.starts) - 1), np.float32)
    distinct = sorted({pair for pair in asked if pair[0].strip()})
    if not distinct:
        return result
    questions, languages = [question for question, _ in distinct], [language for _, language in distinct]
    brief = np.array([len(question.split()) <= LONG_QUESTION for question in questions], dtype=np.float32)
    cues = QUESTION_CUE * brief[:, None] * np.minimum(model.cues(questions, languages), NAMED_CUE)
    near = QUESTION_NEAR * np.maximum(model.nearness(encode(questions)) - model.middle, 0.0)
    position = {pair: index for index, pair in enumerate(distinct)}
    for row, pair in enumerate(asked):
        if pair in position:
            short = len(texts[row].split()) <= SHORT_ANSWER
            result[row] = (1.5 if short else 1.0) * cues[position[pair]] + near[position[pair]]
    return result


_kept: list[tuple[Taxonomy, Encode, EvidenceModel]] = []


def _model(taxonomy: Taxonomy, encode: Encode) -> EvidenceModel:
    """The model of this journey and encoder; the last one is kept, since tables are tagged block by block."""
    for known, by, model in _kept:
        if known is taxonomy and by == encode:
            return model
    model = EvidenceModel.build(taxonomy, encode)
    _kept[:] = [(taxonomy, encode, model)]
    return model


def _decide(evidence: Floats, middle: float) -> tuple[Ints, Floats]:
    """Best column (int32, n) and score (float32, n) in 0–1: a logistic curve over evidence and lead."""
    best = evidence.argmax(1)
    top = evidence.max(1)
    rest = evidence.copy()
    rest[np.arange(len(best)), best] = -1.0
    lead = np.clip(top - rest.max(1), 0.0, 0.1) - 0.05
    score = 1.0 / (1.0 + np.exp(-SLOPE * (top - middle + LEAD * lead)))
    return best.astype(np.int32), score.astype(np.float32)
