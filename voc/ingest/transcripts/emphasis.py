"""Take the marks of emphasis out of what people say: ``**so** slow`` is how it was typed, not how it was said."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from voc.ingest.file_content import FileContent
from voc.schema import Document

# Single stars and underscores stay: they also mark sounds (*laughs*) and what was blacked out (_name_).
_STRONG = re.compile(r"\*\*(?=[^*\s])[^*\n]*+\*\*|(?<!\w)__(?=[^_\s])[^_\n]*+__(?!\w)")
_MARK_LENGTH = 2


def without_emphasis(content: FileContent) -> FileContent:
    """The content without the marks of strong emphasis in the turns of its documents; headings outside of turns stay.

    A quote could otherwise begin or end between a pair of marks.
    """
    documents = tuple(map(_without_marks, content.documents))
    n_marks = sum(map(_length, content.documents)) - sum(map(_length, documents))
    before = content.characters
    if before is None or not n_marks:
        return replace(content, documents=documents)
    left_out = Counter(before.left_out) + Counter({"markup": n_marks})
    return replace(
        content, documents=documents, characters=replace(before, used=before.used - n_marks, left_out=left_out)
    )


def _length(document: Document) -> int:
    return len(document.text)


def _without_marks(document: Document) -> Document:
    cuts = [
        start
        for turn in document.turns
        for match in _STRONG.finditer(document.text, turn.start, turn.end)
        for start in (match.start(), match.end() - _MARK_LENGTH)
    ]
    if not cuts:
        return document
    parts: list[str] = []
    done = 0
    for cut in cuts:
        parts.append(document.text[done:cut])
        done = cut + _MARK_LENGTH
    parts.append(document.text[done:])

    def moved(offset: int) -> int:
        return offset - _MARK_LENGTH * sum(cut < offset for cut in cuts)

    turns = tuple(replace(turn, start=moved(turn.start), end=moved(turn.end)) for turn in document.turns)
    return replace(document, text="".join(parts), turns=turns)
