"""Translations are found by the rows of two columns, whatever the columns are called."""

from __future__ import annotations

from collections.abc import Callable

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
PAIRS = (
    ("Der Kahn lag schief im Wasser.", "The barge was lying crooked in the water."),
    ("Auf dem Deck gab es keinen Schatten.", "There was no shade on the deck at all."),
    ("Unser Lotse kannte jede Sandbank.", "Our pilot knew every single sandbank."),
    ("Das Essen kam kalt und sehr spät.", "The food came cold and very late."),
    ("Wir haben den Eisvogel gesehen!", "We got to see the kingfisher!"),
    ("Die Kasse nahm nur Bargeld an.", "The till would only accept cash."),
    ("Für Rollstühle ist der Steg zu steil.", "The jetty is too steep for wheelchairs."),
    ("Nächstes Jahr sind wir wieder dabei.", "We will be back again next year."),
)


def texts(corpus: Corpus) -> list[str]:
    return [document.text for document in corpus.documents]


def test_rows_in_two_languages_are_one_answer(read_rows: ReadRows) -> None:
    corpus = read_rows([["Nr.", "Stimme", "Spalte B"], *([str(n), *pair] for n, pair in enumerate(PAIRS))])
    assert texts(corpus) == [german for german, _ in PAIRS]


def test_the_original_is_the_column_in_several_languages(read_rows: ReadRows) -> None:
    rows = [[english, german if n % 2 else english] for n, (german, english) in enumerate(PAIRS)]
    corpus = read_rows([["Answer for the report", "Answer as given"], *rows])
    assert texts(corpus) == [given for _, given in rows]


def test_two_questions_in_one_language_are_both_read(read_rows: ReadRows) -> None:
    rows = [[german, PAIRS[(n + 3) % 8][0]] for n, (german, _) in enumerate(PAIRS)]
    assert len(texts(read_rows([["Was war gut?", "Was war schlecht?"], *rows]))) == 16


def test_a_translation_of_those_that_need_one(read_rows: ReadRows) -> None:
    english = ["The ladder was slippery.", "A whole day on the river, wonderful.", "No signs at the lock anywhere."]
    rows = [["R", "Review", "Machine"], *(["7", *pair] for pair in PAIRS), *(["7", text, ""] for text in english)]
    assert texts(read_rows(rows)) == [*(german for german, _ in PAIRS), *english]


def test_a_second_question_that_some_leave_empty_is_read(read_rows: ReadRows) -> None:
    rows = [["R", "Was war gut?", "What was bad?"], *(["7", *pair] for pair in PAIRS[:3])]
    rows += [["7", german, ""] for german, _ in PAIRS[3:]]
    assert len(texts(read_rows(rows))) == 8 + 3
