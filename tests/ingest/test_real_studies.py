"""Real studies beside the repository: what is read of them. No text of theirs stands here."""

from __future__ import annotations

import re
import time
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from voc.files.decode import count_characters
from voc.ingest import read_folder
from voc.ingest.documents.pdf import load_pdf
from voc.schema import Corpus, Document
from voc.segment import segment

pytestmark = pytest.mark.slow


@cache
def corpus(folder: Path) -> Corpus:
    return read_folder([folder])


def roles(study: Corpus) -> Counter[str]:
    return Counter(turn.role for document in study.documents for turn in document.turns)


@pytest.mark.parametrize(
    ("study", "readers", "n_respondents"),
    [
        ("hci2024/interviews_en", {"questions-as-headings": 14}, 14),
        ("hci2024/interviews_de", {"questions-as-headings": 8}, 8),
        ("divekit_de", {"labelled": 10, "speaker-lines": 1}, 11),
        ("mlss_en", {"labelled": 18}, 18),
        ("airport_reviews", {"table-csv": 2}, 2693),
        ("survey_googleforms_en", {"google-forms-csv": 1}, 114),
        ("games_en", {"otter": 5, "captions": 1}, 8),
        ("meetings_zoom_en", {"zoom-vtt": 5}, 64),
        ("oral_history_en", {"talk-csv": 2}, 3),
        ("docx_mixed", {"alternating": 2, "word-transcribe": 1}, 3),
        ("survey_qualtrics", {"qualtrics-csv": 2, "qualtrics-legacy-csv": 2}, 4),
        ("reviews_json_de", {"table-json": 1}, 296),
    ],
)
def test_studies_are_read_by_the_right_reader(
    studies: Path, study: str, readers: dict[str, int], n_respondents: int
) -> None:
    read = corpus(studies / study)
    assert Counter(source.reader for source in read.sources) == readers
    assert len(read.respondents) == n_respondents
    assert all(turn.end <= len(item.text) and turn.start < turn.end for item in read.documents for turn in item.turns)


@pytest.mark.parametrize(
    "study",
    [
        "airport_reviews", "divekit_de", "docx_mixed", "games_en", "games_en_formats", "hci2024/interviews_de",
        "hci2024/interviews_en", "meetings_zoom_en", "mlss_en", "notes_fr", "oral_history_en", "pdf_f4",
        "pdpilot_en/interviews", "reviews_json_de", "survey_alchemer_en", "survey_googleforms_en", "survey_limesurvey",
        "survey_qualtrics", "usertests_whisper_en",
    ],
)  # fmt: skip
def test_no_word_is_lost_in_silence(studies: Path, study: str) -> None:
    read = corpus(studies / study)
    used = Counter[str]()
    for document in read.documents:
        used[document.source] += sum(count_characters(document.text[turn.start : turn.end]) for turn in document.turns)
    for source in read.sources:
        if source.status == "skipped":
            continue
        count = source.characters
        assert count is not None, source.path
        assert count.used == used[source.path], source.path
        assert count.total == count.used + sum(count.left_out.values()), source.path
        assert count.unexplained == 0, source.path
        assert all(n > 0 for n in count.left_out.values()), (source.path, count.left_out)


def test_same_people_in_two_languages_are_one(studies: Path) -> None:
    assert (
        len(read_folder([studies / "hci2024" / "interviews_en", studies / "hci2024" / "interviews_de"]).respondents)
        == 14
    )


@pytest.mark.parametrize("study", ["divekit_de", "mlss_en"])
def test_interviewers_are_kept_apart_and_ask(studies: Path, study: str) -> None:
    read = corpus(studies / study)
    assert roles(read)["interviewer"] > 200
    answers = [turn for item in read.documents for turn in item.turns if turn.role == "participant"]
    assert sum(bool(turn.question) for turn in answers) > 0.97 * len(answers)


def test_every_turn_of_the_timed_interviews_has_its_time(studies: Path) -> None:
    turns = [turn for item in corpus(studies / "divekit_de").documents for turn in item.turns]
    assert sum(turn.time_s is not None for turn in turns) > 0.99 * len(turns)


def test_open_questions_are_told_from_facts(studies: Path) -> None:
    read = corpus(studies / "survey_googleforms_en")
    questions = {turn.question for item in read.documents for turn in item.turns}
    assert sum("pain points" in question for question in questions) == 2
    assert not any(
        word in question for question in questions for word in ("official name", "At what school", "URL", "names of")
    )


def words_of(document: Document) -> list[str]:
    return [word for turn in document.turns for word in document.text[turn.start : turn.end].split()]


def word_error(reference: list[str], other: list[str]) -> float:
    """Edits (words put in, left out, or replaced) a word of the reference."""
    edits = 0
    for kind, a, b, c, d in SequenceMatcher(None, reference, other, autojunk=False).get_opcodes():
        edits += 0 if kind == "equal" else max(b - a, d - c)
    return edits / len(reference)


def test_one_talk_in_five_formats_has_the_same_words_and_segments(studies: Path) -> None:
    read = corpus(studies / "games_en_formats")
    plain = next(document for document in read.documents if document.source.endswith(".txt"))
    assert len(read.documents) == 5
    assert all(word_error(words_of(plain), words_of(document)) <= 0.01 for document in read.documents)
    counts = Counter(part.source for part in segment(read).segments)
    assert all(abs(count - counts[plain.source]) <= 0.03 * counts[plain.source] for count in counts.values())


def test_one_talk_as_pdf_and_markdown_has_the_same_words(studies: Path) -> None:
    folder = studies / "divekit_de"
    read = {source.path: source for source in corpus(folder).sources}
    assert {"fkrampe_transkript.md", "fkrampe_transkript.pdf"} <= set(read)
    by_source = {document.source: document for document in corpus(folder).documents}
    markdown, page = by_source["fkrampe_transkript.md"], by_source["fkrampe_transkript.pdf"]
    assert word_error(words_of(markdown), words_of(page)) <= 0.01
    assert [turn.role for turn in markdown.turns] == [turn.role for turn in page.turns]


@pytest.mark.parametrize("pattern", ["divekit_de/*.pdf", "pdpilot_en/interviews/*.pdf", "pdf_f4/*.pdf"])
def test_pdf_loses_no_letter_but_page_and_line_numbers(studies: Path, pattern: str) -> None:
    import pypdfium2

    paths = sorted(studies.glob(pattern))
    assert paths
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            raw = "".join(page.get_textpage().get_text_bounded() for page in document)
        lost = Counter(re.findall(r"\w", raw)) - Counter(re.findall(r"\w", load_pdf(path, path.name).text))
        assert not any(character.isalpha() for character in lost)


@pytest.mark.parametrize("study", ["pdpilot_en/interviews", "docx_mixed", "mlss_en", "oral_history_en", "games_en"])
def test_somebody_asks_in_every_interview(studies: Path, study: str) -> None:
    for document in corpus(studies / study).documents:
        if document.source == "interview-with-artemio-urbina.md":
            continue  # captions in which nobody is named
        assert Counter(turn.role for turn in document.turns)["interviewer"] > 0.2 * len(document.turns)


def test_fourteen_thousand_rows_take_about_a_second(data: Path) -> None:
    started = time.process_time()
    read = read_folder([data / "labelled" / "us_airline_tweets.csv.gz"])
    assert time.process_time() - started < 2.5
    assert len(read.documents) == 14_640
    assert read.documents[0].date == "2015-02-24"
