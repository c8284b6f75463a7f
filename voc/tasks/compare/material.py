"""A written study → what a comparison needs: who says what where, as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from voc.study import StudyTables
from voc.study.quotes import TextRows


@dataclass(frozen=True, slots=True)
class Wave:
    """One study. All tuples are aligned by segment; only segments of respondents are in them.

    ``themes`` and ``pains`` are ids of the study's own themes and pain points, "" for none; ``is_trouble`` marks what
    is a pain or sounds negative.
    """

    tables: StudyTables
    people: tuple[str, ...]
    texts: tuple[str, ...]
    touchpoints: tuple[str, ...]
    themes: tuple[str, ...]
    pains: tuple[str, ...]
    polarity: tuple[float, ...]
    is_trouble: tuple[bool, ...]

    @property
    def total(self) -> int:
        """How many people say something."""
        return len(set(self.people))

    def people_at(self, rows: Iterable[int]) -> set[str]:
        """The people behind segments."""
        return {self.people[row] for row in rows}

    def moods(self, rows: Iterable[int]) -> list[float]:
        """Mean polarity of each person over these segments, sorted."""
        groups: dict[str, list[float]] = defaultdict(list)
        for row in rows:
            groups[self.people[row]].append(self.polarity[row])
        return sorted(sum(sorted(values)) / len(values) for values in groups.values())


def wave_of(tables: StudyTables) -> Wave:
    """The participants' segments of a study."""
    rows = [row for row in tables.segments if row["role"] == "participant" and row["respondent_id"]]
    return Wave(
        tables=tables,
        people=tuple(row["respondent_id"] for row in rows),
        texts=tuple(row["text"] for row in rows),
        touchpoints=tuple(row["touchpoint_id"] for row in rows),
        themes=tuple(row["theme_id"] for row in rows),
        pains=_pains(tables, rows),
        polarity=tuple(float(row["polarity"] or 0) for row in rows),
        is_trouble=tuple(row["statement"] == "pain" or row["sentiment"] == "negative" for row in rows),
    )


def _pains(tables: StudyTables, rows: TextRows) -> tuple[str, ...]:
    """The pain point of each segment; by its quotes alone in studies whose segments do not tell it."""
    if rows and "pain_point_id" in rows[0]:
        return tuple(row["pain_point_id"] for row in rows)
    columns = ("quote_segment_id", "quote_2_segment_id", "quote_3_segment_id")
    quoted = {pain[column]: pain["pain_point_id"] for pain in tables.pain_points[::-1] for column in columns}
    return tuple(quoted.get(row["segment_id"], "") for row in rows)
