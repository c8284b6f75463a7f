"""One person, one pseudonym, and every part of a known name goes: labels, double names, short forms, logins, paths."""

from __future__ import annotations

import time

import pytest

from tests.privacy.corpora import Lines, corpus, spoken, table, talk
from voc.config import StudyConfig
from voc.privacy import protect
from voc.privacy.leaks import find_leaks
from voc.schema import Corpus


def texts(result_of: Corpus) -> list[str]:
    return [document.text for document in protect(result_of).corpus.documents]


def one(label: str, words: str) -> str:
    """The words of the only speaker of an interview."""
    return spoken(protect(corpus(talk("t.txt", [(label, "participant", words)]))))[0]


# ------------------------------------------------------------------------------------------------------- whole names


def test_a_double_name_goes_as_a_whole_though_a_part_was_met_with_somebody_else() -> None:
    lines: Lines = [
        ("Rüschkamp-Vidović", "participant", "Mit Milena, Milena Vidović ist meine Nichte. Frau Vidović eben."),
        ("I", "interviewer", "Danke, Frau Rüschkamp-Vidović, und Rüschkamps Dank."),
    ]
    result = protect(corpus(talk("Gespräch_Rüschkamp-Vidović_2.txt", lines)))
    document = result.corpus.documents[0]
    assert document.text.startswith("[Person 1]: ")
    assert "schkamp" not in document.text
    assert "Vidovi" not in document.text
    assert spoken(result)[1] == "Danke, Frau [Person 1], und [Person 1]s Dank."
    assert document.source == "Gespräch_[Person 1]_2.txt"


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("Ich bin dort rueschkamp_61.", "Ich bin dort [Person 1]."),
        ("Mein Nick ist lena.rueschkamp hier.", "Mein Nick ist [Person 1] hier."),
        ("Die Datei hieß Foto_Rüschkamp_neu.", "Die Datei hieß [Person 1]."),
        ("Auf dem Schild stand Rueschkamp.", "Auf dem Schild stand [Person 1]."),
        ("Der rüschkamp war es.", "Der [Person 1] war es."),
        ("Version_2 und seite_zwei blieben.", "Version_2 und seite_zwei blieben."),
        ("Das Rüschkamp-Projekt lief.", "Das [Person 1]-Projekt lief."),
    ],
)
def test_logins_and_spellings_of_a_known_name_go_as_a_whole(words: str, changed: str) -> None:
    assert one("Lena Rüschkamp", words) == changed


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Use the account mbrellhaus71 please.", "mbrellhaus71"),
        ("Angemeldet bin ich als vogel.haus_7.", "vogel.haus_7"),
        ("Der Benutzer rollo_x9 war das.", "rollo_x9"),
    ],
)
def test_what_follows_an_account_is_a_login(words: str, left: str) -> None:
    assert left not in one("B", words)


@pytest.mark.parametrize(
    "words",
    [
        "The account manager called.",
        "Mein Konto bei N26 ist leer.",
        "A user story for 2024, user-friendly.",
        "Konto 12",
    ],
)
def test_other_words_after_an_account_stay(words: str) -> None:
    assert one("B", words) == words


def test_the_surname_of_a_mail_address_is_known_in_the_whole_study() -> None:
    first = talk("a.txt", [("B", "participant", "Schreibt an t.brellhausky@post.example bitte.")])
    second = talk("b.txt", [("B", "participant", "Der Vorgang Brellhausky, Mail an shop.zuhause@post.example.")])
    changed = texts(corpus(first, second))
    assert "Brellhausky" not in changed[1]
    assert "Vorgang" in changed[1]


# -------------------------------------------------------------------------------------------------------- one person


