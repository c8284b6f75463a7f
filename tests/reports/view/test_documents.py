"""Pages of whole documents: every turn with its speaker and question, every statement once."""

from __future__ import annotations

import base64
from dataclasses import replace

import numpy as np

from reports.language import load_words
from reports.view import documents
from reports.view.context import NO_NEIGHBOUR, build_context
from reports.view.documents import build_document_pages, group_documents, page_names
from reports.view.study_index import StudyIndex
from tests.reports.fake_study import FakeStudy, big_analysis, fake_analysis
from voc.schema import Analysis, Document, Respondent, Segment, Turn
from voc.themes.neighbours import MOST_STATEMENTS

TALK = "I: How was it?\nB: Slow. Very slow.\nI: And then?\nB: Then it was fine."


def talk() -> Analysis:
    """An interview of two questions and three statements, and a survey in which one person gives two answers."""
    spoken = [("interviewer", "How was it?"), ("participant", "Slow. Very slow."), ("interviewer", "And then?")]
    spoken.append(("participant", "Then it was fine."))
    turns = []
    for role, words in spoken:
        start = TALK.index(words)
        asks = {"Slow. Very slow.": "How was it?", "Then it was fine.": "And then?"}.get(words, "")
        person = "r-1" if role == "participant" else ""
        turns.append(Turn(start, start + len(words), "", role, person, 61.0, asks))
    interview = Document("d-1", "talk.txt", "interview", TALK, tuple(turns))
    answers = [
        Document(f"d-{person}{n}", "s.csv", "survey", text, (Turn(0, len(text), "", "participant", person, None, ask),))
        for person, n, text, ask in (
            ("r-2", 1, "The price.", "What is bad?"),
            ("r-2", 2, "The staff.", "What is good?"),
            ("r-3", 1, "Nothing.", "What is bad?"),
        )
    ]
    corpus_documents = (interview, *answers)
    parts = [(interview, words) for words in ("Slow.", "Very slow.", "Then it was fine.")]
    parts += [(document, document.text) for document in answers]
    segments = []
    for number, (document, words) in enumerate(parts):
        turn = next(turn for turn in document.turns if words in document.text[turn.start : turn.end])
        start = document.text.index(words, turn.start)
        segments.append(
            Segment(
                segment_id=f"s-{number:010x}",
                document_id=document.document_id,
                respondent_id=turn.respondent_id,
                source=document.source,
                kind=document.kind,
                role="participant",
                start=start,
                end=start + len(words),
                time_s=turn.time_s,
                question=turn.question,
                text=words,
                language="en",
            )
        )
    base = fake_analysis("en")
    people = tuple(Respondent(f"r-{n}", f"Person {n}", ("talk.txt",)) for n in (1, 2, 3))
    corpus = replace(base.corpus, documents=corpus_documents, respondents=people)
    return replace(base, corpus=corpus, segments=tuple(segments))


def test_a_talk_has_its_own_page_with_speakers_and_no_question_twice() -> None:
    page, survey = build_document_pages(StudyIndex(talk(), load_words("en")))
    assert [(turn.speaker, turn.time, turn.question) for turn in page.parts[0].turns] == [
        ("Interviewer", "1:01", ""), ("Person 1", "1:01", ""), ("Interviewer", "1:01", ""), ("Person 1", "1:01", ""),
    ]  # fmt: skip
    assert [(piece.segment_id, piece.text) for piece in page.parts[0].turns[1].pieces] == [
        ("s-0000000000", "Slow."), ("", " "), ("s-0000000001", "Very slow."),
    ]  # fmt: skip
    assert [part.title for part in survey.parts] == ["Person 2", "Person 3"]
    assert [turn.question for turn in survey.parts[0].turns] == ["What is bad?", "What is good?"]


def test_the_surroundings_of_statements_are_turns_answers_and_questions() -> None:
    context = build_context(StudyIndex(talk(), load_words("en")))
    assert context.steps == "istdtd"
    questions, shown, question, rest = context.questions, [], "", list(context.question_changes)
    while rest:
        shown += [question] * rest.pop(0)
        question = questions[rest.pop(0)]
    shown += [question] * (len(context.steps) - len(shown))
    assert shown == [segment.question for segment in talk().segments]
    assert context.pages == ((0, "d-1"), (3, "d-r-21"))


def test_similar_statements_are_packed_as_positions_of_16_bits() -> None:
    # 19,999 is the last position at which similar statements are looked for.
    neighbours = np.array([[19_999, 256, -1], [255, -1, -1]], np.int32)
    context = build_context(StudyIndex(replace(talk(), neighbours=neighbours), load_words("en")))
    packed = np.frombuffer(base64.b64decode(context.neighbours), "<u2").reshape(-1, context.per_statement)
    assert np.where(packed == NO_NEIGHBOUR, -1, packed.astype(np.int32)).tolist() == neighbours.tolist()
    assert MOST_STATEMENTS <= NO_NEIGHBOUR


def test_every_statement_of_a_study_is_on_the_page_that_it_leads_to(study: FakeStudy) -> None:
    analysis = study.analysis
    names = page_names(analysis.corpus.documents)
    found = {
        piece.segment_id: (page.name, piece.text)
        for page in build_document_pages(StudyIndex(analysis, load_words("de")))
        for part in page.parts
        for turn in part.turns
        for piece in turn.pieces
        if piece.segment_id
    }
    assert found == {segment.segment_id: (names[segment.document_id], segment.text) for segment in analysis.segments}


def test_short_documents_share_pages_of_a_readable_length(monkeypatch) -> None:
    monkeypatch.setattr(documents, "PAGE_CHARACTERS", 1000)
    pages = list(group_documents(big_analysis(300).corpus.documents))
    full = [sum(len(document.text) for part in page[:-1] for document in part) for page in pages]
    assert len(full) > 10
    assert max(full) <= 1000
