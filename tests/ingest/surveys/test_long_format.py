"""Tables with a row per person and question: closed questions become columns, open ones stay answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.ingest import read_folder
from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
WISHES = (
    "Mehr Schließfächer am Eingang.",
    "Die Dusche soll warm sein.",
    "Bitte leisere Musik.",
    "Ein Platz für Fahrräder.",
    "Handtücher zum Leihen.",
)
PRAISE = (
    "Der Trainer erklärt alles.",
    "Immer sauber und hell.",
    "Nie zu voll am Morgen.",
    "Die Geräte sind neu.",
    "Man kann lange kommen.",
)


def long_rows(person: str, question: str, answer: str) -> list[list[str]]:
    rows = [["Studio", person, question, answer]]
    for n in range(5):
        rows += [
            ["Halle 3", f"K{n}", "Was fehlt Ihnen?", WISHES[n]],
            ["Halle 3", f"K{n}", "Was gefällt Ihnen?", PRAISE[n]],
            ["Halle 3", f"K{n}", "Wie alt sind Sie?", str(30 + n)],
            ["Halle 3", f"K{n}", "Zufriedenheit (1-5)", str(n % 5 + 1)],
            ["Halle 3", f"K{n}", "Wie kommen Sie?", "Rad" if n % 2 else "Bus"],
        ]
    return rows


@pytest.mark.parametrize(
    ("person", "question", "answer"),
    [("Mitglied", "Frage", "Antwort"), ("Respondent ID", "variable", "value"), ("uid", "question_text", "response")],
)
def test_closed_questions_become_facts_and_open_ones_answers(
    read_rows: ReadRows, person: str, question: str, answer: str
) -> None:
    corpus = read_rows(long_rows(person, question, answer))
    assert (len(corpus.respondents), len(corpus.documents)) == (5, 10)
    assert {document.text for document in corpus.documents} == {*WISHES, *PRAISE}
    assert {document.turns[0].question for document in corpus.documents} == {"Was fehlt Ihnen?", "Was gefällt Ihnen?"}
    assert dict(corpus.respondents[1].attributes) == {"age": "31", "Wie kommen Sie?": "Rad"}
    first = corpus.documents[0]
    assert (first.locator, dict(first.scales)) == ("row 2", {"rating": "1 of 1–5"})
    assert corpus.documents[2].locator == "row 7", "rows keep their numbers"


def test_a_row_per_person_is_not_spread(read_rows: ReadRows) -> None:
    rows = [["Kunde", "Frage", "Antwort"]] + [[f"K{n}", f"Frage {n % 2}", WISHES[n]] for n in range(5)]
    corpus = read_rows(rows)
    assert len(corpus.documents) == 5
    assert not any("row per person" in note for note in corpus.sources[0].notes)


def test_ticked_options_of_one_question_are_joined(read_rows: ReadRows) -> None:
    rows = long_rows("Mitglied", "Frage", "Antwort")
    rows.insert(6, ["Halle 3", "K0", "Wie kommen Sie?", "Rad"])
    corpus = read_rows(rows)
    assert corpus.respondents[0].attributes["Wie kommen Sie?"] == "Bus; Rad"


def test_the_question_above_a_table_is_that_of_its_answers(tmp_path) -> None:
    body = "".join(f"M{n};{text}\n" for n, text in enumerate(WISHES))
    (tmp_path / "t.csv").write_text(f"Frage 2: Was fehlt Ihnen?;\nMitglied;Antwort\n{body}", "utf-8")
    corpus = read_folder([tmp_path])
    assert {turn.question for document in corpus.documents for turn in document.turns} == {"Frage 2: Was fehlt Ihnen?"}