def test_full_names_labels_and_first_names_are_one_person() -> None:
    lines: Lines = [
        ("W. Drosselkamp", "interviewer", "Ich bin Wiebke Drosselkamp, guten Tag."),
        ("Jonte Ellerhusen", "participant", "Hallo Wiebke. Frau Drosselkamp, ja."),
    ]
    other = talk("b.txt", [("B", "participant", "Die Wiebke hat mich auch gefragt.")])
    result = protect(corpus(talk("a.txt", lines), other))
    names = {row.pseudonym for row in result.key if row.kind == "name"}
    assert names == {"[Name 1]"}
    assert spoken(result, 1) == ["Die [Name 1] hat mich auch gefragt."]


def test_a_legend_explains_the_labels() -> None:
    source, document, person = talk("a.txt", [("B", "participant", "Ja."), ("I", "interviewer", "Herr Ohlendiek?")])
    head = "I = Malte Brinkforth, B = Knut Ohlendiek\n\n"
    turns = tuple(
        type(turn)(turn.start + len(head), turn.end + len(head), turn.speaker, turn.role, turn.respondent_id)
        for turn in document.turns
    )
    moved = type(document)(document.document_id, document.source, document.kind, head + document.text, turns)
    result = protect(corpus((source, moved, person)))
    assert result.corpus.documents[0].text.startswith("I = [Name 1], B = [Person 1]")
    assert spoken(result)[1] == "Herr [Person 1]?"


def test_two_full_names_with_one_first_name_stay_two_people() -> None:
    lines: Lines = [
        ("B", "participant", "Erst half Birte Hollenkamp, dann Birte Sassenberg."),
        ("I", "interviewer", "Und Birte?"),
    ]
    result = protect(corpus(talk("a.txt", lines)))
    first = spoken(result)[0]
    assert "Birte" not in " ".join(spoken(result))
    assert len({part for part in first.split() if part.strip(".,]").isdigit()}) == 2


def test_somebody_of_another_file_with_the_same_first_name_is_not_that_person() -> None:
    rows = ["Meine Nachbarin Philippa Ostertun half.", "Mein Enkelkind Philippa hat geholfen, danke Philippa."]
    changed = texts(corpus(*table("t.csv", rows)))
    pseudonym = changed[0].removeprefix("Meine Nachbarin ").removesuffix(" half.")
    assert "Philippa" not in changed[1]
    assert pseudonym not in changed[1]


# ------------------------------------------------------------------------------------------------- nicknames, words


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ('Cornelius "Nelly" Brackwater', "Nelly here, and Cornelius."),
        ("Ottokar Lünzmann, genannt Otzi", "Otzi sagt das."),
        ("Bartholomew Thistlewick", "Bart says: add maps."),
        ("Hannelore Lünzmann", "Alle sagen Hanni zu mir."),
        ("Maximilian Lünzmann", "Maxl, haben sie gesagt."),
        ("Korbinian Lünzmann", "Und der Korbi schweigt."),
        ("Ottilie (Otti) Lünzmann", "Die Otti, das bin ich."),
    ],
)
def test_short_forms_and_nicknames_are_the_person(label: str, words: str) -> None:
    changed = one(label, words)
    assert "[Person 1]" in changed
    assert not any(nick in changed for nick in ("Nelly", "Otzi", "Bart", "Hanni", "Maxl", "Korbi", "Otti"))


def test_a_short_form_of_a_name_in_the_text_is_the_same_person() -> None:
    changed = one("B", "Mein Enkel Korbinian kam, und der Korbi blieb.")
    assert changed == "Mein Enkel [Name 1] kam, und der [Name 1] blieb."


@pytest.mark.parametrize("named", ["(genannt Anni)", ", genannt Anni,", "aka Anni", "(Anni)"])
def test_what_a_text_calls_somebody_beside_their_name_is_the_same_person(named: str) -> None:
    changed = one("B", f"Meine Kollegin Annegret Brellhausky {named} half. Alle sagen Anni.")
    assert "Anni" not in changed
    assert "Alle sagen [Name 1]." in changed


@pytest.mark.parametrize(
    "words",
    [
        "Seit dem Sommer 2009 nutze ich das.",
        "Jeden Sommer und letzten Sommer war es so.",
        "Sommer ist mir lieber, also ab Sommer.",
    ],
)
def test_a_surname_that_is_a_word_stays_where_it_is_one(words: str) -> None:
    assert one("Gesine Sommer", words) == words


