"""Which labels are the same person, and what meeting tools write around names."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read
from voc.config import parse_config
from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.voices import identify_voices


def voices_of(*labels: str) -> dict[str, str]:
    utterances = tuple(Utterance(n, n + 1, label) for n, label in enumerate(labels))
    return dict(identify_voices(Transcript("x" * len(labels), utterances)).labels)


@pytest.mark.parametrize(
    "label",
    [
        "Ines Falk (Unverified)", "Ines Falk (Nicht überprüft)", "Ines Falk External unfamiliar", "Ines Falk (Host)",
        "Ines Falk (Gast)", "Ines Falk Guest", "Ines Falk (Extern)", "Ines Falk (You)", "Ines Falk (Ich)",
        "Ines Falk (she/her)", "Ines Falk (Sie/Ihr)", "Ines Falk she/her/hers", "Ines Falk | Nordbad",
        "Ines Falk - Nordbad",
        "Ines Falk (Nordbad GmbH)", "Falk, Ines", "Falk, Ines (Nordbad) (Gast)", "FALK, INES", "Ines Falk 🎧",
        "Ines Falk (ines.falk@example.org)", "iPhone von Ines Falk", "Ines Falks iPhone", "Ines Falk’s iPad",
        "Ines Falk (Moderatorin)", "Moderatorin Ines Falk", "Ines Falk, Moderatorin", "Dr. Ines Falk", "Frau Ines Falk",
    ],
)  # fmt: skip
def test_badges_belong_to_no_name(label: str) -> None:
    voices = voices_of("Ines Falk", label)
    assert len({name.casefold() for name in voices.values()}) == 1
    assert "(" not in voices[label]


def test_parts_of_a_name_are_the_same_person_where_nobody_else_could_be_meant() -> None:
    assert set(voices_of("Ines", "Ines Falk", "I. Falk", "Falk").values()) == {"Ines Falk"}
    apart = voices_of("Ines", "Ines Falk", "Ines Roth")
    assert len(set(apart.values())) == 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Frau Roth", "Herr Roth"), ("Frau Roth", "Tim Roth"), ("Ines (Nordbad)", "Ines (Südbad)"), ("B1", "B2"),
        ("B (Mutter)", "B (Vater)"), ("Judith Guest", "Judith Host"), ("Speaker 1", "Speaker 10"), ("I", "Ines"),
        ("Ann", "Anna"), ("Person A", "Person B"),
    ],
)  # fmt: skip
def test_different_people_stay_apart(first: str, second: str) -> None:
    voices = voices_of(first, second)
    assert voices[first] != voices[second]


def test_how_somebody_speaks_is_no_person() -> None:
    assert set(voices_of("B", "B (lacht)", "B (leise)").values()) == {"B"}


def test_a_label_of_a_program_with_a_name_is_that_person() -> None:
    assert set(voices_of("Speaker 1 (Ines Falk)", "Ines Falk").values()) == {"Ines Falk"}


def test_a_bracket_states_the_role_and_a_host_of_a_meeting_may_be_anybody(read: Read) -> None:
    text = "Ines Falk (Interviewerin): Los.\n\nOle Roth (Host): Gern, was denn?\n\n"
    corpus = read("a.txt", text * 2)
    assert {turn.speaker: turn.role for turn in corpus.documents[0].turns} == {
        "Ines Falk": "interviewer",
        "Ole Roth": "participant",
    }


def test_merged_labels_are_one_respondent_and_a_note_names_them(read: Read) -> None:
    text = "I: Wie war es?\n\nRoth, Ole (Gast): Laut.\n\nI: Und?\n\nOle Roth: Heiß.\n\n"
    text += "I: Noch etwas?\n\nRoth, Ole (Gast): Nein.\n"
    corpus = read("a.txt", text)
    assert [respondent.label for respondent in corpus.respondents] == ["Ole Roth"]
    assert "2 labels were read as one speaker: 'Roth, Ole (Gast)', 'Ole Roth'." in corpus.sources[0].notes


def test_voc_toml_may_name_a_speaker_with_or_without_badges(read: Read) -> None:
    text = "Ines Falk (Extern): Los?\n\nOle Roth: Gern?\n\n" * 3
    for name in ("Ines Falk (Extern)", "Ines Falk"):
        settings = parse_config({"files": {"a.txt": {"speakers": {"interviewer": [name]}}}})
        (document,) = read("a.txt", text, settings).documents
        assert [turn.role for turn in document.turns][:2] == ["interviewer", "participant"]


@pytest.mark.parametrize(
    ("labels", "people"),
    [
        (["TN4", "TN 4", "tn.4", "TN04"], 1), (["Fr. Moll", "Frau Moll", "Hr. Moll", "Herr Moll"], 2),
        (["Frau Moll", "Dr. Moll"], 1), (["TN4", "TN14", "TN 41"], 3), (["Fr. Moll", "Fr. Mohl"], 2),
    ],
)  # fmt: skip
def test_codes_and_forms_of_address_have_several_spellings(labels: list[str], people: int) -> None:
    assert len(set(voices_of(*labels, *labels).values())) == people


SLIPS = (
    "Frau Hartwig: Es zieht.\n\nI: Wo?\n\nFrau Hartwig: Am Fenster.\n\nI: Seit wann?\n\nFrau Hartwig: Seit März.\n\n"
)


@pytest.mark.parametrize("label", ["Frau Hartwg", "Frau Harttwig", "Fr Hartwig", "Frau Hatrwig"])
def test_a_slip_of_the_pen_in_a_label_is_the_same_person(read: Read, label: str) -> None:
    corpus = read("a.txt", f"{SLIPS}I: Und nun?\n\n{label}: Nichts mehr.\n")
    assert [person.label for person in corpus.respondents] == ["Frau Hartwig"]
    assert f"'Frau Hartwig', '{label}'" in " ".join(corpus.sources[0].notes)


@pytest.mark.parametrize("label", ["Herr Hartwg", "Frau Hartwiga", "Frau Martwig", "Frau Hertwig"])
def test_other_names_are_no_slips(read: Read, label: str) -> None:
    corpus = read("a.txt", f"{SLIPS}I: Und nun?\n\n{label}: Nichts mehr.\n")
    assert len(corpus.respondents) == 2
