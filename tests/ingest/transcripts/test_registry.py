"""Which convention reads a file, and what the user is told about a reader without a real specimen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.turns import TALK, Read
from voc.ingest import read_folder
from voc.ingest.transcripts.registry import CONVENTIONS, UNVERIFIED

SPECIMENS: dict[str, tuple[str, Callable[..., str | bytes]]] = {
    "teams-vtt": ("a.vtt", writers.teams),
    "teams-document": ("a.docx", writers.teams_docx),
    "google-meet": ("a.docx", writers.meet_docx),
    "noscribe-html": ("a.html", writers.noscribe_html),
    "noscribe-vtt": ("a.vtt", writers.noscribe_vtt),
    "whisperx-json": ("a.json", writers.whisperx),
    "hugging-face-json": ("a.json", writers.hugging_face),
    "deepgram-json": ("a.json", writers.deepgram),
    "assemblyai-json": ("a.json", writers.assemblyai),
    "aws-transcribe-json": ("a.json", writers.aws_transcribe),
    "talk-json": ("a.json", writers.talk_json),
    "youtube-panel": ("a.txt", writers.panel),
    "timed-text": ("a.ttml", writers.timed_text),
    "elan": ("a.eaf", writers.elan),
    "exmaralda": ("a.exb", writers.exmaralda),
    "praat": ("a.TextGrid", writers.praat),
    "tei": ("a.xml", writers.tei),
    "otranscribe": ("a.otr", lambda talk: writers.otranscribe(talk[1:3])),
    "maxqda": ("a.txt", writers.maxqda),
    "rev": ("a.txt", writers.rev_lines),
    "chat": ("a.txt", writers.chat),
    "chat-json": ("a.json", writers.chat_json),
    "maxqda-texts": ("a.txt", writers.maxqda_texts),
    "zoom-vtt": ("a.vtt", writers.zoom),
    "otter": ("a.txt", writers.otter),
    "f4": ("a.txt", writers.f4),
    "word-transcribe": ("a.docx", writers.word_transcribe_docx),
    "whisper-json": ("a.json", writers.whisper),
}


@pytest.mark.parametrize("name", SPECIMENS)
def test_reader_without_a_real_specimen_asks_to_be_checked(name: str, read: Read) -> None:
    file, write = SPECIMENS[name]
    (source,) = read(file, write(TALK)).sources
    verified = {item.name: item.verified for item in CONVENTIONS}
    assert source.reader == name
    assert (UNVERIFIED in source.notes) == (not verified[name])


@pytest.mark.parametrize("name", sorted({item.name for item in CONVENTIONS if not item.verified}))
def test_every_unverified_reader_has_a_specimen_of_our_own(name: str) -> None:
    assert name in SPECIMENS


def test_web_page_without_anchors_is_read_by_its_text(tmp_path: Path) -> None:
    page = "<html><body><p>I: Hallo?</p><p><b>B:</b> Ja.</p><p>I: Und?</p><p>B: Gut.</p></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (source,) = read_folder([tmp_path]).sources
    assert (source.status, source.reader) == ("read", "labelled")
