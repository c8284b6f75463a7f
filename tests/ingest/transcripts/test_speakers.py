"""Who asks and who answers."""

from __future__ import annotations

from tests.ingest.transcripts.turns import Read, turns_of
from voc.config import parse_config


def test_speakers_of_voc_toml_win_over_labels(read: Read) -> None:
    text = "I: Erzähl.\nB: Wie denn?\nI: So.\nB: Gut?\n"
    settings = parse_config({"speakers": {"interviewer": ["B"], "participant": ["I"]}})
    (document,) = read("a.txt", text, settings).documents
    assert [role for _, role, _ in turns_of(document)] == ["participant", "interviewer", "participant", "interviewer"]


def test_named_interviewer_in_the_header(read: Read) -> None:
    text = "Interviewer is Ada Berg.\n\nAda Berg  0:01\nHello.\n\nBen Tal  0:05\nHow so?\n\nAda Berg  0:07\nWell.\n"
    (document,) = read("a.txt", text).documents
    assert [role for _, role, _ in turns_of(document)] == ["interviewer", "participant", "interviewer"]


def test_the_only_one_beside_participants_asks(read: Read) -> None:
    text = "Dana: Fangen wir an.\n\nParticipant: Gern.\n\nDana: Was stört?\n\nParticipant: Der Preis.\n"
    corpus = read("a.txt", text)
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert "the only one beside the participants" in " ".join(corpus.sources[0].notes)


def test_who_announces_the_questions_asks(read: Read) -> None:
    text = (
        "Speaker 1: Die erste Frage ist, wie Sie einkaufen.\n\nSpeaker 2: Meist am Abend, auf dem Sofa, am Handy.\n\n"
    )
    text += "Speaker 1: Die nächste Frage ist, womit.\n\nSpeaker 2: Mit der App, seit dem Herbst, vorher am Rechner.\n"
    corpus = read("a.txt", text)
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert "announces the questions" in " ".join(corpus.sources[0].notes)
