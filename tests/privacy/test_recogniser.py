"""Names that nothing announces, what is taken for no name, and how a name spreads over a study."""

from __future__ import annotations

import pytest

from tests.privacy.test_protect import corpus, protected_text, table, talk
from voc.privacy import protect
from voc.privacy.recogniser import find_unannounced


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gestern war ich mit Meike beim Arzt.", "Meike"),
        ("Das hat dann Kemal aus der Werkstatt erledigt.", "Kemal"),
        ("Meiner Chefin Adwoa gefiel das gar nicht.", "Adwoa"),
        ("Mein Mann, der Hannes, lacht darüber.", "Hannes"),
        ("Der Kollege Demirci hat das gebaut.", "Demirci"),
        ("Ohne Ludmilla Sawatzki wäre ich verloren.", "Ludmilla Sawatzki"),
        ("So I rang Keisha and she sorted it.", "Keisha"),
        ("Then Olu came round with a new cable.", "Olu"),
        ("I blame Graham for the mess.", "Graham"),
        ("Henrietta van der Linde wrote the report.", "Henrietta van der Linde"),
        ("then dave came over with a cable", "dave"),
        ("das hat mir gestern sabine gezeigt", "sabine"),
    ],
)
def test_a_name_without_announcement_is_found_whole(text: str, name: str) -> None:
    (mention,) = find_unannounced(text)
    assert text[mention.start : mention.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "Zahlung per Karte ging nicht, Passwort war falsch.",
        "Die Waschmaschine von Bosch steht in Kassel.",
        "Im Hotel Regina gab es kein Frühstück.",
        "Sherlock Holmes hätte den Knopf auch nicht gefunden.",
        "Der Bauer verkauft Eier, der Koch kauft sie.",
        "Delivery was late and Support never answered.",
        "We drove from Leeds to Bristol in a Ford.",
        "The Nora dress shrank.",
        "Will it work in May, or in June?",
        "das glas ist halb voll und der koch ist weg",
    ],
)
def test_brands_places_shops_and_nouns_are_no_names(text: str) -> None:
    assert find_unannounced(text) == []


def test_a_name_found_in_one_text_goes_in_all_of_them_with_its_genitive() -> None:
    rows = [
        "Meine Kollegin Wiebke hat es bestellt.",
        "Wiebkes Paket kam nie, WIEBKE auch nicht, die Wiebke-Box fehlt.",
        "das paket von wiebke kam nie",
        "Die Wiebkestraße ist lang.",
    ]
    texts = [document.text for document in protect(corpus(*table("t.csv", rows))).corpus.documents]
    assert texts[0] == "Meine Kollegin [Name 1] hat es bestellt."
    assert texts[1] == "[Name 1]s Paket kam nie, [Name 1] auch nicht, die [Name 1]-Box fehlt."
    assert texts[2] == "das paket von [Name 1] kam nie"
    assert texts[3] == "Die Wiebkestraße ist lang."


def test_a_name_that_is_an_ordinary_word_does_not_spread() -> None:
    rows = ["Frau Koch hat mir geholfen.", "Der Koch hat die Suppe versalzen."]
    texts = [document.text for document in protect(corpus(*table("t.csv", rows))).corpus.documents]
    assert texts == ["Frau [Name 1] hat mir geholfen.", "Der Koch hat die Suppe versalzen."]


def test_a_file_named_after_somebody_in_a_text_hides_them() -> None:
    part = talk("notes_wiebke.txt", [("B", "participant", "Das hat Wiebke gesagt.")])
    assert protect(corpus(part)).corpus.sources[0].path == "notes_[Name 1].txt"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Der Server 192.168.178.24 war weg.", "Der Server [ip 1] war weg."),
        ("Die IP 10.0.0.7 ist gesperrt.", "Die IP [ip 1] ist gesperrt."),
        ("fe80::1ff:fe23:4567:890a is down", "[ip 1] is down"),
        ("Benutzername: berta.k", "Benutzername: [login 1]"),
        ("my user name is kev_92", "my user name is [login 1]"),
        ("Audio: D:/Users/bkla/Talks/3.m4a", "Audio: D:/Users/[login 1]/Talks/3.m4a"),
        ("media: C:\\Users\\Berta Kla\\3.wav", "media: C:\\Users\\[login 1]\\3.wav"),
        ("/home/bkla/3.wav", "/home/[login 1]/3.wav"),
        ("Geboren am 3.4.81 in Ulm", "Geboren am [birthdate 1] in Ulm"),
        ("Ich habe am 12. Mai Geburtstag.", "Ich habe am [birthdate 1] Geburtstag."),
    ],
)
def test_network_addresses_logins_and_birthdays_are_replaced(text: str, changed: str) -> None:
    assert protected_text(text) == changed


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.2.3.4 ist da",
        "Um 12:34:56 kam der Zug",
        "Mein Benutzername ist falsch",
        "The login failed: wrong password",
        "C:/Users/Public/3.wav",
    ],
)
def test_versions_times_and_talk_of_logins_stay(text: str) -> None:
    assert protected_text(text) == text


@pytest.mark.parametrize("role", ["Respondent", "Participant", "Moderator", "Teilnehmerin"])
def test_the_word_for_a_role_is_no_name(role: str) -> None:
    assert find_unannounced(f"Ask {role} about the price of parking.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Heike Brandauer hat mir alles erklärt.", "Heike Brandauer"),
        ("Gestern habe ich mit Petra Kuchen gebacken.", "Petra"),
        ("Heikes Rat war gut.", "Heikes"),
    ],
)
def test_an_ordinary_word_between_a_first_name_and_its_verb_is_a_surname(text: str, name: str) -> None:
    assert [text[mention.start : mention.end] for mention in find_unannounced(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Der Schwager, ein gewisser Tammo, hat alles verkabelt.", "Tammo"),
        ("Unsere Patentante Hedwig war dabei.", "Hedwig"),
        ("Hedwigs Rückfrage kam spät.", "Hedwigs"),
        ("The technician, Dagfinn, came on Friday.", "Dagfinn"),
        ("Bea, the cook, made it.", "Bea"),
        ("die familie krasniqi wohnt nebenan", "krasniqi"),
        ("SPEAKER_01: das hat mir die ilknur gezeigt", "ilknur"),
    ],
)
def test_appositions_and_texts_of_recognisers_name_people(text: str, name: str) -> None:
    (mention,) = find_unannounced(text)
    assert text[mention.start : mention.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "Labels are missing everywhere.",
        "Tim Hortons coffee was cold.",
        "Sandy beaches.",
        "How did QRBoard help you?",
        "i use garmin and strava",
    ],
)
def test_plurals_products_and_spices_are_no_names(text: str) -> None:
    assert find_unannounced(text) == []
