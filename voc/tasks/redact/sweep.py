"""The last look over copies: no original of the key may stand in them, whatever the search for names thought of it.

In a study a name that is an ordinary word too ("Rich") is replaced only where it is a name. A copy that is handed on
has no such nuance: each original of the key goes wherever it stands as whole words in the same case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from voc.schema import Pseudonym

_MARK = r"\[[A-Za-z-]+ \d+\]"
_TOKEN = re.compile(rf"{_MARK}|[^\W_]+|[^\s\w]")
_WORD = re.compile(r"[^\W_]+")


class Originals:
    """The originals of a key, found by their first word or sign; the longest one that fits counts."""

    def __init__(self, key: Sequence[Pseudonym]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in sorted(set(key), key=lambda one: (-len(one.original), one.original, one.pseudonym)):
            original = row.original.strip()
            first = _TOKEN.match(original)
            if first is not None and len(original) > 1:
                self._by_first[first.group()].append((original, row.pseudonym))

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, pseudonym) of every original in a text; none inside a pseudonym, none inside a longer word."""
        position = 0
        while token := _TOKEN.search(text, position):
            position = token.end()
            word = token.group()
            candidates = [
                *self._by_first.get(word, ()),
                *(self._by_first.get(word[:-1], ()) if word[-1] == "s" else ()),
            ]
            for original, pseudonym in candidates:
                end = _reaches(text, token.start(), original)
                if end:
                    yield token.start(), end, pseudonym
                    position = end
                    break


def _reaches(text: str, start: int, original: str) -> int:
    """Where an original ends that begins at ``start``, 0 when it does not stand there; any white space is one space."""
    end = start + len(original)
    if text[start:end] != original:
        match = re.compile(r"\s+".join(re.escape(part) for part in original.split())).match(text, start)
        if match is None:
            return 0
        end = match.end()
    after = text[end : end + 2]
    if original[-1].isalnum() and _WORD.match(after) and not (original[-1].isalpha() and re.match(r"s(?!\w)", after)):
        return 0
    return end


def swept(text: str, originals: Originals) -> str:
    """The text with a pseudonym for every original that still stood in it.

    >>> swept("Rich und Richs Hund, reich", Originals([Pseudonym("name", "[Name 1]", "Rich")]))
    '[Name 1] und [Name 1]s Hund, reich'
    """
    parts, position = [], 0
    for start, end, pseudonym in originals.found(text):
        parts += [text[position:start], pseudonym]
        position = end
    return "".join([*parts, text[position:]])
