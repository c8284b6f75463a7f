"""Exports of Slack: a file per channel, with the names of users.json."""

from __future__ import annotations

import json
from pathlib import Path

from voc.ingest import read_folder

USERS = [{"id": "U1", "name": "n", "real_name": "Nora Felden"}, {"id": "U2", "name": "p", "real_name": "Piet Okker"}]
ASKED = ["How did you park?", "What did the app say?", "Which sign helped?"]
ANSWERS = ["Badly, I waited.", "Nothing at all.", "None of them."]


def write_export(folder: Path, users: object = USERS) -> None:
    channel = folder / "parking"
    channel.mkdir(parents=True)
    for number, (asked, answer) in enumerate(zip(ASKED, ANSWERS, strict=True)):
        messages = [
            {"type": "message", "user": who, "ts": f"{1772359200 + 86400 * number + second}.1", "text": words,
             "client_msg_id": f"{number}{who}"}
            for second, (who, words) in enumerate([("U1", asked), ("U2", answer), ("U2", "That is all.")])
        ]  # fmt: skip
        (channel / f"2026-03-0{number + 1}.json").write_text(json.dumps(messages))
    (folder / "users.json").write_text(json.dumps(users))
    channels = [{"id": "C1", "name": "parking", "topic": {"value": "Say anything about the parking here!"}}]
    (folder / "channels.json").write_text(json.dumps(channels))


def test_the_days_of_a_channel_are_one_chat_of_named_people(tmp_path: Path) -> None:
    write_export(tmp_path / "export")
    corpus = read_folder([tmp_path])
    assert [source.path for source in corpus.sources] == ["export/parking.json"]
    assert any(note.startswith("Joined from 3 files") for note in corpus.sources[0].notes)
    (document,) = corpus.documents
    assert {(turn.speaker, turn.role) for turn in document.turns} == {
        ("Nora Felden", "interviewer"), ("Piet Okker", "participant"),
    }  # fmt: skip
    assert len(corpus.respondents) == 1


def test_a_folder_of_days_without_a_list_of_users_stays(tmp_path: Path) -> None:
    write_export(tmp_path / "export", users={"not": "a list"})
    assert "export/parking/2026-03-01.json" in [source.path for source in read_folder([tmp_path]).sources]


def test_a_list_of_users_without_channels_stays(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps([{"id": 1, "comment": "The barrier was shut for an hour."}] * 3))
    assert [source.path for source in read_folder([tmp_path]).sources] == ["users.json"]
