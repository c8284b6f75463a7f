"""Where sentences end: spaCy's rule-based sentencizer, corrected by rules for what it does not know.

The sentencizer works on spaCy's tokens, so that most abbreviations, addresses and decimals are whole already. The
rules here remove ends after ordinals and other abbreviations, move opening quotes to the sentence that they open, and
add ends after an ellipsis, after emoji, and after full stops without a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from voc.text.lexicon import words_of_all

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

_MAX_WORD = 500
"""Letters of the longest word that spaCy's tokenizer sees: it is slow on endless words, which no sentence has."""
_MAX_BLOCK = 20_000
"""Code points of the longest text that it sees; longer ones are only split by the rules here."""
_MAX_ORDINAL_DIGITS = 2
"""Digits of an ordinal ("am 3. Mai"); a longer number before a full stop is a year or an amount."""

_EMOJI = "[\U0001f000-\U0001faff☀-➿⬀-⯿\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
_SMILEY = r"[:;=][-']?[()DPp]"
_CLOSING = "\"'”“’»«)]*_"
_MAY_END = re.compile(rf"[.!?…。！？\U0001F300-\U0001FAFF☀-➿]|{_SMILEY}")
_OPENING_QUOTE = re.compile(r"[\s\"'„“«»‚‘(\[*_]+$")
_WORD_BEFORE_STOP = re.compile(r"([^\s(\[\"'„“»«]+)\.$")
# A pause or a remark ("(2 Sek. Pause)"); behind ":" or ";", a bracket is a face.
_ASIDE = re.compile(r"(?<![:;=-])(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])")
_SPACE = re.compile(r"\s+")
_NEXT_WORD = re.compile(r"\w*")
_FACE = re.compile(rf"{_EMOJI}|{_SMILEY}(?:\s|$)|<3|\^\^")
_MORE_ENDS = re.compile(
    r"(?:\.{2,}|…)[\"”“’»)]*\s+(?=[\"„“«(]?[A-ZÄÖÜ])"  # an ellipsis, then a capital
    r"|(?<=[a-zäöüß]{2})[.!?](?=[A-ZÄÖÜ][a-zäöüß]+\s)"  # no space after the stop
    r"|(?<=[a-zäöüß)][!?])(?=[A-ZÄÖÜ])"
    r"|(?<=[a-zäöüß%)][.!?:])(?=\d{1,2}[.)]\s?[A-ZÄÖÜ])"  # a numbered list that lost its line breaks
    rf"|(?:{_EMOJI})+\s+(?=[\"„“«(]?[A-ZÄÖÜ])"
    rf"|(?<=[.!?])(?:{_EMOJI})+\s*(?=\S)"
    rf"|(?<=\s)(?:{_SMILEY}|<3|\^\^)\s+(?=[A-ZÄÖÜ])"
)
_AFTER_ABBREVIATION = re.compile(r"(?<![^\s(])([^\s.(]+(?:\.[^\s.]+)*|\d{3,4})\.\s+(?=([A-ZÄÖÜ]\w*))")


def sentence_ends(texts: Sequence[str], language: str) -> list[list[int]]:
    """Find where a sentence ends and the next one begins, for each text.

    Args:
        texts: blocks of text without a break between thoughts.
        language: "de" takes the German rules; every other language takes the English ones.

    Returns:
        For each text the offsets of its inner boundaries, ascending; empty where it is a single sentence. Space
        between two sentences belongs to the first.
    """
    candidates = [
        index for index, text in enumerate(texts) if (mark := _MAY_END.search(text)) and mark.end() < len(text.rstrip())
    ]
    ends: list[list[int]] = [[] for _ in texts]
    # spaCy is slow to load, and texts of one sentence each do not need it.
    if not candidates:
        return ends
    pipeline = _pipeline("de" if language == "de" else "en")
    easy = [index for index in candidates if _is_easy(texts[index])]
    for index, doc in zip(easy, pipeline.pipe((texts[index] for index in easy), batch_size=256), strict=True):
        ends[index] = [sentence.start_char for sentence in doc.sents][1:]
    for index in candidates:
        ends[index] = _correct(texts[index], ends[index])
    return ends


def _is_easy(text: str) -> bool:
    """Whether spaCy's tokenizer is fast on a text."""
    return len(text) <= _MAX_BLOCK and (len(text) < _MAX_WORD or max(map(len, text.split())) < _MAX_WORD)


@lru_cache(maxsize=2)
def _pipeline(language: str) -> Pipeline:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline


def _correct(text: str, spacy_ends: Sequence[int]) -> list[int]:
    ends = {_before_opening_quote(text, end) for end in spacy_ends}
    ends.update(match.end() for match in _MORE_ENDS.finditer(text))
    asides = [match.span() for match in _ASIDE.finditer(text)] if ends else []
    ends = {
        end for end in ends if not any(start < end < stop for start, stop in asides) and not _is_false_end(text, end)
    }
    for match in _AFTER_ABBREVIATION.finditer(text):
        word, follower = match.group(1).lower(), match.group(2)
        # spaCy takes "usw." and "1990." for one token that ends nothing; a function word with a capital shows the end.
        is_year = word.isdigit() and len(word) > _MAX_ORDINAL_DIGITS
        is_final = is_year or word in words_of_all("segmentation.final_abbreviations")
        if is_final and _begins_sentence(follower):
            ends.add(match.end())
    return sorted(end for end in ends if 0 < end < len(text))


def _before_opening_quote(text: str, end: int) -> int:
    """Move a sentence end that is behind an opening quote to the place before it."""
    opening = _OPENING_QUOTE.search(text, max(0, end - 12), end)
    if opening is None or not opening.group().strip():
        return end
    space = _SPACE.search(text, opening.start(), end)
    return space.end() if space else end


def _is_false_end(text: str, end: int) -> bool:
    """Whether this is a false sentence boundary: after an abbreviation or ordinal, or before closing marks or emoji."""
    head = text[max(0, end - 200) : end].rstrip()
    following = text[end : end + 200].lstrip()
    if following and not following.strip(_CLOSING + ".!?… "):
        return True
    if _FACE.match(following):
        return True
    if following[:1].islower() and not head.endswith(("!", "?", ".")):
        return True
    before = _WORD_BEFORE_STOP.search(head.rstrip(_CLOSING))
    next_word = _NEXT_WORD.match(following)
    return before is not None and _continues(before.group(1).lower(), next_word.group() if next_word else "")


def _continues(word: str, follower: str) -> bool:
    """Whether the sentence continues after ``word`` and a full stop: it is an ordinal, an initial or abbreviation."""
    begins = _begins_sentence(follower)
    if word.isdigit():
        is_day = follower.lower() in words_of_all("segmentation.months")
        return len(word) <= _MAX_ORDINAL_DIGITS and (not begins or is_day)
    if begins and word in words_of_all("segmentation.final_abbreviations"):
        return False
    if word in words_of_all("segmentation.abbreviations"):
        # "No." is a number only before a figure; else it is an answer.
        return word != "no" or follower[:1].isdigit()
    is_initial = len(word) == 1 and word.isalpha() and word not in ("i", "a")
    return is_initial or _is_dotted(word)


def _begins_sentence(word: str) -> bool:
    """Whether a word is a function word with a capital, which function words have only at the start of a sentence."""
    return word[:1].isupper() and word.lower() in words_of_all("words.function_words")


def _is_dotted(word: str) -> bool:
    """Whether a word is a chain of single letters ("z.b", "u.s.a")."""
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts)
