"""How rating columns are understood, end to end: the readings and the sentences about them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import pytest

from voc.config import parse_config
from voc.errors import MappingError
from voc.schema import Corpus

Read = Callable[..., Corpus]

KIND = (
    "Der Einbau ging schnell und einfach.",
    "Sehr nette Leute an der Theke.",
    "Tolle Farben, gerne wieder.",
    "Alles hat gut funktioniert.",
    "Ich bin mit dem Rahmen zufrieden.",
)
UNKIND = (
    "Nach zwei Wochen war der Griff kaputt.",
    "Wir mussten ewig auf den Monteur warten.",
    "Die Schraube fehlte und keiner half.",
    "Leider zu teuer für so wenig.",
    "Der Motor ist zu laut.",
)


@pytest.fixture
def read_column(read: Read) -> Callable[..., tuple[list[float], str]]:
    """``read_column(name, kind, unkind)``: the ratings of a column, and the notes.

    ``kind`` is the cell beside five kind texts, ``unkind`` that beside five unkind ones.
    """

    def read_ratings(
        name: str, kind: str, unkind: str, *, times: int = 1, **columns: object
    ) -> tuple[list[float], str]:
        rows = [[name, "Kommentar"]]
        for number in range(times):
            for good, bad in zip(KIND, UNKIND, strict=True):
                rows += [[kind, f"{good} {number}"], [unkind, f"{bad} {number}"]]
        corpus = read("a.csv", to_csv(rows), parse_config({"columns": columns}) if columns else None)
        ratings = [document.ratings.get("rating", -1.0) for document in corpus.documents[:2]]
        return ratings, " ".join(corpus.sources[0].notes)

    return read_ratings


def to_csv(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


ReadColumn = Callable[..., tuple[list[float], str]]


@pytest.mark.parametrize(
    ("name", "kind", "unkind", "ratings", "note"),
    [
        (
            "Montage (1 = sehr gut, 5 = sehr schlecht)",
            "1",
            "5",
            [1, 0],
            "Scale 1–5, 1 is best (the header says '1 = sehr gut')",
        ),
        ("Schulnote", "1", "6", [1, 0], "Scale 1–6, 1 is best ('Schulnote' is a German school mark)"),
        ("Schulnote (1-6)", "2", "5", [0.8, 0.2], "Scale 1–6, 1 is best"),
        ("Montage", "1 - sehr gut", "5 - mangelhaft", [1, 0.2], "Scale 1–6, 1 is best (an answer says '1 - sehr gut')"),
        ("Sterne", "4 von 5 Sternen", "1 von 5 Sternen", [0.75, 0], "'Sterne': more stars are better"),
        ("Urteil", "★★★★☆", "★☆☆☆☆", [0.75, 0], "Scale 1–5, 5 is best"),
        ("Rating", "80 %", "9 %", [0.8, 0.09], "Scale 0–100, 100 is best"),
        ("NPS", "10", "4", [1, 0.4], "Net promoter score of 'NPS': 0 (5 promoters with 9 or 10, 0 passives"),
        ("Wie zufrieden sind Sie insgesamt?", "Sehr zufrieden", "Unzufrieden", [1, 0.33], "'Sehr zufrieden' is best"),
        ("War das hilfreich?", "ja", "nein", [1, 0], "'ja' is best (by its labels)"),
        ("Feedback", "👍", "👎", [1, 0], "'👍' is best"),
        ("Bewertung", "5", "1", [1, 0], "5 is best (the texts beside higher values are kinder)"),
    ],
)
def test_a_scale_is_understood_and_explained(
    read_column: ReadColumn, name: str, kind: str, unkind: str, ratings: list[float], note: str
) -> None:
    values, notes = read_column(name, kind, unkind)
    assert values == pytest.approx(ratings, abs=0.01)
    assert note in notes
    assert "Check" not in notes


def test_few_texts_that_contradict_the_ratings_ask_for_the_line_that_turns_them(read_column: ReadColumn) -> None:
    values, notes = read_column("Bewertung", "1", "5")
    assert values == [0, 1]
    assert "Check 'Bewertung': its ratings contradict the texts" in notes
    assert 'scales = { "Bewertung" = [5, 1] }' in notes
    turned, notes = read_column("Bewertung", "1", "5", scales={"Bewertung": [5, 1]})
    assert turned == [1, 0]
    assert "Scale 1–5, 1 is best (as voc.toml says)" in notes
    assert "Check" not in notes


def test_many_texts_turn_a_scale_of_which_nothing_else_says_its_direction(read_column: ReadColumn) -> None:
    values, notes = read_column("Bewertung", "1", "5", times=4)
    assert values == [1, 0]
    assert "1 is best (the texts beside lower values are kinder)" in notes


def test_texts_do_not_overrule_the_header(read_column: ReadColumn) -> None:
    values, notes = read_column("Bewertung (1 = sehr gut, 5 = sehr schlecht)", "5", "1", times=4)
    assert values == [0, 1]
    assert "If 5 is best" in notes


def test_swiss_marks_are_turned_by_the_texts(read_column: ReadColumn) -> None:
    assert read_column("Note", "6", "1", times=4)[0] == [1, 0]


@pytest.mark.parametrize(
    ("name", "kind", "unkind"),
    [
        ("Wie oft kommen Sie?", "oft", "selten"),
        ("Wie gut sind Ihre Deutschkenntnisse?", "gut", "schlecht"),
        ("Rahmenfarbe", "grün", "rot"),
        ("NPS group", "3", "1"),
        ("Gewicht", "leicht", "schwer"),
        ("Klasse", "1", "5"),
    ],
)
def test_what_is_no_rating_stays_an_attribute(read_column: ReadColumn, name: str, kind: str, unkind: str) -> None:
    values, notes = read_column(name, kind, unkind)
    assert values == [-1, -1]
    assert f"Attributes of respondents: '{name}'" in notes


def test_agreement_with_any_statement_is_asked_about(read_column: ReadColumn) -> None:
    values, notes = read_column("Der Laden ist hell", "stimme zu", "stimme nicht zu")
    assert values == [-1, -1]
    assert "Answers in words of agreement or likelihood were not read as ratings" in notes
    values, _ = read_column("Der Laden ist hell", "stimme zu", "stimme nicht zu", rating="Der Laden ist hell")
    assert values == [1, 0]


def test_rows_of_a_grid_in_words_are_ratings_of_single_matters(read: Read) -> None:
    levels = ("Sehr unzufrieden", "Eher unzufrieden", "Teils/teils", "Eher zufrieden", "Sehr zufrieden")
    rows = [
        ["Wie zufrieden sind Sie mit: .Werkstatt", "Wie zufrieden sind Sie mit: .Kasse", "Was fehlt Ihnen bei uns?"]
    ]
    rows += [[levels[n % 5], levels[4 * (n % 2)], text] for n, text in enumerate((*KIND, *UNKIND))]
    first, second = read("a.csv", to_csv(rows)).documents[:2]
    assert dict(first.ratings) == {"Wie zufrieden sind Sie mit: .Werkstatt": 0, "Wie zufrieden sind Sie mit: .Kasse": 0}
    assert second.ratings["Wie zufrieden sind Sie mit: .Werkstatt"] == 0.25
    assert second.scales["Wie zufrieden sind Sie mit: .Kasse"].startswith("Sehr zufrieden of 'Sehr unzufrieden'")


def test_cells_that_are_no_label_are_counted(read: Read) -> None:
    rows = [["Zufriedenheit", "Kommentar"], ["k. A.", "Ohne Urteil gelassen."], ["jein", "Kann ich nicht sagen."]]
    rows += [[("zufrieden", "unzufrieden")[n % 2], f"Text mit der Nummer {n}."] for n in range(40)]
    corpus = read("a.csv", to_csv(rows))
    assert "Values outside their scale were left out: 1 of 'Zufriedenheit'." in corpus.sources[0].notes
    assert "rating" not in corpus.documents[1].ratings


@pytest.mark.parametrize("code", ["99", "-77", "-1"])
def test_codes_for_no_answer_are_left_out_of_the_scale(read: Read, code: str) -> None:
    rows = [["Zufriedenheit", "Kommentar"], [code, "Dazu will ich nichts sagen."]]
    rows += [[str(n % 5 + 1), f"Text mit der Nummer {n}."] for n in range(20)]
    corpus = read("a.csv", to_csv(rows))
    assert "rating" not in corpus.documents[0].ratings
    assert corpus.documents[1].scales["rating"] == "1 of 1–5"
    said = {code: f"Codes of missing answers ('{code}') were read as empty cells: 1." for code in ("-77", "99")}
    assert said.get(code, "Values outside their scale were left out: 1 of 'Zufriedenheit'.") in corpus.sources[0].notes


def test_an_unknown_column_with_a_scale_is_an_error(read: Read) -> None:
    settings = parse_config({"files": {"a.csv": {"columns": {"scales": {"Preis": [5, 1]}}}}})
    with pytest.raises(MappingError, match=r"voc\.toml names 'Preis', but the columns are"):
        read("a.csv", "Bewertung,Kommentar\n1,Das war sehr schön hier.\n5,Das war nicht so schön.\n", settings)


def test_marks_between_two_with_a_sign_or_in_words_are_marks(read: Read) -> None:
    marks = ["1", "2", "3", "4", "2-", "1+", "2 bis 3", "4-5", "mangelhaft", "k.A.", "5", "99"]
    rows = [["Nr", "Note Anfahrt", "Kommentar"]] + [
        [str(number), mark, f"Der Bus kam mit {number} Minuten Verspätung."] for number, mark in enumerate(marks)
    ]
    ratings = [document.ratings.get("rating") for document in read("bus.csv", to_csv(rows)).documents]
    assert ratings == [1.0, 0.8, 0.6, 0.4, 0.8, 1.0, 0.7, 0.3, 0.2, None, 0.2, None]


@pytest.mark.parametrize(("column", "comment"), [("Note Kurs", "Kommentar"), ("Delivery note", "Comment")])
def test_only_german_notes_are_marks(read: Read, column: str, comment: str) -> None:
    rows = [["No", column, comment]] + [
        [str(n), str(n % 5 + 1), f"The parcel lay in the rain, the neighbour {n} saw it."] for n in range(12)
    ]
    documents = read("a.csv", to_csv(rows)).documents
    assert {bool(document.ratings) for document in documents} == {comment == "Kommentar"}


@pytest.mark.parametrize("beside", ["Comment", "Answered on"])
def test_states_of_the_survey_are_no_level(read: Read, beside: str) -> None:
    rows = [["Ticket", "Satisfaction rating", "Answered on", "Comment"]]
    for number in range(18):
        state = ("Good", "Bad", "Sent", "Pending")[number % 4]
        is_rated = number % 4 < 2
        comment = f"The refund took {number} days." if is_rated or beside == "Answered on" else ""
        rows.append([str(number), state, "2026-03-02" if is_rated else "", comment])
    documents = read("a.csv", to_csv(rows)).documents
    assert [document.ratings.get("rating") for document in documents][:2] == [1.0, 0.0]
    assert all(document.ratings.get("rating") in {None, 0.0, 1.0} for document in documents)


def test_other_words_beside_labels_are_no_states_where_people_answered(read: Read) -> None:
    rows = [["Ticket", "Satisfaction rating", "Comment"]]
    rows += [
        [str(n), ("Good", "Bad", "Yellow", "Round")[n % 4], f"The refund took {n} days, they said."] for n in range(20)
    ]
    assert not any(document.ratings for document in read("a.csv", to_csv(rows)).documents)


@pytest.mark.parametrize(
    ("column", "asks"),
    [
        ("Wie zufrieden sind Sie mit dem Steg?", True),
        ("Zufriedenheit", False),
        ("Zufriedenheit (1 = gering, 5 = hoch)", False),
        ("Sterne", False),
    ],
)
def test_a_german_scale_without_a_direction_is_asked_about(read: Read, column: str, asks: bool) -> None:
    rows = [["Nr", column, "Kommentar"], *([str(n), str(n % 5 + 1), f"Boot {n} ist blau."] for n in range(12))]
    notes = read("a.csv", to_csv(rows)).sources[0].notes
    assert any(note.startswith("Check which end is best") and f'"{column}" = [5, 1]' in note for note in notes) == asks


def test_texts_that_show_the_direction_spare_the_question(read_column: Callable[..., tuple[list[float], str]]) -> None:
    assert "Check which end" not in read_column("Zufriedenheit", "5", "1")[1]


def test_what_a_help_desk_writes_where_nobody_rated_is_no_level(read: Read) -> None:
    states = ("Good", "Offered", "Bad", "Unoffered", "Good", "Bad")
    rows = "".join(f"{state},The van came on day {n}.\n" for n, state in enumerate(states))
    corpus = read("tickets.csv", f"Satisfaction Score,Description\n{rows}")
    assert [document.ratings.get("rating") for document in corpus.documents] == [1.0, None, 0.0, None, 1.0, 0.0]
