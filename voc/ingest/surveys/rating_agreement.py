"""Whether ratings agree with the texts beside them: people who rate better write more kindly.

This is the last evidence for the direction of a scale, after the header and the labels. It also finds ratings that are
read the wrong way round in spite of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from voc.tables.table import Table
from voc.text.language import detect
from voc.text.tone import Tone, find_tone

_ROWS_TO_READ = 600
"""Rows whose texts are read, evenly spaced; the difference of two means is then exact enough for the bounds below."""
_MIN_LETTERS = 8
"""Letters of the shortest text that is read."""


@dataclass(frozen=True, slots=True)
class AgreementThresholds:
    """When texts speak against a scale. Differences are of mean tones (−1…1).

    In seven public sets of reviews and surveys, the tone beside the better half of the ratings is higher by 0.5 to 1.6.
    """

    min_texts: int = 3
    """Texts with a tone beside each half of the ratings; fewer prove nothing."""
    min_difference: float = 0.4
    """Difference from which on texts agree with a scale or contradict it."""
    min_errors: float = 2.0
    """The same difference in standard errors."""
    min_texts_to_turn: int = 15
    """Texts beside each half from which on they may turn a scale of which nothing else says which end is best."""
    min_errors_to_turn: float = 4.0
    """Difference in standard errors from which on they do."""


AGREEMENT = AgreementThresholds()


@dataclass(frozen=True, slots=True)
class TextAgreement:
    """The mean tone beside the better half of the ratings minus that beside the worse half, and how many texts each."""

    difference: float = 0.0
    n_better: int = 0
    n_worse: int = 0
    limits: AgreementThresholds = AGREEMENT

    @property
    def supports(self) -> bool:
        """Whether the texts agree with the scale."""
        return self._is_clear and self.difference > 0

    @property
    def contradicts(self) -> bool:
        """Whether the texts speak against the scale."""
        return self._is_clear and self.difference < 0

    @property
    def turns(self) -> bool:
        """Whether the texts speak so clearly against the scale that they show its direction."""
        enough = min(self.n_better, self.n_worse) >= self.limits.min_texts_to_turn
        return enough and self.contradicts and self._errors >= self.limits.min_errors_to_turn

    @property
    def _errors(self) -> float:
        # The standard deviation of a tone is at most 1.
        return abs(self.difference) / sqrt(1 / self.n_better + 1 / self.n_worse)

    @property
    def _is_clear(self) -> bool:
        return (
            min(self.n_better, self.n_worse) >= self.limits.min_texts
            and abs(self.difference) >= self.limits.min_difference
            and self._errors >= self.limits.min_errors
        )


@dataclass(frozen=True, slots=True)
class ToneOfRows:
    """Rows of a table that are compared, and the tones of the texts in each of them."""

    rows: Sequence[Sequence[str]]
    tones: Sequence[Sequence[Tone]]

    def compare(self, position: int, share_of: Callable[[str], float | None]) -> TextAgreement:
        """The agreement of the ratings in one column, which ``share_of`` reads as 0–1."""
        better: list[Tone] = []
        worse: list[Tone] = []
        for row, tones in zip(self.rows, self.tones, strict=True):
            share = share_of(row[position]) if tones else None
            if share is not None and share != 0.5:
                (better if share > 0.5 else worse).extend(tones)
        if not better or not worse:
            return TextAgreement(0.0, len(better), len(worse))
        return TextAgreement(sum(better) / len(better) - sum(worse) / len(worse), len(better), len(worse))


def read_tones(table: Table, texts: Sequence[int]) -> ToneOfRows:
    """The tone of every text in a sample of the rows; a text without a tone, or in a language unknown, is left out.

    Columns with what people like or dislike ("Pro", "What annoyed you?") have one tone whatever the rating is: they
    weaken the difference of the others, and never turn it.
    """
    step = max(1, len(table.rows) // _ROWS_TO_READ)
    rows = [row for row in table.rows[::step] if any(row)]
    cells = [(number, row[p]) for number, row in enumerate(rows) for p in texts if len(row[p]) >= _MIN_LETTERS]
    tones: list[list[Tone]] = [[] for _ in rows]
    for (number, cell), language in zip(cells, detect([cell[:600] for _, cell in cells]), strict=True):
        if tone := find_tone(cell, language):
            tones[number].append(tone)
    return ToneOfRows(rows, tones)
