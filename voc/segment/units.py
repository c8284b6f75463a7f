"""From sentences to coded units: too short ones are joined, endless ones are cut, decoration is taken off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.segment import words as lists

LONGEST = 60
"""Words beyond which a spoken sentence without a stop is cut, and beyond which sentences are not joined."""

_SHORTEST_PART = 12
_WORD = re.compile(r"\[[A-Za-z-]+ \d+\]|[@#]?[^\W_]+(?:['’.,:/-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r";\s+|\s[-–—]+\s|\n\s*|(?:\.{2,}|…)\s+",
        r",\s+(?=(?:aber|sondern|doch|but|deshalb|deswegen|therefore|und dann|and then|however)\b)"
        r"|\s(?=(?:und dann|und da|and then|but then|aber dann)\b)",
        r",\s+(?=(?:und|oder|also|weil|and|or|so|because|since|denn)\b)|\s(?=(?:aber|but|because|weil|sondern)\b)",
        r",\s+",
        r"\s(?=(?:und|oder|and|or|so|also|when|wenn|dass|which|ich|i|we|wir)\b)",
        r"\s+",
    )
)
_QUOTES = ('"', "'", "*", "_", "`", "~")
_PAIRS = {"„": '“”"', "“": "”", "«": "»", "»": "«", "‚": "‘’'", "‘": "’", "‹": "›", "›": "‹", "”": "”"}
_EDGES = frozenset(_QUOTES) | frozenset(_PAIRS) | frozenset("".join(_PAIRS.values()))


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence on its way: an interval, its words and content words, and how near it is to the one before it.

    ``near``: 2 in the same block, 1 on the next line, 0 apart (another list item, another paragraph).
    """

    start: int
    end: int
    n_words: int
    n_content: int
    near: int


def piece(text: str, start: int, end: int, *, language: str, near: int) -> Piece:
    """Count words and content words of ``text[start:end]``; content words are no function words and no fillers."""
    passed_over = lists.filler(language)
    n_words = n_content = 0
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        n_words += 1
        if word[0] in "[@#":
            continue
        lower = word.lower()
        if lower not in passed_over and (_LETTERS.search(word) is not None or len(word) > 1):
            n_content += 1
    return Piece(start, end, n_words, n_content, near)


def cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an endless sentence into parts of at most LONGEST words, at the most sensible place nearest its middle."""
    if end - start <= 2 * LONGEST or len(text[start:end].split()) <= LONGEST:
        yield start, end
        return
    words = list(_WORD.finditer(text, start, end))
    if len(words) <= LONGEST:
        yield start, end
        return
    first, last = words[_SHORTEST_PART].start(), words[-_SHORTEST_PART].start()
    middle = words[len(words) // 2].start()
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, first, last) if first < match.end() <= last]
        if places:
            place = min(places, key=lambda offset: (abs(offset - middle), offset))
            yield from cut(text, start, place)
            yield from cut(text, place, end)
            return
    yield start, end


def join(pieces: Sequence[Piece]) -> list[Piece]:
    """Join sentences that say too little alone with a neighbour of the same block.

    A sentence without a content word ("Ja.", "Genau, halt.") goes with the next one; one with a single content word
    ("It was bad.") with the one before, or with the next one when it is the first.
    """
    done: list[Piece] = []
    held: Piece | None = None
    for one in pieces:
        current = one
        if held is not None:
            if current.near >= _needed(held) and held.n_words + current.n_words <= LONGEST:
                current = _united(held, current)
            else:
                _settle(done, held)
            held = None
        if current.n_content == 0 or (current.n_content == 1 and not _fits(done, current)):
            held = current
        elif current.n_content == 1:
            done[-1] = _united(done[-1], current)
        else:
            done.append(current)
    if held is not None:
        _settle(done, held)
    return done


def _fits(done: Sequence[Piece], current: Piece) -> bool:
    near_enough = bool(done) and current.near >= _needed(current)
    return near_enough and done[-1].n_words + current.n_words <= LONGEST


def _needed(held: Piece) -> int:
    """How near a neighbour must be: lines of one word each are a list, a bare "Yes" may go with the next line."""
    return 1 if held.n_content == 0 else 2


def _settle(done: list[Piece], held: Piece) -> None:
    """Put a held sentence with the one before it if that is its neighbour, else let it stand alone."""
    if _fits(done, held):
        done[-1] = _united(done[-1], held)
    else:
        done.append(held)


def _united(first: Piece, second: Piece) -> Piece:
    return Piece(
        first.start, second.end, first.n_words + second.n_words, first.n_content + second.n_content, first.near
    )


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space, bullets and quotes or emphasis around the whole off ``text[start:end]``.

    Quotes and emphasis that have their partner inside stay. No letter and no digit is ever taken off.
    """
    while start < end:
        before = (start, end)
        while start < end and (text[start].isspace() or _is_bullet(text, start, end)):
            start += 1
        while end > start and (text[end - 1].isspace() or _is_invisible(text[end - 1])):
            end -= 1
        start, end = _unwrapped(text, start, end)
        if before == (start, end):
            break
    return start, end


def says_something(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` has a letter, a digit or an emoji."""
    return any(char.isalnum() or unicodedata.category(char) == "So" for char in text[start:end])


def _is_invisible(char: str) -> bool:
    return char in "\ufeff\u200b\u2060\u00ad"


def _is_bullet(text: str, start: int, end: int) -> bool:
    char = text[start]
    if char in "•▪◦‣●○■\ufeff\u200b\u2060\u00ad":
        return True
    return char in "-–—*+>,;:" and start + 1 < end and (text[start + 1].isspace() or char in "*>")


def _unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """One step: take off a mark at either edge whose partner is the other edge or outside."""
    if start >= end or (text[start] not in _EDGES and text[end - 1] not in _EDGES):
        return start, end
    inside = text[start:end]
    if _opens_outward(inside):
        return start + 1, end
    if _closes_outward(inside):
        return start, end - 1
    return start, end


def _opens_outward(inside: str) -> bool:
    """Whether the first character is a mark around the whole, or one whose partner lies outside."""
    first, last = inside[0], inside[-1]
    if first in _QUOTES:
        wraps = last == first and first not in inside.strip(first)
        if first == "'" and inside[1:2].islower():
            return wraps
        return wraps or inside.count(first) % 2 == 1 or first not in inside.lstrip(first)
    if first in _PAIRS:
        partners = [place for place, char in enumerate(inside) if place and char in _PAIRS[first]]
        return not partners or partners == [len(inside) - 1]
    return False


def _closes_outward(inside: str) -> bool:
    """Whether the last character is a mark whose partner lies outside. An apostrophe never is."""
    last = inside[-1]
    if last in _QUOTES:
        return last != "'" and (inside.count(last) % 2 == 1 or last not in inside.rstrip(last))
    openers = [opening for opening, partners in _PAIRS.items() if last in partners]
    return bool(openers) and last != "’" and not any(opening in inside[:-1] for opening in openers)
