"""Labels before the words, speaker lines above them, and the habits of single programs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.transcript_writers import Talk
from tests.ingest.transcripts.turns import TALK, Read, turns_of, words_of
from voc.ingest.transcripts import labelled
from voc.ingest.transcripts.speakers import can_be_label, is_known


def test_labelled_german_interview_has_roles_and_questions(read: Read) -> None:
    text = "I: Wie war der Kauf?\n\nB: Eigentlich gut.\nNur die Kasse war voll.\n\nI: Mhm.\n\nB: Und teuer.\n"
    (document,) = read("a.txt", text).documents
    assert turns_of(document) == [
        ("I", "interviewer", "Wie war der Kauf?"),
        ("B", "participant", "Eigentlich gut.\nNur die Kasse war voll."),
        ("I", "interviewer", "Mhm."),
        ("B", "participant", "Und teuer."),
    ]
    assert [turn.question for turn in document.turns] == ["", "Wie war der Kauf?", "", "Wie war der Kauf?"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I: [00:00:05] Los?", "B: [00:01:05] Ja."),
        ("**I [00:00:05]** Los?", "**B [00:01:05]** Ja."),
        ("**I: [00:00:05]** Los?", "**B: [00:01:05]** Ja."),
        ("[00:00:05] I: Los?", "[00:01:05] B: Ja."),
        ("**I:** [00:05] Los?", "**B:** [01:05] Ja."),
        ("I (00:05): Los?", "B (01:05): Ja."),
        ("00:00:05 I: Los?", "00:01:05 B: Ja."),
        ("_00:05_ I: Los?", "_01:05_ B: Ja."),
        ("*00:05* **I:** Los?", "*01:05* **B:** Ja."),
        ("\\[00:05\\] I: Los?", "\\[01:05\\] B: Ja."),
        ("- *I:* [00:05] Los?", "- *B:* [01:05] Ja."),
        ("[SPEAKER_00] [00:05 --> 00:07]: Los?", "[SPEAKER_01] [01:05 --> 01:07]: Ja."),
        ("[I] 00:05: Los?", "[B] 01:05: Ja."),
    ],
)
def test_labelled_layouts_give_the_same_turns(read: Read, first: str, second: str) -> None:
    (document,) = read("a.md", f"{first}\n\n{second}\n\n{first}\n\n{second}\n").documents
    assert [words for _, _, words in turns_of(document)] == ["Los?", "Ja.", "Los?", "Ja."]
    assert [turn.time_s for turn in document.turns] == [5.0, 65.0, 5.0, 65.0]


@pytest.mark.parametrize(
    "head",
    [
        "[12:31 PM] {}: ",
        "12:31 PM {}: ",
        "{} (12:31 PM): ",
        "{} [03.08.26 12:31]: ",
        "**{}** (3. August 2026, 12:31 Uhr): ",
    ],
)
def test_label_with_a_time_of_day_has_no_time_in_the_recording(read: Read, head: str) -> None:
    text = "\n".join(head.format(("Ada", "Ben")[n % 2]) + f"Satz {n}, ja." for n in range(4))
    (document,) = read("a.md", text).documents
    assert words_of(document) == [(("Ada", "Ben")[n % 2], f"Satz {n}, ja.") for n in range(4)]
    assert {turn.time_s for turn in document.turns} == {None}


@pytest.mark.parametrize("label", ["[{}] ", "[{}]: ", "1. {}: ", "* {}: "])
def test_labels_in_brackets_and_lists(read: Read, label: str) -> None:
    names = ("Speaker 0", "Speaker 1")
    text = "\n".join(label.format(names[n % 2]) + f"Satz {n}, ja." for n in range(4))
    assert words_of(read("a.txt", text).documents[0]) == [(names[n % 2], f"Satz {n}, ja.") for n in range(4)]


def test_remarks_in_brackets_are_no_labels(read: Read) -> None:
    text = "I: Wie?\n\nB: Gut.\n[lacht] Sehr gut.\n\nI: Und?\n\nB: Ja.\n[Pause] Doch.\n[lacht] Ja.\n"
    assert len(read("a.txt", text).documents[0].turns) == 4


def test_numbers_and_times_before_colons_are_no_labels(read: Read) -> None:
    text = "I: Wann?\n\nB: Zweimal:\n10:30 im Bus\n10:45 im Bus\n7: spät\n7: leer\n\nI: Und?\n\nB: Nein.\n"
    assert len(read("a.txt", text).documents[0].turns) == 4


def test_labelled_legend_and_front_matter_are_no_turns(read: Read) -> None:
    text = (
        "---\ntitle: Talk\nhistory:\n    v1:\n        comment: one\n    v2:\n        comment: two\n---\n"
        "I = Interviewer\nB = Befragte\nP = Protokollant\n\n---\n"
        "I: Geht es los?\n\nP: Ich schreibe.\n\nB: Ja.\n\nI: Gut?\n\nB: Ja, gut.\n\nP: Fertig.\n"
    )
    (document,) = read("a.md", text).documents
    assert [(label, role) for label, role, _ in turns_of(document)] == [
        ("I", "interviewer"),
        ("P", "other"),
        ("B", "participant"),
        ("I", "interviewer"),
        ("B", "participant"),
        ("P", "other"),
    ]
    assert [turn.respondent_id != "" for turn in document.turns] == [False, False, True, False, True, False]


def test_labelled_header_lines_name_the_respondent(read: Read) -> None:
    text = (
        "Interviewerin: Ada Berg\nTeilnehmer: Jo Tal, Graz\n\n"
        "[00:01] Interviewerin: Wie läuft es?\n\n[00:05] Tal: Gut.\n\n"
        "[00:09] Interviewerin: Und?\n\n[00:12] Tal: Sehr gut.\n"
    )
    corpus = read("a.txt", text)
    assert len(corpus.documents[0].turns) == 4
    assert [respondent.label for respondent in corpus.respondents] == ["Jo Tal"]


def test_labelled_one_off_words_before_colons_are_speech(read: Read) -> None:
    text = "I: Was noch?\n\nB: Zwei Dinge.\nErstens: Preis.\nHinweis: teuer.\nhttps://example.org: kaputt\n"
    text += "\nI: Und?\n\nB: Nein.\n"
    (document,) = read("a.txt", text).documents
    assert len(document.turns) == 4
    assert "Erstens: Preis." in turns_of(document)[1][2]


def test_labelled_speaker_who_speaks_once_is_kept_when_timed(read: Read) -> None:
    text = "[00:01] Ada: Los?\n\n[00:05] Ben: Ja.\n\n[00:07] Cem: Hallo!\n\n[00:09] Ada: Wie?\n\n[00:12] Ben: So.\n"
    assert len(read("a.txt", text).respondents) == 3


def test_labelled_group_talk_has_several_participants(read: Read) -> None:
    text = "Moderator: Was stört?\nP1: Preis.\nP2: Lärm.\nModerator: Sonst?\nP1: Nein.\nP2: Doch.\n"
    corpus = read("a.txt", text)
    assert [respondent.label for respondent in corpus.respondents] == ["P1", "P2"]


def test_labelled_inline_time_codes_at_sentence_ends_split_and_never_show(read: Read) -> None:
    text = "I: Los?\n\nB: Das war gut. [00:02:00] Und schnell.\n\nI: Ok?\n\nB: Ja.\n"
    (document,) = read("a.txt", text).documents
    assert [(words, turn.time_s) for turn, (_, _, words) in zip(document.turns, turns_of(document), strict=True)][
        1:3
    ] == [
        ("Das war gut.", None),
        ("Und schnell.", 120.0),
    ]


def test_labelled_f4_marks_at_paragraph_ends_start_the_next_turn(read: Read) -> None:
    text = "I: Wie?  #00:00:06-8#\n\nB: So.  #00:00:09-1#\n\nI: Gut?  #00:00:12-0#\n\nB: Ja.  #00:00:15-0#\n"
    (document,) = read("a.txt", text).documents
    assert [turn.time_s for turn in document.turns] == [0.0, 6.8, 9.1, 12.0]
    assert [words for _, _, words in turns_of(document)] == ["Wie?", "So.", "Gut?", "Ja."]


@pytest.mark.parametrize(
    "line",
    ["Ada Berg  {}  ", "{} Ada Berg", "Ada Berg ({})", "**Ada Berg** [{}]", "[{}] Ada Berg", "Ada Berg   {}"],
)
def test_speaker_lines_above_the_turns(read: Read, line: str) -> None:
    other = line.replace("Ada Berg", "Ben Tal")
    text = "\n\n".join(f"{head.format(time)}\nSagt etwas.\n\nUnd mehr." for head, time in
                       [(line, "0:05"), (other, "1:05"), (line, "2:05"), (other, "1:02:05")])  # fmt: skip
    (document,) = read("a.txt", text + "\n\nTranscribed by https://otter.ai\n").documents
    assert turns_of(document)[0] == ("Ada Berg", "participant", "Sagt etwas.\n\nUnd mehr.")
    assert [turn.time_s for turn in document.turns] == [5.0, 65.0, 125.0, 3725.0]
    assert "otter" not in turns_of(document)[-1][2]


def test_speaker_lines_without_times_end_with_two_spaces(read: Read) -> None:
    text = "\n\n".join(f"{name}  \nSome words here." for name in ("Ada Berg", "Ben Tal", "Ada Berg", "Ben Tal"))
    assert [label for label, _, _ in turns_of(read("a.md", text).documents[0])] == ["Ada Berg", "Ben Tal"] * 2


@pytest.mark.parametrize("write", [writers.teams_docx, writers.meet_docx, writers.word_transcribe_docx])
def test_heads_and_feet_of_word_documents_are_no_speech(write: Callable[[Talk], bytes], read: Read) -> None:
    corpus = read("a.docx", write(TALK))
    assert words_of(corpus.documents[0]) == [(speech.speaker, speech.words) for speech in TALK]
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 3


def test_teams_document_in_german_ends_with_its_transcription(read: Read) -> None:
    text = "Treffen\n12. März 2026, 09:30\n\nBen Tal hat die Transkription gestartet\n\n"
    text += "\n\n".join(f"{speech.speaker}   {writers.short(speech.start)}\n{speech.words}" for speech in TALK)
    corpus = read("a.txt", text + "\n\nBen Tal hat die Transkription beendet\n")
    assert corpus.sources[0].reader == "teams-document"
    assert words_of(corpus.documents[0])[-1] == ("Ben Tal", "Ja, alles.")
    assert corpus.documents[0].turns[-1].time_s == 3700.0


def test_otter_turn_without_a_name_is_nobodys(read: Read) -> None:
    text = writers.otter(TALK[:4]).replace("Transcribed", "0:55  \nIrgendwer ruft etwas.\n\nTranscribed")
    (document,) = read("a.txt", text).documents
    assert words_of(document)[-1] == ("", "Irgendwer ruft etwas.")
    assert document.turns[-1].role == "other"
    assert document.turns[-1].time_s == 55.0


@pytest.mark.parametrize("code", ["[00:00:{:02d}]", "{{00:00:{:02d}}}", "[00.{:02d}]", "#00:00:{:02d}.250#"])
def test_other_marks_at_the_end_of_turns_start_the_next(code: str, read: Read) -> None:
    text = "\n\n".join(f"{'IB'[n % 2]}: Satz {n}, ja. {code.format(n * 7 + 7)}" for n in range(6))
    (document,) = read("a.txt", text).documents
    assert [int(turn.time_s or 0) for turn in document.turns] == [0, 7, 14, 21, 28, 35]
    assert words_of(document)[1] == ("B", "Satz 1, ja.")


LABELS = st.text(st.characters(categories=("Lu", "Ll")), min_size=2, max_size=12).filter(
    lambda label: can_be_label(label) and not is_known(label)
)


WORDS = st.text(st.sampled_from("abc äöü.,?"), min_size=1, max_size=60).map(lambda text: "x" + " ".join(text.split()))


@given(st.lists(st.tuples(st.integers(0, 1), WORDS), min_size=4, max_size=20), LABELS, LABELS, st.booleans())
def test_labelled_text_written_out_is_read_back(talk: list[tuple[int, str]], a: str, b: str, timed: bool) -> None:
    talk = [*talk, (0, "xend"), (0, "xend"), (1, "xend"), (1, "xend")]
    assume(a.casefold() != b.casefold())
    lines = [f"{'[00:00:07] ' if timed else ''}{(a, b)[who]}: {words}" for who, words in talk]
    text = "\n\n".join(lines)
    assert labelled.is_labelled(text)
    turns = [(item.label, text[item.start : item.end]) for item in labelled.read_labelled(text).utterances]
    assert turns == [((a, b)[who], words) for who, words in talk]


def test_a_label_without_its_colon_begins_a_turn(read: Read) -> None:
    talk = "RB:\tWie war es?\nKT:\tLaut.\nRB:\tUnd dann?\nKT\tDann ging die Tür auf.\nRB:\tGut.\nKT:\tJa, genau.\n"
    words = words_of(read("a.txt", talk).documents[0])
    assert words[3] == ("KT", "Dann ging die Tür auf.")
    coded = talk.replace(":\t", ": ").replace("KT\t", "P04 ").replace("KT", "P04")
    assert words_of(read("a.txt", coded).documents[0])[3] == ("P04", "Dann ging die Tür auf.")


def test_a_word_that_is_a_label_too_begins_no_turn(read: Read) -> None:
    talk = "I: How was it?\nB: Loud.\nI think of the door, that is.\nI: And then?\nB: It opened.\nB was the gate.\n"
    assert [label for label, _ in words_of(read("a.txt", talk).documents[0])] == ["I", "B", "I", "B"]


ONCE = (
    "{b}Jule Aster:{b} Where is the key?\n\n{b}Wim Oost:{b} Under the mat.\n\n{b}Jule Aster:{b} And the spare?\n\n"
    "{b}Wim Oost:{b} With the neighbour.\n\n{line}\n\n{b}Jule Aster:{b} Who else has one?\n\n{b}Wim Oost:{b} Nobody.\n"
)


@pytest.mark.parametrize(
    ("bold", "line", "label"),
    [
        ("", "Miriam Voss: I have one too.", "Miriam Voss"), ("**", "**Tarun Zett:** I have one too.", "Tarun Zett"),
        ("", "?: Come in.", "?"), ("", "@2: Come in.", "@2"), ("**", "**??:** Come in.", "??"),
    ],
)  # fmt: skip
def test_a_label_that_occurs_once_among_labelled_paragraphs_is_a_speaker(
    read: Read, bold: str, line: str, label: str
) -> None:
    (document,) = read("a.txt", ONCE.format(b=bold, line=line)).documents
    assert label in {speaker for speaker, _ in words_of(document)}


@pytest.mark.parametrize(
    "line", ["One Thing: it rusts.", "The Upshot: it rusts.", "**Big Problem**, it rusts: always.", "Und: es rostet."]
)
def test_other_words_before_a_colon_are_no_speakers(read: Read, line: str) -> None:
    (document,) = read("a.txt", ONCE.format(b="", line=line)).documents
    assert {speaker for speaker, _ in words_of(document)} == {"Jule Aster", "Wim Oost"}


def test_a_first_question_under_a_longer_label_is_a_turn(read: Read) -> None:
    talk = "B: Im Keller.\n\nMod: Und wie?\n\nB: Im Regal.\n\nMod: Gut?\n\nB: Ja.\n"
    (document,) = read("a.txt", f"Moderatorin (KL): Danke, dass Sie da sind. Wo lagern Sie Äpfel?\n\n{talk}").documents
    assert turns_of(document)[0][1:] == ("interviewer", "Danke, dass Sie da sind. Wo lagern Sie Äpfel?")
    (document,) = read("a.txt", f"Moderatorin: Karla Lund\n\n{talk}").documents
    assert turns_of(document)[0][2] == "Im Keller."
