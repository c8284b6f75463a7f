"""Apply the researcher's decisions about personas: who belongs together, and which lines of a persona stay.

A group keeps the id that it had in the study before when most of its people are still in it; a group that lost its id
all the same is found by a decision's anchors, people who were members when the decision was made. A decision whose
target does not exist is pending, and named in `Personas.waiting`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from personas.clustering import Matrix
from personas.evidence import Facts
from personas.traits import make_trait
from voc.decisions.board import SAME_GROUP, Board, cut, inherit_ids
from voc.decisions.codebook import NOBODY, Codebook, PersonaDecision, follow_merges
from voc.schema import Analysis, Persona, SentenceParts, Trait, stable_id
from voc.study import Study

ByHand = Literal["made", "merged", "part"]
EmbedPeople = Callable[[Sequence[str]], Matrix]
"""``embed(n sorted respondent ids)`` → float64 (n, d): positions of people who speak alike are near each other."""
MIN_ANCHORS = SAME_GROUP
"""A decision's persona is the group that holds more than this share (0–1) of its anchors that are in a group."""


@dataclass(frozen=True, slots=True)
class Before:
    """The persona id of each respondent in the run before: as grouped, and as drafted after decisions."""

    grouped: Mapping[str, str] = field(default_factory=dict)
    drafted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a persona, sorted. ``by_hand`` is the decision that made the group what it is ("" for none);
    ``moved`` are members whom the researcher moved here one by one."""

    persona_id: str
    respondents: tuple[str, ...]
    by_hand: ByHand | Literal[""] = ""
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedGroups:
    """The groups, larger ones first; the persona id of each respondent as grouped, before decisions; sentences about
    pending decisions; and who was put aside by hand."""

    groups: tuple[Group, ...]
    grouped: Mapping[str, str]
    waiting: tuple[str, ...]
    aside: frozenset[str]


def personas_before(study: Study | None) -> Before:
    """Return the personas of the study before this run; empty where there was none."""
    if study is None:
        return Before()
    drafted = {who: persona.persona_id for persona in study.personas.personas for who in persona.respondents}
    return Before(study.personas.found or drafted, drafted)


def decide_groups(
    groups: Sequence[Sequence[str]],
    everybody: Sequence[str],
    codebook: Codebook,
    before: Before,
    embed: EmbedPeople,
) -> DecidedGroups:
    """Give groups their ids, and apply the decisions about who belongs together.

    Args:
        groups: the respondents of each group before decisions; nobody is in two.
        everybody: ids of all who say something.
        codebook: the decisions.
        before: the personas of the run before.
        embed: positions of people, for cutting a group by what its members say.
    """
    board = _PersonaBoard.set_up(groups, everybody, codebook, before)
    grouped = dict(board.board.group_of)
    # Without decisions only the ids are of interest.
    if codebook.personas or codebook.respondents:
        board.merge_and_split(embed)
        board.make_groups()
        # Groups made by hand may be merged into, and split.
        board.merge_and_split(embed)
        board.move_people()
        board.drop()
        board.name_pending()
    put_aside = {who for who, decision in codebook.respondents.items() if decision.persona == NOBODY}
    return DecidedGroups(
        groups=board.groups(),
        grouped=grouped,
        waiting=tuple(board.board.pending),
        aside=frozenset(grouped.keys() - board.board.group_of.keys()) | (put_aside & set(everybody)),
    )


@dataclass(slots=True)
class _PersonaBoard:
    """People among personas while decisions are carried out.

    ``done`` are keys of decisions that have been carried out; ``moved_early`` are people who were moved into a group
    before it was split.
    """

    board: Board[str]
    everybody: Sequence[str]
    codebook: Codebook
    before: Before
    by_hand: dict[str, ByHand] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    moved_early: set[str] = field(default_factory=set)

    @classmethod
    def set_up(
        cls, groups: Sequence[Sequence[str]], everybody: Sequence[str], codebook: Codebook, before: Before
    ) -> _PersonaBoard:
        """Put everybody into their groups, under the ids of the run before."""
        # A persona made by hand is made again below; no other group may inherit its id.
        by_hand = {key for key, decision in codebook.personas.items() if decision.respondents}
        known = {who: persona_id for who, persona_id in before.grouped.items() if persona_id not in by_hand}
        ids = _inherit(groups, [stable_id("p", *sorted(members)) for members in groups], known)
        group_of = {who: persona_id for persona_id, members in zip(ids, groups, strict=True) for who in members}
        board = cls(Board(group_of), everybody, codebook, before)
        board.adopt_ids()
        return board

    def target(self, key: str) -> str:
        """Return the persona that a persona is merged into in the end."""
        return follow_merges(key, self.codebook.persona_merges())

    def adopt_ids(self) -> None:
        """Give groups whose id has changed the id that was decided about, where the anchors find them.

        A group with a decision of its own keeps its id.
        """
        decisions = self.codebook.personas
        reserved = {*decisions, *self.codebook.persona_merges().values()}
        for key in sorted(decisions, key=lambda key: (not decisions[key].is_structural, key)):
            anchors = [who for who in decisions[key].anchors if who in self.board.group_of]
            if key in self.done or key in self.board.present() or decisions[key].respondents:
                continue
            best = self.board.find_by_anchors(anchors, reserved)
            if best.group_id and best.n_anchors > MIN_ANCHORS * len(anchors):
                self.board.relabel(best.group_id, key)

    def merge_and_split(self, embed: EmbedPeople) -> None:
        """Merge and split until nothing more can be done.

        What is merged into a group is there before the group is split, and a part of a group can be merged on.
        """
        decisions = self.codebook.personas
        while True:
            self.merge()
            open_merges = {self.target(key) for key in self.codebook.persona_merges() if key not in self.done}
            present = self.board.present()
            splits = [key for key in sorted(decisions) if decisions[key].split and key in present - self.done]
            if not splits:
                return
            # A group that something will still be merged into is split last.
            self.split(min(splits, key=lambda key: (key in open_merges, key)), embed)
            self.adopt_ids()

    def merge(self) -> None:
        """Move the people of merged personas to the end of their chain of merges."""
        for key in sorted(self.codebook.persona_merges()):
            target, present = self.target(key), self.board.present()
            if key in present and target in present and key not in self.done:
                self.board.relabel(key, target)
                self.done.add(key)
                self.by_hand[target] = "merged"

    def split(self, key: str, embed: EmbedPeople) -> None:
        """Cut a group by what its people say; a part keeps the id that it had in the run before."""
        self.done.add(key)
        # People who were moved into the group must be cut with it, since the group itself is gone afterwards.
        for who, decision in sorted(self.codebook.respondents.items()):
            if decision.persona == key and who in self.everybody:
                self.board.group_of[who] = key
                self.moved_early.add(who)
        members, n_parts = self.board.members(key), self.codebook.personas[key].split or 2
        if len(members) < 2 * n_parts:
            self.board.pending.append(
                f'[personas."{key}"] split = {n_parts}: {len(members)} people are too few to cut.'
            )
            return
        parts = sorted(cut(members, embed(members), n_parts), key=lambda people: (-len(people), people))
        own_ids = [stable_id("p", key, str(rank)) for rank in range(1, n_parts + 1)]
        for persona_id, people in zip(_inherit(parts, own_ids, self.before.drafted), parts, strict=True):
            self.board.group_of |= dict.fromkeys(people, persona_id)
            self.by_hand[persona_id] = "part"

    def make_groups(self) -> None:
        """Make the personas that the researcher put together; their people leave the groups that they are in."""
        for key, decision in sorted(self.codebook.personas.items()):
            if not decision.respondents:
                continue
            self.board.remove(key)
            known = [who for who in decision.respondents if who in self.everybody]
            self.board.group_of |= dict.fromkeys(known, key)
            self.by_hand[key] = "made"
            missing = sorted(set(decision.respondents) - set(known))
            if missing:
                self.board.pending.append(
                    f'[personas."{key}"] respondents: nobody has the id {", ".join(missing)} now.'
                )

    def move_people(self) -> None:
        """Put single people where the researcher wants them."""
        present = self.board.present()
        for who, decision in sorted(self.codebook.respondents.items()):
            target = self.target(decision.persona)
            if who in self.moved_early:
                continue
            if who not in self.everybody:
                self.board.pending.append(f'[respondents."{who}"]: nobody has this id now.')
            elif target == NOBODY:
                self.board.group_of.pop(who, None)
            elif target in present:
                self.board.group_of[who] = target
            else:
                self.board.pending.append(f'[respondents."{who}"] persona: no persona has the id {target} now.')

    def drop(self) -> None:
        """Leave the people of dropped personas in no persona."""
        for key, decision in sorted(self.codebook.personas.items()):
            if decision.drop and key in self.board.present():
                self.done.add(key)
                self.board.remove(key)

    def name_pending(self) -> None:
        """Add a sentence for each decision whose persona does not exist."""
        present = self.board.present()
        for key, decision in sorted(self.codebook.personas.items()):
            # A title, pin or reject holds wherever the persona exists; a merge needs its target too.
            if key in self.done or (key in present and not decision.merge_into):
                continue
            missing = self.target(key) if key in present else key
            action = next((name for name in ("merge_into", "split", "drop", "title") if getattr(decision, name)), "")
            if action or decision.pin or decision.reject:
                self.board.pending.append(
                    f'[personas."{key}"] {action or "pin, reject"}: no persona has the id {missing} now.'
                )

    def groups(self) -> tuple[Group, ...]:
        """Return the groups, larger ones first."""
        moved = {
            who
            for who, decision in self.codebook.respondents.items()
            if who in self.board.group_of and decision.persona != NOBODY
        }
        groups = []
        for persona_id in sorted(self.board.present()):
            members = self.board.members(persona_id)
            moved_here = tuple(who for who in members if who in moved)
            groups.append(Group(persona_id, tuple(members), self.by_hand.get(persona_id, ""), moved_here))
        return tuple(sorted(groups, key=lambda group: (-len(group.respondents), group.respondents)))


def _inherit(groups: Sequence[Sequence[str]], own_ids: Sequence[str], before: Mapping[str, str]) -> list[str]:
    # Somebody who fits no group in this run says nothing about which of the groups is still the same.
    placed = {who for members in groups for who in members}
    return inherit_ids(groups, own_ids, before, items=placed, prefix="p")


def decision_caveats(group: Group) -> tuple[SentenceParts, ...]:
    """Return what a reader must know about a persona whose people were chosen by hand."""
    caveats = [SentenceParts(f"by_hand.{group.by_hand}")] if group.by_hand else []
    if group.moved and group.by_hand != "made":
        numbers = {"n": len(group.moved), "total": len(group.respondents)}
        caveats.append(SentenceParts("by_hand.moved", numbers=numbers))
    return tuple(caveats)


def describe_decisions(decided: DecidedGroups) -> list[SentenceParts]:
    """Return a sentence on how many personas were grouped by hand; [] where none was and nobody was moved."""
    by_hand = [group for group in decided.groups if group.by_hand]
    people = {who for group in decided.groups for who in group.respondents if who not in decided.grouped}
    people |= {who for group in decided.groups for who in group.moved} | decided.aside
    if not by_hand and not people:
        return []
    return [SentenceParts("by_hand.method", numbers={"n": len(by_hand), "total": len(decided.groups)})]


def line_key(kind: str, subject_id: str) -> str:
    """Return the name of a line in `codebook.toml`.

    >>> line_key("goal", "t-0123456789")
    'goal:t-0123456789'
    """
    return f"{kind}:{subject_id}"


def decide_lines(
    analysis: Analysis,
    facts: Facts,
    lines: Sequence[Trait],
    decision: PersonaDecision,
    members: Collection[str],
    others: Collection[str],
) -> tuple[Trait, ...]:
    """Return the lines of a persona without rejected ones, and with pinned ones first in their kind.

    A pinned line that was not listed is listed when at least one of `members` shows it: nothing is pinned that nobody
    says. `others` are the people whom the members are compared with.
    """
    listed = {line_key(line.kind, line.subject_id): line for line in lines}
    known = {line_key(fact.kind, fact.subject_id): fact for fact in facts.facts}
    # A pinned line needs evidence like every other one.
    inside, outside = set(members), set(others) - set(members)
    pinned: list[Trait] = []
    for key in decision.pin:
        line = listed.get(key) or (make_trait(analysis, facts, known[key], inside, outside) if key in known else None)
        if line is not None and line not in pinned:
            pinned.append(line)
    free = [line for key, line in listed.items() if key not in {*decision.pin, *decision.reject}]
    kinds = dict.fromkeys(line.kind for line in [*lines, *pinned])
    return tuple(line for kind in kinds for line in [*pinned, *free] if line.kind == kind)


def remove_rejected_lines(persona: Persona, rejected: Collection[str]) -> Persona:
    """Return the persona without what its rejected lines say in other places: counter-voices, differences, channels."""

    def is_kept(kind: str, subject_id: str) -> bool:
        return line_key(kind, subject_id) not in rejected

    return replace(
        persona,
        counter=tuple(voice for voice in persona.counter if is_kept(voice.kind, voice.subject_id)),
        differences=tuple(
            difference
            for difference in persona.differences
            if difference.kind == "attribute" or is_kept(difference.value, difference.subject_id)
        ),
        channels=tuple(line for line in persona.channels if is_kept(line.kind, line.subject_id)),
        touchpoints=tuple(line for line in persona.touchpoints if is_kept(line.kind, line.subject_id)),
    )


def find_pending_lines(
    personas: Sequence[Persona], decisions: Mapping[str, PersonaDecision], facts: Facts
) -> list[str]:
    """Return a sentence for each pinned line that no member shows, and each rejected line that nobody shows."""
    shown = {line_key(fact.kind, fact.subject_id) for fact in facts.facts}
    pending = []
    for persona in sorted(personas, key=lambda persona: persona.persona_id):
        decision = decisions.get(persona.persona_id)
        if decision is None:
            continue
        listed = {line_key(line.kind, line.subject_id) for line in persona.traits}
        where = f'[personas."{persona.persona_id}"]'
        pending += [f"{where} pin: no member shows {key} now." for key in decision.pin if key not in listed]
        pending += [f"{where} reject: nobody shows {key} now." for key in decision.reject if key not in shown]
    return pending
