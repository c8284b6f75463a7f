"""The conventions of transcripts, in the order in which they are asked. A new one: a module, and one entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voc.errors import EmptyError
from voc.ingest.file_content import FileContent, FileToRead, Transcript
from voc.ingest.transcripts import (
    alternating,
    caption_lines,
    captions,
    dialects,
    headers,
    headings,
    labelled,
    noscribe,
    notes,
    speech_json,
)
from voc.ingest.transcripts.assemble import assemble

DOCUMENTS = frozenset({".docx", ".odt", ".rtf", ".pdf"})
TEXTS = frozenset({".txt", ".md", ".markdown", ".text"}) | DOCUMENTS
CAPTIONS = frozenset({".vtt", ".srt"})
JSON = frozenset({".json"})
UNVERIFIED = "This reader is unverified: no real file of its kind was at hand. Check speakers, words and times."


@dataclass(frozen=True, slots=True)
class Convention:
    """How one program or habit writes transcripts: ``recognise`` looks at the text, ``parse`` makes turns of it.

    ``verified`` says whether a real file was at hand when the reader was written; if not, the user is told.
    """

    name: str
    suffixes: frozenset[str]
    recognise: Callable[[str], bool]
    parse: Callable[[str], Transcript]
    verified: bool = True

    def read(self, content: FileToRead) -> FileContent:
        """The file as a reading.

        Raises:
            ReadError: the file does not hold what the convention needs.
        """
        transcript = self.parse(content.text)
        if not self.verified:
            transcript = replace(transcript, notes=(UNVERIFIED, *transcript.notes))
        return assemble(content, transcript, content.text)


CONVENTIONS: tuple[Convention, ...] = (
    Convention("noscribe-html", frozenset({".html", ".htm"}), noscribe.recognise, noscribe.read, verified=False),
    Convention("noscribe-vtt", CAPTIONS, dialects.noscribe_captions, captions.read, verified=False),
    Convention("teams-vtt", CAPTIONS | TEXTS, dialects.teams_captions, captions.read, verified=False),
    Convention("teams-document", TEXTS, dialects.teams_arrows, captions.read, verified=False),
    Convention("zoom-vtt", CAPTIONS | TEXTS, dialects.zoom_captions, captions.read),
    Convention("captions", CAPTIONS | TEXTS, captions.recognise, captions.read),
    Convention("whisper-json", JSON, speech_json.is_whisper, speech_json.read_whisper),
    Convention("whisperx-json", JSON, speech_json.is_whisperx, speech_json.read_whisper, verified=False),
    Convention("hugging-face-json", JSON, speech_json.is_hugging_face, speech_json.read_hugging_face, verified=False),
    Convention("deepgram-json", JSON, speech_json.is_deepgram, speech_json.read_deepgram, verified=False),
    Convention("assemblyai-json", JSON, speech_json.is_assemblyai, speech_json.read_assemblyai, verified=False),
    Convention("teams-document", TEXTS, dialects.teams_document, headers.read, verified=False),
    Convention("word-transcribe", TEXTS, dialects.word_transcribe, headers.read),
    Convention("google-meet", TEXTS, dialects.google_meet, labelled.read, verified=False),
    Convention("otter", TEXTS, dialects.otter, headers.read),
    Convention("rev", TEXTS, dialects.rev_lines, headers.read, verified=False),
    Convention("speaker-lines", TEXTS, headers.recognise, headers.read),
    Convention("f4", TEXTS, dialects.f4, labelled.read),
    Convention("maxqda", TEXTS, dialects.maxqda, labelled.read, verified=False),
    Convention("rev", TEXTS, dialects.rev_labels, labelled.read, verified=False),
    Convention("labelled", TEXTS, labelled.recognise, labelled.read),
    Convention("questions-as-headings", TEXTS, headings.recognise, headings.read),
    Convention("alternating", TEXTS, alternating.recognise, alternating.read),
    Convention("caption-lines", frozenset({".txt", ".text"}), caption_lines.recognise, caption_lines.read),
    Convention("notes", TEXTS, notes.recognise, notes.read),
)


def find(content: FileToRead) -> Convention | None:
    """The first convention that recognises the text, None when none does.

    Raises:
        EmptyError: there is no text at all.
    """
    if not content.text.strip():
        raise EmptyError(f"{content.name}: holds no text.")
    return next(
        (item for item in CONVENTIONS if content.suffix in item.suffixes and item.recognise(content.text)), None
    )
