"""Passages → places in the study's documents → segments.

Words are found without regard to case, spaces and punctuation, because exports of other programs change those, and
because the study is pseudonymised: of a passage that is not found whole, the sentences that are found count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from voc.tasks.agree.records import Passage

SHARE = 0.5
"""A passage holds a segment when it covers at least this share of it, or lies in it with at least this share."""
_LEAST = 8
"""Letters of a passage that is looked for."""
_PIECE = 12
"""Letters of a sentence that is looked for by itself."""
_PIECES = re.compile(r"\n+|(?<=[.!?…])\s+")
_LABEL = re.compile(r"^\s*[^\n:]{1,30}:\s+")

Records = Sequence[Mapping[str, str]]
Span = tuple[str, int, int]


class Finder:
    """Finds passages in documents. ``segments`` are rows of data/segments.csv, ``documents`` texts by id."""

    def __init__(self, segments: Records, documents: Mapping[str, str]) -> None:
        self._documents = documents
        self._letters: dict[str, tuple[str, list[int]]] = {}
        self.by_document: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        self._spans: dict[str, Span] = {}
        for row in segments:
            document, start, end = row["document_id"], int(row["start"]), int(row["end"])
            self._spans[row["segment_id"]] = (document, start, end)
            if row["role"] == "participant":
                self.by_document[document].append((start, end, row["segment_id"]))
            path = PurePosixPath(row["source"])
            for name in {document, path.as_posix(), path.name, path.stem}:
                if document not in self._names[name.casefold()][-1:]:
                    self._names[name.casefold()].append(document)

    def documents_named(self, name: str) -> list[str]:
        """Ids of the documents that a name means: an id, a path, a file with or without its ending."""
        wanted = name.strip().casefold()
        found = self._names.get(wanted) or self._names.get(PurePosixPath(wanted).stem) or []
        return list(dict.fromkeys(found))

    def spans(self, passage: Passage) -> list[Span]:
        """Where a passage stands; [] when it is not found."""
        if passage.segment_id:
            span = self._spans.get(passage.segment_id)
            return [span] if span else []
        named = self.documents_named(passage.document) if passage.document else []
        if passage.start >= 0 and len(named) == 1:
            return [(named[0], passage.start, passage.end)]
        if not passage.text:
            return [] if passage.code else [(one, 0, 0) for one in named]
        rest = [one for one in self._documents if one not in set(named)] if not named else []
        return self._found(passage.text, [*named, *rest])

    def segments(self, spans: Sequence[Span]) -> dict[str, float]:
        """The participants' segments that the spans hold, with the share (0–1) of each that is covered."""
        covered: dict[str, float] = {}
        for document, start, end in spans:
            for a, b, segment in self.by_document.get(document, ()):
                shared = min(end, b) - max(start, a)
                if shared > 0 and (shared >= SHARE * (b - a) or shared >= SHARE * (end - start)):
                    covered[segment] = min(1.0, covered.get(segment, 0.0) + shared / (b - a))
        return covered

    def _found(self, text: str, documents: Sequence[str]) -> list[Span]:
        whole = _letters(text)[0]
        if len(whole) < _LEAST:
            return []
        for document in documents:
            span = self._find(whole, document)
            if span:
                return [span]
        pieces = [_letters(_LABEL.sub("", piece))[0] for piece in _PIECES.split(text)]
        pieces = [piece for piece in pieces if len(piece) >= _PIECE]
        best: list[Span] = []
        most = SHARE * sum(len(piece) for piece in pieces)
        for document in documents:
            spans, letters, after = [], 0, 0
            for piece in pieces:
                span = self._find(piece, document, after) or self._find(piece, document)
                if span:
                    spans.append(span)
                    letters, after = letters + len(piece), span[2]
            if spans and letters >= most:
                best, most = spans, letters + 1
        return best

    def _find(self, letters: str, document: str, after: int = 0) -> Span | None:
        if document not in self._letters:
            self._letters[document] = _letters(self._documents.get(document, ""))
        text, places = self._letters[document]
        at = text.find(letters, bisect_left(places, after))
        return None if at < 0 else (document, places[at], places[at + len(letters) - 1] + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits in lower case, and where each stood."""
    kept, places = [], []
    for place, character in enumerate(text):
        if character.isalnum():
            low = character.lower()
            kept.append(low if len(low) == 1 else character)
            places.append(place)
    return "".join(kept), places
