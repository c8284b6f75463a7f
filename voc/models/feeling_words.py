"""The words that carry a feeling, as spans: words that are read as good or bad standing on their own.

A word is read alone by the sentiment head, and so is a word with the negation or measure before it ("not worth",
"zu teuer"). What is clearly good or bad is marked, with the negation and the measures that belong to it. Taking words
out of their sentence one by one tells them less surely (average precision .60 against .71 on acos), at ten times the
cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from voc.models.readings import read
from voc.schema import Floats, Span
from voc.text import Token, is_content, is_noun, tokens
from voc.text.language import function_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CARRIES = 0.6
"""A word carries a feeling from this polarity on, good or bad, when it is read alone …"""
AGREES = 0.35
"""… and from this on where its text is read as it is, good or bad, and it is no German noun: those are often matters
that people are angry about ("Bahnhof") rather than words of anger."""
_REACH = 3
_NEGATIONS = _words(
    "nicht nichts nie niemals kein keine keinen keiner keinem keines ohne kaum weder not no never nothing without "
    "hardly barely neither cannot lack lacks lacked lacking mangelnd mangelnde mangelnder mangelndes fehlend fehlende "
    "fehlender fehlendes"
)
_MEASURES = _words(
    "zu viel sehr so total echt wirklich extrem absolut ziemlich etwas ganz besonders mega richtig wenig weniger "
    "überhaupt recht äußerst too very so really quite extremely super pretty rather absolutely totally much less few "
    "over under especially particularly"
)
_JUDGEMENTS = _words("good great gut leider")
"""Frequent enough to count as function words elsewhere, and judging all the same."""
_PLAIN = {
    "de": _words("kam kamen gekommen ging gingen lag fast obwohl woran lacht"),
    "en": _words("came come comes went got get gets although"),
}
"""Words that judge nothing by themselves and that the head has met among complaints."""
_TURNS = _words("zu too wenig weniger less few over under much viel")
"""Measures that can make a word good or bad that is neither alone."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """``text[start:end]`` of text ``row``, and what is read in its place: the word, and the word with its negation."""

    row: int
    start: int
    end: int
    word: str
    together: tuple[str, ...]
    negated: bool
    noun: bool


def feeling_words(
    texts: Sequence[str], languages: Sequence[str], polarity: Floats, encode: Callable[[Sequence[str]], Floats]
) -> tuple[Span, ...]:
    """The words of n texts that carry a feeling, none where no word does; German, English and unknown languages only.

    Every distinct word is encoded once (about 0.7 ms on one core), so call it for what is shown, not for all.

    Args:
        texts: n texts.
        languages: their ISO 639-1 codes, "" where unknown.
        polarity: float32 (n,), how the texts themselves are read.
        encode: of the encoder "use", n texts → float32 (n, 512).

    Returns:
        Spans by text and place, which neither touch nor overlap.
    """
    units = [
        unit
        for row, (text, language) in enumerate(zip(texts, languages, strict=True))
        if language in ("de", "en", "")
        for unit in _units(row, text, language)
    ]
    asked = sorted({words for unit in units for words in (unit.word, *unit.together)})
    if not asked:
        return ()
    alone = dict(zip(asked, read(asked, encode(asked), [""] * len(asked)).polarity.tolist(), strict=True))
    found = [Span(unit.row, unit.start, unit.end) for unit in units if _carries(unit, alone, float(polarity[unit.row]))]
    return tuple(_joined(found, texts))


def _carries(unit: _Unit, alone: Mapping[str, float], whole: float) -> bool:
    own = -alone[unit.word] if unit.negated else alone[unit.word]
    strongest = max((own, *(alone[words] for words in unit.together)), key=abs)
    agrees = abs(whole) >= AGREES and strongest * whole > 0 and not unit.noun
    return abs(strongest) >= (AGREES if agrees else CARRIES)


def _units(row: int, text: str, language: str) -> Iterator[_Unit]:
    stream = tokens(text)
    common = _common(language)
    lowered = [token.text.lower().replace("’", "'") for token in stream]
    for place, token in enumerate(stream):
        word = lowered[place]
        if token.kind != "word" or len(word) < 2 or _negates(word) or word in common:
            continue
        if word in _MEASURES and _speaks_on(stream, place):
            continue
        first, last = _first(stream, lowered, place), _last(stream, lowered, place)
        before = lowered[place - 1] if place and stream[place - 1].kind == "word" else ""
        together = [f"{before} {word}."] if _negates(before) or before in _TURNS else []
        together += [f"{word} {lowered[last]}."] if last > place else []
        negated = last > place or any(_negates(lowered[i]) for i in range(first, place))
        noun = language != "en" and token.text[0].isupper() and is_noun(token.text, sentence_start=not place)
        yield _Unit(row, stream[first].start, stream[last].end, f"{word}.", tuple(together), negated, noun)


@lru_cache(maxsize=4)
def _common(language: str) -> frozenset[str]:
    """Words that are read with what stands behind them, if at all: function words."""
    listed = function_words(language) if language else function_words("de") | function_words("en")
    return (listed | _PLAIN.get(language, frozenset())) - _JUDGEMENTS - _MEASURES


def _negates(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _speaks_on(stream: Sequence[Token], place: int) -> bool:
    """Whether a word stands right behind, so that a measure measures it."""
    return place + 1 < len(stream) and stream[place + 1].kind == "word"


def _first(stream: Sequence[Token], lowered: Sequence[str], place: int) -> int:
    """Where the span of a word begins: at the measures before it, or at the negation up to three words before."""
    first = place
    while first and lowered[first - 1] in _MEASURES:
        first -= 1
    for back in range(place - 1, max(place - 1 - _REACH, -1), -1):
        if stream[back].kind != "word":
            break
        if _negates(lowered[back]):
            return min(first, back)
    return first


def _last(stream: Sequence[Token], lowered: Sequence[str], place: int) -> int:
    """Where it ends: at the word, or at "nicht" behind a verb that ends the clause ("funktioniert leider nicht")."""
    for ahead in range(place + 1, min(place + 1 + _REACH, len(stream))):
        if lowered[ahead] == "nicht" and not _speaks_on(stream, ahead):
            return ahead
        if stream[ahead].kind != "word" or is_content(stream[ahead].text, "de"):
            break
    return place


def _joined(spans: Sequence[Span], texts: Sequence[str]) -> Iterator[Span]:
    """Spans with nothing but spaces between become one."""
    held: Span | None = None
    for span in sorted(spans, key=lambda one: (one.segment, one.start, one.end)):
        if held and held.segment == span.segment and not texts[span.segment][held.end : span.start].strip():
            held = Span(held.segment, held.start, max(held.end, span.end))
            continue
        if held:
            yield held
        held = span
    if held:
        yield held
