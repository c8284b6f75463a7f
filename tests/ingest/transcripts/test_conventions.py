"""What a convention does beside its plain case: absent names, renamed speakers, heads and feet, doubts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.transcript_writers import Said
from voc.ingest import read_folder
from voc.ingest.transcripts.registry import CONVENTIONS, UNVERIFIED
from voc.schema import Corpus, Document

TALK = [
    Said("Ada Berg", "Wie war die Bestellung für Sie?", 3),
    Said("Ben Tal", "Ging so, ähm, die Suche war langsam.", 9),
    Said("Ada Berg", "Und was kam dann?", 20),
    Said("Ben Tal", "Dann kam das Paket.", 24),
    Said("Ada Berg", "War alles dabei?", 31),
    Said("Ben Tal", "Ja, alles.", 3700),
]


def said(document: Document) -> list[tuple[str, str]]:
    return [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


def read(folder: Path, name: str, content: str | bytes) -> Corpus:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_folder([folder / name])


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
    "maxqda": ("a.txt", writers.maxqda),
    "rev": ("a.txt", writers.rev_lines),
    "zoom-vtt": ("a.vtt", writers.zoom),
    "otter": ("a.txt", writers.otter),
    "f4": ("a.txt", writers.f4),
    "word-transcribe": ("a.docx", writers.word_transcribe_docx),
    "whisper-json": ("a.json", writers.whisper),
}


@pytest.mark.parametrize("name", SPECIMENS)
def test_reader_without_a_real_specimen_asks_to_be_checked(name: str, tmp_path: Path) -> None:
    file, write = SPECIMENS[name]
    (source,) = read(tmp_path, file, write(TALK)).sources
    verified = {item.name: item.verified for item in CONVENTIONS}
    assert source.reader == name
    assert (UNVERIFIED in source.notes) == (not verified[name])


@pytest.mark.parametrize("name", sorted({item.name for item in CONVENTIONS if not item.verified}))
def test_every_unverified_reader_has_a_specimen_of_our_own(name: str) -> None:
    assert name in SPECIMENS


@pytest.mark.parametrize("name", ["teams-document", "google-meet", "word-transcribe"])
def test_heads_and_feet_of_word_documents_are_no_speech(name: str, tmp_path: Path) -> None:
    file, write = SPECIMENS[name]
    corpus = read(tmp_path, file, write(TALK))
    assert said(corpus.documents[0]) == [(one.speaker, one.words) for one in TALK]
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 3


def test_teams_document_in_german_ends_with_its_transcription(tmp_path: Path) -> None:
    text = "Treffen\n12. März 2026, 09:30\n\nBen Tal hat die Transkription gestartet\n\n"
    text += "\n\n".join(f"{one.speaker}   {writers.short(one.start)}\n{one.words}" for one in TALK)
    corpus = read(tmp_path, "a.txt", text + "\n\nBen Tal hat die Transkription beendet\n")
    assert corpus.sources[0].reader == "teams-document"
    assert said(corpus.documents[0])[-1] == ("Ben Tal", "Ja, alles.")
    assert corpus.documents[0].turns[-1].time_s == 3700.0


def test_otter_turn_without_a_name_is_nobodys(tmp_path: Path) -> None:
    text = writers.otter(TALK[:4]).replace("Transcribed", "0:55  \nIrgendwer ruft etwas.\n\nTranscribed")
    (document,) = read(tmp_path, "a.txt", text).documents
    assert said(document)[-1] == ("", "Irgendwer ruft etwas.")
    assert document.turns[-1].role == "other"
    assert document.turns[-1].time_s == 55.0


def test_noscribe_shows_renamed_speakers_and_keeps_overlap(tmp_path: Path) -> None:
    page = "<html><body>" + "".join(
        f'<p><a name="ts_{n}000_{n}900_{speaker}">[00:00:0{n}] {label}: Satz {n}, //{other}: ja// weiter</a></p>'
        for n, (speaker, label, other) in enumerate(
            [("S00", "Interviewerin", "S01"), ("S01", "Frau Tal", "S00")] * 2, start=1
        )
    ) + "</body></html>"  # fmt: skip
    (document,) = read(tmp_path, "a.html", page).documents
    assert said(document)[:2] == [
        ("Interviewerin", "Satz 1, //S01: ja// weiter"), ("Frau Tal", "Satz 2, //S00: ja// weiter"),
    ]  # fmt: skip
    assert [turn.role for turn in document.turns] == ["interviewer", "participant"] * 2


def test_web_page_without_anchors_is_skipped_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / "a.html").write_text("<html><body><p>Hallo</p></body></html>", "utf-8")
    sources = {source.path: source for source in read_folder([tmp_path]).sources}
    assert sources["a.html"].status == "skipped"
    assert "save its text as .txt or .docx" in sources["a.html"].reason


def test_whisperx_segment_without_speaker_goes_on(tmp_path: Path) -> None:
    text = '{"segments": [{"start": 0, "end": 1, "text": "Los?", "speaker": "SPEAKER_00"},'
    text += '{"start": 1, "end": 2, "text": "Ja.", "speaker": "SPEAKER_01"}, {"start": 2, "text": "Gern."}]}'
    assert said(read(tmp_path, "a.json", text).documents[0]) == [("SPEAKER_00", "Los?"), ("SPEAKER_01", "Ja. Gern.")]


@pytest.mark.parametrize("code", ["[00:00:{:02d}]", "{{00:00:{:02d}}}", "[00.{:02d}]", "#00:00:{:02d}.250#"])
def test_other_marks_at_the_end_of_turns_start_the_next(code: str, tmp_path: Path) -> None:
    text = "\n\n".join(f"{'IB'[n % 2]}: Satz {n}, ja. {code.format(n * 7 + 7)}" for n in range(6))
    (document,) = read(tmp_path, "a.txt", text).documents
    assert [int(turn.time_s or 0) for turn in document.turns] == [0, 7, 14, 21, 28, 35]
    assert said(document)[1] == ("B", "Satz 1, ja.")


ASKS = ["Und wie ging es dann weiter?", "Mhm.", "Was haben Sie da gemacht?", "Okay.", "Warum war das so?", "Ja."]
LONG = "Also ich habe dann die App aufgemacht und lange gesucht, " * 5 + "und am Ende gar nichts gefunden."


def test_paragraphs_that_plainly_alternate_are_two_people(tmp_path: Path) -> None:
    text = "Gespräch 7\n\n" + "\n\n".join(part for ask in ASKS * 2 for part in (ask, LONG))
    corpus = read(tmp_path, "a.txt", text)
    assert corpus.sources[0].reader == "alternating"
    assert "plainly alternate" in corpus.sources[0].notes[0]
    assert said(corpus.documents[0])[:2] == [("Interviewer", ASKS[0]), ("Interviewee", LONG)]
    assert corpus.documents[0].turns[1].question == ASKS[0]
    assert len(corpus.documents[0].turns) == 24


@pytest.mark.parametrize(
    "paragraphs",
    [
        [LONG] * 20,
        [ASKS[0], LONG] * 4,
        [ASKS[0], LONG, LONG, LONG] * 6,
        ["Sie sucht.", "Er findet.", "Beide gehen."] * 8,
        [LONG, ASKS[0], ASKS[2], LONG] * 6,
    ],
)
def test_paragraphs_that_do_not_alternate_stay_notes(paragraphs: list[str], tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", "\n\n".join(paragraphs)).sources[0].reader == "notes"


def test_the_only_one_beside_participants_asks(tmp_path: Path) -> None:
    text = "Dana: Fangen wir an.\n\nParticipant: Gern.\n\nDana: Was stört?\n\nParticipant: Der Preis.\n"
    corpus = read(tmp_path, "a.txt", text)
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert "the only one beside the participants" in " ".join(corpus.sources[0].notes)


def test_who_announces_the_questions_asks(tmp_path: Path) -> None:
    text = (
        "Speaker 1: Die erste Frage ist, wie Sie einkaufen.\n\nSpeaker 2: Meist am Abend, auf dem Sofa, am Handy.\n\n"
    )
    text += "Speaker 1: Die nächste Frage ist, womit.\n\nSpeaker 2: Mit der App, seit dem Herbst, vorher am Rechner.\n"
    corpus = read(tmp_path, "a.txt", text)
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert "announces the questions" in " ".join(corpus.sources[0].notes)


def test_files_of_one_code_in_one_folder_are_one_person(tmp_path: Path) -> None:
    for folder, name in (("x", "P05a"), ("x", "P5b"), ("x", "P06"), ("y", "P05")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.txt").write_text(f"Sie sucht lange in {name}.\n", "utf-8")
    corpus = read_folder([tmp_path])
    assert [respondent.sources for respondent in corpus.respondents] == [
        ("x/P05a.txt", "x/P5b.txt"), ("x/P06.txt",), ("y/P05.txt",),
    ]  # fmt: skip


def test_file_name_tells_role_gender_and_age_and_the_head_wins(tmp_path: Path) -> None:
    corpus = read(tmp_path, "Student_W23.txt", "Alter: 24\n\nI: Was?\n\nB: Das.\n\nI: Und?\n\nB: Ja.\n")
    assert dict(corpus.respondents[0].attributes) == {"role": "student", "gender": "female", "age": "24"}
    assert "From the file's name: gender female, role student." in corpus.sources[0].notes


def test_lines_cut_as_in_captions_are_joined(tmp_path: Path) -> None:
    words = "also wir haben dann den laden gesucht und nicht gefunden weil die karte in der app falsch war " * 12
    cut = words.split()
    lines = "\n".join(" ".join(cut[at : at + 9]) for at in range(0, len(cut), 9))
    corpus = read(tmp_path, "a.txt", lines + "\n")
    assert corpus.sources[0].reader == "caption-lines"
    assert "".join(said(corpus.documents[0])[0][1]) == " ".join(cut)
    assert corpus.documents[0].turns[0].time_s is None


def test_short_notes_a_line_each_are_not_joined(tmp_path: Path) -> None:
    notes = "\n".join(f"Kundin {n} sucht lange und fragt dann doch an der Kasse" for n in range(20))
    assert read(tmp_path, "a.txt", notes).sources[0].reader == "notes"


def test_captions_with_names_in_brackets_and_two_speakers_a_cue(tmp_path: Path) -> None:
    text = "00:00:08.000 --> 00:00:12.000\n(Ada Berg)\nHallo, wie war es?\n\n"
    text += "00:00:12.000 --> 00:00:16.000\n(Ada Berg)\nUnd sonst?\n-\n \n(Ben Tal)\nGut, ja.\n\n"
    text += "00:00:16.000 --> 00:00:20.000\n(Ben Tal)\nSehr gut.\n"
    assert said(read(tmp_path, "a.vtt", text).documents[0]) == [
        ("Ada Berg", "Hallo, wie war es? Und sonst?"),
        ("Ben Tal", "Gut, ja. Sehr gut."),
    ]
