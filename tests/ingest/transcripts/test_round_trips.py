"""Whatever two or three people say, each convention that a writer of ours writes is read back the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.transcript_writers import Speech, Talk, Turn
from voc.files.limits import budget_for
from voc.ingest.documents import LOADERS
from voc.ingest.file_content import FileSettings, FileToRead, Transcript
from voc.ingest.transcripts import registry
from voc.ingest.transcripts.speakers import can_be_label, is_known, normalise_label
from voc.ingest.transcripts.utterances import INLINE_TIME


def parse(path: Path, suffix: str, text: str) -> tuple[str, Transcript]:
    content = FileToRead(path, f"a{suffix}", suffix, FileSettings(), budget_for("a", 1), text)
    convention = registry.find_convention(content)
    assert convention is not None
    return convention.name, convention.parse(text)


def turns(transcript: Transcript) -> list[Turn]:
    return [(item.label, transcript.text[item.start : item.end], item.time_s) for item in transcript.utterances]


LETTERS = st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F)
NAMES = st.builds(
    lambda first, rest, last: unicodedata.normalize("NFC", f"{first.upper()}{rest}{last}"),
    st.sampled_from("abcdefghklmnoprstuvwzäöü"),
    st.text(LETTERS, min_size=2, max_size=10),
    st.sampled_from(["", " Berg", " von Tal", " (Gast)", "-Maria", " 2"]),
).filter(lambda name: can_be_label(name) and not is_known(name))
WORDS = st.builds(
    # Texts are read in their composed form (NFC).
    lambda head, rest: unicodedata.normalize("NFC", " ".join((head + rest).split())),
    LETTERS.map(lambda letter: f"{letter}x"),
    st.text(st.characters(categories=("L", "Nd", "Zs", "Po"), max_codepoint=0x2FFF, exclude_characters="#*_\\\"'@/"),
            max_size=60),
).filter(lambda words: INLINE_TIME.search(words) is None and "//" not in words)  # fmt: skip


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    names = draw(st.lists(NAMES, min_size=2, max_size=3, unique_by=normalise_label))
    # The same words several times in a row would be a loop of the recogniser, which is folded.
    pieces = draw(st.lists(st.tuples(st.sampled_from(names), WORDS), max_size=12, unique_by=lambda item: item[1]))
    pieces = [*((name, "Anfang.") for name in names), *pieces, *((name, "Schluss.") for name in names)]
    gaps = draw(st.lists(st.integers(1, 600), min_size=len(pieces), max_size=len(pieces)))
    return [Speech(name, words, sum(gaps[: at + 1])) for at, (name, words) in enumerate(pieces)]


TEXTS: dict[str, tuple[str, Callable[[Talk], str], Callable[[Talk], list[Turn]]]] = {
    "labelled": (".txt", writers.generic, writers.as_said),
    "labelled-bold": (".md", writers.bold_markdown, lambda talk: writers.as_said(talk, timed=False)),
    "f4": (".txt", writers.f4, writers.after_marks),
    "maxqda": (".txt", writers.maxqda, writers.as_said),
    "otter": (".txt", writers.otter, writers.as_said),
    "rev-lines": (".txt", writers.rev_lines, writers.as_said),
    "rev-labels": (".txt", writers.rev_labels, writers.as_said),
    "speaker-lines-screen": (".txt", writers.teams_screen, writers.as_said),
    "chat": (".txt", writers.chat, lambda talk: writers.as_said(talk, timed=False)),
    "zoom-vtt": (".vtt", writers.zoom, writers.joined),
    "teams-vtt": (".vtt", writers.teams, writers.joined),
    "noscribe-vtt": (".vtt", writers.noscribe_vtt, writers.joined),
    "captions": (".srt", writers.srt, writers.joined),
    "noscribe-html": (".html", writers.noscribe_html, writers.joined),
    "whisperx-json": (".json", writers.whisperx, writers.joined),
    "talk-json": (".json", writers.talk_json, writers.joined),
    "elan": (".eaf", writers.elan, writers.joined),
    "exmaralda": (".exb", writers.exmaralda, writers.joined),
    "praat": (".textgrid", writers.praat, writers.joined),
    "tei": (".xml", writers.tei, writers.joined),
    "timed-text": (".ttml", writers.timed_text, writers.joined),
}


@pytest.mark.parametrize("convention", TEXTS)
@settings(max_examples=40)
@given(talk=talks())
def test_talk_written_out_is_read_back(convention: str, talk: Talk) -> None:
    suffix, write, expected = TEXTS[convention]
    name, transcript = parse(Path("a"), suffix, write(talk))
    assert turns(transcript) == expected(talk)
    assert convention.startswith(name)


NUMBERED: dict[str, tuple[Callable[[Talk], str], Callable[[int], str]]] = {
    "deepgram-json": (writers.deepgram, lambda number: f"Speaker {number}"),
    "deepgram-json-paragraphs": (writers.deepgram_paragraphs, lambda number: f"Speaker {number}"),
    "assemblyai-json": (writers.assemblyai, lambda number: f"Speaker {'ABC'[number]}"),
}


@pytest.mark.parametrize("convention", NUMBERED)
@settings(max_examples=30)
@given(talk=talks())
def test_numbered_speakers_are_read_back(convention: str, talk: Talk) -> None:
    write, shown = NUMBERED[convention]
    name, transcript = parse(Path("a"), ".json", write(talk))
    order = list(dict.fromkeys(speech.speaker for speech in talk))
    assert turns(transcript) == [
        (shown(order.index(speaker)), words, time) for speaker, words, time in writers.joined(talk)
    ]
    assert convention.startswith(name)


@pytest.mark.parametrize(
    ("name", "write"), [("whisper-json", writers.whisper), ("hugging-face-json", writers.hugging_face)]
)
@settings(max_examples=30)
@given(talk=talks())
def test_json_without_speakers_keeps_all_words(name: str, write: Callable[[Talk], str], talk: Talk) -> None:
    convention, transcript = parse(Path("a"), ".json", write(talk))
    assert convention == name
    assert " ".join(words for _, words, _ in turns(transcript)) == " ".join(speech.words for speech in talk)
    assert turns(transcript)[0][2] == talk[0].start


DOCUMENTS: dict[str, tuple[Callable[[Talk], bytes], Callable[[Talk], list[Turn]]]] = {
    "teams-document": (writers.teams_docx, writers.as_said),
    "teams-document-arrows": (writers.teams_arrows_docx, writers.joined),
    "google-meet": (writers.meet_docx, writers.first_of_each_block),
    "word-transcribe": (writers.word_transcribe_docx, writers.as_said),
}


@pytest.mark.parametrize("convention", DOCUMENTS)
@settings(max_examples=10, deadline=None)
@given(talk=talks())
def test_word_documents_are_read_back(convention: str, tmp_path_factory: pytest.TempPathFactory, talk: Talk) -> None:
    write, expected = DOCUMENTS[convention]
    path = tmp_path_factory.mktemp("word") / "a.docx"
    path.write_bytes(write(talk))
    text = LOADERS[".docx"](path, "a.docx").text
    name, transcript = parse(path, ".docx", text)
    assert turns(transcript) == expected(talk)
    assert convention.startswith(name)
