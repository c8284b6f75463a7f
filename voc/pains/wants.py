"""What people of a matter wanted and what stood in their way, in their own words; nothing rather than another matter.

A wish belongs to a matter where a person of the matter says it, in a word that tells the matter from others, and where
its statement is nearer in meaning to this matter than to any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from voc.pains.portraits import TELLING, Material, Portrait
from voc.pains.titles import says_trouble
from voc.pains.voices import OFTEN, Matter, centre
from voc.schema import SENTIMENTS, STATEMENTS, Floats, Span
from voc.text import content_words
from voc.text.clauses import find_goal, find_hurdle
from voc.text.statements import asks_for_wishes

NEAR, NEAR_HERE, VERY_NEAR = 0.35, 0.1, 0.5
"""Cosines to the matter from which a statement may name its goal: anywhere, at its touchpoint, in one word of it."""
WISH_HERE = 0.3
"""… and at its touchpoint, where it does not say outright what somebody wanted."""
OWN_WORD = 0.5
"""A word of which the matter has this share of all people who say it tells the matter by itself; others need a second
beside them."""
MOST = 0.6
"""A wish of this share of the words of a statement has its meaning."""
CENTRAL = 0.4
"""Cosine to the matter from which one of its statements names the hurdle even without a word of the matter."""
SHORT = (2, 14)
"""Words of a statement that is a goal or a hurdle as a whole."""

_POSITIVE = SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
_WISHES = tuple(STATEMENTS.index(name) for name in ("goal", "need", "suggestion"))
_SURE = 0.5
_FULL = 4


@dataclass(frozen=True)
class Wants:
    """Finds goals and hurdles of ``matters`` of one study."""

    material: Material
    matters: tuple[Matter, ...]

    @cached_property
    def _centres(self) -> Floats:
        voices = self.material.voices
        return np.stack([centre(voices.meanings[list(one.rows)]) for one in self.matters])

    @cached_property
    def _said_by(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, person in enumerate(self.material.voices.people):
            found.setdefault(person, []).append(row)
        return found

    def goal(self, portrait: Portrait, ranked: Sequence[int]) -> Span | None:
        """What one of these people wanted of this matter: of its own statements first, then of what they say besides.

        Args:
            portrait: of one of the matters.
            ranked: its rows, the most telling first.
        """
        own = [(row, cosine) for row, cosine in self._nearest(portrait, ranked) if cosine >= NEAR]
        quoted = centre(self.material.voices.meanings[list(portrait.quotes(ranked))])
        aside = [
            (row, min(cosine, round(float(self.material.voices.meanings[row] @ quoted), 5)))
            for row, cosine in self._nearest(portrait, self._besides(portrait))
        ]
        ids = self.material.voices.ids
        return self._first(own, portrait) or self._first(
            sorted(aside, key=lambda one: (-one[1], ids[one[0]])), portrait
        )

    def hurdle(self, portrait: Portrait, ranked: Sequence[int]) -> Span | None:
        """What stood in the way: a clause of a quote that says so in a word of the matter, the first quote first; else
        of another row; else a short verbatim as a whole; else a clause of a row in the middle of the matter."""
        rows = [*portrait.quotes(ranked), *ranked]
        clauses = [span for row in rows if (span := self._found(row, find_hurdle))]
        told = [span for span in clauses if self._shared(span, portrait)]
        full = [span for span in told if len(self._text(span).split()) >= _FULL]
        whole = (span for row in rows if (span := self._whole(row, (_PAIN,))) and self._shared(span, portrait))
        near = dict(zip(portrait.rows, portrait.near, strict=True))
        central = (span for span in clauses if near[span.segment] >= CENTRAL)
        alone = (span for row in rows[:1] if (span := self._whole(row, (_PAIN,))))
        return next(iter([*full[:1], *told[:1]]), None) or next(whole, None) or next(central, None) or next(alone, None)

    def _first(self, near: Iterable[tuple[int, float]], portrait: Portrait) -> Span | None:
        """The first wish that is of this matter: by its words, or by the meaning of a statement that is little else."""
        for row, cosine in near:
            span = self._found(row, find_goal) or self._wish(row)
            if span and (self._tells(span, cosine, portrait) or self._means(span, cosine, portrait)):
                return span
        return None

    def _besides(self, portrait: Portrait) -> list[int]:
        """What the people of the matter say besides, away from other touchpoints."""
        own, there = set(portrait.rows), portrait.matter.touchpoint
        rows = [row for person in portrait.people for row in self._said_by[person] if row not in own]
        return [row for row in rows if int(self.material.tags.touchpoint[row]) in (-1, there)]

    def _nearest(self, portrait: Portrait, rows: Sequence[int]) -> list[tuple[int, float]]:
        """Of these the ones whose meaning is nearer to the matter than to any other, with their cosines to it; what is
        said at its touchpoint is held against the other matters there."""
        if not rows:
            return []
        products = np.round(self.material.voices.meanings[list(rows)] @ self._centres.T, 5)
        mine = products[:, self.matters.index(portrait.matter)]
        there, places = portrait.matter.touchpoint, np.array([one.touchpoint for one in self.matters])
        here = (self.material.tags.touchpoint[list(rows)] == there) & (there >= 0)
        rivals = np.where(here[:, None] & (places != there), -1.0, products)
        chosen = np.flatnonzero((mine >= rivals.max(1)) & (mine >= NEAR_HERE)).tolist()
        return [(rows[k], float(mine[k])) for k in chosen]

    def _tells(self, span: Span, cosine: float, portrait: Portrait) -> bool:
        """Whether its words tell this matter: half of them are said in it, and one of them belongs to it rather than to
        all; or it is so near that any will do."""
        shared, voices = self._shared(span, portrait), self.material.voices
        if not shared or cosine < NEAR:
            return False
        words = self._words(span)
        if 2 * len(self._said(span, portrait)) < len(words):
            return False
        rare = [word for word in shared if not self._is_often(word)]
        own = span.segment in portrait.rows
        if len(rare) > 1 or (rare and cosine >= VERY_NEAR and not own):
            return True
        return any(self._speakers(word, portrait) >= OWN_WORD * voices.spoken[word] for word in rare)

    def _is_often(self, word: str) -> bool:
        return self.material.voices.spoken[word] >= OFTEN * max(1, len(self._said_by))

    def _words(self, span: Span) -> set[str]:
        return set(content_words(self._text(span), self.material.segments[span.segment].language))

    def _said(self, span: Span, portrait: Portrait) -> list[str]:
        """Its words that other statements of the matter have too."""
        rows = [row for row in portrait.rows if row != span.segment]
        counts = Counter(word for row in rows for word in self.material.voices.words[row])
        return [word for word in self._words(span) if counts[word]]

    def _speakers(self, word: str, portrait: Portrait) -> int:
        voices = self.material.voices
        return len({voices.people[row] for row in portrait.rows if word in voices.words[row]})

    def _means(self, span: Span, cosine: float, portrait: Portrait) -> bool:
        """Whether somebody says it beside the matter and means the matter: at its touchpoint, or in a statement that is
        the wish and little else and has a word of the matter."""
        if span.segment in portrait.rows:
            return False
        there = portrait.matter.touchpoint
        if there >= 0 and int(self.material.tags.touchpoint[span.segment]) == there:
            told = self._found(span.segment, find_goal) is not None
            return cosine >= (NEAR_HERE if told else WISH_HERE)
        whole = len(self._text(span).split()) >= MOST * self.material.n_words(span.segment)
        return whole and cosine >= NEAR and any(not self._is_often(word) for word in self._said(span, portrait))

    def _shared(self, span: Span, portrait: Portrait) -> list[str]:
        """The words of the matter in it."""
        said = content_words(self._text(span), self.material.segments[span.segment].language)
        return [word for word in portrait.words[:TELLING] if word in said]

    def _text(self, span: Span) -> str:
        return self.material.segments[span.segment].text[span.start : span.end]

    def _wish(self, row: int) -> Span | None:
        """A short verbatim that is a wish as a whole, or answers a question for wishes, and names no trouble. In a talk
        what is one hangs on what is said before."""
        segment, sentiment = self.material.segments[row], int(self.material.readings.sentiment[row])
        if sentiment == _POSITIVE or "?" in segment.text or segment.kind == "interview":
            return None
        if says_trouble(segment.text, segment.language):
            return None
        if asks_for_wishes(segment.question) and self._is_short(row):
            return Span(row, 0, len(segment.text))
        return self._whole(row, _WISHES)

    def _found(self, row: int, find: Callable[[str, str], tuple[int, int] | None]) -> Span | None:
        segment = self.material.segments[row]
        found = find(segment.text, segment.language)
        return Span(row, *found) if found else None

    def _whole(self, row: int, statements: Iterable[int]) -> Span | None:
        readings, text = self.material.readings, self.material.segments[row].text
        sure = int(readings.statement[row]) in statements and readings.statement_confidence[row] >= _SURE
        return Span(row, 0, len(text)) if sure and "?" not in text and self._is_short(row) else None

    def _is_short(self, row: int) -> bool:
        return SHORT[0] <= self.material.n_words(row) <= SHORT[1] and "\n" not in self.material.segments[row].text
