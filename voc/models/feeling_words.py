"""The words that carry a feeling, as spans: words that are read as good or bad on their own.

The sentiment head reads each word alone, and again with the negation or measure before it ("not worth", "zu teuer").
What is clearly good or bad is marked, with its negation and measures. Taking words out of their sentence one by one
finds them less reliably (average precision .60 against .71 on acos), at ten times the cost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voc.models.readings import predict_readings
from voc.models.text_readers import BasicReader
from voc.schema import Floats, Span
from voc.text import Token, is_content, is_noun, tokens
from voc.text.lexicon import function_words


@dataclass(frozen=True, slots=True)
class FeelingThresholds:
    """From which polarity on a word carries a feeling."""

    alone: float = 0.6
    """A word whose own polarity is at least this far from 0 (0–1) carries a feeling."""
    agreeing: float = 0.35
    """This much is enough where the whole text is at least as clearly read the same way, and the word is no German
    noun: those are often what people are angry about ("Bahnhof") rather than words of anger."""


_DEFAULTS = FeelingThresholds()
_NEGATION_REACH = 3
"""A negation belongs to a word that follows it within this many words; "nicht" may also follow a verb that closely."""


@dataclass(frozen=True, slots=True)
class _FeelingCandidate:
    """A word of text ``row`` that may carry a feeling.

    ``start`` and ``end`` are the span to mark, with negation and measures; ``word`` is what is read alone and
    ``phrases`` what is read with its negation or measure.
    """

    row: int
    start: int
    end: int
    word: str
    phrases: tuple[str, ...]
    is_negated: bool
    is_noun: bool


def find_feeling_words(
    texts: Sequence[str],
    languages: Sequence[str],
    polarity: Floats,
    encode: Callable[[Sequence[str]], Floats],
    thresholds: FeelingThresholds = _DEFAULTS,
) -> tuple[Span, ...]:
    """The words of n texts that carry a feeling; German, English and unknown languages only.

    Every unique word is encoded once (about 0.7 ms on one core): call it for the texts that are shown, not for all.

    Args:
        texts: n texts.
        languages: their ISO 639-1 codes, "" where unknown.
        polarity: float32 (n,) in −1…1, how the texts themselves are read.
        encode: of the encoder "use", n texts → float32 (n, 512).
        thresholds: from which polarity on a word is marked.

    Returns:
        Spans by text and position, which neither touch nor overlap.
    """
    candidates = [
        candidate
        for row, (text, language) in enumerate(zip(texts, languages, strict=True))
        # The head was trained on German and English; in other languages it would mark at random.
        if language in ("de", "en", "")
        for candidate in _candidates(row, text, language)
    ]
    phrases = sorted({phrase for candidate in candidates for phrase in (candidate.word, *candidate.phrases)})
    if not phrases:
        return ()
    readings = predict_readings(phrases, encode(phrases), BasicReader())
    polarities = dict(zip(phrases, readings.polarity.tolist(), strict=True))
    spans = [
        Span(candidate.row, candidate.start, candidate.end)
        for candidate in candidates
        if _carries_feeling(candidate, polarities, float(polarity[candidate.row]), thresholds)
    ]
    return tuple(_join_adjacent(spans, texts))


def _carries_feeling(
    candidate: _FeelingCandidate, polarities: Mapping[str, float], text_polarity: float, thresholds: FeelingThresholds
) -> bool:
    alone = -polarities[candidate.word] if candidate.is_negated else polarities[candidate.word]
    strongest = max((alone, *(polarities[phrase] for phrase in candidate.phrases)), key=abs)
    agrees = abs(text_polarity) >= thresholds.agreeing and strongest * text_polarity > 0 and not candidate.is_noun
    return abs(strongest) >= (thresholds.agreeing if agrees else thresholds.alone)


def _candidates(row: int, text: str, language: str) -> Iterator[_FeelingCandidate]:
    stream = tokens(text)
    plain = _words_without_feeling(language)
    words = [token.text.lower().replace("’", "'") for token in stream]
    for i, token in enumerate(stream):
        word = words[i]
        if token.kind != "word" or len(word) < 2 or _is_negation(word) or word in plain:
            continue
        # "really" alone may judge ("Really?"); before another word it only measures that word.
        if word in _word_list("measures") and _is_word_next(stream, i):
            continue
        first, last = _first_token(stream, words, i), _last_token(stream, words, i)
        before = words[i - 1] if i and stream[i - 1].kind == "word" else ""
        # The full stop makes a phrase look like a sentence, which is what the head was trained on.
        phrases = [f"{before} {word}."] if _is_negation(before) or before in _word_list("turning_measures") else []
        phrases += [f"{word} {words[last]}."] if last > i else []
        is_negated = last > i or any(_is_negation(other) for other in words[first:i])
        noun = language != "en" and token.text[0].isupper() and is_noun(token.text, sentence_start=not i)
        yield _FeelingCandidate(
            row, stream[first].start, stream[last].end, f"{word}.", tuple(phrases), is_negated, noun
        )


def _first_token(stream: Sequence[Token], words: Sequence[str], i: int) -> int:
    """Where the span of word i begins: at the measures before it, or at the negation up to three words before."""
    first = i
    while first and words[first - 1] in _word_list("measures"):
        first -= 1
    for back in range(i - 1, max(i - 1 - _NEGATION_REACH, -1), -1):
        if stream[back].kind != "word":
            break
        if _is_negation(words[back]):
            return min(first, back)
    return first


def _last_token(stream: Sequence[Token], words: Sequence[str], i: int) -> int:
    """Where the span of word i ends: at the word, or at a "nicht" at the end of its clause ("läuft leider nicht")."""
    for ahead in range(i + 1, min(i + 1 + _NEGATION_REACH, len(stream))):
        if words[ahead] == "nicht" and not _is_word_next(stream, ahead):
            return ahead
        if stream[ahead].kind != "word" or is_content(stream[ahead].text, "de"):
            break
    return i


def _is_negation(word: str) -> bool:
    return word in _word_list("negations") or word.endswith("n't")


def _is_word_next(stream: Sequence[Token], i: int) -> bool:
    return i + 1 < len(stream) and stream[i + 1].kind == "word"


def _join_adjacent(spans: Sequence[Span], texts: Sequence[str]) -> Iterator[Span]:
    """Join spans with nothing but spaces between them."""
    joined: Span | None = None
    for span in sorted(spans, key=lambda span: (span.segment, span.start, span.end)):
        if joined and joined.segment == span.segment and not texts[span.segment][joined.end : span.start].strip():
            joined = Span(joined.segment, joined.start, max(joined.end, span.end))
            continue
        if joined:
            yield joined
        joined = span
    if joined:
        yield joined


@cache
def _words_without_feeling(language: str) -> frozenset[str]:
    """Function words, which are read with their neighbours if at all, and words that mislead the head."""
    function = function_words(language) if language else function_words("de") | function_words("en")
    misleading = _word_list("without_feeling", language) if language else frozenset()
    return (function | misleading) - _word_list("judging_function_words") - _word_list("measures")


@cache
def _word_list(name: str, language: str = "") -> frozenset[str]:
    lists: Any = tomllib.loads((files("voc.models") / "feeling_words.toml").read_text("utf-8"))
    return frozenset((lists[name][language] if language else lists[name]).split())
