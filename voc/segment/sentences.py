"""Where sentences end: spaCy's rule-based sentencizer, mended by rules for what it does not know.

The sentencizer works on spaCy's tokens, so that most abbreviations, addresses and decimals are whole already. The
rules here take back ends after ordinals and other abbreviations, hand opening quotes to the sentence that they open,
and add ends after dots of ellipsis, emoji, and full stops without a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from voc.segment import words as lists

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

_MAYBE = re.compile(r"[.!?…。！？\U0001F300-\U0001FAFF☀-➿]|[:;=][-']?[()DPp]")
_OPENING = re.compile(r"[\s\"'„“«»‚‘(\[*_]+$")
_BEFORE = re.compile(r"([^\s(\[\"'„“»«]+)\.$")
_CLOSING = "\"'”“’»«)]*_"
_EMOJI = "[\U0001f000-\U0001faff☀-➿⬀-⯿\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
_MORE = re.compile(
    r"(?:\.{2,}|…)[\"”“’»)]*\s+(?=[\"„“«(]?[A-ZÄÖÜ])"  # an ellipsis, then a capital
    r"|(?<=[a-zäöüß]{2})[.!?](?=[A-ZÄÖÜ][a-zäöüß]+\s)"  # no space after the stop
    r"|(?<=[a-zäöüß)][!?])(?=[A-ZÄÖÜ])"
    r"|(?<=[a-zäöüß%)][.!?:])(?=\d{1,2}[.)]\s?[A-ZÄÖÜ])"  # a numbered list that lost its line breaks
    rf"|(?:{_EMOJI})+\s+(?=[\"„“«(]?[A-ZÄÖÜ])"
    rf"|(?<=[.!?])(?:{_EMOJI})+\s*(?=\S)"
    r"|(?<=\s)(?:[:;=][-']?[()DPp]|<3|\^\^)\s+(?=[A-ZÄÖÜ])"
)
_AFTER_ABBREVIATION = re.compile(r"(?<![^\s(])([^\s.(]+(?:\.[^\s.]+)*|\d{3,4})\.\s+(?=([A-ZÄÖÜ]\w*))")
_FACE = re.compile(rf"{_EMOJI}|[:;=][-']?[()DPp](?:\s|$)|<3|\^\^")
_NEXT_WORD = re.compile(r"\w*")
_LONGEST_WORD = 500
_LONGEST_BLOCK = 20_000


def sentence_ends(texts: Sequence[str], language: str) -> list[list[int]]:
    """Offsets at which a sentence ends and the next one begins, for each text.

    Args:
        texts: blocks of text without a break between thoughts.
        language: "de" takes the German rules; every other language takes the English ones.

    Returns:
        For each text its inner boundaries, ascending; empty where it is a single sentence. Space between two
        sentences belongs to the first.
    """
    candidates = [
        index for index, text in enumerate(texts) if (found := _MAYBE.search(text)) and found.end() < len(text.rstrip())
    ]
    ends: list[list[int]] = [[] for _ in texts]
    pipeline = _pipeline("de" if language == "de" else "en") if candidates else None
    if pipeline is None:
        return ends
    easy = [index for index in candidates if _is_easy(texts[index])]
    for index, doc in zip(easy, pipeline.pipe((texts[index] for index in easy), batch_size=256), strict=True):
        ends[index] = [sentence.start_char for sentence in doc.sents][1:]
    for index in candidates:
        ends[index] = _mended(texts[index], ends[index])
    return ends


def _is_easy(text: str) -> bool:
    """Whether spaCy's tokenizer copes: it is slow on endless words, which no sentence has."""
    return len(text) <= _LONGEST_BLOCK and (len(text) < _LONGEST_WORD or max(map(len, text.split())) < _LONGEST_WORD)


@lru_cache(maxsize=2)
def _pipeline(language: str) -> Pipeline:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline


def _mended(text: str, found: Sequence[int]) -> list[int]:
    ends = {_before_opening_quote(text, end) for end in found}
    ends = {end for end in ends if not _is_inside(text, end)}
    ends.update(match.end() for match in _MORE.finditer(text) if not _is_inside(text, match.end()))
    for match in _AFTER_ABBREVIATION.finditer(text):
        word = match.group(1).lower()
        is_final = word in lists.final_abbreviations() or (word.isdigit() and len(word) > 2)
        if is_final and match.group(2).lower() in lists.starters():
            ends.add(match.end())
    return sorted(end for end in ends if 0 < end < len(text))


def _before_opening_quote(text: str, end: int) -> int:
    """Move an end that lies behind an opening quote before it; "gut. „Das" ends after the space."""
    opening = _OPENING.search(text, max(0, end - 12), end)
    if opening is None or not opening.group().strip():
        return end
    for offset in range(opening.start(), end):
        if text[offset].isspace():
            space = re.match(r"\s+", text[offset:end])
            return offset + (space.end() if space else 1)
    return end


def _is_inside(text: str, end: int) -> bool:
    """Whether an end is none: after an abbreviation or ordinal, before a small letter, or before what still belongs."""
    head = text[max(0, end - 200) : end].rstrip()
    following = text[end : end + 200].lstrip()
    if following and not following.strip(_CLOSING + ".!?… "):
        return True
    if _FACE.match(following):
        return True
    if following[:1].islower() and not head.endswith(("!", "?", ".")):
        return True
    before = _BEFORE.search(head.rstrip(_CLOSING))
    next_word = _NEXT_WORD.match(following)
    return before is not None and _goes_on(before.group(1).lower(), next_word.group() if next_word else "")


def _goes_on(word: str, follower: str) -> bool:
    """Whether the sentence goes on after ``word`` with a full stop: it is an ordinal, an initial or an abbreviation."""
    begins = follower[:1].isupper() and follower.lower() in lists.starters()
    if word.isdigit():
        return len(word) <= 2 and (not begins or follower.lower() in lists.months())
    if begins and word in lists.final_abbreviations():
        return False
    if word in lists.abbreviations():
        return word != "no" or follower[:1].isdigit()
    return (len(word) == 1 and word.isalpha() and word not in ("i", "a")) or _is_dotted(word)


def _is_dotted(word: str) -> bool:
    """Whether a word is a chain of single letters ("z.b", "u.s.a")."""
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts)
