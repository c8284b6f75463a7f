"""REDCap, SoSci Survey and Unipark: persons in several rows, codes, labels and technical columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = (
    "Die Übungen waren gut erklärt.",
    "Der Raum war schwer zu finden.",
    "Mir fehlte ein Termin am Abend.",
    "Die Gruppe hat mir geholfen.",
)


def notes(corpus: Corpus) -> str:
    return " ".join(corpus.sources[0].notes)


def test_redcap_events_and_repeats_are_one_person(read_rows: ReadRows) -> None:
    header = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "dob", "arm",
              "aids___1", "aids___2", "open_end", "visit_complete"]  # fmt: skip
    rows = [
        [str(n), "start_arm_1", "", "", f"197{n}-03-01", "AB"[n % 2], str(n % 2), "1", text, "2"]
        for n, text in enumerate(TEXTS, 1)
    ]
    rows += [
        ["1", "later_arm_1", "", "", "", "", "", "", "Nach drei Wochen ging es besser.", "2"],
        ["2", "later_arm_1", "diary", "1", "", "", "", "", "Heute habe ich allein geübt.", "0"],
        ["2", "later_arm_1", "diary", "2", "", "", "", "", "Heute fiel es mir schwer.", "0"],
    ]
    corpus = read_rows([header, *rows])
    assert corpus.sources[0].reader == "redcap-csv"
    assert (len(corpus.respondents), len(corpus.documents)) == (4, 7)
    assert dict(corpus.respondents[0].attributes) == {"arm": "B", "aids": "1; 2"}
    assert dict(corpus.respondents[1].attributes) == {"arm": "A", "aids": "2"}
    assert {document.kind for document in corpus.documents} == {"survey"}


def test_redcap_labels_join_ticked_options(read_rows: ReadRows) -> None:
    header = ["Study ID", "Event Name", "Which aids do you use? (choice=Ball)",
              "Which aids do you use? (choice=Mat (thick))", "What helped you?", "Complete?", "Complete?"]  # fmt: skip
    ticks = (("Checked", "Unchecked"), ("Checked", "Checked"), ("Unchecked", "Checked"), ("Checked", "Unchecked"))
    rows = [[str(n), "Start", *ticks[n % 4], f"{TEXTS[n % 4]} Tag {n}.", "Complete", "Incomplete"] for n in range(8)]
    corpus = read_rows([header, *rows])
    assert [person.attributes["Which aids do you use?"] for person in corpus.respondents[:4]] == [
        "Ball",
        "Ball; Mat (thick)",
        "Mat (thick)",
        "Ball",
    ]
    assert all(len(person.attributes) == 1 for person in corpus.respondents)
    assert "read as one answer: 'Which aids do you use?'" in notes(corpus)


def test_sosci_labels_are_questions_and_codes_are_missing(read_rows: ReadRows) -> None:
    header = [
        "CASE",
        "SERIAL",
        "REF",
        "QUESTNNR",
        "MODE",
        "STARTED",
        "K101",
        "K102_01",
        "K103_01",
        "TIME001",
        "LASTDATA",
    ]
    labels = ["Interview-Nummer", "Seriennummer", "Referenz", "Fragebogen", "Modus", "Beginn", "Geschlecht",
              "Zufriedenheit: Kurs (1 bis 5)", "Was fehlte Ihnen im Kurs?", "Verweildauer Seite 1", "Ende"]  # fmt: skip
    rows = [
        [str(40 + n), "", "", "kurs", "interview", "2026-01-05 09:00:00", str(n % 2 + 1), ["4", "-9", "2", "5"][n],
         "-1" if n == 3 else text, "31", "2026-01-05 09:04:00"]
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip
    corpus = read_rows([header, labels, *rows])
    assert corpus.sources[0].reader == "sosci-csv"
    assert [document.text for document in corpus.documents] == list(TEXTS[:3])
    first, second, _ = corpus.documents
    assert (first.turns[0].question, first.date, first.locator) == ("Was fehlte Ihnen im Kurs?", "2026-01-05", "row 3")
    assert (first.scales["rating"], dict(second.scales)) == ("4 of 1–5", {})
    assert dict(corpus.respondents[0].attributes) == {"gender": "1"}
    assert "(-1, -2, -9) were read as empty cells: 2." in notes(corpus)


def test_unipark_codes_are_missing(read_rows: ReadRows) -> None:
    header = [
        "lfdn",
        "external_lfdn",
        "tester",
        "dispcode",
        "lastpage",
        "v_11",
        "v_12",
        "rts2000",
        "date_of_last_access",
    ]
    rows = [
        [str(n), "0", "0", "31", "9", "12"[n % 2], "-99" if n == 2 else text, "12", "2026-01-05 09:04:00"]
        for n, text in enumerate(TEXTS)
    ]
    corpus = read_rows([header, *rows])
    assert [document.text for document in corpus.documents] == [TEXTS[0], TEXTS[1], TEXTS[3]]
    assert dict(corpus.respondents[0].attributes) == {"v_11": "1"}


def test_a_row_of_labels_below_codes_holds_the_questions(read_rows: ReadRows) -> None:
    header = ["nr", "when", "q1", "q2"]
    labels = ["Laufnummer", "Datum", "Wie alt sind Sie?", "Was fehlte Ihnen im Kurs?"]
    rows = [[str(n), f"0{n + 1}.02.2026", str(30 + n), text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([header, labels, *rows])
    assert len(corpus.documents) == 4
    assert dict(corpus.respondents[0].attributes) == {"age": "30"}


@pytest.mark.parametrize("first", ["4", "gut"])
def test_a_first_answer_is_no_row_of_labels(read_rows: ReadRows, first: str) -> None:
    rows = [["q1", "q2"], [first, "Ein warmer Raum."], ["5", TEXTS[1]], ["3", TEXTS[2]]]
    assert len(read_rows(rows).documents) == 3
