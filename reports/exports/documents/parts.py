"""What a document is made of: plain records, drawn by `document` (Word) and by `pdf`."""

from __future__ import annotations

from dataclasses import dataclass

from reports.view.records import Quote


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3; ``page`` when it begins a new page."""

    level: int
    text: str
    page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``kind`` is "body", "lead" (larger), "label" (a small heading that stays with what follows) or
    "note" (smaller)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Said:
    """A verbatim with its source; ``note`` stands before the source."""

    quote: Quote
    note: str = ""

    @property
    def source(self) -> str:
        """What stands below the words: who said them where, and the id of the statement."""
        one = self.quote
        parts = (self.note, ("≈ " if one.unsure else "") + one.person, one.source, one.place, one.segment_id)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``widths`` are shares of the width. Columns in ``numbers`` stand to the right, those in ``fields`` are
    empty and to be filled in."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    fields: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Curve:
    """The emotion curve, where pictures are drawn; ``alt`` says what it shows, ``note`` how to read it."""

    alt: str
    note: str


Part = Heading | Text | Said | Bullets | Grid | Curve


@dataclass(frozen=True, slots=True)
class Document:
    """A title, the lines under it, and the parts after the table of contents."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
