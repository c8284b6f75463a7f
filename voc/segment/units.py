"""From the lines of a turn to coded units: split at line breaks, cut endless sentences, join short ones, trim."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from voc.text.lexicon import function_words, load_patterns, words, words_of_all

Range = tuple[int, int]
"""Half-open range of code points."""

MAX_UNIT_WORDS = 60
"""Words from which a spoken sentence without a stop is cut, and beyond which sentences are not joined."""
_MIN_PART_WORDS = 12
"""Each part of a cut sentence keeps at least this many words; fewer say too little."""
_FULL_LINE = 60
"""Code points from which a line counts as full, so that the break after it may be the edge of the page."""
_LIST_LINE_WORDS = 4
"""Two neighbouring lines of at most this many words are a list, even where the second one begins in lower case."""

# ------------------------------------------------------------------------------------------------------------- blocks

_BULLET = re.compile(r"[ \t]*(?:[-–—•▪◦‣●○■*+>][ \t]+|[•▪◦‣●○■]|\(?\d{1,2}[.)][ \t]+|[a-z]\)[ \t]+)")
_LINE_BREAK = re.compile(r"[^\S\n]*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”“’»«)\]*_]*$")
_INLINE_BULLET = re.compile(r"(?:(?<=\w)|(?<=[\s.!?)]))[-–•+*] +(?=[A-ZÄÖÜ])")
_BULLET_AFTER_STOP = re.compile(r"(?<=[a-zäöüß][.!?:])-[ ]+(?=[A-ZÄÖÜ])")


@dataclass(frozen=True, slots=True)
class Block:
    """``text[start:end]`` without a break between thoughts; ``is_next_line``: only a line break is before it."""

    start: int
    end: int
    is_next_line: bool


def split_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """Split ``text[start:end]`` at line breaks that end a thought, and at the items of a list.

    The blocks are adjacent and cover everything.
    """
    begin, is_next_line = start, False
    for line_break in _LINE_BREAK.finditer(text, start, end):
        if line_break.end() >= end:
            break
        if _ends_paragraph(text, line_break, end):
            yield from _split_items(text, begin, line_break.end(), is_next_line=is_next_line)
            begin, is_next_line = line_break.end(), False
        elif _ends_line(text, begin, line_break, end):
            yield from _split_items(text, begin, line_break.end(), is_next_line=is_next_line)
            begin, is_next_line = line_break.end(), True
    if begin < end:
        yield from _split_items(text, begin, end, is_next_line=is_next_line)


def _ends_paragraph(text: str, line_break: re.Match[str], end: int) -> bool:
    """Whether a new paragraph or an item of a list begins after the break."""
    n_breaks = sum(line_break.group().count(char) for char in "\n\u2028\u2029")
    return n_breaks > 1 or _BULLET.match(text, line_break.end(), end) is not None


def _ends_line(text: str, begin: int, line_break: re.Match[str], end: int) -> bool:
    """Whether a single line break ends a thought, and is not merely the edge of the page in a wrapped text."""
    following = line_break.end()
    line = text[max(text.rfind("\n", begin, line_break.start()) + 1, begin) : line_break.start()]
    if _SENTENCE_END.search(line):
        return True
    if text[following].islower():
        next_end = text.find("\n", following, end)
        next_line = text[following : end if next_end < 0 else next_end]
        is_list = all(len(part.split()) <= _LIST_LINE_WORDS for part in (line, next_line))
        return is_list and not line.rstrip().endswith((",", "-", "–"))
    return len(line) < _FULL_LINE


def _split_items(text: str, start: int, end: int, *, is_next_line: bool) -> Iterator[Block]:
    """Split a block at dashes that once began a line: lists lose their line breaks in many exports."""
    bullet = _BULLET.match(text, start, end)
    is_list = bullet is not None and not text[start : bullet.end()].strip()[:1].isalnum()
    begin = start
    if "- " in text[start:end] or is_list:
        # Outside a list, a dash must follow a full stop at once: "well-known - Berlin" is no list.
        dash = _INLINE_BULLET if is_list else _BULLET_AFTER_STOP
        for match in dash.finditer(text, bullet.end() if bullet else start, end):
            if match.start() > begin:
                yield Block(begin, match.start(), is_next_line and begin == start)
                begin = match.start()
    yield Block(begin, end, is_next_line and begin == start)


# ---------------------------------------------------------------------------------------------------------- sentences

SAME_BLOCK, NEXT_LINE, APART = 2, 1, 0
"""How near a sentence is to the one before it: in the same block, on the next line, or in another paragraph or item."""

_WORD = re.compile(r"\[[A-Za-z-]+ \d+\]|[@#]?[^\W_]+(?:['’.,:/-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_CUTS = tuple(load_patterns("voc.segment", "cuts").values())
"""Where an endless sentence is cut, the best kind of place first."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]``, its words and content words, and how near it is to the sentence before it."""

    start: int
    end: int
    n_words: int
    n_content: int
    nearness: int


