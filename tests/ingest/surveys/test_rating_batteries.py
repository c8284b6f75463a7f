"""Bare numbers: batteries are ratings, and a note asks about other columns that may be ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.ingest.surveys.rating_batteries import find_opposites
from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = tuple(f"Am Tag {n} war {what}." for n, what in enumerate(
    ("die Halle zu laut", "der Kaffee heiß", "keine Bank frei", "der Weg gut beschildert", "das Tor zu", "es windig",
     "die Führung kurz", "der Ton schlecht", "die Karte ausverkauft", "alles fertig"))
)  # fmt: skip


def notes(corpus: Corpus) -> str:
    return " ".join(corpus.sources[0].notes)


def test_a_battery_of_statements_is_a_set_of_ratings(read_rows: ReadRows) -> None:
    header = ["Aussagen: Die Technik lief.", "Aussagen: Der Raum passte.", "Was war?"]
    rows = [[str(n % 5 + 1), str(5 - n % 5) if n else "-9", text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([header, *rows])
    assert set(corpus.documents[1].ratings) == set(header[:2])
    assert set(corpus.documents[0].ratings) == {header[0]}


@pytest.mark.parametrize("name", ["Wie oft waren Sie hier? [Winter]", "K4_1"])
def test_numbers_of_something_else_are_none(read_rows: ReadRows, name: str) -> None:
    other = name.replace("Winter", "Sommer").replace("K4_1", "K4_2")
    rows = [[str(n % 5 + 1), str((n + 2) % 5 + 1), text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([[name, other, "Was war?"], *rows])
    assert not corpus.documents[0].ratings
    # Frequencies are clear; a mere code is asked about.
    assert ("Numbers that may be ratings were not read as ones" in notes(corpus)) == (name == "K4_1")


@pytest.mark.parametrize("statement", ["Die Halle ist mir zu dunkel.", "I come for the music."])
def test_agreement_in_numbers_is_asked_about_as_in_words(read_rows: ReadRows, statement: str) -> None:
    name = f"{statement} (1 = strongly disagree, 7 = strongly agree)"
    corpus = read_rows([[name, "Was war?"], *([str(n % 7 + 1), text] for n, text in enumerate(TEXTS))])
    assert not corpus.documents[0].ratings
    assert "agreeing is not always good" in notes(corpus)
    assert 'ratings = ["COLUMN"]' in notes(corpus)


def test_agreement_with_ease_and_effort_is_a_rating(read_rows: ReadRows) -> None:
    header = ["They made it easy to get help.", "Getting help took a lot of effort.", "Was war?"]
    words = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    corpus = read_rows([header, *([words[n % 4], words[3 - n % 4], text] for n, text in enumerate(TEXTS))])
    assert corpus.documents[3].ratings == {header[0]: 1.0, header[1]: 1.0}
    assert "'Strongly disagree' is best (agreeing with more effort is worse)" in notes(corpus)


def test_a_group_of_promoters_beside_its_score_is_no_second_rating(read_rows: ReadRows) -> None:
    scores = (10, 3, 7, 9, 0, 8, 6, 10, 5, 9)
    groups = ["Promoter" if score > 8 else "Passive" if score > 6 else "Detractor" for score in scores]
    rows = [[group, str(score), text] for group, score, text in zip(groups, scores, TEXTS, strict=True)]
    corpus = read_rows([["NPS Segment", "How likely are you to recommend us?", "Was war?"], *rows])
    assert set(corpus.documents[0].ratings) == {"rating"}
    corpus = read_rows([["NPS Segment", "Was war?"], *([row[0], row[2]] for row in rows)])
    assert corpus.documents[0].ratings == {"rating": 1.0}


@pytest.mark.parametrize("odd", ["[NA] nicht beantwortet", "trifft nicht zu", "99", "Not answered", "war nie dort"])
def test_a_few_other_cells_do_not_turn_a_scale_of_words(read_rows: ReadRows, odd: str) -> None:
    words = ("sehr zufrieden", "zufrieden", "unzufrieden", "sehr unzufrieden")
    cells = [odd, *(words[n % 4] for n in range(9))]
    corpus = read_rows([["Betreuung", "Was war?"], *zip(cells, TEXTS, strict=True)])
    assert "rating" not in corpus.documents[0].ratings
    assert corpus.documents[1].ratings == {"rating": 1.0}


def test_a_column_against_the_others_is_found() -> None:
    mood = [0.0, 0.25, 0.5, 0.75, 1.0, 0.0, 0.5, 1.0]
    shares = {0: mood, 1: [1 - share for share in mood], 2: list(mood)}
    assert find_opposites(shares, [1, 2]) == [1]
    assert find_opposites({p: values[:5] for p, values in shares.items()}, [1, 2]) == []
