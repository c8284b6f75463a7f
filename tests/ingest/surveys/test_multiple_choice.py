"""The options of a multiple choice are one answer with several values; the text beside "Other" is a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = (
    "The pool was too cold for the kids.",
    "Lockers need coins that nobody has.",
    "Friendly lifeguards, clean showers.",
    "The slide was closed all summer.",
)
ASKED = "What do you come for?"


@pytest.mark.parametrize("has_words", [True, False])
def test_qualtrics_options_are_one_attribute(read_rows: ReadRows, has_words: bool) -> None:
    names = ["RecordedDate", "ResponseId", "Q8_1", "Q8_2", "Q8_3", "Q8_3_TEXT", "Q9"]
    labels = ["Recorded Date", "Response ID",
              f"{ASKED} - Selected Choice - Swimming", f"{ASKED} - Selected Choice - Sauna",
              f"{ASKED} - Selected Choice - Other:", f"{ASKED} - Other: - Text", "What annoyed you?"]  # fmt: skip
    ids = [
        f'{{"ImportId":"{name}"}}'
        for name in ("recordedDate", "_recordId", "QID8_1", "QID8_2", "QID8_3", "QID8_3_TEXT", "QID9_TEXT")
    ]
    swim, sauna, other = ("Swimming", "Sauna", "Other:") if has_words else ("1", "1", "1")
    ticks = ((swim, sauna, "", ""), (swim, "", "", ""), ("", sauna, other, "3D cinema"), (swim, "", "", ""))
    rows = [[f"2026-04-0{n + 1} 10:00:00", f"R_{n}", *ticks[n], text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([names, labels, ids, *rows])
    assert [person.attributes.get(ASKED) for person in corpus.respondents] == [
        "Swimming; Sauna", "Swimming", "Sauna; Other", "Swimming",
    ]  # fmt: skip
    assert {document.text for document in corpus.documents} == {*TEXTS, "3D cinema"}
    assert all(not document.ratings for document in corpus.documents)


def test_sosci_options_and_their_number(read_rows: ReadRows) -> None:
    names = ["CASE", "QUESTNNR", "MODE", "STARTED", "F201", "F201_01", "F201_02", "F301_01", "LASTDATA"]
    labels = ["Interview-Nummer", "Fragebogen", "Interview-Modus", "Zeitpunkt des Beginns",
              "Wege: Ausweichoption (negativ) oder Anzahl ausgewählter Optionen", "Wege: Rad", "Wege: Bus",
              "Offen: Was stört unterwegs?", "Zeitpunkt der letzten Änderung"]  # fmt: skip
    texts = [
        "Der Radweg endet im Nichts.",
        "Der Bus kommt nur stündlich.",
        "An der Ampel wartet man ewig.",
        "Testeintrag",
    ]
    rows = [
        [str(n), "wege", "admin" if n == 3 else "interview", f"2026-05-0{n + 1} 08:00:00", str(n % 2 + 1), "2",
         str(n % 2 + 1), text, f"2026-05-0{n + 1} 08:09:00"]
        for n, text in enumerate(texts)
    ]  # fmt: skip
    corpus = read_rows([names, labels, *rows])
    assert [person.attributes["Wege"] for person in corpus.respondents] == ["Rad", "Rad; Bus", "Rad"]
    assert [document.text for document in corpus.documents] == texts[:3]
    assert "1 tests of the questionnaire's authors were left out, by 'MODE'." in corpus.sources[0].notes


def test_unipark_testers_are_left_out(read_rows: ReadRows) -> None:
    rows = [[str(n), str(int(n == 1)), "31", text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([["lfdn", "tester", "dispcode", "v_9"], *rows])
    assert [document.text for document in corpus.documents] == [TEXTS[0], *TEXTS[2:]]
    assert "1 tests of the questionnaire's authors were left out, by 'tester'." in corpus.sources[0].notes


def test_neighbouring_columns_of_nothing_but_their_names_are_one_answer(read_rows: ReadRows) -> None:
    ticks = (("Swimming", "", "Sauna"), ("", "Slide", ""), ("Swimming", "Slide", "Sauna"), ("", "", "Sauna"))
    header = ["Visit", "Swimming", "Slide", "Sauna", "Comment"]
    corpus = read_rows([header, *([f"v{n}", *ticks[n], text] for n, text in enumerate(TEXTS))])
    name = "Swimming / Slide / Sauna"
    assert [person.attributes.get(name) for person in corpus.respondents] == [
        "Swimming; Sauna", "Slide", "Swimming; Slide; Sauna", "Sauna",
    ]  # fmt: skip


def test_options_of_limesurvey_are_one_attribute(read_rows: ReadRows) -> None:
    options = [f"{ASKED} [{option}]" for option in ("Baden", "Sauna", "Sonstiges")]
    header = ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", *options, "Was hat gestört?"]
    ticks = (("Ja", "Nicht Gewählt", ""), ("Ja", "Ja", "Eis"), ("Nicht Gewählt", "Ja", ""), ("Ja", "Nicht Gewählt", ""))
    rows = [[str(n), f"2026-03-0{n + 1}", "3", "de", *ticks[n], text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([header, *rows])
    assert [person.attributes.get(ASKED) for person in corpus.respondents] == [
        "Baden",
        "Baden; Sauna",
        "Sauna",
        "Baden",
    ]
