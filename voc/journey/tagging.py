"""Which touchpoints a text is about.

The evidence for a touchpoint is the sum of `PARTS`: the text's own meaning and cues (`voc.journey.evidence`), the
question, the time and the text before it (`voc.journey.context`), and what accepted examples or the study's clearest
segments teach (`voc.journey.classifiers`). A logistic curve over the evidence and its lead over the runner-up gives the
score. `Tagger.tag_texts` sees every text alone, so a table can be tagged batch by batch; `Tagger.tag_study` also uses
the study around each segment, so its tags can differ. The weights were set on the sets of benchmarks/journey.py and on
the demo study.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.journey.classifiers import (
    DEFAULT_CLASSIFIERS,
    ClassifierSettings,
    LabelledVectors,
    TagsSoFar,
    examples_evidence,
    study_evidence,
)
from voc.journey.context import (
    DEFAULT_CONTEXT,
    ContextWeights,
    TaggableText,
    find_previous,
    previous_evidence,
    question_evidence,
    time_evidence,
)
from voc.journey.evidence import DEFAULT_WEIGHTS, Encode, EvidenceModel, EvidenceWeights, centre_on
from voc.schema import Floats, FurtherTag, Ints, Segment, Tags, Taxonomy

OWN_PARTS = ("meaning", "cues", "question", "time")
"""What a text says by itself, before anything that only shifts the choice between touchpoints."""
PARTS = (*OWN_PARTS, "examples", "neighbour", "study")
"""The parts of the evidence, in the order in which they are added."""
THRESHOLD = 0.5
"""A text with a lower score stays unassigned."""
_SHOWN_PART = 0.0005
"""A part that adds less than this is not shown, since three decimals are."""


@dataclass(frozen=True, slots=True)
class ScoreCurve:
    """How evidence becomes a score between 0 and 1."""

    slope: float = 14.0
    """Steepness of the logistic curve per unit of evidence above the midpoint."""
    lead_weight: float = 0.6
    """This part of the lead over the runner-up counts as evidence."""
    max_lead: float = 0.1
    """A lead of more than this (cosine) counts no more; half of it leaves the score as it is."""


@dataclass(frozen=True, slots=True)
class FurtherThresholds:
    """What a second touchpoint needs; it is harder to be sure of than the first.

    Set on the rows with several categories of semeval2014_rest, acos, sentihood and m_absa hotel; benchmarks/journey.py
    measures two other sets.
    """

    max_touchpoints: int = 2
    """A segment has at most this many further touchpoints."""
    # These two decide for a team's own journey only: the built-in ones list cues for every touchpoint.
    above_midpoint: float = 0.05
    """Words of a description only count if the text's own evidence is this far above the midpoint."""
    behind_best: float = 0.1
    """They also only count if its evidence is at most this far behind that of the best touchpoint."""
    described_cues: float = 1.0
    """Words of a description must together have this weight; without them a listed cue is needed."""


@dataclass(frozen=True, slots=True)
class TaggingSettings:
    """All numbers that steer tagging, by step."""

    evidence: EvidenceWeights = DEFAULT_WEIGHTS
    context: ContextWeights = DEFAULT_CONTEXT
    classifiers: ClassifierSettings = DEFAULT_CLASSIFIERS
    curve: ScoreCurve = ScoreCurve()
    further: FurtherThresholds = FurtherThresholds()


DEFAULT_SETTINGS = TaggingSettings()


@dataclass(frozen=True, slots=True)
class TaggedTexts:
    """Tags of n texts with their evidence.

    ``parts`` maps some of `PARTS` to float32 (n, touchpoints), which add up to the evidence; it is empty without texts
    or touchpoints. Evidence of ``midpoint`` has the score 0.5.
    """

    tags: Tags
    parts: Mapping[str, Floats]
    midpoint: float

    def evidence(self) -> Floats:
        """float32 (n, touchpoints): the sum of all parts."""
        return _add_up(self.parts)


