"""Calls of customers with a company, and the chat of a meeting: who serves, who asks, who answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.schema import Corpus

WORDS = (
    "Harbour Water, hello?",
    "My bill doubled.",
    "I see that.",
    "Nobody told me why.",
    "Sorry.",
    "It is the meter.",
)


def roles(corpus: Corpus) -> set[tuple[str, str]]:
    return {(turn.speaker, turn.role) for document in corpus.documents for turn in document.turns}


def phrases(agent: dict[str, str], customer: dict[str, str]) -> list[dict[str, object]]:
    sides = (agent, customer) * 3
    return [
        {**side, "content": words, "begin_offset_millis": n * 5000, "end_offset_millis": n * 5000 + 900}
        for n, (side, words) in enumerate(zip(sides, WORDS, strict=True))
    ]


@pytest.mark.parametrize(
    "call",
    [
        {"Participants": [{"ParticipantId": "x", "ParticipantRole": "AGENT"},
                          {"ParticipantId": "y", "ParticipantRole": "CUSTOMER"}],
         "Transcript": phrases({"ParticipantId": "x"}, {"ParticipantId": "y"})},
        {"parties": [{"party_id": "7", "name": "Lena Ohm", "role": "agent"},
                     {"party_id": "8", "name": "Gerd Kolbe", "role": "customer"}],
         "turns": phrases({"party_id": "7"}, {"party_id": "8"})},
        {"turns": phrases({"role": "agent"}, {"role": "customer"})},
        {"phrases": phrases({"participantPurpose": "internal"}, {"participantPurpose": "external"})},
    ],
)  # fmt: skip
def test_the_sides_of_a_call_are_known_by_the_file(tmp_path: Path, call: dict[str, object]) -> None:
    (tmp_path / "call.json").write_text(json.dumps(call))
    corpus = read_folder([tmp_path])
    assert corpus.sources[0].reader == "talk-json"
    assert {role for _, role in roles(corpus)} == {"other", "participant"}
    said = [d.text[t.start : t.end] for d in corpus.documents for t in d.turns if t.role == "participant"]
    assert said == list(WORDS[1::2])
    assert not any("No interviewer" in note for note in corpus.sources[0].notes)


def test_answers_of_participants_of_a_survey_are_no_call(tmp_path: Path) -> None:
    rows = [{"participant_id": f"p{n}", "text": words, "timestamp": n} for n, words in enumerate(WORDS)]
    (tmp_path / "answers.json").write_text(json.dumps(rows))
    assert read_folder([tmp_path]).sources[0].reader == "table-json"


@pytest.mark.parametrize("label", ["AGENT", "Mitarbeiter", "Hotline"])
def test_who_serves_a_customer_is_no_respondent_whatever_their_number(tmp_path: Path, label: str) -> None:
    lines = (f"{(label, 'KUNDE')[n % 2]}: {words}\n\n" for n, words in enumerate(WORDS))
    (tmp_path / "a.txt").write_text(f"{label}: Lena Ohm (A17)\n\n" + "".join(lines))
    assert roles(read_folder([tmp_path])) == {(label, "other"), ("KUNDE", "participant")}


def test_an_employee_who_is_interviewed_is_a_respondent(tmp_path: Path) -> None:
    lines = (f"{('I', 'Mitarbeiterin')[n % 2]}: {words}\n\n" for n, words in enumerate(WORDS))
    (tmp_path / "a.txt").write_text("".join(lines))
    assert roles(read_folder([tmp_path])) == {("I", "interviewer"), ("Mitarbeiterin", "participant")}


def test_the_chat_of_a_meeting_is_by_the_people_of_its_talk(tmp_path: Path) -> None:
    names = ("Runa Ostby", "Edda Lunt")
    asked = (
        "How did you find us?",
        "By the big sign at the road.",
        "What was missing?",
        "A roof, it rained on us.",
        "Who helped?",
        "Nobody at all, we were alone.",
    )
    talk = (f"00:00:0{n}.000 --> 00:00:0{n}.900\n{names[n % 2]}: {words}\n" for n, words in enumerate(asked))
    (tmp_path / "call.vtt").write_text("WEBVTT\n\n" + "\n".join(talk))
    head = "2026-03-02 10:0{n}:00 From {who}:\n\t{words}\n"
    chat = [("Runa Ostby to Everyone", "Welcome!"), ("Edda Lunt to Everyone", "The ramp is steep."),
            ("Tove Rask to Runa Ostby(Direct Message)", "ask about tickets"),
            ("Edda Lunt to Runa Ostby(Direct Message)", "The horn hurts.")]  # fmt: skip
    (tmp_path / "a_chat.txt").write_text("".join(head.format(n=n, who=w, words=t) for n, (w, t) in enumerate(chat)))
    corpus = read_folder([tmp_path])
    assert [respondent.label for respondent in corpus.respondents] == ["Edda Lunt"]
    assert roles(corpus) == {("Runa Ostby", "interviewer"), ("Edda Lunt", "participant")}
    (document,) = (document for document in corpus.documents if document.source == "a_chat.txt")
    assert "tickets" not in "".join(document.text[turn.start : turn.end] for turn in document.turns)
    assert document.date == "2026-03-02"


def test_quotes_and_code_in_a_chat_are_no_words_of_the_sender(tmp_path: Path) -> None:
    texts = ("The ramp is steep.", "&gt; The ramp is steep.\nAnd wet.", "```ramp = 3```", "I slipped twice.")
    rows = [
        {"type": "message", "user": f"U{n % 2}", "ts": f"{1772359200 + n}.1", "text": text, "client_msg_id": str(n)}
        for n, text in enumerate(texts)
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (document,) = read_folder([tmp_path]).documents
    words = [document.text[turn.start : turn.end] for turn in document.turns]
    assert words == ["The ramp is steep.", "And wet.", "I slipped twice."]
