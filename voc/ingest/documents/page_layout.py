"""The layout of pages → running text: margins off, columns in order, lines joined to paragraphs.

Places are points from the top left corner of a page. A line break is kept where the next word would have fitted on
the line (the author ended it), where a speaker starts, or where the gap is wider; all other breaks came from the
width of the page and are joined again.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from voc.ingest.documents.page_margins import without_margins
from voc.ingest.transcripts.labelled import speaker_of
from voc.ingest.transcripts.speakers import is_known, normal

MIN_COLUMN_LINES = 6
"""Lines on each side of a gutter below which a page has one column."""

_TIME_START = re.compile(r"[\[({]?\d{1,2}:\d{2}(?::\d{2})?\b")
_BULLET = re.compile(r"(?:[•▪◦●○‣·*–-]|\d{1,2}[.)])\s")
_LETTER_HYPHEN = re.compile(r"[^\W_][-\u00ad]$")
_CONJUNCTION = re.compile(r"(?:und|oder|bzw\.?|sowie|bis|and|or)\b")
_COMPOUND = re.compile(r"[^\W\d_]{2,}-[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters side by side on one line of a page: place in points from the top left, text, bold or not.

    ``size`` is the mean height of its characters in points, at least 1.
    """

    page: int
    height: float
    left: float
    right: float
    top: float
    bottom: float
    size: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of one column. ``column`` is 0 for the whole width, 1 for the left and 2 for the right column."""

    piece: Piece
    column: int


def compose(pages: Sequence[Sequence[Piece]]) -> tuple[str, tuple[str, ...]]:
    """The text of all pages in reading order, and notes about what was left out."""
    kept, notes = without_margins(pages)
    rows: list[_Row] = []
    columns = 0
    for page in kept:
        found = _rows_of(page)
        columns += any(row.column for row in found)
        rows += found
    if columns:
        notes = (*notes, f"{columns} pages in two columns: read the left column first, then the right.")
    return _joined(rows), notes


# ---------------------------------------------------------------------------------------------------------- columns


def _rows_of(page: Sequence[Piece]) -> list[_Row]:
    gutter = _gutter(page)
    if gutter is None:
        return [_Row(piece, 0) for piece in _lines(page)]
    wide = [piece for piece in page if piece.left < gutter < piece.right]
    bands = sorted(_lines(wide), key=lambda piece: piece.top)
    rows: list[_Row] = []
    rest = [piece for piece in page if piece not in wide]
    for band in [*bands, None]:
        above = [piece for piece in rest if band is None or piece.top < band.top]
        rest = [piece for piece in rest if piece not in above]
        rows += [_Row(piece, 1) for piece in _lines([piece for piece in above if piece.right <= gutter])]
        rows += [_Row(piece, 2) for piece in _lines([piece for piece in above if piece.left >= gutter])]
        if band is not None:
            rows.append(_Row(band, 0))
    return rows


def _gutter(page: Sequence[Piece]) -> float | None:
    """Where the white strip between two columns lies, None when there is one column.

    Both sides need lines of some width: a narrow strip of names or times beside the words is no column.
    """
    if len(page) < 2 * MIN_COLUMN_LINES:
        return None
    left, right = min(piece.left for piece in page), max(piece.right for piece in page)
    width = right - left
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        x = left + width * step / 100
        crossing = sum(piece.left < x < piece.right for piece in page)
        if best is None or (crossing, abs(x - left - width / 2)) < (best[0], abs(best[1] - left - width / 2)):
            best = (crossing, x)
    if best is None or best[0] > 0.15 * len(page):
        return None
    sides = (
        [piece for piece in page if piece.right <= best[1]],
        [piece for piece in page if piece.left >= best[1]],
    )
    for side in sides:
        lines = _lines(side)
        if len(lines) < MIN_COLUMN_LINES or median(line.right - line.left for line in lines) < 0.25 * width:
            return None
    return best[1]


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces on one height joined to lines, from top to bottom."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top + piece.bottom, piece.left)):
        last = lines[-1][-1] if lines else None
        overlap = min(piece.bottom, last.bottom) - max(piece.top, last.top) if last else 0.0
        if last and overlap > 0.5 * min(piece.size, last.size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_line(sorted(line, key=lambda piece: piece.left)) for line in lines]


def _line(pieces: Sequence[Piece]) -> Piece:
    text, right = pieces[0].text, pieces[0].right
    for piece in pieces[1:]:
        gap = piece.left - right
        text += ("  " if gap > 2 * piece.size else "" if gap < 0.1 * piece.size else " ") + piece.text
        right = max(right, piece.right)
    return replace(
        pieces[0],
        right=right,
        top=min(piece.top for piece in pieces),
        bottom=max(piece.bottom for piece in pieces),
        text=text,
        bold=all(piece.bold for piece in pieces),
    )


# ------------------------------------------------------------------------------------------------------- paragraphs


def _joined(rows: Sequence[_Row]) -> str:
    if not rows:
        return ""
    edges = _right_edges(rows)
    leading = _leading(rows)
    speakers = _speakers(rows)
    compounds = frozenset(word.casefold() for row in rows for word in _COMPOUND.findall(row.piece.text))
    body = median(row.piece.size for row in rows)
    blocks: list[list[_Row]] = [[rows[0]]]
    texts = [rows[0].piece.text]
    ends: list[str] = []
    for before, row in itertools.pairwise(rows):
        gap = _break(before, row, edges[before.column], leading, speakers)
        if gap:
            ends.append(gap)
            texts.append(row.piece.text)
            blocks.append([row])
        else:
            texts[-1] = _glued(texts[-1], row.piece.text, compounds)
            blocks[-1].append(row)
    ends.append("\n")
    heads = [_marked(text, block, body) for text, block in zip(texts, blocks, strict=True)]
    return "".join(
        text + ("\n\n" if marked or (position + 1 < len(heads) and heads[position + 1][1]) else end)
        for position, ((text, marked), end) in enumerate(zip(heads, ends, strict=True))
    )


def _right_edges(rows: Sequence[_Row]) -> dict[int, float]:
    """Where lines of a column end at the latest: the 95th percentile of all of its lines."""
    rights: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        rights[row.column].append(row.piece.right)
    return {column: sorted(values)[int(0.95 * (len(values) - 1))] for column, values in rights.items()}


def _leading(rows: Sequence[_Row]) -> float:
    """The usual distance from one line to the next, in heights of a line."""
    steps = Counter(
        round((row.piece.bottom - before.piece.bottom) / before.piece.size, 1)
        for before, row in itertools.pairwise(rows)
        if row.piece.page == before.piece.page and row.column == before.column and row.piece.top > before.piece.top
    )
    return min(steps.items(), key=lambda item: (-item[1], item[0]))[0] if steps else 1.2


def _speakers(rows: Sequence[_Row]) -> frozenset[str]:
    """Labels at the starts of lines that are believed: usual ones, and those that come again."""
    counts = Counter(normal(label) for row in rows if (label := speaker_of(row.piece.text)))
    return frozenset(label for label, count in counts.items() if count > 1 or is_known(label))


def _break(before: _Row, row: _Row, edge: float, leading: float, speakers: frozenset[str]) -> str:
    """What stands between two lines: "" (joined), a line end, or an empty line."""
    above, below = before.piece, row.piece
    same = above.page == below.page and before.column == row.column
    far = same and (below.bottom - above.bottom) / above.size > leading + 0.35
    if far or abs(above.size - below.size) > 0.15 * max(above.size, below.size) or above.bold != below.bold:
        return "\n\n"
    if normal(speaker_of(below.text)) in speakers or _TIME_START.match(below.text) or _BULLET.match(below.text):
        return "\n"
    if above.text.endswith("\u00ad") or (_LETTER_HYPHEN.search(above.text) and below.text[:1].islower()):
        return ""
    word = below.text.split(" ", 1)[0]
    room = (below.right - below.left) * len(word) / max(len(below.text), 1) + 0.6 * below.size
    return "\n" if above.right + room < edge else ""


def _glued(before: str, after: str, compounds: frozenset[str]) -> str:
    """Two lines of a paragraph: a word that was divided is whole again, a compound keeps its hyphen.

    >>> _glued("die Rück-", "sendung", frozenset()), _glued("der Web-", "Shop", frozenset())
    ('die Rücksendung', 'der Web-Shop')
    >>> _glued("Vor-", "und Nachteile", frozenset()), _glued("a well-", "known name", frozenset({"well-known"}))
    ('Vor- und Nachteile', 'a well-known name')
    """
    soft = before.endswith("\u00ad")
    stem = before.removesuffix("\u00ad").removesuffix("-") if _LETTER_HYPHEN.search(before) else ""
    if not stem:
        return f"{before.removesuffix(chr(0xAD)) + '-' if soft else before} {after}"
    if _CONJUNCTION.match(after):
        return f"{stem}- {after}"
    pair = re.search(r"[^\W\d_]+$", stem), re.match(r"[^\W\d_]+", after)
    if not after[:1].islower() or (pair[0] and pair[1] and f"{pair[0][0]}-{pair[1][0]}".casefold() in compounds):
        return f"{stem}-{after}"
    return stem + after


def _marked(text: str, block: Sequence[_Row], body: float) -> tuple[str, bool]:
    """A paragraph with the marks of a heading: larger letters, or bold and short; and whether it is one."""
    text = text.replace("\u00ad", "-")
    short = len(text) <= 200 and len(block) <= 3 and any(character.isalpha() for character in text)
    if short and all(row.piece.size > 1.15 * body for row in block):
        return f"# {text}", True
    if short and all(row.piece.bold for row in block) and not text.endswith(":") and not speaker_of(text):
        return f"**{text}**", True
    return text, False
