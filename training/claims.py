"""Claims and topics over real statements: which statements support a phrase, contradict it, or are about its matter.

`training/labels/claims.csv` has the phrases and, for each, the numbers of its statements; `claim_statements.csv` says
where the statements are (never their text), by `CLAIMS.md` beside them. All statements of a group were read for each of
its phrases, so a statement that is not listed is known not to be about the matter.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from training.data import ROOT
from training.labels import segment_text
from training.own_sentences import read_sentences, read_stories, read_talk

CLAIMS = ROOT / "training" / "labels" / "claims.csv"
STATEMENTS = ROOT / "training" / "labels" / "claim_statements.csv"
STORIES = "stories"
"""Name of the set whose rows are lines of `stories.csv`."""
_OWN: dict[str, Callable[[], Sequence[str]]] = {
    "talk": lambda: [sentence.text for sentence in read_talk()],
    "sentences": lambda: [sentence.text for sentence in read_sentences()],
    STORIES: read_stories,
}
"""Sets whose rows are lines of a file of our own, counted from 0: how to read their texts."""


@dataclass(frozen=True, slots=True)
class ClaimStatement:
    """One statement of a group: its set and its text."""

    set_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A phrase in German and English, and what it is to each statement of its group.

    A "claim" can be true or false. A "topic" cannot: its statements are all in ``about``. The numbers are positions in
    ``statements``.
    """

    kind: Literal["claim", "topic"]
    phrase_de: str
    phrase_en: str
    supports: tuple[int, ...]
    contradicts: tuple[int, ...]
    about: tuple[int, ...]
    statements: tuple[ClaimStatement, ...]

    @property
    def unlisted(self) -> tuple[int, ...]:
        """The statements that are not about the matter of the phrase."""
        listed = {*self.supports, *self.contradicts, *self.about}
        return tuple(number for number in range(len(self.statements)) if number not in listed)


@cache
def read_claims() -> tuple[Claim, ...]:
    """All claims and topics, in the order of the file."""
    groups = _read_statements()
    claims: list[Claim] = []
    with CLAIMS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            numbers = {
                name: tuple(int(n) - 1 for n in row[name].split()) for name in ("supports", "contradicts", "about")
            }
            kind: Literal["claim", "topic"] = "topic" if row["kind"] == "topic" else "claim"
            claims.append(Claim(kind, row["phrase_de"], row["phrase_en"], **numbers, statements=groups[row["group"]]))
    return tuple(claims)


def _read_statements() -> dict[str, tuple[ClaimStatement, ...]]:
    """The statements of each group."""
    groups: dict[str, list[ClaimStatement]] = defaultdict(list)
    with STATEMENTS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = statement_text(row["set"], row["row"], int(row["start"]), int(row["end"]))
            groups[row["group"]].append(ClaimStatement(row["set"], text))
    return {group: tuple(statements) for group, statements in groups.items()}


def statement_text(set_name: str, row: str, start: int, end: int) -> str:
    """The text of a statement: a line of a file of our own, or what `segment_text` finds."""
    if set_name in _OWN:
        return _own_texts(set_name)[int(row)]
    return segment_text(set_name, row, start, end)


@cache
def _own_texts(set_name: str) -> Sequence[str]:
    return _OWN[set_name]()