@dataclass(frozen=True, slots=True)
class Tagger:
    """Tags texts with the touchpoints of one journey. Build it once: encoding the journey takes longer than a text.

    ``encode`` maps texts to float32 rows of length one; embeddings given to a tagger must come from the same encoder.
    ``model`` is None if the journey has no touchpoint.
    """

    taxonomy: Taxonomy
    encode: Encode
    settings: TaggingSettings
    model: EvidenceModel | None

    @staticmethod
    def build(taxonomy: Taxonomy, encode: Encode, settings: TaggingSettings = DEFAULT_SETTINGS) -> Tagger:
        """Encode the journey."""
        model = EvidenceModel.build(taxonomy, encode, settings.evidence) if taxonomy.touchpoints else None
        return Tagger(taxonomy, encode, settings, model)

    def tag_texts(
        self,
        texts: Sequence[str],
        embeddings: Floats,
        *,
        questions: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        threshold: float = THRESHOLD,
    ) -> Tags:
        """Tag n texts, each by itself.

        Args:
            texts: n texts.
            embeddings: float32 (n, d), rows of length one.
            questions: the question that each text answers, "" if unknown.
            languages: ISO 639-1 of each text, "" if unknown; cues of another language do not count.
            threshold: a text with a lower score stays unassigned (−1); its score is kept.
        """
        blank = [""] * len(texts)
        rows = zip(texts, languages or blank, questions or blank, strict=True)
        entries = [TaggableText(text, language, question) for text, language, question in rows]
        if self.model is None or not entries:
            return _untagged(len(texts))
        parts = self._own_parts(self.model, entries, embeddings) | self._examples_part(self.model, embeddings)
        return self._decide(self.model, parts, entries, threshold).tags

    def tag_study(
        self, segments: Sequence[Segment], embeddings: Floats, *, threshold: float = THRESHOLD
    ) -> TaggedTexts:
        """Tag the n segments of a study, using all that the study says around each.

        Args:
            segments: n segments in any order; the tags do not depend on it.
            embeddings: float32 (n, d), rows of length one.
            threshold: a segment with a lower score stays unassigned (−1); its score is kept.
        """
        model = self.model
        if model is None or not len(segments):
            return TaggedTexts(_untagged(len(segments)), {}, 0.0)
        entries = [TaggableText(segment.text, segment.language, segment.question) for segment in segments]
        parts = self._own_parts(model, entries, embeddings)
        context = self.settings.context
        previous = find_previous(segments, context)
        parts["neighbour"] = previous_evidence(_add_up(parts), model.midpoint, previous, context)
        best, score = _score(_add_up(parts), model.midpoint, self.settings.curve)
        learned = study_evidence(
            TagsSoFar(centre_on(embeddings, model.mean), best, score, [s.segment_id for s in segments]),
            LabelledVectors(model.examples, model.example_touchpoints),
            model.n_touchpoints,
            self.settings.classifiers,
        )
        parts |= self._examples_part(model, embeddings) if learned is None else {"study": learned}
        return self._decide(model, parts, entries, threshold)

    def _own_parts(
        self, model: EvidenceModel, entries: Sequence[TaggableText], embeddings: Floats
    ) -> dict[str, Floats]:
        """`OWN_PARTS` of n ≥ 1 texts."""
        texts = [entry.text for entry in entries]
        cue_weights = model.cue_weights(texts, [entry.language for entry in entries])
        return {
            "meaning": model.meaning(texts, embeddings),
            "cues": np.asarray(self.settings.evidence.cue * cue_weights, np.float32),
            "question": question_evidence(model, entries, self.encode, self.settings.context),
            "time": time_evidence(texts, self.taxonomy, self.settings.context),
        }

    def _examples_part(self, model: EvidenceModel, embeddings: Floats) -> dict[str, Floats]:
        """The part of the accepted examples; empty without examples or without a choice."""
        if not len(model.example_touchpoints) or model.n_touchpoints < 2:
            return {}
        evidence = examples_evidence(
            centre_on(embeddings, model.mean),
            LabelledVectors(model.prototypes, model.prototype_touchpoints()),
            LabelledVectors(model.examples, model.example_touchpoints),
            model.general,
            self.settings.classifiers,
        )
        return {"examples": evidence}

    def _decide(
        self, model: EvidenceModel, parts: Mapping[str, Floats], entries: Sequence[TaggableText], threshold: float
    ) -> TaggedTexts:
        """Choose the first touchpoint by all parts, and further ones by what each text says by itself."""
        best, score = _score(_add_up(parts), model.midpoint, self.settings.curve)
        first = np.where(score >= threshold, best, -1).astype(np.int32)
        own = _add_up({name: parts[name] for name in OWN_PARTS})
        further = _find_further(model, entries, own, first, self.settings)
        return TaggedTexts(Tags(first, score, further), parts, model.midpoint)


