"""Why a segment has its touchpoint: what each part of the evidence adds, and the words that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.evidence import Encode, EvidenceModel, centred
from voc.journey.surroundings import goes_on_from
from voc.journey.tagging import PARTS, THRESHOLD, place
from voc.schema import Floats, Segment, Taxonomy


@dataclass(frozen=True, slots=True)
class Candidate:
    """A touchpoint that a segment may speak of.

    ``parts`` maps each of `PARTS` that says anything to what it adds; ``evidence`` is their sum. ``nearest`` is the
    text of the journey that lies nearest; ``cues`` are the journey's cues that the segment holds.
    """

    touchpoint_id: str
    evidence: float
    parts: Mapping[str, float]
    nearest: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a segment was placed as it was.

    ``touchpoint_id`` is "" where it stays unassigned; ``score`` 0–1; evidence of ``middle`` is as likely right as
    wrong. ``candidates`` are the best first; ``before`` is the position of the segment that it goes on from, or −1.
    """

    touchpoint_id: str
    score: float
    threshold: float
    middle: float
    candidates: tuple[Candidate, ...]
    before: int


def reason(
    segments: Sequence[Segment], embeddings: Floats, taxonomy: Taxonomy, encode: Encode, row: int, *, count: int = 3
) -> Reason:
    """Why segment `row` of a study was placed as it was, with its `count` best candidates; see `place`."""
    placing = place(segments, embeddings, taxonomy, encode)
    if not placing.parts:
        return Reason("", 0.0, THRESHOLD, 0.0, (), -1)
    model = EvidenceModel.build(taxonomy, encode)
    evidence = placing.evidence()[row]
    cosines = centred(embeddings[row : row + 1], model.mean) @ model.prototypes.T
    held = sorted(model.matcher.find(segments[row].text, segments[row].language))
    candidates = []
    for place_ in np.argsort(-evidence, kind="stable")[:count].tolist():
        own = np.flatnonzero(model.owners() == place_)
        parts = {name: float(placing.parts[name][row, place_]) for name in PARTS if name in placing.parts}
        candidates.append(
            Candidate(
                taxonomy.touchpoints[place_].touchpoint_id,
                float(evidence[place_]),
                {name: value for name, value in parts.items() if abs(value) >= 0.0005},
                model.texts[own[int(cosines[0, own].argmax())]],
                tuple(model.cue_phrases[cue] for cue in held if model.cue_owner[cue] == place_),
            )
        )
    given = int(placing.tags.touchpoint[row])
    return Reason(
        taxonomy.touchpoints[given].touchpoint_id if given >= 0 else "",
        float(placing.tags.score[row]),
        THRESHOLD,
        placing.middle,
        tuple(candidates),
        goes_on_from(segments)[row],
    )
