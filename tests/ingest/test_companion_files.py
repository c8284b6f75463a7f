"""Files beside transcripts that hold no respondent's words are skipped, with a way to read them anyway."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.config import parse_config
from voc.ingest import read_folder
from voc.schema import Source

TALK = "I: Wie war der Einzug?\n\nB: Die Heizung war kalt.\n\nI: Und sonst?\n\nB: Sehr nett.\n"
GUIDE = "Ablauf\n\nBegrüßung und Dank.\n\n1. Wie war der Einzug?\n2. Was hat gefehlt?\n3. Wie sind die Nachbarn?\n"
QUESTIONS = "Wie war es?\n\nWas hat gefehlt?\n\nWie sind die Nachbarn?\n\nWann war das?\n\nWer half?\n\nDanke!\n"
LOG = "".join(f"2026-02-03 10:00:{n:02},120 INFO Recorder: chunk {n} written\n" for n in range(8))
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nInes Falk: Wie war es?\n\n"
CAPTIONS += "00:00:03.000 --> 00:00:04.000\nOle Roth: Laut.\n"
CASES = [
    ("Interviewleitfaden_v3.txt", GUIDE, "an interview guide (by its name)"),
    ("x.md", f"# Leitfaden für Mieter\n\n{GUIDE}", "an interview guide (by its title)"),
    ("Discussion guide.txt", GUIDE, "an interview guide (by its name)"),
    ("x.txt", QUESTIONS, "a list of questions (5 of 6 paragraphs)"),
    ("02_Einwilligung_Roth.txt", "Ich stimme der Aufnahme zu.\n", "a consent form"),
    ("x.txt", "Informed consent\n\nI agree to the recording.\n", "a consent form"),
    ("recorder.txt", LOG, "the log of a program"),
    ("meta.json", '{"topic": "Einzug", "duration": 640, "speakers": ["Ines", "Ole"]}', "facts about a recording"),
    ("LIESMICH Interviews.txt", "Im Februar geführt.\n", "describes the folder"),
]


def read_beside_a_talk(folder: Path, name: str, text: str, **settings: object) -> Source:
    (folder / "talk.txt").write_text(TALK, "utf-8")
    (folder / name).write_text(text, "utf-8")
    sources = read_folder([folder], parse_config(settings)).sources
    return next(source for source in sources if source.path == name)


@pytest.mark.parametrize(("name", "text", "reason"), CASES)
def test_a_companion_is_skipped_with_its_reason(tmp_path: Path, name: str, text: str, reason: str) -> None:
    source = read_beside_a_talk(tmp_path, name, text)
    assert source.status == "skipped"
    assert reason in source.reason


@pytest.mark.parametrize(("name", "text", "reason"), [case for case in CASES if case[0].endswith((".txt", ".md"))][:7])
def test_a_kind_in_voc_toml_reads_it_anyway(tmp_path: Path, name: str, text: str, reason: str) -> None:
    assert read_beside_a_talk(tmp_path, name, text, files={name: {"kind": "interview"}}).status == "read"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Leitfaden Interview 3.txt", TALK),
        ("Einwilligung.txt", TALK),
        ("Leitfaden ausgefüllt.txt", QUESTIONS.replace("?\n", "?\n\nDas weiß ich. " + "Es war laut. " * 9 + "\n")),
        ("x.txt", "Der Einzug war laut.\n\nWarum nur?\n\nDie Heizung blieb kalt.\n\nSonst alles gut.\n\nNett.\n"),
    ],
)  # fmt: skip
def test_talks_and_answers_are_read_whatever_their_name(tmp_path: Path, name: str, text: str) -> None:
    assert read_beside_a_talk(tmp_path, name, text).status == "read"


def test_captions_that_zoom_saved_are_skipped_beside_a_transcript_only(tmp_path: Path) -> None:
    saved = "Ines Falk: Wie war es?\n\nOle Roth: Laut.\n\nInes Falk: Aha.\n\nOle Roth: Ja.\n"
    assert read_beside_a_talk(tmp_path, "meeting_saved_closed_caption.txt", saved).status == "read"
    (tmp_path / "GMT1.transcript.vtt").write_text(CAPTIONS, "utf-8")
    source = read_beside_a_talk(tmp_path, "meeting_saved_closed_caption.txt", saved)
    assert source.reason.startswith("these are the captions of the talk in GMT1.transcript.vtt.")
