"""Files with several interviews: headings are nobody's words, and each interview has its own people."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from tests.ingest.transcripts.turns import Read, words_of
from voc.schema import Corpus

TALKS = [
    "I: Wie war der Einzug?\n\nB: Die Heizung war kalt.\n\nI: Und die Nachbarn?\n\nB: Sehr nett.\n\n",
    "I: Wie war der Einzug?\n\nB: Der Schlüssel fehlte.\n\nI: Und die Nachbarn?\n\nB: Kenne ich nicht.\n\n",
]


def joined(headings: Sequence[str]) -> str:
    return "".join(f"{heading}\n\n{talk}" for heading, talk in zip(headings, TALKS, strict=True))


def attributes_of(corpus: Corpus) -> list[dict[str, str]]:
    return [dict(respondent.attributes) for respondent in corpus.respondents]


def assert_two_interviews(corpus: Corpus) -> None:
    assert [document.locator for document in corpus.documents] == ["interview 1", "interview 2"]
    first, second = map(words_of, corpus.documents)
    assert first[1] == ("B", "Die Heizung war kalt.")
    assert first[-1] == ("B", "Sehr nett.")
    assert second[-1] == ("B", "Kenne ich nicht.")
    assert len(first) == len(second) == 4
    assert len(corpus.respondents) == 2
    assert "2 interviews in one file" in " ".join(corpus.sources[0].notes)


@pytest.mark.parametrize(
    "headings",
    [
        ("Interview 1", "Interview 2"), ("Interview Nr. 1: Küche", "Interview Nr. 2: Bad"), ("# P03", "# P11"),
        ("Transkript Teilnehmer 4", "Transkript Teilnehmer 5"), ("**Interview #7**", "**Interview #8**"),
        ("--- Interview A ---", "--- Interview B ---"), ("Interview I", "Interview II"), ("TN 4", "TN 5"),
        ("Interview 1 vom 03.02.2026", "Interview 2 vom 03.02.2026"), ("\fInterview 1", "\fInterview 2"),
        ("Interview 03.02.2026, 10 Uhr", "Interview 03.02.2026, 14 Uhr"), ("Erstes Interview", "Zweites Interview"),
        ("interview_01.docx", "interview_02.docx"), ("Gespräch mit Frau Falk", "Gespräch mit Herrn Roth"),
        ("Transcript of interview 1", "Transcript of interview 2"), ("Teilnehmer 3:", "Teilnehmer 4:"),
    ],
)  # fmt: skip
def test_headings_split_a_file(read: Read, headings: tuple[str, str]) -> None:
    assert_two_interviews(read("alle.txt", joined(headings)))


def test_headings_tell_gender_age_and_name(read: Read) -> None:
    corpus = read("alle.txt", joined(["Interview 1 (w, 34)", "Interview 2: Ole Roth, 61 Jahre, m"]))
    assert attributes_of(corpus) == [{"gender": "female", "age": "34"}, {"gender": "male", "age": "61"}]
    assert corpus.respondents[1].label == "Ole Roth"


HEAD = "Datum: 03.02.2026\nAlter: {}\nBranche: {}\nHaustier: {}\nInterviewerin: Ines Falk"
HEADS = [HEAD.format(34, "Handel", "Hund"), HEAD.format(61, "Bau", "Katze")]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_fields_below_headings_are_attributes_and_nobodys_words(read: Read, between: str) -> None:
    corpus = read("alle.txt", joined([f"Interview {n}{between}{head}" for n, head in enumerate(HEADS, 1)]))
    assert_two_interviews(corpus)
    assert attributes_of(corpus) == [
        {"age": "34", "industry": "Handel", "haustier": "Hund"},
        {"age": "61", "industry": "Bau", "haustier": "Katze"},
    ]


def test_repeated_fields_split_a_file_without_headings(read: Read) -> None:
    corpus = read("alle.txt", joined(HEADS))
    assert_two_interviews(corpus)
    assert [attributes["age"] for attributes in attributes_of(corpus)] == ["34", "61"]


def test_headings_of_a_word_document(read: Read) -> None:
    import docx

    document = docx.Document()
    for number, talk in enumerate(TALKS, 1):
        document.add_heading(f"Interview {number} (m, {30 + number})", 1)
        for line in talk.split("\n\n"):
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    corpus = read("alle.docx", buffer.getvalue())
    assert_two_interviews(corpus)
    assert [attributes["age"] for attributes in attributes_of(corpus)] == ["31", "32"]


def test_roles_are_found_in_each_interview(read: Read) -> None:
    ask, tell = "How was it, and why?", "It was rather loud, and the room was far too small for so many people."
    first = f"Speaker 1: {ask}\n\nSpeaker 2: {tell}\n\nSpeaker 1: {ask}\n\nSpeaker 2: {tell}\n\n"
    second = f"Speaker 1: {tell}\n\nSpeaker 2: {ask}\n\nSpeaker 1: {tell}\n\nSpeaker 2: {ask}\n\n"
    corpus = read("all.txt", f"Interview 1\n\n{first}Interview 2\n\n{second}")
    roles = [{turn.speaker: turn.role for turn in document.turns} for document in corpus.documents]
    assert roles[0] == {"Speaker 1": "interviewer", "Speaker 2": "participant"}
    assert roles[1] == {"Speaker 1": "participant", "Speaker 2": "interviewer"}


def test_who_asks_in_one_interview_asks_in_the_others(read: Read) -> None:
    first = "Ines: Wie war es denn?\n\nOle: Laut und heiß, und der Saal war zu klein.\n\n" * 3
    second = "Ines: Los.\n\nUte: Es war sehr schön dort, ich war lange da.\n\nInes: Aha.\n\nUte: Ja, wirklich.\n\n"
    corpus = read("alle.txt", f"Interview 1\n\n{first}Interview 2\n\n{second}")
    assert [respondent.label for respondent in corpus.respondents] == ["Ole", "Ute"]


def test_notes_below_codes_are_of_different_people(read: Read) -> None:
    corpus = read("notizen.txt", "P01\n\nSie findet den Knopf nicht.\n\nP02 (w, 45)\n\nIhr fehlt eine Suche.\n")
    assert [words_of(document) for document in corpus.documents] == [
        [("", "Sie findet den Knopf nicht.")],
        [("", "Ihr fehlt eine Suche.")],
    ]
    assert attributes_of(corpus) == [{}, {"gender": "female", "age": "45"}]


@pytest.mark.parametrize(
    "headings",
    [("Teil 1", "Teil 2"), ("Frage 1", "Frage 2"), ("Interview 4", "Interview 4"), ("# Küche", "# Bad")],
)
def test_other_headings_split_nothing(read: Read, headings: tuple[str, str]) -> None:
    corpus = read("a.txt", joined(headings))
    assert len(corpus.documents) == len(corpus.respondents) == 1


def test_numbered_interviewers_are_speakers(read: Read) -> None:
    text = "Interviewer1: Los.\n\nInterviewee1: Gern.\n\nInterviewer2: Und sonst.\n\nInterviewee1: Nichts.\n\n"
    corpus = read("a.txt", text * 2)
    assert len(corpus.documents) == 1
    assert "may be headings" not in " ".join(corpus.sources[0].notes)


def test_words_about_an_interview_are_no_heading(read: Read) -> None:
    text = TALKS[0] + "I: Haben wir schon einmal gesprochen?\n\nB: Ja.\n\nInterview 2 war im Mai!\n\n" + TALKS[1]
    assert len(read("a.txt", text).documents) == 1


def test_headings_that_come_back_are_doubted_in_a_note(read: Read) -> None:
    text = joined(["Interview 1", "Interview 2"])
    corpus = read("a.txt", text + text.replace("Einzug", "Auszug"))
    assert len(corpus.documents) == 1
    assert "may be headings of several: 'Interview 1', 'Interview 2'." in " ".join(corpus.sources[0].notes)


SESSIONS = [
    ("=== Runde 1, Mo 3. März - Gesine (61, Floristin) ===", "G"), ("=== Runde 2, Di 4. März - Ingo (28) ===", "I"),
]  # fmt: skip
TALK_OF_TWO = (
    "KB: Wie lief der Umzug?\n{x}: Chaotisch, der Wagen kam zu spät.\nKB: Und dann?\n{x}: Dann kam er doch noch.\n"
    "SL: Wer half Ihnen?\n{x}: Die Nachbarn, alle drei.\nSL: Was fehlte?\n{x}: Ein Sackkarren, sonst nichts.\n\n"
)
DEBRIEF = "=== Nachbesprechung ===\n\nKB: Der Wagen ist eine Katastrophe.\nSL: Das hasse ich auch.\n"


def test_any_numbered_heading_opens_an_interview_where_the_people_change(read: Read) -> None:
    text = "".join(f"{heading}\n\n{TALK_OF_TWO.format(x=x)}" for heading, x in SESSIONS)
    corpus = read("a.txt", f"Alle Runden\n\n{text}{DEBRIEF}")
    assert [(person.label, dict(person.attributes)["age"]) for person in corpus.respondents] == [
        ("Gesine", "61"), ("Ingo", "28"),
    ]  # fmt: skip
    words = " ".join(words for document in corpus.documents for _, words in words_of(document))
    assert "===" not in words
    assert "hasse" not in words
    roles = {(turn.speaker, turn.role) for document in corpus.documents for turn in document.turns}
    assert roles == {(label, "interviewer") for label in ("KB", "SL")} | {(x, "participant") for x in "GI"}
    assert "Left out as talk of those who interview: 'Nachbesprechung' (9 words)." in " ".join(corpus.sources[0].notes)


def test_a_marked_heading_between_parts_of_one_talk_splits_nothing_and_is_nobodys_words(read: Read) -> None:
    text = "".join(f"=== Runde {n}: Küche ===\n\n{TALK_OF_TWO.format(x='G')}" for n in (1, 2))
    corpus = read("a.txt", text)
    assert len(corpus.documents) == 1
    assert "===" not in " ".join(words for _, words in words_of(corpus.documents[0]))


def test_an_unnumbered_part_of_an_interview_stays_in_it(read: Read) -> None:
    text = joined(["# Interview 1", "# Interview 2"]) + "# Schluss\n\n" + TALKS[0]
    assert len(read("a.txt", text).respondents) == 2