def tag_study(
    segments: Sequence[Segment], embeddings: Floats, taxonomy: Taxonomy, encode: Encode, *, threshold: float = THRESHOLD
) -> Tags:
    """Tag the segments of a study once; see `Tagger.tag_study`."""
    return Tagger.build(taxonomy, encode).tag_study(segments, embeddings, threshold=threshold).tags


@dataclass(frozen=True, slots=True)
class TouchpointEvidence:
    """What speaks for one touchpoint.

    ``parts`` maps each of `PARTS` that says anything to what it adds; ``evidence`` is their sum. ``nearest`` is the
    journey's text nearest to the segment; ``cues`` are the touchpoint's cues in the segment.
    """

    touchpoint_id: str
    evidence: float
    parts: Mapping[str, float]
    nearest: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagExplanation:
    """Why a segment has its touchpoint.

    ``touchpoint_id`` is "" if the segment is unassigned; ``score`` is 0–1; evidence of ``midpoint`` is as likely right
    as wrong. ``candidates`` are sorted from the best; ``previous`` is the position of the segment that it continues,
    or −1.
    """

    touchpoint_id: str
    score: float
    threshold: float
    midpoint: float
    candidates: tuple[TouchpointEvidence, ...]
    previous: int


def explain_tag(
    tagger: Tagger, segments: Sequence[Segment], embeddings: Floats, row: int, *, n_candidates: int = 3
) -> TagExplanation:
    """Explain why segment `row` of a study has its touchpoint, with the best candidates; see `Tagger.tag_study`."""
    tagged, model = tagger.tag_study(segments, embeddings), tagger.model
    # A journey without touchpoints leaves nothing to explain.
    if model is None or not tagged.parts:
        return TagExplanation("", 0.0, THRESHOLD, 0.0, (), -1)
    evidence = tagged.evidence()[row]
    cosines = centre_on(embeddings[row : row + 1], model.mean) @ model.prototypes.T
    cues = sorted(model.cues.matcher.find(segments[row].text, segments[row].language))
    candidates = []
    for position in np.argsort(-evidence, kind="stable")[:n_candidates].tolist():
        own = np.flatnonzero(model.prototype_touchpoints() == position)
        parts = {name: float(tagged.parts[name][row, position]) for name in PARTS if name in tagged.parts}
        candidates.append(
            TouchpointEvidence(
                touchpoint_id=tagger.taxonomy.touchpoints[position].touchpoint_id,
                evidence=float(evidence[position]),
                parts={name: value for name, value in parts.items() if abs(value) >= _SHOWN_PART},
                nearest=model.texts[own[int(cosines[0, own].argmax())]],
                cues=tuple(model.cues.phrases[cue] for cue in cues if model.cues.touchpoints[cue] == position),
            )
        )
    first = int(tagged.tags.touchpoint[row])
    return TagExplanation(
        touchpoint_id=tagger.taxonomy.touchpoints[first].touchpoint_id if first >= 0 else "",
        score=float(tagged.tags.score[row]),
        threshold=THRESHOLD,
        midpoint=tagged.midpoint,
        candidates=tuple(candidates),
        previous=find_previous(segments, tagger.settings.context)[row],
    )


