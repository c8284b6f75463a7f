"""The words in quotes that carry a feeling, for report.html: found in what is shown, and only there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from reports.view import View
from reports.view.page_records import ShownQuote
from voc.analysis import EMBEDDED, open_encoder
from voc.models.feeling_words import find_feeling_words

Range = tuple[int, int]

_POLARITY = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


@dataclass(frozen=True, slots=True)
class Marked:
    """A segment's text and the places ``text[start:end]`` of its feeling words, in order, none overlapping."""

    text: str
    places: tuple[Range, ...]


Marks = Mapping[str, Marked]
"""By segment id; a segment without feeling words is not in it."""


def find_marks(view: View) -> Marks:
    """The feeling words of all statements that the view shows as good or bad; a neutral one has none.

    Raises:
        EncoderError: the embedded encoder cannot be loaded.
    """
    shown = [voice.quote for voice in view.voices.voices if voice.quote.mood != "neutral"]
    if not shown:
        return {}
    polarity = np.array([_POLARITY[quote.mood] for quote in shown], np.float32)
    spans = find_feeling_words(
        [quote.text for quote in shown],
        [quote.language for quote in shown],
        polarity,
        open_encoder(EMBEDDED).encode,
    )
    places: dict[int, list[Range]] = defaultdict(list)
    for span in spans:
        places[span.segment].append((span.start, span.end))
    return {shown[row].segment_id: Marked(shown[row].text, tuple(found)) for row, found in sorted(places.items())}


def marked(quote: ShownQuote, marks: Marks) -> Markup:
    """The words of a quote, escaped, with its feeling words as ``<b class="feeling">``; the text stays as it is.

    Of a part of a segment the marks are known where the part stands in it once.
    """
    found = marks.get(quote.segment_id)
    if found is None or found.text.count(quote.text) != 1:
        return verbatim(quote.text)
    first = found.text.index(quote.text)
    last = first + len(quote.text)
    return _with_marks(quote.text, [(a - first, b - first) for a, b in found.places if first <= a and b <= last])


def _with_marks(text: str, places: Sequence[Range]) -> Markup:
    out, done = Markup(), 0
    for start, end in places:
        out += verbatim(text[done:start]) + Markup('<b class="feeling">') + verbatim(text[start:end]) + Markup("</b>")
        done = end
    return out + verbatim(text[done:])


def verbatim(text: str) -> Markup:
    """Escape a verbatim so that a browser reads back exactly these characters (a bare CR would become LF)."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 - escaped just before
