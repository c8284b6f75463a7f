"""What the researcher decided about pain points: titles, merges and drops, applied to the matters that were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.decisions.codebook import PainPointDecision
from voc.pains.voices import Matter, Voices

Decisions = Mapping[str, PainPointDecision]


@dataclass(frozen=True, slots=True)
class Named:
    """A matter with its id and title."""

    identifier: str
    title: str
    matter: Matter


def ruled(voices: Voices, named: Sequence[Named], decisions: Decisions) -> list[Named]:
    """Merge, drop and rename as decided; what is merged takes the head's touchpoint."""
    known = {one.identifier: one for one in named}
    parts: dict[str, list[Named]] = {}
    for one in named:
        parts.setdefault(_end(one.identifier, known, decisions), []).append(one)
    kept = []
    for identifier, members in parts.items():
        head, decision = known[identifier], decisions.get(identifier, PainPointDecision())
        if decision.drop:
            continue
        matter = head.matter
        if len(members) > 1:
            matter = voices.matter(matter.touchpoint, [row for one in members for row in one.matter.rows])
        kept.append(Named(identifier, decision.title or head.title, matter))
    return kept


def waiting(named: Sequence[Named], decisions: Decisions) -> tuple[str, ...]:
    """Sentences about the decisions that find nothing among these."""
    known = {one.identifier for one in named}
    sentences = []
    for key in sorted(decisions):
        decision = decisions[key]
        wishes = {"merge_into": bool(decision.merge_into), "drop": decision.drop, "title": bool(decision.title)}
        what = next((name for name, wanted in wishes.items() if wanted), "")
        if what and key not in known:
            sentences.append(f'[pain_points."{key}"] {what}: no pain point has this id now.')
        elif decision.merge_into and decision.merge_into not in known:
            sentences.append(f'[pain_points."{key}"] merge_into: no pain point has the id {decision.merge_into} now.')
    return tuple(sentences)


def _end(identifier: str, known: Mapping[str, Named], decisions: Decisions) -> str:
    """Where a chain of merges ends; a circle, which `voc.decisions.codebook` refuses, ends where it began."""
    seen = [identifier]
    while (decision := decisions.get(seen[-1])) is not None and decision.merge_into in known:
        if decision.merge_into in seen:
            return identifier
        seen.append(decision.merge_into)
    return seen[-1]