def measure_sentence(text: str, start: int, end: int, *, language: str, nearness: int) -> Sentence:
    """Count words and content words of ``text[start:end]``; content words are no function words and no fillers."""
    empty_words = _empty_words(language)
    n_words = n_content = 0
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        n_words += 1
        # Pseudonyms, handles and hashtags are words, but whom a sentence addresses is not what it says.
        if word[0] not in "[@#" and word.lower() not in empty_words and (_LETTERS.search(word) or len(word) > 1):
            n_content += 1
    return Sentence(start, end, n_words, n_content, nearness)


@cache
def _empty_words(language: str) -> frozenset[str]:
    fillers = function_words(language) | words(language, "segmentation.fillers")
    return fillers - words_of_all("segmentation.content_words")


def cut_long(text: str, start: int, end: int) -> Iterator[Range]:
    """Cut an endless sentence into parts of at most MAX_UNIT_WORDS words, at the best place nearest its middle."""
    # The first two tests are cheap and settle nearly all sentences; only the last one counts what a word is here.
    if end - start <= 2 * MAX_UNIT_WORDS or len(text[start:end].split()) <= MAX_UNIT_WORDS:
        yield start, end
        return
    spoken = list(_WORD.finditer(text, start, end))
    if len(spoken) <= MAX_UNIT_WORDS:
        yield start, end
        return
    first, last = spoken[_MIN_PART_WORDS].start(), spoken[-_MIN_PART_WORDS].start()
    middle = spoken[len(spoken) // 2].start()
    for places in _CUTS:
        offsets = [match.end() for match in places.finditer(text, first, last) if first < match.end() <= last]
        if offsets:
            offset = min(offsets, key=lambda offset: (abs(offset - middle), offset))
            yield from cut_long(text, start, offset)
            yield from cut_long(text, offset, end)
            return
    yield start, end


def join_repeated(text: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Join neighbouring sentences of the same words: said twice, or repeated by a recogniser in a loop."""
    units: list[Sentence] = []
    previous = ""
    for sentence in sentences:
        key = "".join(char for char in text[sentence.start : sentence.end].casefold() if char.isalnum())
        is_repeated = key == previous and sentence.nearness >= NEXT_LINE
        if units and is_repeated and units[-1].n_words + sentence.n_words <= MAX_UNIT_WORDS:
            units[-1] = _united(units[-1], sentence)
        else:
            units.append(sentence)
        previous = key
    return units


def join_short(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Join sentences that say too little alone with a neighbour of the same block.

    A sentence without a content word ("Ja.", "Genau, halt.") is joined to the next one; one with a single content word
    ("It was bad.") to the one before, or to the next one when it is the first.
    """
    units: list[Sentence] = []
    pending: Sentence | None = None
    for sentence in sentences:
        current = sentence
        if pending is not None and _can_join(pending, current, short=pending):
            current = _united(pending, current)
        elif pending is not None:
            _place_short(units, pending)
        pending = None
        if current.n_content > 1:
            units.append(current)
        elif current.n_content == 1 and units and _can_join(units[-1], current, short=current):
            units[-1] = _united(units[-1], current)
        else:
            pending = current
    if pending is not None:
        _place_short(units, pending)
    return units


def _can_join(first: Sentence, second: Sentence, *, short: Sentence) -> bool:
    # Lines of one word each are a list, but a bare "Yes" may join the next line.
    needed = NEXT_LINE if short.n_content == 0 else SAME_BLOCK
    return second.nearness >= needed and first.n_words + second.n_words <= MAX_UNIT_WORDS


def _place_short(units: list[Sentence], short: Sentence) -> None:
    """Join a short sentence to the unit before it where that is its neighbour; else it is a unit by itself."""
    if units and _can_join(units[-1], short, short=short):
        units[-1] = _united(units[-1], short)
    else:
        units.append(short)


def _united(first: Sentence, second: Sentence) -> Sentence:
    n_words, n_content = first.n_words + second.n_words, first.n_content + second.n_content
    return Sentence(first.start, second.end, n_words, n_content, first.nearness)


# ----------------------------------------------------------------------------------------------------------- trimming

_QUOTES = ('"', "'", "*", "_", "`", "~")
_PAIRS = {"„": '“”"', "“": "”", "«": "»", "»": "«", "‚": "‘’'", "‘": "’", "‹": "›", "›": "‹", "”": "”"}
_EDGES = frozenset(_QUOTES) | frozenset(_PAIRS) | frozenset("".join(_PAIRS.values()))
_INVISIBLE = "\ufeff\u200b\u2060\u00ad"


def trim(text: str, start: int, end: int) -> Range:
    """Take white space, bullets, and quotes or emphasis around the whole off ``text[start:end]``.

    Quotes and emphasis whose partner is inside stay. No letter and no digit is ever taken off.
    """
    while start < end:
        before = (start, end)
        while start < end and (text[start].isspace() or _is_bullet(text, start, end)):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
            end -= 1
        start, end = _unwrap_once(text, start, end)
        if before == (start, end):
            break
    return start, end


def has_content(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` has a letter, a digit or an emoji."""
    return any(char.isalnum() or unicodedata.category(char) == "So" for char in text[start:end])


def _is_bullet(text: str, start: int, end: int) -> bool:
    char = text[start]
    if char in "•▪◦‣●○■" or char in _INVISIBLE:
        return True
    return char in "-–—*+>,;:" and start + 1 < end and (text[start + 1].isspace() or char in "*>")


def _unwrap_once(text: str, start: int, end: int) -> Range:
    """Take off a mark at one edge whose partner is the other edge or outside."""
    if start >= end or (text[start] not in _EDGES and text[end - 1] not in _EDGES):
        return start, end
    inside = text[start:end]
    if _opens_outward(inside):
        return start + 1, end
    if _closes_outward(inside):
        return start, end - 1
    return start, end


def _opens_outward(inside: str) -> bool:
    """Whether the first character is a mark around the whole, or one whose partner is outside."""
    first, last = inside[0], inside[-1]
    if first in _QUOTES:
        wraps = last == first and first not in inside.strip(first)
        # An apostrophe before a small letter is a contraction ("'twas").
        if first == "'" and inside[1:2].islower():
            return wraps
        return wraps or inside.count(first) % 2 == 1 or first not in inside.lstrip(first)
    if first in _PAIRS:
        partners = [position for position, char in enumerate(inside) if position and char in _PAIRS[first]]
        return not partners or partners == [len(inside) - 1]
    return False


def _closes_outward(inside: str) -> bool:
    """Whether the last character is a mark whose partner is outside. An apostrophe never is ("the runners'")."""
    last = inside[-1]
    if last in _QUOTES:
        return last != "'" and (inside.count(last) % 2 == 1 or last not in inside.rstrip(last))
    openers = [opening for opening, partners in _PAIRS.items() if last in partners]
    return bool(openers) and last != "’" and not any(opening in inside[:-1] for opening in openers)
