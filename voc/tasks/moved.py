"""What moved between two runs of the same study: themes, pain points and people's personas, by their ids.

Ids stay the same from run to run, so that nothing has to be matched. Two waves with different people are compared by
`voc.tasks.compare`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voc.schema import Personas
from voc.study import Study

NO_PERSONA = ""
"""The persona of people who are in none."""


@dataclass(frozen=True, slots=True)
class Move:
    """A theme or pain point before and after: its name now (its last one where it went), people who speak of it, and
    for pain points their rank. None where it was, or is, not there."""

    name: str
    people_before: int | None
    people_after: int | None
    rank_before: int | None = None
    rank_after: int | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """People who were in one persona and are in another one now; a title is `NO_PERSONA` for none."""

    before: str
    after: str
    n_people: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Only what changed; largest changes first. ``n_new`` people speak who did not before, ``n_gone`` do not any more,
    and statements went from ``statements_before`` to ``statements_after``."""

    themes: tuple[Move, ...]
    pain_points: tuple[Move, ...]
    transfers: tuple[Transfer, ...]
    n_new: int
    n_gone: int
    statements_before: int
    statements_after: int


def find_moves(before: Study, after: Study) -> Moved:
    """What moved from one run of a study to the next."""
    people_before, people_after = _people(before), _people(after)
    return Moved(
        themes=_moves(_themes(before), _themes(after)),
        pain_points=_moves(_pain_points(before), _pain_points(after)),
        transfers=_transfers(before.personas, after.personas, people_before & people_after),
        n_new=len(people_after - people_before),
        n_gone=len(people_before - people_after),
        statements_before=len(before.analysis.segments),
        statements_after=len(after.analysis.segments),
    )


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    n_people: int
    rank: int | None = None


def _people(study: Study) -> set[str]:
    return {segment.respondent_id for segment in study.analysis.segments if segment.respondent_id}


def _themes(study: Study) -> Mapping[str, _State]:
    analysis = study.analysis
    people: dict[int, set[str]] = {}
    for segment, theme in zip(analysis.segments, analysis.themes.assignment.tolist(), strict=True):
        people.setdefault(theme, set()).add(segment.respondent_id)
    return {
        theme.theme_id: _State(theme.name, len(people.get(position, ())))
        for position, theme in enumerate(analysis.themes.themes)
    }


def _pain_points(study: Study) -> Mapping[str, _State]:
    return {
        pain.pain_point_id: _State(pain.title, len(pain.respondents), rank)
        for rank, pain in enumerate(study.analysis.pain_points, 1)
    }


def _moves(before: Mapping[str, _State], after: Mapping[str, _State]) -> tuple[Move, ...]:
    moves = []
    # What is there now comes first, so that equal changes are in the order of the report.
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        # A theme that was only renamed has not moved.
        if old and new and (old.n_people, old.rank) == (new.n_people, new.rank):
            continue
        moves.append(
            Move(
                (new or old or _State("", 0)).name,
                old.n_people if old else None,
                new.n_people if new else None,
                old.rank if old else None,
                new.rank if new else None,
            )
        )
    return tuple(sorted(moves, key=_size, reverse=True))


def _size(move: Move) -> int:
    people = abs((move.people_after or 0) - (move.people_before or 0))
    # One that only slid because others moved comes behind those whose people changed.
    return 1000 * people + abs((move.rank_after or 0) - (move.rank_before or 0))


def _transfers(before: Personas, after: Personas, people: set[str]) -> tuple[Transfer, ...]:
    """Who changed persona, among people who spoke in both runs. A persona that kept its id is the same one."""
    titles = {persona.persona_id: persona.title for persona in (*before.personas, *after.personas)}
    counts: dict[tuple[str, str], int] = {}
    old, new = _persona_of(before), _persona_of(after)
    for person in people:
        pair = (old.get(person, ""), new.get(person, ""))
        if pair[0] != pair[1]:
            counts[pair] = counts.get(pair, 0) + 1
    transfers = [Transfer(titles.get(a, NO_PERSONA), titles.get(b, NO_PERSONA), n) for (a, b), n in counts.items()]
    return tuple(sorted(transfers, key=lambda transfer: (-transfer.n_people, transfer.before, transfer.after)))


def _persona_of(personas: Personas) -> Mapping[str, str]:
    return {person: persona.persona_id for persona in personas.personas for person in persona.respondents}
