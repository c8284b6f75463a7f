"""The conventions of transcripts, in the order in which they are asked. A new one: a module, and one entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voc.errors import EmptyError
from voc.ingest.records import Content, Reading, Transcript
from voc.ingest.transcripts import captions, headers, headings, labelled, notes, whisper
from voc.ingest.transcripts.assemble import assemble

TEXTS = frozenset({".txt", ".md", ".markdown", ".text", ".docx", ".odt", ".rtf", ".pdf"})
CAPTIONS = frozenset({".vtt", ".srt"})


@dataclass(frozen=True, slots=True)
class Convention:
    """How one program or habit writes transcripts: ``recognise`` looks at the text, ``read`` makes turns of it."""

    name: str
    suffixes: frozenset[str]
    recognise: Callable[[str], bool]
    parse: Callable[[str], Transcript]

    def read(self, content: Content) -> Reading:
        """The file as a reading.

        Raises:
            ReadError: the file does not hold what the convention needs.
        """
        return assemble(content, self.parse(content.text), content.text)


CONVENTIONS: tuple[Convention, ...] = (
    Convention("captions", CAPTIONS | TEXTS, captions.recognise, captions.read),
    Convention("whisper-json", frozenset({".json"}), whisper.recognise, whisper.read),
    Convention("speaker-lines", TEXTS, headers.recognise, headers.read),
    Convention("labelled", TEXTS, labelled.recognise, labelled.read),
    Convention("questions-as-headings", TEXTS, headings.recognise, headings.read),
    Convention("notes", TEXTS, notes.recognise, notes.read),
)


def find(content: Content) -> Convention | None:
    """The first convention that recognises the text, None when none does.

    Raises:
        EmptyError: there is no text at all.
    """
    if not content.text.strip():
        raise EmptyError(f"{content.name}: holds no text.")
    return next(
        (item for item in CONVENTIONS if content.suffix in item.suffixes and item.recognise(content.text)), None
    )
