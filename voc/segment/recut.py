"""Split a segment where a researcher wants it, and join segments; records and ids are as if `segment` had cut so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from voc.schema import Document, Segment
from voc.segment.segmentation import PSEUDONYM, make_segment_id, offset_without_numbers
from voc.segment.units import has_content, trim


def split_segment(segment: Segment, document: Document, offsets: Sequence[int]) -> tuple[Segment, ...]:
    """Split a segment; nothing where it cannot be split so.

    Args:
        segment: a segment of ``document``.
        document: its document.
        offsets: code points in the segment's text without the numbers of pseudonyms, rising.

    Returns:
        The parts, each trimmed as any segment; () if an offset is outside the text or inside a pseudonym, or if a part
        has no letter, digit or emoji.
    """
    bounds = [0, *(_offset_with_numbers(segment.text, offset) for offset in offsets), len(segment.text)]
    parts = []
    for start, end in pairwise(bounds):
        if not 0 <= start < end <= len(segment.text):
            return ()
        trimmed = trim(document.text, segment.start + start, segment.start + end)
        if not has_content(document.text, *trimmed):
            return ()
        parts.append(_cut(segment, document, *trimmed))
    return tuple(parts)


def join_segments(segment: Segment, following: Segment, document: Document) -> Segment | None:
    """Join a segment with the one after it; None if they are not of the same turn of ``document``."""
    if following.document_id != segment.document_id:
        return None
    # A segment has no turn of its own; its offsets tell which one it is in.
    turn = next((turn for turn in document.turns if turn.start <= segment.start < turn.end), None)
    if turn is None or following.end > turn.end:
        return None
    return _cut(segment, document, segment.start, following.end)


def offset_in_words(text: str, offset: int) -> int | None:
    """Return the offset in ``text`` without the numbers of pseudonyms; None inside a pseudonym.

    >>> offset_in_words("Ask [Person 12]. Now.", 16), offset_in_words("Ask [Person 12]. Now.", 8)
    (13, None)
    """
    if any(match.start() < offset < match.end() for match in PSEUDONYM.finditer(text)):
        return None
    return offset_without_numbers(text)(offset)


def _offset_with_numbers(text: str, offset: int) -> int:
    """Return the offset in ``text`` of an offset that does not count the numbers of pseudonyms; −1 inside one."""
    for match in PSEUDONYM.finditer(text):
        n_removed = match.end() - match.end(1) - 1
        if offset <= match.start():
            break
        if offset < match.end() - n_removed:
            return -1
        offset += n_removed
    return offset


def _cut(segment: Segment, document: Document, start: int, end: int) -> Segment:
    without_numbers = offset_without_numbers(document.text)
    segment_id = make_segment_id(document.document_id, start, end, without_numbers)
    return replace(segment, segment_id=segment_id, start=start, end=end, text=document.text[start:end])
