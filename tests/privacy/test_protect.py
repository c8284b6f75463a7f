"""Corpus → Protected: pseudonyms, offsets, ids, the key."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.privacy.corpora import Lines, corpus, spoken, table, talk
from voc.config import StudyConfig
from voc.privacy import protect
from voc.schema import Corpus, Document, Protected, Pseudonym, Respondent, Source, Turn


def protected_text(text: str, **privacy: tuple[str, ...]) -> str:
    config = StudyConfig.model_validate({"privacy": privacy})
    return protect(corpus(*table("t.csv", [text])), config).corpus.documents[0].text


# --------------------------------------------------------------------------------------------------------- contacts


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Write to jo.klamm@beispiel.de please.", "Write to [email 1] please."),
        ("Mein Handy: 0170 1234567, bitte abends.", "Mein Handy: [phone 1], bitte abends."),
        ("Call +44 20 7946 0958 or (212) 555-2368.", "Call [phone 1] or [phone 2]."),
        ("Tel. 0043 1 58858-0", "Tel. [phone 1]"),
        ("Bitte auf DE89 3704 0044 0532 0130 00 erstatten", "Bitte auf [iban 1] erstatten"),
        ("Karte 4111 1111 1111 1111 wurde belastet", "Karte [card 1] wurde belastet"),
        ("siehe https://beispiel.de/a?b=1, danke", "siehe [url 1], danke"),
        ("siehe (www.beispiel.de).", "siehe ([url 1])."),
        ("Bestellnummer 0301234567 vom 01.02.2024", "Bestellnummer [number 1] vom 01.02.2024"),
        ("Order #2125552368 cost 1,299.00 in 2023", "Order #[number 1] cost 1,299.00 in 2023"),
        (
            "Die Frau wollte die Mitgliedsnummer, also 77-40182.",
            "Die Frau wollte die Mitgliedsnummer, also [number 1].",
        ),
        ("Your contract number? That is the 660917, again.", "Your contract number? That is the [number 1], again."),
        ("I sent you QX-3307-55120 twice.", "I sent you [number 1] twice."),
        ("@shop_hilfe wo bleibt mein Paket?", "[handle 1] wo bleibt mein Paket?"),
    ],
)
def test_what_reaches_a_person_is_replaced(text: str, changed: str) -> None:
    assert protected_text(text) == changed


@pytest.mark.parametrize(
    "text",
    [
        "Artikelnummer 0301234567 vom 01.02.2024",
        "Model no. 2125552368 cost 1,299.00 in 2023 and 2024",
        "Seit 2021 habe ich eine Kundennummer und zahle 12000 Euro im Jahr",
        "My account number came by post. Item number 448-91220-7 did not, to 44789 Bochum",
        "Norm EN-60335-2014, RTX-3080",
        "IBAN DE89 3704 0044 0532 0130 01 ist falsch",
        "Karte 4111 1111 1111 1112",
        "Mo-Fr 08:00-18:00, 0,50 Euro, 1.234.567,89",
        "2010-2015 waren 100 000 000 Paare verkauft",
        "Wir treffen uns @ 5 oder @ home",
        "I bought it on booking.com or amazon.de",
    ],
)
def test_other_numbers_and_words_stay(text: str) -> None:
    assert protected_text(text) == text


def test_the_same_original_has_the_same_pseudonym_in_the_whole_study() -> None:
    rows = ["Mail an Jo@Beispiel.de, +49 30 901820", "jo@beispiel.de oder 030 / 901820 oder x@beispiel.de"]
    documents = protect(corpus(*table("t.csv", rows))).corpus.documents
    assert [document.text for document in documents] == [
        "Mail an [email 1], [phone 1]",
        "[email 1] oder [phone 1] oder [email 2]",
    ]


def test_a_customer_number_is_found_again_in_the_study_without_its_word_and_letters() -> None:
    rows = ["Vertragsnummer: RW-5540917", "Ja, die 5540917 habe ich genannt, fuer 5540918 Euro oder 5540919."]
    documents = protect(corpus(*table("t.csv", rows))).corpus.documents
    assert [document.text for document in documents] == [
        "Vertragsnummer: [number 1]",
        "Ja, die [number 1] habe ich genannt, fuer 5540918 Euro oder 5540919.",
    ]


# ------------------------------------------------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (
            "Frau Klamm hat mir geholfen. Frau Klamms Tipp war gut.",
            "Frau [Name 1] hat mir geholfen. Frau [Name 1]s Tipp war gut.",
        ),
        ("Herr Dr. Schmidt war da", "Herr Dr. [Name 1] war da"),
        ("Frau von der Au rief an", "Frau [Name 1] rief an"),
        ("Prof. Ben Halm teaches well", "Prof. [Name 1] teaches well"),
        ("Mr Smith and Mrs. Jones met Ms Klamm-Roth", "Mr [Name 1] and Mrs. [Name 2] met Ms [Name 3]"),
        ("my colleague Anna left, Anna was tired", "my colleague [Name 1] left, [Name 1] was tired"),
        ("Meine Kollegin Anna half, Annas Rat war gut", "Meine Kollegin [Name 1] half, [Name 1]s Rat war gut"),
        ("Hallo Sabine, hier ist die Retoure", "Hallo [Name 1], hier ist die Retoure"),
        ("Beraten hat mich Sabine Schneider im Laden", "Beraten hat mich [Name 1] im Laden"),
    ],
)
def test_announced_names_are_replaced(text: str, changed: str) -> None:
    assert protected_text(text) == changed


@pytest.mark.parametrize(
    "text",
    [
        "Frau Holle und Herr der Ringe sind Filme",
        "Das kostet 20 Mark, mark my words",
        "Ein Glas Rose bei IKEA in Bremen",
        "I may go in May, or June will do",
        "Will you come? You will, they said",
        "Schuhe von Hugo Boss und Tom Tailor, Dr. Martens auch",
        "Meine Frau Hunger hatte keine Lust",
        "my friend and I, my boss. The end",
        "Auf dem Karton steht Café Anna",
        "Thanks Google, hi Alexa",
        "Frau Doktor war nett, Herr Ober auch",
        "my colleague from Berlin, my friend German",
    ],
)
def test_brands_films_months_and_words_stay(text: str) -> None:
    assert protected_text(text) == text


def test_speakers_names_are_replaced_everywhere() -> None:
    lines: Lines = [
        ("Jonas Weber", "interviewer", "Hallo Anna, wie bestellen Sie?"),
        ("Anna Klamm", "participant", "Mit der App, Jonas. Annas App, Klamms App, Anna Klamms App."),
        ("Jonas Weber", "interviewer", "Danke, Frau Klamm."),
    ]
    result = protect(corpus(talk("Interview_Anna_Klamm.docx", lines)))
    document = result.corpus.documents[0]
    assert spoken(result) == [
        "Hallo [Person 1], wie bestellen Sie?",
        "Mit der App, [Name 1]. [Person 1]s App, [Person 1]s App, [Person 1]s App.",
        "Danke, Frau [Person 1].",
    ]
    assert [turn.speaker for turn in document.turns] == ["[Name 1]", "[Person 1]", "[Name 1]"]
    assert [turn.role for turn in document.turns] == ["interviewer", "participant", "interviewer"]
    assert document.source == result.corpus.sources[0].path == "Interview_[Person 1].docx"
    assert result.corpus.respondents[0].label == "Person 1"
    assert result.corpus.respondents[0].sources == (document.source,)
    assert "Anna" not in repr(result.corpus)
    assert "Klamm" not in repr(result.corpus)
    assert "Weber" not in repr(result.corpus)


def test_names_are_whole_words_in_their_own_case() -> None:
    lines: Lines = [("Mark", "participant", "Ich bin Mark, 5 Mark, die Mark, mark, Marktplatz.")]
    assert spoken(protect(corpus(talk("m.txt", lines)))) == ["Ich bin [Person 1], 5 Mark, die Mark, mark, Marktplatz."]


def test_an_ordinary_word_is_a_name_only_where_its_owner_speaks() -> None:
    mark = talk("a.txt", [("Mark Rose", "participant", "Rose is my name, said Mark.")])
    other = talk("b.txt", [("B", "participant", "A rose, a Rose wine, and Mark my words.")])
    result = protect(corpus(mark, other))
    assert spoken(result, 1) == ["A rose, a Rose wine, and Mark my words."]
    assert "said [Person 1]" in spoken(result, 0)[0]


def test_generic_labels_stay() -> None:
    lines: Lines = [("I", "interviewer", "Und?"), ("B", "participant", "B steht fest."), ("Speaker 1", "other", "Test")]
    document = protect(corpus(talk("Interview 1.txt", lines))).corpus.documents[0]
    assert [turn.speaker for turn in document.turns] == ["I", "B", "Speaker 1"]
    assert document.source == "Interview 1.txt"


def test_a_nameless_speaker_who_introduces_themselves_is_that_person() -> None:
    lines: Lines = [("B", "participant", "Mein Name ist Fabian Klamm."), ("I", "interviewer", "Danke, Fabian.")]
    result = protect(corpus(talk("fklamm.md", lines)))
    assert spoken(result) == ["Mein Name ist [Person 1].", "Danke, [Person 1]."]
    assert result.corpus.sources[0].path == "[Person 1].md"


def test_authors_of_reviews_are_named_elsewhere_only_in_full() -> None:
    rows = ["I drank Jack Daniel's on the sofa.", "Anna Klamm told me about Klamm shoes."]
    result = protect(corpus(*table("r.csv", rows, ["Jack Klamm", "Anna Klamm"])))
    assert [document.text for document in result.corpus.documents] == [
        "I drank Jack Daniel's on the sofa.",
        "[Person 2] told me about [Person 2] shoes.",
    ]
    assert [respondent.label for respondent in result.corpus.respondents] == ["Person 1", "Person 2"]


def test_two_people_with_one_first_name_are_kept_apart() -> None:
    first = talk("a.txt", [("Anna Klamm", "participant", "Anna hier.")])
    second = talk("b.txt", [("Anna Steg", "participant", "Anna hier.")])
    third = talk("c.txt", [("B", "participant", "Ich kenne Anna.")])
    result = protect(corpus(first, second, third))
    assert [spoken(result, number) for number in range(3)] == [
        ["[Person 1] hier."],
        ["[Person 2] hier."],
        ["Ich kenne [Name 1]."],
    ]


def test_configured_names_go_and_kept_words_stay() -> None:
    text = "Zorbo und Herr Klamm kauften bei Frau Antje, @klammshop"
    assert protected_text(text, names=("Zorbo",), keep=("Klamm", "klammshop")) == (
        "[Name 1] und Herr Klamm kauften bei Frau Antje, @klammshop"
    )


def test_attributes_questions_and_notes_are_protected() -> None:
    source, document, person = talk("a.txt", [("Anna Klamm", "participant", "Ja klar.")])
    turn = replace(document.turns[0], question="Anna, wie alt sind Sie?")
    original = corpus(
        (
            replace(source, notes=("Anna Klamm was read as the participant.",)),
            replace(document, turns=(turn,)),
            replace(person, attributes={"Name": "anna klamm", "contact": "a@beispiel.de", "age": "34"}),
        )
    )
    result = protect(original)
    assert result.corpus.documents[0].turns[0].question == "[Person 1], wie alt sind Sie?"
    assert result.corpus.sources[0].notes == ("[Person 1] was read as the participant.",)
    assert result.corpus.respondents[0].attributes == {"Name": "[Person 1]", "contact": "[email 1]", "age": "34"}


def test_paths_that_become_equal_are_numbered() -> None:
    first = talk("talk_Anna.txt", [("Anna", "participant", "Guten Tag.")])
    second = talk("talk_anna.txt", [("Anna", "participant", "Guten Abend.")])
    both = {"raw": Respondent("raw", "Anna", ("talk_Anna.txt", "talk_anna.txt"))}
    documents = tuple(
        replace(document, turns=tuple(replace(turn, respondent_id="raw") for turn in document.turns))
        for _, document, _ in (first, second)
    )
    result = protect(Corpus((first[0], second[0]), documents, tuple(both.values()))).corpus
    assert [source.path for source in result.sources] == ["talk_[Person 1].txt", "talk_[Person 1] (2).txt"]
    assert [document.source for document in result.documents] == [source.path for source in result.sources]


# -------------------------------------------------------------------------------------------------- key, counts, ids


def test_the_key_is_sorted_and_complete() -> None:
    lines: Lines = [("Anna Klamm", "participant", "Frau Steg und ich: anna@beispiel.de. Anna eben.")]
    result = protect(corpus(talk("a.txt", lines)))
    assert result.key == (
        Pseudonym("email", "[email 1]", "anna@beispiel.de"),
        Pseudonym("name", "[Name 1]", "Steg"),
        Pseudonym("person", "[Person 1]", "Anna"),
        Pseudonym("person", "[Person 1]", "Anna Klamm"),
    )
    assert result.counts == {"email": 1, "name": 1, "person": 2}


def study() -> list[tuple[Source, Document, Respondent]]:
    return [
        talk("b.txt", [("I", "interviewer", "Und?"), ("Anna Klamm", "participant", "Frau Steg half mir.")]),
        talk("c.txt", [("Ben Roth", "participant", "Mail an b@beispiel.de.")]),
        *table("d.csv", ["gut", "gut", "teuer", "gut"]),
    ]


def ids(result: Protected) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for document in result.corpus.documents:
        people = {turn.respondent_id for turn in document.turns if turn.respondent_id}
        found.setdefault(document.source, set()).update({document.document_id}, people)
    return found


def test_ids_do_not_change_when_a_file_is_added() -> None:
    before = ids(protect(corpus(*study())))
    first = [talk(f"a{number}.txt", [("Carla Zorn", "participant", f"Nummer {number}.")]) for number in range(12)]
    after = ids(protect(corpus(*first, *study())))
    assert before.items() <= after.items()


def test_a_person_who_was_spoken_of_may_become_a_respondent() -> None:
    steg = talk("z.txt", [("Frieda Steg", "participant", "Gern geschehen.")])
    before, after = protect(corpus(*study())), protect(corpus(*study(), steg))
    assert "[Name 1]" in before.corpus.documents[0].text
    assert "[Person 3]" in after.corpus.documents[0].text
    assert ids(before)["b.txt"] == ids(after)["b.txt"]


def test_the_order_of_files_changes_nothing() -> None:
    parts = study()
    expected = protect(corpus(*parts))
    talks, rows = parts[:2], parts[2:]
    assert protect(corpus(*rows, *talks[::-1])) == expected


def test_ids_are_unique_and_turns_point_to_respondents() -> None:
    result = protect(corpus(*study()))
    documents = [document.document_id for document in result.corpus.documents]
    people = [respondent.respondent_id for respondent in result.corpus.respondents]
    assert len(set(documents)) == len(documents)
    assert len(set(people)) == len(people)
    spoken_by = {turn.respondent_id for document in result.corpus.documents for turn in document.turns}
    assert spoken_by - {""} == set(people)
    assert [respondent.label for respondent in result.corpus.respondents] == [f"Person {n}" for n in range(1, 7)]


def test_ids_do_not_depend_on_names() -> None:
    anna, berta = ([talk("a.txt", [(name, "participant", f"{name} hier.")])] for name in ("Anna Klamm", "Berta Steg"))
    assert ids(protect(corpus(*anna))) == ids(protect(corpus(*berta)))


# ---------------------------------------------------------------------------------------------------------- offsets

_WORDS = st.sampled_from(
    [
        *(
            "Anna",
            "Annas",
            "Klamm",
            "Anna Klamm",
            "Frau Klamm",
            "Frau ",
            "Herr Dr. ",
            "Mark",
            "a@b.de",
            "0170 1234567",
            "@x_y ",
        ),
        *(
            "https://a.de/b",
            "DE89 3704 0044 0532 0130 00",
            " ",
            "\n",
            ". ",
            "gut",
            "[Person 3]",
            "[",
            "] ",
            "ß",
            "😀",
            "e\u0301",
            "-",
        ),
    ]
)
_TEXT = st.one_of(st.lists(_WORDS, max_size=12).map("".join), st.text(max_size=40))
_MARK = re.compile(r"\[(?:Person|Name|email|phone|iban|card|url|handle) \d+\]")


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=5))
def test_turns_differ_only_by_the_replacements(parts: list[str]) -> None:
    text, turns = "", []
    for part in parts:
        turns.append(Turn(len(text), len(text) + len(part), "Anna Klamm", "participant", "raw"))
        text += part
    original = Corpus(
        (Source("a.txt", "interview", "x", "read"),),
        (Document("raw", "a.txt", "interview", text, tuple(turns)),),
        (Respondent("raw", "Anna Klamm", ("a.txt",)),),
    )
    result = protect(original)
    key: dict[str, list[str]] = {}
    for row in result.key:
        key.setdefault(row.pseudonym, []).append(row.original)
    found = result.corpus.documents[0]
    assert "".join(found.text[turn.start : turn.end] for turn in found.turns) == found.text
    for before, turn in zip(parts, found.turns, strict=True):
        after = found.text[turn.start : turn.end]
        pattern, position = "", 0
        for mark in _MARK.finditer(after):
            originals = [
                re.escape(mark.group()),
                *(r"[\s_]+".join(map(re.escape, o.split())) for o in key.get(mark.group(), [])),
            ]
            pattern += re.escape(after[position : mark.start()]) + "(?:" + "|".join(originals) + ")"
            position = mark.end()
        assert re.fullmatch(pattern + re.escape(after[position:]), before)


def test_protecting_twice_changes_no_text() -> None:
    once = protect(corpus(*study())).corpus
    twice = protect(once).corpus
    assert [document.text for document in twice.documents] == [document.text for document in once.documents]


def test_two_thousand_short_texts_are_protected_in_time() -> None:
    rows = [f"Der Schuh Nummer {number} drückt, sagte Frau Klamm." for number in range(2000)]
    random.Random(1).shuffle(rows)
    result = protect(corpus(*table("t.csv", rows)))
    assert result.counts == {"name": 2000}


@pytest.mark.parametrize(
    "text", ["@" * 20_000, "0" * 20_000, "0 " * 20_000, "a." * 20_000, "Frau " * 5_000, "www." * 5_000]
)
def test_hostile_texts_are_protected_in_time(text: str) -> None:
    protected_text(text)


def test_progress_ends_with_all_documents() -> None:
    seen: list[tuple[str, int, int]] = []
    protect(corpus(*study()), progress=lambda *step: seen.append(step))
    assert seen[-1] == ("privacy", 6, 6)


def test_an_empty_corpus_stays_empty() -> None:
    assert protect(Corpus((), (), ())) == Protected(Corpus((), (), ()), (), {})


def test_people_of_interviews_are_numbered_before_those_of_surveys_and_reviews() -> None:
    rows = table("a.csv", ["gut", "teuer"])
    result = protect(corpus(*rows, talk("z.txt", [("Ben Roth", "participant", "Guten Tag.")])))
    assert [(respondent.label, respondent.sources) for respondent in result.corpus.respondents] == [
        ("Person 1", ("z.txt",)),
        ("Person 2", ("a.csv",)),
        ("Person 3", ("a.csv",)),
    ]


def test_a_file_that_is_named_after_somebodys_account_hides_them() -> None:
    lines: Lines = [("B", "participant", "Betreut hat mich der Jonas Ostermoor, sonst niemand.")]
    result = protect(corpus(talk("jostermoor_notes.md", lines), talk("oster.md", lines)))
    assert [source.path for source in result.corpus.sources] == ["[Name 1]_notes.md", "oster.md"]
    assert [document.source for document in result.corpus.documents] == ["[Name 1]_notes.md", "oster.md"]
    assert result.corpus.respondents[0].sources == ("[Name 1]_notes.md",)
    assert Pseudonym("name", "[Name 1]", "jostermoor") in result.key


def test_counts_leave_out_questions_and_notes() -> None:
    rows = table("t.csv", ["Frau Klamm half.", "Frau Klamm half nicht."])
    asked = [
        (source, replace(document, turns=(replace(document.turns[0], question="Kennen Sie Frau Klamm?"),)), person)
        for source, document, person in rows
    ]
    result = protect(corpus(*asked))
    assert [document.turns[0].question for document in result.corpus.documents] == ["Kennen Sie Frau [Name 1]?"] * 2
    assert result.counts == {"name": 2}


def test_labels_of_one_person_in_a_note_are_said_once() -> None:
    source, document, respondent = talk(
        "a.txt", [("I", "interviewer", "Where?"), ("Ole Roth", "participant", "There.")]
    )
    note = "2 labels were read as one speaker: 'Ole Roth', 'Roth, Ole'. Also 'I', 'I'."
    corpus = Corpus((replace(source, notes=(note,)),), (document,), (respondent,))
    (changed,) = protect(corpus).corpus.sources[0].notes
    assert changed == "2 labels were read as one speaker: '[Person 1]'. Also 'I', 'I'."


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("| Date of birth | 03/12/1971 |", "| Date of birth | [birthdate 1] |"),
        ("I was born 11 February 1975.", "I was born [birthdate 1]."),
        (
            "My date of birth is shown as 7 Aug 1909, it is 7 August 1990.",
            "My date of birth is shown as [birthdate 1], it is [birthdate 2].",
        ),
        (
            "Mein Geburtstag ist der 3.4.1971 und am 5.6.2024 kam das Paket.",
            "Mein Geburtstag ist der [birthdate 1] und am 5.6.2024 kam das Paket.",
        ),
        ("Then doctor Featherstone, in a hurry, rang.", "Then doctor [Name 1], in a hurry, rang."),
        ("the doctor said my family will pay", "the doctor said my family will pay"),
    ],
)
def test_dates_of_birth_in_heads_and_corrections_and_titles_in_lower_case(text: str, changed: str) -> None:
    assert protected_text(text) == changed
