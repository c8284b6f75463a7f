"""What was decided about something that the last run has carried out, so that no card shows it any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.decisions.codebook import follow_merges

STRUCTURAL = ("merge_into", "split", "drop")
"""Decisions about what belongs together, in the order of the catalogue's sentences."""


@dataclass(frozen=True, slots=True)
class PastDecision:
    """Decisions about a theme, pain point or persona that is gone: its id, its name ("" where nobody gave it one), the
    name of what it was merged into, and the keys of the decisions. ``sample`` is something that it was about."""

    entry_id: str
    name: str
    target: str
    keys: tuple[str, ...]
    sample: str = ""


def structural_keys(decision: object) -> tuple[str, ...]:
    """The decisions of an entry that change what belongs together; the next run carries them out, or has done so."""
    # A pain point has no split, so that keys may be missing.
    return tuple(key for key in STRUCTURAL if getattr(decision, key, None))


def target_name(entry_id: str, merges: Mapping[str, str], names: Mapping[str, str]) -> str:
    """What the end of a chain of merges is called; "" where something is not merged."""
    target = follow_merges(entry_id, merges)
    return "" if target == entry_id else names.get(target, target)


def past_decisions(
    decisions: Mapping[str, object], present: Iterable[str], merges: Mapping[str, str], names: Mapping[str, str]
) -> Sequence[PastDecision]:
    """The decisions about what is not among ``present`` any more."""
    # Asked for each decision, and there may be hundreds.
    here = set(present)
    return [
        PastDecision(
            entry_id=key,
            # Themes are named by `name`, all others by `title`.
            name=getattr(decision, "title", "") or getattr(decision, "name", ""),
            target=target_name(key, merges, names),
            keys=structural_keys(decision),
        )
        for key, decision in decisions.items()
        if key not in here and structural_keys(decision)
    ]
