"""The words of a statement that carry its feeling, without the function words that the reader marks beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from voc.text.lexicon import function_words, words
from voc.text.words import tokens

TextRange = tuple[int, int]


def trim_feelings(text: str, ranges: Sequence[TextRange], language: str) -> tuple[TextRange, ...]:
    """Ranges ``text[start:end]``, widened to whole words, without function words at their ends; none of those alone.

    A negation or a judgement ("not", "good") is a feeling of its own; a word of degree ("very") or the particle of a
    verb ("broke down") belongs to one beside another word.

    >>> text = "On Monday I didn't expect an angel."
    >>> [text[start:end] for start, end in trim_feelings(text, [(0, 2), (16, 24), (25, 34)], "en")]
    ["didn't expect", 'angel']
    """
    weights = [
        (token.start, token.end, _weigh(token.text, language))
        for token in tokens(text)
        # Emojis carry feelings; other marks don't.
        if token.kind != "mark" or unicodedata.category(token.text[0]) == "So"
    ]
    trimmed: list[TextRange] = []
    for start, end in ranges:
        inside = [weighed for weighed in weights if weighed[0] < end and start < weighed[1]]
        while inside and inside[0][2] == _NONE:
            inside.pop(0)
        while inside and inside[-1][2] == _NONE:
            inside.pop()
        if any(weight == _ALONE for _, _, weight in inside):
            trimmed.append((inside[0][0], inside[-1][1]))
    return _join_overlapping(trimmed)


def _join_overlapping(ranges: Sequence[TextRange]) -> tuple[TextRange, ...]:
    """Ranges in order, without overlaps: two parts of one word ("good/nice") are widened to the same word."""
    joined: list[TextRange] = []
    for start, end in sorted(ranges):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


_NONE, _BESIDE, _ALONE = 0, 1, 2


def _weigh(word: str, language: str) -> int:
    """_NONE for a word without a feeling, _BESIDE for one that only belongs to a feeling, _ALONE for any other."""
    # The lexicon has straight apostrophes; transcripts often have curly ones.
    word = word.lower().replace("’", "'")
    if word in words(language, "words.feeling_beside"):
        return _BESIDE
    if word in function_words(language) and word not in words(language, "words.feeling_alone"):
        return _NONE
    return _ALONE
