"""What is replaced in one place of a study is replaced, or kept, in all others."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.privacy.corpora import corpus, table, talk
from voc.config import StudyConfig
from voc.privacy import protect
from voc.privacy.leaks import find_leaks
from voc.privacy.names import Mention
from voc.privacy.settle import is_name_at, texts_of
from voc.schema import Corpus, Protected


def rows(texts: list[str], labels: list[str] | None = None) -> Corpus:
    return corpus(*table("t.csv", texts, labels))


def with_heads(whole: Corpus, head: str) -> Corpus:
    """A corpus with a column of ratings and an attribute under the same head."""
    documents = tuple(replace(document, ratings={head: 0.5}, scales={head: "3 of 1–5"}) for document in whole.documents)
    people = tuple(replace(person, attributes={head: "yes"}) for person in whole.respondents)
    return replace(whole, documents=documents, respondents=people)


def leaks(result: Protected) -> int:
    return len(find_leaks([("a.txt", text.encode()) for text in texts_of(result.corpus)], result.key))


def test_names_in_heads_of_columns_are_replaced_in_ratings_scales_and_attributes() -> None:
    whole = with_heads(rows(["Frau Brömmelkamp half mir."]), "Beratung durch Frau Brömmelkamp?")
    result = protect(whole)
    document, person = result.corpus.documents[0], result.corpus.respondents[0]
    expected = ["Beratung durch Frau [Name 1]?"]
    assert list(document.ratings) == list(document.scales) == list(person.attributes) == expected
    assert document.text == "Frau [Name 1] half mir."


def test_a_name_that_only_the_head_of_a_column_announces_is_replaced_in_texts_too() -> None:
    result = protect(with_heads(rows(["Brömmelkamp war nett."]), "Beratung durch Frau Brömmelkamp?"))
    assert result.corpus.documents[0].text == "[Name 1] war nett."


def test_heads_that_become_equal_stay_apart() -> None:
    whole = rows(["Frau Brömmelkamp half mir."])
    heads = {"Frau Brömmelkamp?": 0.25, "Frau BRÖMMELKAMP?": 0.75}
    result = protect(replace(whole, documents=(replace(whole.documents[0], ratings=heads),)))
    assert result.corpus.documents[0].ratings == {"Frau [Name 1]?": 0.25, "Frau [Name 1]? (2)": 0.75}


GUESSES = ["Selbststudium, Learning-by-doing", "Learning by Doing", "nur learning by doing"]


@pytest.fixture
def guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that takes the word for a name, whatever the trained one does."""

    def find(text: str, **_: object) -> list[Mention]:
        return [Mention(*match.span()) for match in re.finditer("Learning-by-doing", text)]

    monkeypatch.setattr("voc.privacy.scan.find_unannounced", find)


@pytest.mark.usefixtures("guesses")
def test_a_guess_that_the_study_writes_as_no_name_is_kept_everywhere() -> None:
    result = protect(rows(GUESSES))
    assert [document.text for document in result.corpus.documents] == GUESSES
    assert (result.key, result.kept, dict(result.counts)) == ((), ("Learning-by-doing",), {})


def test_the_same_is_a_name_where_the_configuration_says_so() -> None:
    result = protect(rows(GUESSES), StudyConfig.model_validate({"privacy": {"names": ["Learning-by-doing"]}}))
    texts = ["Selbststudium, [Name 1]", "[Name 1]", "nur [Name 1]"]
    assert [document.text for document in result.corpus.documents] == texts
    assert (result.kept, leaks(result)) == ((), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Everything has a price.", "Everything has a price."),
        ("On a trans Tasman flight", "On a trans Tasman flight"),
        ("A butler came", "A butler came"),
        ("It was A Price who helped", "It was [Person 2] who helped"),
        ("Ask A. PRICE!", "Ask [Person 2]!"),
    ],
)
def test_a_label_with_an_initial_is_replaced_where_it_is_written_as_a_name(text: str, expected: str) -> None:
    result = protect(rows([text, "Fine.", "Fine.", "Fine."], ["row 1", "A Price", "A Butler", "A Tran"]))
    assert result.corpus.documents[0].text == expected
    assert leaks(result) == 0
    scopes = {row.original: row.scope for row in result.key}
    assert (scopes["A Price"] == "text") == ("a price" in text)


def test_a_name_across_two_turns_is_replaced_in_both() -> None:
    lines = talk("b.txt", [("I", "interviewer", "Und Grace"), ("B", "participant", "Koch war da.")])
    named = talk("a.txt", [("Grace Koch", "participant", "Ja.")])
    result = protect(corpus(named, lines))
    document = result.corpus.documents[1]
    assert [document.text[turn.start : turn.end] for turn in document.turns][1].endswith("war da.")
    assert leaks(result) == 0


@pytest.mark.parametrize(
    ("written", "text", "is_name"),
    [
        ("rose koch", "mit rose koch war es gut", True),
        ("rose koch", "Mit rose koch war es gut", False),
        ("priya koch", "Mit priya koch war es gut", True),
        ("a koch", "mit a koch war es gut", False),
        ("ROSE KOCH", "MIT ROSE KOCH", False),
        ("PRIYA", "MIT PRIYA", True),
        ("Anna von Tann", "Anna von Tann kam", True),
    ],
)
def test_words_without_their_capitals_are_a_name_where_they_can_be_nothing_else(
    written: str, text: str, is_name: bool
) -> None:
    assert is_name_at(written, text) is is_name
