"""The researcher's own hand: groups merged, split, dropped, made and people moved, before personas are drafted.

Decisions are about ids. A group keeps the id that it had in the study before when most of its people are still in it;
one whose id is lost all the same is found again by a decision's anchors, people who were members when the decision was
made. A decision that finds nothing waits, and is named in `Personas.waiting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from personas.clustering import Matrix
from voc.decisions.codebook import NOBODY, Codebook, PersonaDecision
from voc.schema import Language, stable_id
from voc.study import Study
from voc.text.catalogue import load_catalogue

SAME = 0.5
"""Two groups are one persona when of the people that both runs know, in either of them, more than this share is in both
(Jaccard index), so that no group can be the same as two others; and a decision's persona is the group that holds more
than this share of its anchors."""

ByHand = Literal["made", "merged", "part"]
Places = Callable[[Sequence[str]], Matrix]
"""``places(respondent ids)`` → float64 (n, d): where these people stand to each other."""


@dataclass(frozen=True, slots=True)
class Before:
    """The persona id of each respondent in the run before: of the groups as found, and as drafted after decisions."""

    found: Mapping[str, str] = field(default_factory=dict)
    drafted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one persona, sorted. ``by_hand`` is what was decided about who they are ("" for nothing);
    ``moved`` are members whom the researcher put here one by one."""

    persona_id: str
    respondents: tuple[str, ...]
    by_hand: ByHand | Literal[""] = ""
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """The groups, larger ones first; the persona id that each respondent had as found; what finds nothing; and who was
    put aside by hand."""

    groups: tuple[Group, ...]
    found: Mapping[str, str]
    waiting: tuple[str, ...]
    aside: frozenset[str]


@dataclass(slots=True)
class _Board:
    """Groups while decisions are carried out. ``of`` is the persona id of each placed respondent; ``done`` are keys of
    decisions that have been carried out, ``settled`` the moves that went into a group before it was cut."""

    everybody: Sequence[str]
    of: dict[str, str]
    codebook: Codebook
    by_hand: dict[str, ByHand] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)

    def present(self) -> set[str]:
        return set(self.of.values())

    def members(self, key: str) -> list[str]:
        return sorted(who for who, one in self.of.items() if one == key)

    def relabel(self, old: str, new: str) -> None:
        self.of = {who: new if one == old else one for who, one in self.of.items()}

    def target(self, key: str) -> str:
        """Where a merge ends."""
        while (further := self.codebook.personas.get(key)) is not None and further.merge_into:
            key = further.merge_into
        return key


def personas_before(study: Study | None) -> Before:
    """Return the personas of the study before this run; nothing where there was none."""
    if study is None:
        return Before()
    drafted = {who: persona.persona_id for persona in study.personas.personas for who in persona.respondents}
    return Before(study.personas.found or drafted, drafted)


def decide_groups(
    found: Sequence[Sequence[str]], everybody: Sequence[str], codebook: Codebook, before: Before, places: Places
) -> Decided:
    """Give groups their ids, and carry out the decisions about who belongs together.

    Args:
        found: the respondents of each group as found; nobody is in two.
        everybody: ids of all who say something.
        codebook: the decisions.
        before: the run before.
        places: for cutting a group by what its people say.
    """
    made = {key for key, one in codebook.personas.items() if one.respondents}
    was = {who: key for who, key in before.found.items() if key not in made}
    ids = _ids(found, was, [stable_id("p", *sorted(members)) for members in found])
    board = _Board(everybody, {who: one for one, members in zip(ids, found, strict=True) for who in members}, codebook)
    _match(board)
    as_found = dict(board.of)
    if codebook.personas or codebook.respondents:
        _restructure(board, before, places)
        _make(board)
        _restructure(board, before, places)
        _move(board)
        _drop(board)
        _lost(board)
    moved = {who for who, one in codebook.respondents.items() if who in board.of and one.persona != NOBODY}
    groups = [
        Group(
            key, tuple(board.members(key)), board.by_hand.get(key, ""), tuple(sorted(moved & set(board.members(key))))
        )
        for key in sorted(board.present())
    ]
    groups.sort(key=lambda group: (-len(group.respondents), group.respondents))
    aside = frozenset(as_found.keys() - board.of.keys()) | {
        who for who, one in codebook.respondents.items() if one.persona == NOBODY and who in everybody
    }
    return Decided(tuple(groups), as_found, tuple(board.waiting), aside)


def _ids(groups: Sequence[Sequence[str]], before: Mapping[str, str], own: Sequence[str]) -> list[str]:
    """The ids that groups had before, else their own."""
    known = {who for members in groups for who in members}
    old = Counter(key for who, key in before.items() if who in known)
    inherited: dict[int, str] = {}
    for place, members in enumerate(groups):
        both = Counter(before[who] for who in members if who in before)
        for key, n in sorted(both.items()):
            if n / (old[key] + both.total() - n) > SAME:
                inherited[place] = key
    taken = set(inherited.values())
    return [
        inherited.get(place) or (one if one not in taken else stable_id("p", one, "beside the one before"))
        for place, one in enumerate(own)
    ]


def _structural(decision: PersonaDecision) -> bool:
    return bool(decision.merge_into or decision.split or decision.drop)


