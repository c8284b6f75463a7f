"""What the head of a talk says about its voices: roles, who is who, who must not be used, and names."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of
from voc.ingest.transcripts.legends import read_legend
from voc.schema import Corpus

TALK = (
    "Speaker 1: What is in the shed?\n\nSpeaker 2: Two bikes and a broken mower.\n\n"
    "Speaker 3: And my old skis, they are useless.\n\nSpeaker 1: Do you use it often?\n\n"
    "Speaker 4: Every weekend, but the lock is stuck.\n\nSpeaker 1: Since when?\n\nSpeaker 2: Since the winter.\n"
)


def roles_of(corpus: Corpus) -> dict[str, str]:
    return {speaker: role for document in corpus.documents for speaker, role, _ in turns_of(document)}


def notes_of(corpus: Corpus) -> str:
    return " ".join(note for source in corpus.sources for note in source.notes)


@pytest.mark.parametrize(
    "meaning", ["B4 again", "B 4 (second recorder)", "still B04", "Speaker 2", "same as Speaker 2"]
)
def test_two_labels_of_one_code_are_one_person(read: Read, meaning: str) -> None:
    corpus = read("a.txt", f"Speaker 1 = Dorle (researcher)\nSpeaker 2 = B4\nSpeaker 4 = {meaning}\n\n{TALK}")
    assert {speaker for speaker, _ in words_of(corpus.documents[0])} == {"Speaker 1", "Speaker 2", "Speaker 3"}
    assert "2 labels were read as one speaker: 'Speaker 2', 'Speaker 4'" in notes_of(corpus)
    assert corpus.names == ("Dorle",)


@pytest.mark.parametrize("meaning", ["B4's brother", "B4 husband", "brother of B4", "B5", "interviews B4"])
def test_a_code_in_the_description_of_somebody_else_is_not_theirs(meaning: str) -> None:
    legend = read_legend(f"S1 = B4\nS2 = {meaning}\n", ["S1", "S2"])
    assert legend.same["s1"] == "b4" != legend.same.get("s2")


@pytest.mark.parametrize(
    "refusal", ["did not consent", "please ignore", "do not use", "keine Einwilligung", "nicht auswerten"]
)
def test_who_must_not_be_used_is_left_out_of_the_study(read: Read, refusal: str) -> None:
    corpus = read("a.txt", f"Speaker 2 = B4\nSpeaker 3 = B4's aunt, {refusal}\nSpeaker 4 = B4\n\n{TALK}")
    (document,) = corpus.documents
    assert "skis" not in document.text
    assert len(corpus.respondents) == 1
    assert "says not to use it: 'Speaker 3' (7 words)" in notes_of(corpus)
    assert corpus.sources[0].characters.left_out["voices not to be used"] == len("Andmyoldskis,theyareuseless.")
    assert "unexplained" not in corpus.sources[0].characters.left_out


def test_a_description_is_no_refusal(read: Read) -> None:
    corpus = read("a.txt", f"Speaker 2 = B4\nSpeaker 3 = B5, does not use the shed, consent given\n\n{TALK}")
    assert "skis" in corpus.documents[0].text
    assert len(corpus.respondents) == 3


STAFF = "Kick-off Gartenhaus\nModeration: Jette (M)   Protokoll: Okko   Beobachtung: Fr. Dr. Lindqvist (Bauhof), Enno\n"
STAFF_TALK = (
    "M: Was stand im Schuppen?\n\nTN2: Zwei Räder.\n\nM: Und sonst?\n\nLindqvist: Bei uns stehen da immer Mäher.\n\n"
    "TN2: Ein Mäher, der klemmt.\n\nLindqvist: Immer.\n"
)


def test_a_list_of_staff_gives_roles_to_initials_and_names(read: Read) -> None:
    corpus = read("a.txt", f"{STAFF}TN2: m, 51, Gärtner, hat drei Schuppen\n\n{STAFF_TALK}")
    assert roles_of(corpus) == {"M": "interviewer", "TN2": "participant", "Lindqvist": "other"}
    assert [dict(person.attributes) for person in corpus.respondents] == [{"gender": "male", "age": "51"}]
    assert corpus.names == ("Enno", "Jette", "Lindqvist", "Okko")


def test_an_answer_with_an_age_is_no_description(read: Read) -> None:
    talk = "TN2: Ich bin 51, weiblich, Gärtnerin.\n\nM: Was stand im Schuppen?\n\nTN2: Zwei Räder.\n\nM: Und sonst?\n"
    corpus = read("a.txt", talk)
    assert words_of(corpus.documents[0])[0] == ("TN2", "Ich bin 51, weiblich, Gärtnerin.")


@pytest.mark.parametrize(
    "line",
    [
        "Note by the interviewer: Speaker 1 is me. Speaker 2 and Speaker 4 are the same person.",
        "Anm. I. Falk, 3.5.: Speaker 1 = ich. Speaker 2 und Speaker 4 sind beide Frau Moos (nach der Pause neu).",
        "Speaker 1 = me\nSpeaker 2/Speaker 4: Ida Moos",
        "Speaker 1 = me\nSpeaker 2 = Frau Moos, Speaker 4 = wieder Frau Moos",
        "Speaker 1 = ich\nSpeaker 2 = Ida Moos\nSpeaker 4 = Ida Moos again",
        "Speaker 1 = ich; Speaker 2 und Speaker 4 gehören zusammen.",
    ],
)
def test_two_labels_of_which_the_head_says_that_they_are_one_person(read: Read, line: str) -> None:
    corpus = read("a.txt", f"Date: 3 May 2026\n\n{line}\n\n{TALK}")
    roles = roles_of(corpus)
    assert (roles["Speaker 1"], roles["Speaker 2"], roles.keys()) == (
        "interviewer", "participant", {"Speaker 1", "Speaker 2", "Speaker 3"},
    )  # fmt: skip
    assert "2 labels were read as one speaker: 'Speaker 2', 'Speaker 4'" in notes_of(corpus)


@pytest.mark.parametrize(
    "line",
    [
        "S1 und S2 sind beide Kundinnen.", "S1 and S2 are not the same person.", "S1, S2 = Ida Moos, Ole Roth",
        "S1 und S2: Frau Moos und Herr Roth",
        "S1 = Frau Kern (Mutter), S2 = Frau Kern (Tochter)", "S1 = Koch, S2 = Koch",
        "S1 and S2 talk about the same person",
    ],
)  # fmt: skip
def test_what_else_is_said_about_two_labels_makes_them_no_one_person(line: str) -> None:
    legend = read_legend(line, ["S1", "S2"])
    assert not legend.same or legend.same["s1"] != legend.same["s2"]


@pytest.mark.parametrize(
    "line",
    ["Moderation: A1 = Ida Moos, A2 = Ole Roth", "Moderator: A1, A2", "Moderation: Ida Moos = A1; Ole Roth = A2",
     "Moderatorinnen: Ida Moos (A1) und Ole Roth (A2)", "A1, A2: Moderation"],
)  # fmt: skip
def test_moderators_whom_the_head_names_by_code(read: Read, line: str) -> None:
    text = f"Datum: 3.5.2026\n{line}\n\n"
    for asks, answers in (("A1", "B1"), ("A2", "B2"), ("A1", "B3"), ("A2", "B1")):
        text += f"{asks}: Und die Ampel?\n\n{answers}: Die Ampel ist immer rot.\n\n"
    corpus = read("a.txt", text)
    assert {label for label, role in roles_of(corpus).items() if role == "interviewer"} == {"A1", "A2"}
