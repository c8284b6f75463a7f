"""The conventions of transcripts, in the order in which they are tried. A new one needs a reader and an entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voc.errors import EmptyError
from voc.files.decode import count_characters
from voc.ingest.file_content import DocumentText, FileContent, FileToRead, Transcript
from voc.ingest.transcripts import annotations as tiers
from voc.ingest.transcripts import (
    captions,
    chat_json,
    chats,
    labelled,
    marked_speakers,
    speaker_lines,
    structured_text,
    talk_json,
    timed_lines,
    timed_text,
    unlabelled,
)
from voc.ingest.transcripts import speech_recognition as speech
from voc.ingest.transcripts.added_lines import without_added_lines
from voc.ingest.transcripts.assemble import assemble
from voc.ingest.transcripts.markup import without_markup
from voc.ingest.transcripts.remarks import with_notes_on_words, without_remarks

DOCUMENTS = frozenset({".docx", ".odt", ".rtf", ".pdf"})
HTML = frozenset({".html", ".htm", ".xhtml"})
TEXTS = frozenset({".txt", ".md", ".markdown", ".text", ".otr"}) | DOCUMENTS | HTML
CAPTIONS = frozenset({".vtt", ".srt", ".sbv"})
JSON = frozenset({".json"})
XML = frozenset({".eaf", ".exb", ".tei", ".xml", ".ttml", ".dfxp"})
PRAAT = frozenset({".textgrid"})
UNVERIFIED = "This reader is unverified: it was never tested on a real file. Check speakers, words and times."


@dataclass(frozen=True, slots=True)
class Convention:
    """How one program or habit writes transcripts: ``recognise`` looks at the text, ``parse`` finds its turns.

    If it is not ``verified``, its reader was never tested on a real file, and a note asks the user to check the result.
    """

    name: str
    suffixes: frozenset[str]
    recognise: Callable[[str], bool]
    parse: Callable[[str], Transcript]
    verified: bool = True

    def read(self, file: FileToRead) -> FileContent:
        """The content of a file that `recognise` accepts; raises a ReadError when it cannot be parsed after all."""
        document = _spoken_text(file)
        transcript = without_remarks(without_added_lines(self.parse(document.text)))
        if not self.verified:
            transcript = replace(transcript, notes=(UNVERIFIED, *transcript.notes))
        transcript = with_notes_on_words(transcript)
        content = assemble(file, transcript, document.text).with_notes(document.notes)
        n_markup = count_characters(file.text) - count_characters(document.text)
        return content.with_left_out({"markup": n_markup})


# Special ones come before general ones: a program's habits before the grammar it shares with others, notes last.
CONVENTIONS: tuple[Convention, ...] = (
    Convention("noscribe-html", HTML, speech.is_noscribe_html, speech.read_noscribe_html, verified=False),
    Convention("noscribe-vtt", CAPTIONS, captions.is_noscribe_vtt, captions.read_captions, verified=False),
    Convention("teams-vtt", CAPTIONS | TEXTS, captions.is_teams_vtt, captions.read_captions, verified=False),
    Convention("teams-document", TEXTS, captions.is_teams_document, captions.read_captions, verified=False),
    Convention("zoom-vtt", CAPTIONS | TEXTS, captions.is_zoom_vtt, captions.read_captions),
    Convention("captions", CAPTIONS | TEXTS, captions.is_captions, captions.read_captions),
    Convention("elan", XML, tiers.is_elan, tiers.read_elan, verified=False),
    Convention("exmaralda", XML, tiers.is_exmaralda, tiers.read_exmaralda, verified=False),
    Convention("tei", XML, tiers.is_tei, tiers.read_tei, verified=False),
    Convention("praat", PRAAT, tiers.is_praat, tiers.read_praat, verified=False),
    Convention("timed-text", XML, timed_text.is_timed_text, timed_text.read_timed_text, verified=False),
    Convention("whisper-json", JSON, speech.WHISPER.recognise, speech.WHISPER.read),
    Convention("whisperx-json", JSON, speech.WHISPERX.recognise, speech.WHISPERX.read, verified=False),
    Convention("hugging-face-json", JSON, speech.HUGGING_FACE.recognise, speech.HUGGING_FACE.read, verified=False),
    Convention("deepgram-json", JSON, speech.DEEPGRAM.recognise, speech.DEEPGRAM.read, verified=False),
    Convention("assemblyai-json", JSON, speech.ASSEMBLYAI.recognise, speech.ASSEMBLYAI.read, verified=False),
    Convention("aws-transcribe-json", JSON, talk_json.is_aws_transcribe, talk_json.read_aws_transcribe, verified=False),
    Convention("chat-json", JSON, chat_json.is_chat_json, chat_json.read_chat_json, verified=False),
    Convention("talk-json", JSON, talk_json.is_talk, talk_json.read_talk, verified=False),
    Convention(
        "maxqda-texts", TEXTS, structured_text.is_structured_text, structured_text.read_structured_text, verified=False
    ),
    Convention("chat", TEXTS, chats.is_chat, chats.read_chat, verified=False),
    Convention(
        "teams-document", TEXTS, speaker_lines.is_teams_speaker_lines, speaker_lines.read_speaker_lines, verified=False
    ),
    Convention("word-transcribe", TEXTS, speaker_lines.is_word_transcribe, speaker_lines.read_speaker_lines),
    Convention("otter", TEXTS, speaker_lines.is_otter, speaker_lines.read_speaker_lines),
    Convention("rev", TEXTS, speaker_lines.is_rev_speaker_lines, speaker_lines.read_speaker_lines, verified=False),
    Convention("speaker-lines", TEXTS, speaker_lines.has_speaker_lines, speaker_lines.read_speaker_lines),
    Convention("youtube-panel", TEXTS, timed_lines.is_panel, timed_lines.read_panel, verified=False),
    Convention("google-meet", TEXTS, labelled.is_google_meet, labelled.read_labelled, verified=False),
    Convention("f4", TEXTS, labelled.is_f4, labelled.read_labelled),
    Convention("maxqda", TEXTS, labelled.is_maxqda, labelled.read_labelled, verified=False),
    Convention("rev", TEXTS, labelled.is_rev_labels, labelled.read_labelled, verified=False),
    Convention("labelled", TEXTS, labelled.is_labelled, labelled.read_labelled),
    Convention("speaker-lines", TEXTS, marked_speakers.has_marked_speakers, marked_speakers.read_marked_speakers),
    Convention("otranscribe", frozenset({".otr"}), timed_lines.is_stamped, timed_lines.read_stamped, verified=False),
    Convention("questions-as-headings", TEXTS, unlabelled.has_question_headings, unlabelled.read_question_headings),
    Convention("alternating", TEXTS, unlabelled.is_alternating, unlabelled.read_alternating),
    Convention("caption-lines", frozenset({".txt", ".text"}), speech.is_caption_lines, speech.read_caption_lines),
    Convention("notes", TEXTS, unlabelled.is_not_empty, unlabelled.read_notes),
)


def _spoken_text(file: FileToRead) -> DocumentText:
    """The text in which turns are found. Captions and JSON have a markup of their own."""
    return without_markup(file.text, file.suffix) if file.suffix in TEXTS else DocumentText(file.text)


def find_convention(file: FileToRead) -> Convention | None:
    """The first convention that recognises the text, else None; raises an EmptyError when there is no text."""
    if not file.text.strip():
        raise EmptyError(f"{file.name}: holds no text.")
    text = _spoken_text(file).text
    # A .json file whose kind or columns the user has set is a table.
    is_table = file.suffix in JSON and (file.settings.own_columns or file.settings.kind not in {"", "interview"})
    conventions = () if is_table else CONVENTIONS
    return next((item for item in conventions if file.suffix in item.suffixes and item.recognise(text)), None)
