"""The interviews of our own examples, as they must be read."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.paths import ROOT
from voc.ingest import read_folder
from voc.schema import Corpus

INTERVIEWS = ROOT / "examples" / "interviews"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_folder([INTERVIEWS])


def test_every_example_has_one_respondent_who_answers(corpus: Corpus) -> None:
    assert all(len(person.sources) == 1 for person in corpus.respondents)
    for document in corpus.documents:
        roles = Counter(turn.role for turn in document.turns)
        assert roles["participant"] >= 13
        assert len({turn.respondent_id for turn in document.turns if turn.respondent_id}) == 1


def test_header_lines_with_a_name_and_a_place_are_no_turns(corpus: Corpus) -> None:
    document = next(document for document in corpus.documents if document.source == "interview_02.txt")
    assert Counter(turn.role for turn in document.turns) == {"interviewer": 15, "participant": 15}
    assert document.text[: document.turns[0].start].count("\n") >= 4
    assert all(turn.time_s is not None for turn in document.turns)


def test_everything_in_a_head_about_a_respondent_is_known(corpus: Corpus) -> None:
    known = {person.sources[0]: set(person.attributes) for person in corpus.respondents}
    assert known["interview_03.md"] == {"age", "job", "lauferfahrung", "wohnort"}
    assert known["interview_05.md"] == {"age", "country", "job", "runs per week"}
