"""JSON of speech recognition, noScribe's pages, and a caption on each line."""

from __future__ import annotations

import json

from tests.ingest.transcripts.turns import Read, turns_of, words_of


def test_whisper_segments_with_speakers(read: Read) -> None:
    segments = [
        {"start": 0.0, "end": 1.0, "text": " Los?", "speaker": "SPEAKER_00"},
        {"start": 1.0, "end": 2.0, "text": " Ja.", "speaker": "SPEAKER_01"},
        {"start": 2.0, "end": 3.5, "text": " Gern.", "speaker": "SPEAKER_01"},
    ]
    corpus = read("a.json", json.dumps({"text": "", "segments": segments}))
    assert [(label, words) for label, _, words in turns_of(corpus.documents[0])] == [
        ("SPEAKER_00", "Los?"),
        ("SPEAKER_01", "Ja. Gern."),
    ]
    assert corpus.sources[0].reader == "whisperx-json"


def test_whisperx_segment_without_speaker_goes_on(read: Read) -> None:
    text = '{"segments": [{"start": 0, "end": 1, "text": "Los?", "speaker": "SPEAKER_00"},'
    text += '{"start": 1, "end": 2, "text": "Ja.", "speaker": "SPEAKER_01"}, {"start": 2, "text": "Gern."}]}'
    assert words_of(read("a.json", text).documents[0]) == [("SPEAKER_00", "Los?"), ("SPEAKER_01", "Ja. Gern.")]


def test_noscribe_shows_renamed_speakers_and_keeps_overlap(read: Read) -> None:
    page = "<html><body>" + "".join(
        f'<p><a name="ts_{n}000_{n}900_{speaker}">[00:00:0{n}] {label}: Satz {n}, //{other}: ja// weiter</a></p>'
        for n, (speaker, label, other) in enumerate(
            [("S00", "Interviewerin", "S01"), ("S01", "Frau Tal", "S00")] * 2, start=1
        )
    ) + "</body></html>"  # fmt: skip
    (document,) = read("a.html", page).documents
    assert words_of(document)[:2] == [
        ("Interviewerin", "Satz 1, //S01: ja// weiter"), ("Frau Tal", "Satz 2, //S00: ja// weiter"),
    ]  # fmt: skip
    assert [turn.role for turn in document.turns] == ["interviewer", "participant"] * 2


def test_lines_cut_as_in_captions_are_joined(read: Read) -> None:
    words = "also wir haben dann den laden gesucht und nicht gefunden weil die karte in der app falsch war " * 12
    cut = words.split()
    lines = "\n".join(" ".join(cut[at : at + 9]) for at in range(0, len(cut), 9))
    corpus = read("a.txt", lines + "\n")
    assert corpus.sources[0].reader == "caption-lines"
    assert "".join(words_of(corpus.documents[0])[0][1]) == " ".join(cut)
    assert corpus.documents[0].turns[0].time_s is None


def test_short_notes_a_line_each_are_not_joined(read: Read) -> None:
    notes = "\n".join(f"Kundin {n} sucht lange und fragt dann doch an der Kasse" for n in range(20))
    assert read("a.txt", notes).sources[0].reader == "notes"
