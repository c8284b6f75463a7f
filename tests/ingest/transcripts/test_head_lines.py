"""Lines of a head that name roles are no turns, and tell who is who."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of

HEAD = (
    "Projekt: Bücherbus\nDatum: 05.05.2026\nInterviewerin: Wanda Kolb\nDolmetscher: Milan S. (Tschechisch)\n"
    "Beobachterin: Frau Zeisig (Amt), hört nur zu\nTeilnehmerin: Mutter, 41, drei Kinder\n"
)
TALK = (
    "Kolb: Wie oft kommt der Bus?\nDolmetscher: Sie sagt, einmal in der Woche.\nTeilnehmerin: Mittwoch.\n"
    "Kolb: Reicht das?\nTeilnehmerin: Nein.\nFrau Zeisig: Das liegt am Fahrplan.\n"
    "Kolb: Und sonst?\nTeilnehmerin: Gut.\n"
)


@pytest.mark.parametrize("gap", ["\n", ""])
def test_lines_of_the_head_are_facts_and_no_turns(read: Read, gap: str) -> None:
    corpus = read("a.txt", HEAD + gap + TALK)
    turns = turns_of(corpus.documents[0])
    assert turns[0] == ("Kolb", "interviewer", "Wie oft kommt der Bus?")
    assert len(turns) == 8
    (respondent,) = corpus.respondents
    assert respondent.attributes == {"role": "mutter", "age": "41"}
    assert respondent.label == "Teilnehmerin"


def test_who_is_named_in_the_head_has_that_role(read: Read) -> None:
    corpus = read("a.txt", f"{HEAD}\n{TALK}")
    assert ("Frau Zeisig", "other", "Das liegt am Fahrplan.") in turns_of(corpus.documents[0])
    assert any("'Beobachterin' in the head" in note for note in corpus.sources[0].notes)


def test_names_of_the_head_are_known_to_the_pseudonymiser(read: Read) -> None:
    names = read("a.txt", f"{HEAD}\n{TALK}").names
    assert {"Wanda Kolb", "Milan S.", "Zeisig"} <= set(names)
    assert "Mutter" not in names


def test_a_named_respondent_of_the_head_keeps_the_name(read: Read) -> None:
    text = "Datum: 5.5.2026\nTeilnehmer: Ole Roth, 34\n\nI: Wie war es?\nB: Gut.\nI: Und?\nB: Nett.\n"
    (respondent,) = read("a.txt", text).respondents
    assert (respondent.label, dict(respondent.attributes)) == ("Ole Roth", {"age": "34"})


def test_short_turns_below_a_date_are_turns(read: Read) -> None:
    text = (
        "Datum: 5.5.2026\n\nInterviewer: Guten Tag.\nTeilnehmer: Hallo!\nInterviewer: Wie war es?\nTeilnehmer: Gut.\n"
    )
    assert len(words_of(read("a.txt", text).documents[0])) == 4


@pytest.mark.parametrize("label", ["Herr Specht", "Ehefrau", "Mother", "Mrs. Finch"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_somebody_who_speaks_once_is_a_voice(read: Read, label: str, gap: str) -> None:
    lines = [
        "I: Wie war es?",
        "B: Gut.",
        f"{label}: Darf ich auch?",
        "I: Und dann?",
        "B: Nichts.",
        "I: Danke.",
        "B: Gern.",
    ]
    assert (label, "Darf ich auch?") in words_of(read("a.txt", gap.join(lines)).documents[0])


@pytest.mark.parametrize("label", ["iPhone 13", "Galaxy Tab S7", "Konferenzraum 2", "Milch", "Mutter"])
def test_a_list_that_is_read_aloud_has_no_voices(read: Read, label: str) -> None:
    listed = f"Ich lese vor:\nEier: 10\n{label}: synchronisiert\nFertig."
    text = f"I: Was steht da?\nB: {listed}\nI: Und dann?\nB: Nichts.\nI: Danke.\nB: Gern.\n"
    assert words_of(read("a.txt", text).documents[0])[1] == ("B", listed)


def test_times_at_the_end_of_turns_show_what_is_no_turn(read: Read) -> None:
    listed = "Da steht:\nOma: anrufen\nMehr nicht."
    text = f"I: Was? #00:00:04-1#\n\nB: {listed} #00:00:09-2#\n\nI: Gut. #00:00:12-0#\n\nB: Ja. #00:00:14-0#\n"
    assert ("B", listed) in words_of(read("a.txt", text).documents[0])


@pytest.mark.parametrize(
    "room", ["MR-2.07 Bonn", "Meeting Room 3", "Besprechungsraum", "Raum 4.12", "Redmi Note 12", "SM-A546B"]
)
def test_rooms_and_devices_are_nobody_in_particular(read: Read, room: str) -> None:
    lines = ["Ines: Wie war es?", "Ole: Gut, aber sehr laut und viel zu lang.", f"{room}: Man hört euch kaum.",
             "Ines: Und dann?", "Ole: Nichts.",
             f"{room}: Danke.", "Ines: Wann war das?", "Ole: Im Mai."]  # fmt: skip
    corpus = read("a.txt", "\n\n".join(lines))
    assert {(speaker, role) for speaker, role, _ in turns_of(corpus.documents[0])} == {
        ("Ines", "interviewer"), ("Ole", "participant"), (room, "other"),
    }  # fmt: skip
    assert any("Kept as context" in note and room in note for note in corpus.sources[0].notes)


def test_a_list_of_all_who_are_there_gives_no_roles(read: Read) -> None:
    text = "Datum: 5.5.2026\nTeilnehmer: Ines Falk, Ole Roth\n\n"
    for question, answer in [("Wie war der Weg?", "Gut."), ("Warum?", "Nah."), ("Und sonst?", "Nichts.")]:
        text += f"Ines Falk: {question}\nOle Roth: {answer} Das reicht mir schon lange.\n"
    corpus = read("a.txt", text)
    assert {(speaker, role) for speaker, role, _ in turns_of(corpus.documents[0])} == {
        ("Ines Falk", "interviewer"), ("Ole Roth", "participant"),
    }  # fmt: skip
    assert {"Ines Falk", "Ole Roth"} <= set(corpus.names)


def test_an_english_description_gives_the_age(read: Read) -> None:
    text = "Date: 5 May 2026\nParticipant: father of two, 38\n\nI: How was it?\nB: Good.\nI: And?\nB: Nice.\n"
    (respondent,) = read("a.txt", text).respondents
    assert (respondent.label, dict(respondent.attributes)) == ("B", {"age": "38"})


@pytest.mark.parametrize(("asks", "answers"), [("Ada", "Ben"), ("Interviewer", "Teilnehmer"), ("Interview", "Ben")])
def test_greetings_below_a_date_are_turns(read: Read, asks: str, answers: str) -> None:
    turns = [(asks, "Hallo zusammen"), (answers, "Hallo"), (asks, "Wie war es?"), (answers, "Gut")] * 2
    text = "Datum: 5.5.2026\n\n" + "".join(f"{name}: {words}\n" for name, words in turns)
    assert words_of(read("a.txt", text).documents[0]) == turns
