"""The statements that a script lays out on demand, as data for the page."""

from __future__ import annotations

from reports.language import Catalogue
from reports.view.page_records import StatementEntry
from voc.schema import EMOTIONS

FIELDS = ("id", "text", "language", "person", "source", "where", "emotion", "unsure", "about", "question", "f")


def rest_data(voices: tuple[StatementEntry, ...], words: Catalogue) -> dict[str, object]:
    """``rows`` of FIELDS, in the order of the statements that are not laid out yet.

    Source, about and question are places in the lists of those names, emotion one in ``emotions`` (−1: none). Texts are
    verbatim.
    """
    tables: dict[str, dict[str, int]] = {"sources": {}, "abouts": {}, "questions": {}}

    def number(table: str, text: str) -> int:
        return tables[table].setdefault(text, len(tables[table]))

    rows = [
        [
            one.quote.segment_id,
            one.quote.text,
            one.quote.language,
            one.quote.person,
            number("sources", one.quote.source),
            one.quote.place,
            EMOTIONS.index(one.quote.emotion) if one.quote.emotion else -1,
            int(one.quote.unsure),
            number("abouts", one.about),
            number("questions", one.question),
            one.tokens,
        ]
        for one in voices
    ]
    return {
        "rows": rows,
        **{name: list(table) for name, table in tables.items()},
        "emotions": [[name, words(f"emotion.{name}")] for name in EMOTIONS],
        "moods": [[name, words(f"sentiment.{name}")] for name in ("negative", "neutral", "positive")],
        "unsure": words("mood.unsure"),
    }
