"""A study of a few English statements, and a stand-in for an encoder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from voc.schema import STATEMENTS, Floats, Kind, Respondent, Segment, Theme

WEATHER = Theme("t-weather", "Weather", (), (9, 11))


def words_as_vectors(texts: Sequence[str]) -> Floats:
    """Encode texts so that they are near when they share beginnings of words."""
    vectors = np.zeros((len(texts), 512), np.float32)
    for row, text in enumerate(texts):
        for word in re.findall(r"\w{4,}", text.lower()):
            vectors[row, int.from_bytes(word[:5].encode()) % 509] += 1
    return vectors


@dataclass(frozen=True, slots=True)
class Statement:
    """What the respondent ``r-number`` says in the segment ``s-number``."""

    number: int
    text: str
    polarity: float = 0.0
    kind: Kind = "review"
    theme: int = -1

    @property
    def segment(self) -> Segment:
        return Segment(
            segment_id=f"s-{self.number}",
            document_id="d-1",
            respondent_id=f"r-{self.number}",
            source="reviews.csv",
            kind=self.kind,
            role="participant",
            start=0,
            end=len(self.text),
            time_s=None,
            question="",
            text=self.text,
            language="en",
        )


FILLER = tuple(
    Statement(100 + number, text, theme=0)
    for number, text in enumerate(
        ("The weather was mild.", "My cousin sings in a choir.", "Rain fell on the roof.", "A bird sat on the fence.")
        * 5
    )
)
STATEMENTS_OF_TWENTY_NINE = (
    Statement(1, "The chatbot annoyed me.", -0.8),
    Statement(2, "The chatbot is awful.", -0.6),
    Statement(3, "The chatbot is lovely.", 0.8),
    Statement(4, "I order by telephone."),
    Statement(5, "I never order by telephone."),
    Statement(6, "We do not order by telephone."),
    Statement(7, "Do you order by telephone?"),
    Statement(8, "I need a newsletter."),
    Statement(9, "Nobody reads that newsletter.", -0.5),
    *FILLER,
)


def small_study(
    statements: Sequence[Statement] = STATEMENTS_OF_TWENTY_NINE,
    respondents: Sequence[Respondent] = (),
    personas: Sequence[Any] = (),
    themes: Sequence[Theme] = (),
) -> Any:
    """What the comparison reads of a study; all statements are of the kind "other"."""
    assignment = [statement.theme if themes else -1 for statement in statements]
    analysis = SimpleNamespace(
        language="en",
        segments=tuple(statement.segment for statement in statements),
        readings=SimpleNamespace(
            polarity=np.array([statement.polarity for statement in statements], np.float32),
            statement=np.full(len(statements), STATEMENTS.index("other"), np.int32),
        ),
        themes=SimpleNamespace(themes=tuple(themes), assignment=np.array(assignment, np.int32)),
        corpus=SimpleNamespace(respondents=tuple(respondents)),
    )
    return SimpleNamespace(analysis=analysis, personas=SimpleNamespace(personas=tuple(personas)))
