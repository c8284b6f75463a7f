"""The language of a text."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.paths import DATA
from voc.schema import Segment
from voc.text.language import could_be, detect, detect_any, is_readable, study_language


def spoken(respondent: str, language: str, text: str) -> Segment:
    return Segment("s", "d", respondent, "a.md", "interview", "participant", 0, len(text), None, "", text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Schuhe kamen leider erst nach zwei Wochen an.", "de"),
        ("Kann man nicht meckern.", "de"),
        ("Das isch würkli nöd guet gsi.", "de"),
        ("The shoes took two weeks to arrive.", "en"),
        ("Could not be happier with it!", "en"),
        ("[handle 3] why is the app so slow? https://example.org/wie-ist-das", "en"),
        ("12.5 / 20", ""),
        ("", ""),
        ("😀", ""),
    ],
)
def test_detect_tells_german_from_english(text: str, language: str) -> None:
    assert detect([text]) == [language]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je ne trouve pas la page et c'est très agaçant pour moi.", "fr"),
        ("Il sito è lento e non riesco a trovare quello che cerco.", "it"),
        ("La aplicación es muy lenta y no puedo pagar con mi tarjeta.", "es"),
        ("Ik kan mijn bestelling niet vinden en dat vind ik heel vervelend.", "nl"),
        ("Não consigo encontrar a minha encomenda e isso é muito chato.", "pt"),
        ("Nie mogę znaleźć mojego zamówienia i to jest bardzo irytujące.", "pl"),
    ],
)
def test_a_language_outside_the_configured_ones_is_neither_german_nor_english(text: str, language: str) -> None:
    assert detect_any([text]) == [language]
    assert detect([text]) == [""]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kargom iki hafta geç geldi ve kimse bana cevap vermedi.", "tr"),
        ("Comanda a ajuns foarte târziu și nimeni nu mi-a răspuns.", "ro"),
        ("Beställningen kom alldeles för sent och ingen svarade på mitt mejl.", "sv"),
        ("Заказ пришёл на две недели позже, и никто мне не ответил.", "ru"),
        ("注文した靴が二週間たっても届きませんでした。", "ja"),
        ("وصل الطرد متأخرا أسبوعين ولم يرد علي أحد.", "ar"),
        ("Tilaus saapui kaksi viikkoa myöhässä eikä kukaan vastannut viestiini.", "fi"),
    ],
)
def test_other_languages_have_their_own_names(text: str, language: str) -> None:
    assert detect_any([text]) == [language]
    assert detect([text]) == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Muy lento", "Todo perfecto", "Je ne sais pas", "Çok pahalı", "Heel traag", "Troppo caro", "Za drogo",
        "Bra skor", "Merg greu", "Muito bom",
    ],
)  # fmt: skip
def test_a_short_foreign_text_is_unknown_and_not_german_or_english(text: str) -> None:
    assert detect_any([text]) == [""]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guter Service", "de"),
        ("zu teuer", "de"),
        ("Lange Wartezeit", "de"),
        ("slow delivery", "en"),
        ("Too pricey", "en"),
    ],
)
def test_a_short_text_of_known_words_has_its_language(text: str, language: str) -> None:
    assert detect_any([text]) == [language]


def test_a_foreign_sentence_keeps_its_name_in_other_surroundings() -> None:
    sentence = "Kargom iki hafta geç geldi ve kimse bana cevap vermedi."
    assert detect_any([sentence, "Na ja, Docker."], expected=["de", "de"]) == ["tr", "de"]


def test_configured_languages_are_found() -> None:
    assert detect(["Je ne trouve pas la page et c'est agaçant."], ("de", "fr")) == ["fr"]


def test_an_unclear_short_text_takes_the_language_around_it() -> None:
    assert detect(["Docker, Kubernetes", "OK"], expected=["de", "en"]) == ["de", "en"]
    assert detect(["Das war leider nicht so gut."], expected=["en"]) == ["de"]


def test_a_foreign_document_keeps_its_language_in_short_segments() -> None:
    assert detect(["Très lisible."], expected=["fr"]) == ["fr"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_detect_answers_one_code_for_each_text(texts: list[str]) -> None:
    codes = detect(texts)
    assert len(codes) == len(texts)
    assert set(codes) <= {"de", "en", ""}
    assert all(code == "" or (len(code) == 2 and code.isalpha() and code.islower()) for code in detect_any(texts))
    assert detect(texts[::-1]) == codes[::-1]


def test_study_language_counts_people_and_not_mentions() -> None:
    chatty = [spoken("r-1", "en", "I talk and talk and talk.")] * 50
    quiet = [spoken("r-2", "de", "Ja."), spoken("r-3", "de", "Nein.")]
    assert study_language(chatty + quiet) == "de"


def test_study_language_decides_a_tie_by_characters() -> None:
    assert study_language([spoken("r-1", "en", "Short."), spoken("r-2", "de", "Das ist deutlich länger.")]) == "de"
    assert study_language([spoken("r-1", "en", "This one is longer."), spoken("r-2", "de", "Kurz.")]) == "en"


def test_study_language_is_english_where_nobody_speaks_either() -> None:
    assert study_language([]) == "en"
    assert study_language([spoken("r-1", "fr", "Bonjour à tous.")]) == "en"


@pytest.mark.parametrize(("name", "language", "minimum"), [("mobasa", "de", 0.99), ("us_airline_tweets", "en", 0.98)])
def test_real_comments_are_told_apart(name: str, language: str, minimum: float) -> None:
    file = DATA / f"{name}.csv.gz"
    if not file.exists():
        pytest.skip(f"the labelled data is not installed ({name})")
    with gzip.open(file) as stream:
        rows = list(csv.DictReader(io.TextIOWrapper(stream, "utf-8")))[:1500]
    codes = detect([row["text"] for row in rows])
    assert codes.count(language) / len(rows) >= minimum


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Push-Notifications werden verschluckt", "de"),
        ("Der Link „Forgot your password, mate?“ tut gar nichts.", "de"),
        ("Dual-Screen-Mode fehlt", "de"),
        ("Dashboard zu überladen", "de"),
        ("The word 'Nutzungsbedingungen' is not translated anywhere.", "en"),
        ("Nie mehr", "de"),
    ],
)
def test_borrowed_and_quoted_words_do_not_outvote_the_grammar(text: str, language: str) -> None:
    assert detect_any([text]) == [language]


@pytest.mark.parametrize("text", ["Super", "Top Service", "Team super", "Genial"])
def test_words_of_both_languages_have_none_by_themselves(text: str) -> None:
    assert detect_any([text]) == [""]


@pytest.mark.parametrize(("text", "language"), [("Hej hej", "de"), ("duże opóźnienie", "de"), ("mooie winkel", "en")])
def test_foreign_words_do_not_take_the_language_around_them(text: str, language: str) -> None:
    assert not could_be(text, language)


def test_clearly_foreign_words_are_unknown_even_inside_a_talk() -> None:
    assert detect(["duże opóźnienie", "très belle", "Kubernetes"], expected=["de"] * 3) == ["", "", "de"]


@pytest.mark.parametrize(
    ("text", "language"), [("Super", "de"), ("Top Service", "de"), ("Genial", "de"), ("bad", "en")]
)
def test_words_of_both_languages_may_take_the_one_around_them(text: str, language: str) -> None:
    assert could_be(text, language)


def test_words_of_unknown_language_are_not_readable_but_signs_are() -> None:
    assert [is_readable("", text) for text in ("lekker", "🙂🙂", "9/10", "[person 4] 👍", "")] == [
        *(False, True, True, True, True)
    ]
    assert [is_readable(code, "lekker") for code in ("de", "en", "nl")] == [True, True, False]