def test_a_surname_that_is_a_word_goes_where_it_is_a_name() -> None:
    lines: Lines = [
        ("G. Sommer", "participant", "Gesine Sommer, mein Name. Ich."),
        ("I", "interviewer", "Frau Sommer, wie war der Sommer?"),
    ]
    result = protect(corpus(talk("a.txt", lines)))
    assert spoken(result)[1] == "Frau [Person 1], wie war der Sommer?"
    assert "Gesine" not in result.corpus.documents[0].text
    assert result.corpus.documents[0].text.startswith("[Person 1]: ")


def test_a_telephone_number_that_is_a_label_goes_in_the_text_too() -> None:
    result = protect(corpus(talk("a.txt", [("+49 176 44559012", "other", "Hallo."), ("B", "participant", "Ja.")])))
    assert "4455" not in result.corpus.documents[0].text


def test_titles_are_no_names() -> None:
    result = protect(corpus(talk("a.txt", [("B", "participant", "My neighbor Mrs. Brackwater, and Dr. Thistlewick.")])))
    assert {"Mrs", "Mrs.", "Dr", "Dr."}.isdisjoint(row.original for row in result.key)
    assert spoken(result)[0].startswith("My neighbor Mrs. [Name 1]")


# ------------------------------------------------------------------------------------------------------ paths, checks


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("Recording_Lena-Rueschkamp-Vidović.vtt", "Recording_[Person 1].vtt"),
        ("P07 - lena rüschkamp.txt", "P07 - [Person 1].txt"),
        ("Rüschkamp/Notiz.txt", "[Person 1]/Notiz.txt"),
        ("lrueschkamp_3.txt", "[Person 1]_3.txt"),
        ("Rückmeldung.txt", "Rückmeldung.txt"),
    ],
)
def test_no_part_of_a_known_name_is_left_in_a_path(path: str, shown: str) -> None:
    notes = talk(path, [("B", "participant", "Nichts weiter.")])
    person = talk("0.txt", [("Lena Rüschkamp", "participant", "Ja klar.")])
    result = protect(corpus(person, notes))
    assert shown in [source.path for source in result.corpus.sources]


def test_what_is_in_the_key_is_what_the_check_searches_for() -> None:
    result = protect(corpus(talk("a.txt", [("Lena Rüschkamp-Vidović", "participant", "Ja klar.")])))
    assert {"Rüschkamp", "Vidović"} <= {row.original for row in result.key}
    assert find_leaks([("report.html", "<p>Rüschkamp-App</p>".encode())], result.key)


def test_a_kept_part_of_a_label_stays_everywhere() -> None:
    config = StudyConfig.model_validate({"privacy": {"keep": ("Rüschkamp",)}})
    lines: Lines = [("Lena Rüschkamp", "participant", "Rüschkamp heißt auch die Firma.")]
    result = protect(corpus(talk("a.txt", lines)), config)
    assert spoken(result) == ["Rüschkamp heißt auch die Firma."]
    assert "Rüschkamp" not in {row.original for row in result.key}


@pytest.mark.parametrize(
    "words",
    ["a" * 20_000, "A-" * 10_000, "a_" * 10_000, "a.a" * 7_000, "A. " * 7_000, '"A' * 10_000, "rüschkamp" * 2_000],
)
def test_hostile_texts_take_no_time(words: str) -> None:
    started = time.perf_counter()
    protect(corpus(talk("a.txt", [("Lena Rüschkamp", "participant", words)])))
    assert time.perf_counter() - started < 5


def test_a_label_that_describes_somebody_spreads_no_words() -> None:
    rows = ["Great walks.", "Every hiker knows that."]
    changed = texts(corpus(*table("r.csv", rows, ["Leopold_the_hiker", "row 2"])))
    assert changed[1] == rows[1]