def segments_at(tags: Tags, touchpoints: Collection[int]) -> NDArray[np.intp]:
    """Sorted positions of the segments about any of these touchpoints, as their first or a further one."""
    is_at = np.isin(tags.touchpoint, list(touchpoints))
    is_at[[tag.segment for tag in tags.also if tag.touchpoint in touchpoints]] = True
    return np.flatnonzero(is_at)


def select_tags(tags: Tags, rows: NDArray[np.intp]) -> Tags:
    """The tags of some segments, in the order of `rows` (unique positions) and with positions counted anew."""
    position = {int(row): index for index, row in enumerate(rows)}
    also = [
        FurtherTag(position[tag.segment], tag.touchpoint, tag.score) for tag in tags.also if tag.segment in position
    ]
    return Tags(tags.touchpoint[rows], tags.score[rows], tuple(sorted(also, key=lambda tag: tag.segment)))


def _untagged(n: int) -> Tags:
    return Tags(np.full(n, -1, np.int32), np.zeros(n, np.float32))


def _add_up(parts: Mapping[str, Floats]) -> Floats:
    """Add the parts in the order of `PARTS`, so that the last bit never depends on how a caller built the mapping."""
    present = [parts[name] for name in PARTS if name in parts]
    total = present[0].copy()
    for part in present[1:]:
        total += part
    return total


def _score(evidence: Floats, midpoint: float, curve: ScoreCurve) -> tuple[Ints, Floats]:
    """Best touchpoint int32 (n,) and its score float32 (n,) between 0 and 1."""
    best, top = evidence.argmax(1), evidence.max(1)
    # −1 is below any evidence, so the best touchpoint is not its own runner-up, even if it is the only one.
    others = evidence.copy()
    others[np.arange(len(best)), best] = -1.0
    lead = np.clip(top - others.max(1), 0.0, curve.max_lead) - curve.max_lead / 2
    score = 1.0 / (1.0 + np.exp(-curve.slope * (top - midpoint + curve.lead_weight * lead)))
    return best.astype(np.int32), score.astype(np.float32)


def _find_further(
    model: EvidenceModel, entries: Sequence[TaggableText], own: Floats, first: Ints, settings: TaggingSettings
) -> tuple[FurtherTag, ...]:
    """Find what else n texts are about: "the seat was narrow and the crew rude" is about both.

    A further touchpoint needs cues at other words of the text than the cues of the touchpoints found before it. A
    listed cue is enough if the text's ``own`` evidence float32 (n, touchpoints) is above the midpoint; words of a
    description need more evidence, nearly as much as the best touchpoint has. Texts without a ``first`` touchpoint get
    none.
    """
    limits, midpoint = settings.further, model.midpoint
    is_likely = (own >= midpoint) & (first >= 0)[:, None]
    is_likely &= np.arange(own.shape[1])[None, :] != first[:, None]
    is_strong = (own >= midpoint + limits.above_midpoint) & (own >= own.max(axis=1, keepdims=True) - limits.behind_best)
    tags = []
    for row in np.flatnonzero(is_likely.any(axis=1)).tolist():
        positions = model.cues.matcher.positions(entries[row].text, entries[row].language)
        owner = model.cues.touchpoints
        # "The delivery tracking" is one contact, although "delivery" alone is a cue of another.
        taken = {word for cue, cue_words in positions.items() if owner[cue] == first[row] for word in cue_words}
        n_tags = 0
        for touchpoint in np.argsort(-own[row], kind="stable").tolist():
            cues = [cue for cue in sorted(positions) if owner[cue] == touchpoint and not positions[cue] & taken]
            needed = limits.described_cues if is_strong[row, touchpoint] else model.weights.listed_cue
            has_cues = sum(model.cues.weights[cues].tolist()) >= needed
            if is_likely[row, touchpoint] and n_tags < limits.max_touchpoints and has_cues:
                score = 1.0 / (1.0 + np.exp(-settings.curve.slope * float(own[row, touchpoint] - midpoint)))
                tags.append(FurtherTag(row, touchpoint, round(float(score), 6)))
                taken |= {word for cue in cues for word in positions[cue]}
                n_tags += 1
    return tuple(tags)
