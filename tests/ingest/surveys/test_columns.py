"""The use of columns by joined headers, numbers of conversations, and what is said of columns without a use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = (
    "The gate opened before I reached it.",
    "Nobody told us about the detour.",
    "My ticket was scanned twice.",
    "The guard waited for my mother.",
    "There were no trolleys left.",
    "I liked the little museum.",
)


def test_rows_of_one_conversation_are_one_person(read_rows: ReadRows) -> None:
    rows = [[f"T-{n // 2}", text] for n, text in enumerate(TEXTS)]
    assert len(read_rows([["Ticket-Nr.", "Message"], *rows]).respondents) == 3


def test_the_last_part_of_a_joined_header_names_the_column(read_rows: ReadRows) -> None:
    rows = [[("AT", "CH")[n % 2], str(30 + n), text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([["Guest – Country", "Alter: Ich bin … Jahre", "Comment"], *rows])
    assert dict(corpus.respondents[1].attributes) == {"country": "CH", "age": "31"}


def test_how_to_use_a_column_is_said_once(read_rows: ReadRows) -> None:
    corpus = read_rows([["Case #", "Comment"], *([str(n), text] for n, text in enumerate(TEXTS))])
    assert sum("To use one of the columns" in note for note in corpus.sources[0].notes) == 1
    assert corpus.sources[0].notes[-1].startswith("To use one of the columns")


def test_a_name_tells_people_apart_better_than_the_number_of_an_answer_sheet(read_rows: ReadRows) -> None:
    names = ["Ida B.", "Walter K.", "Ida B.", "Hanna S.", "Olaf R.", "Frida M."]
    rows = [[f"R-{n}", name, text] for n, (name, text) in enumerate(zip(names, TEXTS, strict=True))]
    assert len(read_rows([["Response ID", "Contact", "Comment"], *rows]).respondents) == 5


def test_first_names_alone_tell_nobody_apart(read_rows: ReadRows) -> None:
    names = ["Ida", "Walter", "Ida", "Hanna", "Olaf", "Frida"]
    rows = [[f"R-{n}", name, text] for n, (name, text) in enumerate(zip(names, TEXTS, strict=True))]
    assert len(read_rows([["Response ID", "Contact", "Comment"], *rows]).respondents) == 6


def test_repeated_wordings_in_a_few_cells_are_options(read_rows: ReadRows) -> None:
    wordings = [
        "It took too long",
        "Nobody called back",
        "It took too long",
        "Nobody called back",
        "",
        "It took too long",
    ]
    wordings[5] = "Something else"
    rows = [[f"C{n}", wording, text] for n, (wording, text) in enumerate(zip(wordings, TEXTS, strict=True))]
    corpus = read_rows([["Nr", "Why", "Comment"], *rows])
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert corpus.respondents[0].attributes["Why"] == "It took too long"


def test_who_typed_a_row_is_no_trait_of_its_author(read_rows: ReadRows) -> None:
    rows = [[("kb", "lm")[n % 2], ("bus", "tram")[n % 2], text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([["Typed by", "Way", "Comment"], *rows])
    assert dict(corpus.respondents[0].attributes) == {"Way": "bus"}


def test_options_ticked_in_a_list_are_an_attribute(read_rows: ReadRows) -> None:
    ticked = ["Lift, Map", "Map, Kiosk, Lift", "Kiosk", "Lift, Kiosk", "Map, Lift, Shop", "Shop, Map"]
    rows = [[f"C{n}", ways, text] for n, (ways, text) in enumerate(zip(ticked, TEXTS, strict=True))]
    corpus = read_rows([["Nr", "What did you use?", "Comment"], *rows])
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert corpus.respondents[0].attributes["What did you use?"] == "Lift, Map"


def test_short_answers_with_commas_are_no_options(read_rows: ReadRows) -> None:
    said = ["Warm, dry", "Toilets, please", "Nothing", "Seats, tables", "Quiet", "Shade, water"]
    rows = [[f"C{n}", words, text] for n, (words, text) in enumerate(zip(said, TEXTS, strict=True))]
    assert "Wish" not in read_rows([["Nr", "Wish", "Comment"], *rows]).respondents[0].attributes


def test_ticks_of_a_box_are_nobodys_agreement(read_rows: ReadRows) -> None:
    rows = [[f"C{n}", ("TRUE", "FALSE")[n % 2], text] for n, text in enumerate(TEXTS)]
    notes = read_rows([["Nr", "Parking", "Comment"], *rows]).sources[0].notes
    assert not any("agreeing" in note for note in notes)


@pytest.mark.parametrize(
    ("question", "answers", "n_texts"),
    [
        (
            "Was sollen wir als Nächstes verbessern?",
            ["Kürzere Wege", "Mehr Bänke", "Licht im Flur", "Warmes Essen", "Aufzug"],
            2,
        ),
        ("What did you like?", ["quiet room", "kind staff", "the view", "fresh bread", "early check-in"], 2),
        ("Was ist Ihr Beruf?", ["Leitende Ärztin", "Freier Tischler", "Lehrerin", "Koch im Hotel", "Rentnerin"], 1),
    ],
)
def test_short_answers_to_a_question_for_wishes_are_texts(
    read_rows: ReadRows, question: str, answers: list[str], n_texts: int
) -> None:
    rows = [["Bitte begründen Sie Ihre Note.", question]]
    rows += [[f"Der Aufenthalt war im Ganzen ganz gut, Tag {n}.", answer] for n, answer in enumerate(answers)]
    assert len(read_rows(rows).documents) == n_texts * len(answers)


def test_a_year_of_study_is_no_rating(read_rows: ReadRows) -> None:
    header = ["How satisfied are you with the library? (1–5)", "Please tell us why", "Year of study"]
    rows = [header, *([str(n % 5 + 1), f"The shelves on floor {n} were in order.", str(n % 4 + 1)] for n in range(12))]
    corpus = read_rows(rows)
    assert {name for document in corpus.documents for name in document.ratings} == {"rating"}
    assert corpus.respondents[0].attributes["Year of study"] == "1"