# ---------------------------------------------------------------------------------------------------- other spellings


def test_a_known_name_is_found_with_other_umlauts_and_with_a_slip() -> None:
    lines: Lines = [
        ("B", "participant", "Frau Pölzleitner kam. Die Poelzleitner, Polzleitner und Pölzleitnr. Die Polsterleiter."),
    ]
    assert spoken(protect(corpus(talk("t.txt", lines)))) == [
        "Frau [Name 1] kam. Die [Name 1], [Name 1] und [Name 1]. Die Polsterleiter."
    ]


def test_another_listed_name_is_no_slip() -> None:
    said = one("B", "Ich fragte Herrn Hoffmann. Frau Hofmann half.")
    assert said == "Ich fragte Herrn [Name 1]. Frau [Name 2] half."


def test_the_name_of_an_interview_loses_the_names_in_it_in_any_spelling() -> None:
    lines: Lines = [("I", "interviewer", "Guten Tag, Frau Voggenmüller!"), ("B", "participant", "Im Sommer kam ich.")]
    result = protect(corpus(talk("07_Voggenmueller_Sommer.txt", lines), talk("Sommer.txt", lines)))
    assert [source.path for source in result.corpus.sources] == ["07_[Name 1]_Sommer.txt", "Sommer.txt"]


def test_a_word_of_a_path_that_is_written_as_in_the_talk_may_be_a_thing() -> None:
    lines: Lines = [("I", "interviewer", "Who is Dawn?"), ("B", "participant", "I asked Dawn about the monsters.")]
    result = protect(corpus(talk("Dawn of the Monsters.txt", lines)))
    assert result.corpus.sources[0].path == "Dawn of the Monsters.txt"


def test_a_leak_without_umlauts_is_one() -> None:
    lines: Lines = [("I", "interviewer", "Guten Tag, Frau Voggenmüller!"), ("B", "participant", "Hallo.")]
    key = protect(corpus(talk("t.txt", lines))).key
    assert [leak.pseudonym for leak in find_leaks([("voggenmueller.csv", b"")], key)] == ["[Name 1]"]


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("Da war ein Herr Brzozowski dran.", "Da war ein Herr [Name 1] dran."),
        ("Eine Frau Koch rief an.", "Eine Frau [Name 1] rief an."),
        ("Meine Frau Zahnärztin weiß das, ein Herr Direktor nicht.", None),
        ("It cuts O'Halloran off, not o'clock.", "It cuts [Name 1] off, not o'clock."),
        ("Ich war bei Anna von der Hotline.", "Ich war bei [Name 1] von der Hotline."),
    ],
)
def test_announced_and_irish_surnames_go_and_nouns_stay(words: str, changed: str | None) -> None:
    assert one("B", words) == (changed or words)


def test_a_known_name_is_found_in_any_case_as_the_check_finds_it() -> None:
    person = talk("a.txt", [("Lena Rüschkamp", "participant", "Ja klar.")])
    notes = talk("b.txt", [("B", "participant", "Das ist RÜSCHKAMP's Rad, das von RüschKamp und RÜSCHKAMPs Bruder.")])
    result = protect(corpus(person, notes))
    texts = [(document.document_id, document.text.encode()) for document in result.corpus.documents]
    assert find_leaks(texts, result.key) == []


def test_the_key_says_which_names_the_study_gives_to_a_thing_as_well() -> None:
    uses = "The Zuno app crashed. I opened the Zuno app again. The Zuno app is slow."
    called = talk("b.txt", [("P2", "participant", "Mrs Zuno called, and Mrs Brömmel.")])
    result = protect(corpus(talk("a.txt", [("P1", "participant", uses)]), called))
    rows = {row.original: row.scope for row in result.key}
    texts = [("a.txt", document.text.encode()) for document in result.corpus.documents]
    assert uses in result.corpus.documents[0].text
    assert (rows["Zuno"], rows["Brömmel"]) == ("text", "study")
    assert find_leaks(texts, result.key) == []
