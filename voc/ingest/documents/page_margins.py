"""What stands on every page and is nobody's words: running heads and feet, page numbers, line numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voc.ingest.documents.page_layout import Piece

ZONE = 0.13
"""Share of a page's height, at the top and at the bottom, where running heads and feet stand."""
MIN_SHARE = 0.4
"""Share of the pages on which a text must stand at the same place to be one (even and odd pages may differ)."""
_TOLERANCE = 6.0

_NUMBER = re.compile(r"\d{1,5}")
_PAGE = re.compile(
    r"\W*(?:(?:page|seite|s\.|p\.|pg\.|blatt)\s*)?(?P<number>\d{1,4})\s*(?:(?:/|of|von|\|)\s*\d{1,4})?\W*", re.I
)


def without_margins(pages: Sequence[Sequence[Piece]]) -> tuple[list[list[Piece]], tuple[str, ...]]:
    """The pages without running heads and feet, page numbers and line numbers, and notes about what was left out."""
    running = _running(pages)
    numbered = _page_numbers(pages)
    lines = [_line_numbers(page) for page in pages]
    kept = [
        [piece for piece in page if piece not in running and piece not in numbered and piece not in numbers]
        for page, numbers in zip(pages, lines, strict=True)
    ]
    notes = []
    if running or numbered:
        notes.append("Left out what repeats on the pages: running heads and feet, page numbers.")
    if any(lines):
        notes.append("Left out the line numbers in the margin.")
    return kept, tuple(notes)


def _in_zone(piece: Piece) -> bool:
    return piece.top < ZONE * piece.height or piece.bottom > (1 - ZONE) * piece.height


def _running(pages: Sequence[Sequence[Piece]]) -> frozenset[Piece]:
    """Pieces with the same words at the same place on many pages."""
    places: dict[str, list[Piece]] = defaultdict(list)
    for page in pages:
        for piece in page:
            if _in_zone(piece):
                places[piece.text.casefold()].append(piece)
    least = max(2, MIN_SHARE * len(pages)) if len(pages) < 4 else max(3, MIN_SHARE * len(pages))
    found: set[Piece] = set()
    for pieces in places.values():
        for one in pieces:
            near = [other for other in pieces if abs(other.top - one.top) <= _TOLERANCE]
            if len({other.page for other in near}) >= least:
                found.update(near)
    return frozenset(found)


def _page_numbers(pages: Sequence[Sequence[Piece]]) -> frozenset[Piece]:
    """Pieces with nothing but a number that counts along with the pages, in the highest or lowest lines."""
    candidates: list[tuple[int, Piece]] = []
    for page in pages:
        if not page:
            continue
        top, bottom = min(piece.top for piece in page), max(piece.bottom for piece in page)
        for piece in page:
            at_edge = piece.top <= top + piece.size or piece.bottom >= bottom - piece.size
            number = _PAGE.fullmatch(piece.text)
            if number and at_edge and _in_zone(piece):
                candidates.append((int(number["number"]) - piece.page, piece))
    offsets = Counter(offset for offset, _ in candidates)
    if not offsets:
        return frozenset()
    offset, count = min(offsets.items(), key=lambda item: (-item[1], item[0]))
    if count < 0.5 * len(pages) or (len(pages) == 1 and offset != 1):
        return frozenset()
    return frozenset(piece for found, piece in candidates if found == offset)


def _line_numbers(page: Sequence[Piece]) -> frozenset[Piece]:
    """A column of rising numbers at the left or right of everything else."""
    numbers = [piece for piece in page if _NUMBER.fullmatch(piece.text)]
    words = [piece for piece in page if not _NUMBER.fullmatch(piece.text)]
    if len(numbers) < 3 or not words:
        return frozenset()
    left, right = min(piece.left for piece in words), max(piece.right for piece in words)
    for side in (
        [piece for piece in numbers if piece.right <= left + 1],
        [piece for piece in numbers if piece.left >= right - 1],
    ):
        if len(side) >= 3 and _rises(side):
            return frozenset(side)
    return frozenset()


def _rises(pieces: Iterable[Piece]) -> bool:
    values = [int(piece.text) for piece in sorted(pieces, key=lambda piece: piece.top)]
    steps = [after - before for before, after in itertools.pairwise(values)]
    return all(0 < step <= 10 for step in steps)
