"""The team's own codes: how they hang together, what they were given to, and what else is like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from voc.decisions.codebook import Code
from voc.schema import Language, Segment
from voc.tasks.code import CodeRow, Suggestion, suggest_statements
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields

COLOURS = tuple(colour for colour in get_args(Code.model_fields["colour"].annotation) if colour)
"""The colours that a code can have; the style sheet has a class for each."""


@dataclass(frozen=True, slots=True)
class CodeBranch:
    """A code in the list, indented by ``depth``."""

    code: CodeRow
    depth: int


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """All codes, and of the code ``code`` its statements and suggestions."""
    codes = study.codes
    chosen = next((code for code in codes if code.key == fields.get("code")), None)
    suggestions = suggest(study, chosen) if chosen else ()
    return {
        "branches": list(order_codes(codes)),
        "chosen": chosen,
        "colours": COLOURS,
        "accepted": _segments(study, chosen.accepted if chosen else ()),
        "refused": _segments(study, chosen.refused if chosen else ()),
        # None while the vectors of all statements are being worked out.
        "suggestions": suggestions,
    }


def order_codes(codes: Sequence[CodeRow], parent: str = "", depth: int = 0) -> Iterator[CodeBranch]:
    """The codes as a tree: every code before those below it, otherwise in their order."""
    keys = {code.key for code in codes}
    for code in codes:
        # A parent that does not exist is no reason to hide a code.
        if code.parent == parent or (not parent and code.parent not in keys):
            yield CodeBranch(code, depth)
            yield from order_codes([other for other in codes if other is not code], code.key, depth + 1)


def suggest(study: OpenStudy, code: CodeRow) -> Sequence[Suggestion] | None:
    """Statements that may belong to a code; none without anything that defines it, None while it is not ready."""
    if not (code.accepted or code.description or code.examples):
        return ()
    vectors = study.loaded.meaning.vectors()
    return None if vectors is None else suggest_statements(study.study, code.key, vectors=vectors)


def _segments(study: OpenStudy, ids: Iterable[str]) -> list[Segment]:
    positions = study.loaded.position_of
    return [study.study.analysis.segments[positions[key]] for key in ids if key in positions]