def _match(board: _Board) -> None:
    """Give groups whose id has changed the id that was decided about, where the anchors find them.

    A group that has a decision of its own keeps its id.
    """
    decisions = board.codebook.personas
    own = {*decisions, *(one.merge_into for one in decisions.values())}
    for key in sorted(decisions, key=lambda key: (not _structural(decisions[key]), key)):
        anchors = [who for who in decisions[key].anchors if who in board.of]
        if not anchors or key in board.done or key in board.present() or decisions[key].respondents:
            continue
        held = Counter(board.of[who] for who in anchors if board.of[who] not in own)
        best = min(held, key=lambda one: (-held[one], one), default="")
        if best and held[best] > SAME * len(anchors):
            board.relabel(best, key)


def _restructure(board: _Board, before: Before, places: Places) -> None:
    """Merge and split until nothing more can be done. What flows into a group is there before the group is cut, and a
    part of a group can flow on."""
    decisions = board.codebook.personas
    while True:
        _merge(board)
        ready = [key for key in sorted(decisions) if decisions[key].split and key in board.present() - board.done]
        awaited = {board.target(key) for key in decisions if decisions[key].merge_into and key not in board.done}
        if not ready:
            return
        _split(board, min(ready, key=lambda key: (key in awaited, key)), before, places)
        _match(board)


def _merge(board: _Board) -> None:
    for key in sorted(board.codebook.personas):
        target = board.target(key)
        if target != key and key in board.present() and target in board.present() and key not in board.done:
            board.relabel(key, target)
            board.done.add(key)
            board.by_hand[target] = "merged"


def _split(board: _Board, key: str, before: Before, places: Places) -> None:
    """Cut a group by k-means over its people; a part keeps the id that it had before."""
    from sklearn.cluster import KMeans

    board.done.add(key)
    for who, one in sorted(board.codebook.respondents.items()):
        if one.persona == key and who in board.everybody:
            board.of[who] = key
            board.settled.add(who)
    members, parts = board.members(key), board.codebook.personas[key].split or 2
    if len(members) < 2 * parts:
        board.waiting.append(f'[personas."{key}"] split = {parts}: {len(members)} people are too few to cut.')
        return
    cut = KMeans(parts, n_init=10, random_state=0).fit_predict(np.round(places(members), 5)).tolist()
    pieces = [[who for who, piece in zip(members, cut, strict=True) if piece == number] for number in range(parts)]
    pieces.sort(key=lambda people: (-len(people), people))
    own = [stable_id("p", key, str(rank)) for rank in range(1, parts + 1)]
    for part, people in zip(_ids(pieces, before.drafted, own), pieces, strict=True):
        board.of.update(dict.fromkeys(people, part))
        board.by_hand[part] = "part"


def _make(board: _Board) -> None:
    """Groups by hand: people are taken out of where they were."""
    for key in sorted(board.codebook.personas):
        wanted = board.codebook.personas[key].respondents
        if not wanted:
            continue
        for who in board.members(key):
            del board.of[who]
        known = [who for who in wanted if who in board.everybody]
        board.of.update(dict.fromkeys(known, key))
        board.by_hand[key] = "made"
        if len(known) < len(set(wanted)):
            gone = ", ".join(sorted(set(wanted) - set(known)))
            board.waiting.append(f'[personas."{key}"] respondents: nobody has the id {gone} now.')


def _move(board: _Board) -> None:
    present = board.present()
    for who in sorted(board.codebook.respondents):
        target = board.target(board.codebook.respondents[who].persona)
        if who in board.settled:
            continue
        if who not in board.everybody:
            board.waiting.append(f'[respondents."{who}"]: nobody has this id now.')
        elif target == NOBODY:
            board.of.pop(who, None)
        elif target in present:
            board.of[who] = target
        else:
            board.waiting.append(f'[respondents."{who}"] persona: no persona has the id {target} now.')


def _drop(board: _Board) -> None:
    for key in sorted(board.codebook.personas):
        if board.codebook.personas[key].drop and key in board.present():
            board.done.add(key)
            for who in board.members(key):
                del board.of[who]


def _lost(board: _Board) -> None:
    """Name the decisions about personas that are not there."""
    for key, decision in sorted(board.codebook.personas.items()):
        if key in board.done or (key in board.present() and not decision.merge_into):
            continue
        gone = board.target(key) if key in board.present() else key
        word = next((name for name in ("merge_into", "split", "drop", "title") if getattr(decision, name)), "")
        if word or decision.pin or decision.reject:
            board.waiting.append(f'[personas."{key}"] {word or "pin, reject"}: no persona has the id {gone} now.')


def hand_caveats(language: Language, group: Group) -> tuple[str, ...]:
    """What a reader must know about a persona whose people were chosen by hand."""
    found = [load_catalogue("personas", language)(f"by_hand.{group.by_hand}")] if group.by_hand else []
    if group.moved and group.by_hand != "made":
        found.append(
            load_catalogue("personas", language)("by_hand.moved", n=len(group.moved), total=len(group.respondents))
        )
    return tuple(found)


def hand_method(language: Language, decided: Decided) -> list[str]:
    """How many personas and people were grouped by hand, in a sentence; none where nothing was."""
    groups = [group for group in decided.groups if group.by_hand]
    people = {who for group in decided.groups for who in group.respondents if decided.found.get(who) is None}
    people |= {who for group in decided.groups for who in group.moved} | decided.aside
    if not groups and not people:
        return []
    return [load_catalogue("personas", language)("by_hand.method", n=len(groups), total=len(decided.groups))]
