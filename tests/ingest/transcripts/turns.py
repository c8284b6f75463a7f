"""What the tests of transcripts share: a talk, and the turns of a document in a form that is easy to compare."""

from __future__ import annotations

from collections.abc import Callable

from tests.ingest.transcripts.transcript_writers import Speech
from voc.schema import Corpus, Document

Read = Callable[..., Corpus]
"""The fixture ``read``: name and content of a file → its corpus."""

TALK = [
    Speech("Ada Berg", "Wie war die Bestellung für Sie?", 3),
    Speech("Ben Tal", "Ging so, ähm, die Suche war langsam.", 9),
    Speech("Ada Berg", "Und was kam dann?", 20),
    Speech("Ben Tal", "Dann kam das Paket.", 24),
    Speech("Ada Berg", "War alles dabei?", 31),
    Speech("Ben Tal", "Ja, alles.", 3700),
]


def turns_of(document: Document) -> list[tuple[str, str, str]]:
    """(speaker, role, words) of each turn."""
    return [(turn.speaker, turn.role, document.text[turn.start : turn.end]) for turn in document.turns]


def words_of(document: Document) -> list[tuple[str, str]]:
    """(speaker, words) of each turn."""
    return [(speaker, words) for speaker, _, words in turns_of(document)]
