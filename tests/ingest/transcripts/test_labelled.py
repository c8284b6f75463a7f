from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.config import parse_config
from voc.ingest.transcripts import labelled
from voc.ingest.transcripts.speakers import can_be_label, is_known
from voc.schema import Corpus, Document

Read = Callable[..., Corpus]


def said(document: Document) -> list[tuple[str, str, str]]:
    """(speaker, role, words) of each turn."""
    return [(turn.speaker, turn.role, document.text[turn.start : turn.end]) for turn in document.turns]


def test_labelled_german_interview_has_roles_and_questions(read: Read) -> None:
    text = "I: Wie war der Kauf?\n\nB: Eigentlich gut.\nNur die Kasse war voll.\n\nI: Mhm.\n\nB: Und teuer.\n"
    (document,) = read("a.txt", text).documents
    assert said(document) == [
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
    ],
)
def test_labelled_layouts_give_the_same_turns(read: Read, first: str, second: str) -> None:
    (document,) = read("a.md", f"{first}\n\n{second}\n\n{first}\n\n{second}\n").documents
    assert [words for _, _, words in said(document)] == ["Los?", "Ja.", "Los?", "Ja."]
    assert [turn.time_s for turn in document.turns] == [5.0, 65.0, 5.0, 65.0]


def test_labelled_legend_and_front_matter_are_no_turns(read: Read) -> None:
    text = (
        "---\ntitle: Talk\nhistory:\n    v1:\n        comment: one\n    v2:\n        comment: two\n---\n"
        "I = Interviewer\nB = Befragte\nP = Protokollant\n\n---\n"
        "I: Geht es los?\n\nP: Ich schreibe.\n\nB: Ja.\n\nI: Gut?\n\nB: Ja, gut.\n\nP: Fertig.\n"
    )
    (document,) = read("a.md", text).documents
    assert [(label, role) for label, role, _ in said(document)] == [
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
    assert "Erstens: Preis." in said(document)[1][2]


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
    assert [(words, turn.time_s) for turn, (_, _, words) in zip(document.turns, said(document), strict=True)][1:3] == [
        ("Das war gut.", None),
        ("Und schnell.", 120.0),
    ]


def test_labelled_f4_marks_at_paragraph_ends_start_the_next_turn(read: Read) -> None:
    text = "I: Wie?  #00:00:06-8#\n\nB: So.  #00:00:09-1#\n\nI: Gut?  #00:00:12-0#\n\nB: Ja.  #00:00:15-0#\n"
    (document,) = read("a.txt", text).documents
    assert [turn.time_s for turn in document.turns] == [0.0, 6.8, 9.1, 12.0]
    assert [words for _, _, words in said(document)] == ["Wie?", "So.", "Gut?", "Ja."]


def test_speakers_of_voc_toml_win_over_labels(read: Read) -> None:
    text = "I: Erzähl.\nB: Wie denn?\nI: So.\nB: Gut?\n"
    settings = parse_config({"speakers": {"interviewer": ["B"], "participant": ["I"]}})
    (document,) = read("a.txt", text, settings).documents
    assert [role for _, role, _ in said(document)] == ["participant", "interviewer", "participant", "interviewer"]


LABELS = st.text(st.characters(categories=("Lu", "Ll")), min_size=2, max_size=12).filter(
    lambda label: can_be_label(label) and not is_known(label)
)
WORDS = st.text(st.sampled_from("abc äöü.,?"), min_size=1, max_size=60).map(lambda text: "x" + " ".join(text.split()))


@given(st.lists(st.tuples(st.integers(0, 1), WORDS), min_size=4, max_size=20), LABELS, LABELS, st.booleans())
def test_labelled_text_written_out_is_read_back(talk: list[tuple[int, str]], a: str, b: str, timed: bool) -> None:
    talk = [*talk, (0, "xend"), (0, "xend"), (1, "xend"), (1, "xend")]
    if a.casefold() == b.casefold():
        return
    lines = [f"{'[00:00:07] ' if timed else ''}{(a, b)[who]}: {words}" for who, words in talk]
    text = "\n\n".join(lines)
    assert labelled.is_labelled(text)
    found = [(item.label, text[item.start : item.end]) for item in labelled.read_labelled(text).utterances]
    assert found == [((a, b)[who], words) for who, words in talk]
