"""Real studies beside the repository: what is read of them. No text of theirs stands here."""

from __future__ import annotations

import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.schema import Corpus


@cache
def corpus(folder: Path) -> Corpus:
    return read_folder([folder])


def roles(found: Corpus) -> Counter[str]:
    return Counter(turn.role for document in found.documents for turn in document.turns)


@pytest.mark.parametrize(
    ("study", "readers", "n_respondents"),
    [
        ("hci2024/interviews_en", {"questions-as-headings": 14}, 14),
        ("hci2024/interviews_de", {"questions-as-headings": 8}, 8),
        ("divekit_de", {"labelled": 10, "speaker-lines": 1}, 11),
        ("mlss_en", {"labelled": 18}, 18),
        ("airport_reviews", {"table-csv": 2}, 2693),
        ("survey_googleforms_en", {"google-forms-csv": 1}, 114),
        ("games_en", {"otter": 5, "captions": 1}, 7),
        ("meetings_zoom_en", {"zoom-vtt": 5}, 66),
        ("oral_history_en", {"talk-csv": 2}, 3),
        ("docx_mixed", {"alternating": 2, "word-transcribe": 1}, 3),
        ("survey_qualtrics", {"qualtrics-csv": 2, "qualtrics-legacy-csv": 2}, 4),
        ("reviews_json_de", {"table-json": 1}, 296),
    ],
)
def test_studies_are_read_by_the_right_reader(
    studies: Path, study: str, readers: dict[str, int], n_respondents: int
) -> None:
    found = corpus(studies / study)
    assert Counter(source.reader for source in found.sources) == readers
    assert len(found.respondents) == n_respondents
    assert all(turn.end <= len(item.text) and turn.start < turn.end for item in found.documents for turn in item.turns)


def test_same_people_in_two_languages_are_one(studies: Path) -> None:
    assert (
        len(read_folder([studies / "hci2024" / "interviews_en", studies / "hci2024" / "interviews_de"]).respondents)
        == 14
    )


@pytest.mark.parametrize("study", ["divekit_de", "mlss_en"])
def test_interviewers_are_kept_apart_and_ask(studies: Path, study: str) -> None:
    found = corpus(studies / study)
    assert roles(found)["interviewer"] > 200
    answers = [turn for item in found.documents for turn in item.turns if turn.role == "participant"]
    assert sum(bool(turn.question) for turn in answers) > 0.97 * len(answers)


def test_every_turn_of_the_timed_interviews_has_its_time(studies: Path) -> None:
    turns = [turn for item in corpus(studies / "divekit_de").documents for turn in item.turns]
    assert sum(turn.time_s is not None for turn in turns) > 0.99 * len(turns)


def test_open_questions_are_told_from_facts(studies: Path) -> None:
    found = corpus(studies / "survey_googleforms_en")
    questions = {turn.question for item in found.documents for turn in item.turns}
    assert sum("pain points" in question for question in questions) == 2
    assert not any(
        word in question for question in questions for word in ("official name", "At what school", "URL", "names of")
    )


def test_one_talk_in_five_formats_has_the_same_words(studies: Path) -> None:
    found = corpus(studies / "games_en_formats")
    words = [
        [word for turn in item.turns for word in item.text[turn.start : turn.end].split()] for item in found.documents
    ]
    assert len(words) == 5
    assert all(other == words[0] for other in words)


def test_fourteen_thousand_rows_take_about_a_second(data: Path) -> None:
    started = time.process_time()
    found = read_folder([data / "labelled" / "us_airline_tweets.csv.gz"])
    assert time.process_time() - started < 2.5
    assert len(found.documents) == 14_640
    assert found.documents[0].date == "2015-02-24"
