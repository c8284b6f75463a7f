"""Talk without punctuation and capitals is cut where one thought ends; punctuated text is left to the rules."""

from __future__ import annotations

import pytest

from voc.schema import Corpus, Document, Segmentation, Turn
from voc.segment import segment
from voc.segment.unpunctuated import lacks_punctuation, thought_ends

GYM = (
    "also ich gehe seit zwei jahren in dieses studio und die geräte sind wirklich modern das gefällt mir sehr "
    "die duschen sind leider oft kalt und niemand kümmert sich darum ähm der trainer hat mir am anfang alles gut "
    "erklärt und er war sehr geduldig aber die kündigung per mail hat überhaupt nicht geklappt ich musste dreimal "
    "anrufen danach haben sie mir trotzdem noch einen monat abgebucht"
)
BANK = (
    "so i opened the account last spring and the sign up was really quick that was great the app keeps logging me out "
    "though and i have to enter the code every time um the lady on the phone was very patient and she explained the "
    "fees to me but the card never arrived i waited five weeks for it and nobody could tell me where it was i think "
    "the interest rate is fair"
)


def talk(text: str) -> Segmentation:
    document = Document("d-0", "a.txt", "interview", text, (Turn(0, len(text), "", "participant", "r-0"),))
    return segment(Corpus((), (document,), ()))


def together(units: list[str], *phrases: str) -> bool:
    """Whether one unit has all of the phrases."""
    return any(all(phrase in unit for phrase in phrases) for unit in units)


@pytest.mark.parametrize(
    ("text", "complaints", "praises"),
    [
        (
            GYM,
            ("duschen sind leider oft kalt", "kündigung per mail"),
            ("geräte sind wirklich modern", "trainer hat mir am anfang"),
        ),
        (BANK, ("app keeps logging me out", "card never arrived"), ("sign up was really quick", "lady on the phone")),
    ],
)
def test_complaint_and_praise_are_statements_of_their_own(
    text: str, complaints: tuple[str, ...], praises: tuple[str, ...]
) -> None:
    units = [unit.text for unit in talk(text).segments]
    assert 6 <= len(units) <= 14
    for complaint in complaints:
        assert together(units, complaint)
        assert not any(together(units, complaint, praise) for praise in praises)


@pytest.mark.parametrize(
    ("language", "praise", "complaint"),
    [
        ("de", "der garten ist schön angelegt", "was mich aber ärgert ist das tor das immer offen steht"),
        ("de", "die anzeige ist richtig gut", "schade ist nur dass sie nachts so hell leuchtet"),
        ("de", "das rad fährt sich alles in allem gut", "nur der sattel der ist viel zu hart"),
        ("en", "the guides are really kind", "the part that sucks is the bus is never on time"),
        ("en", "the tent itself is lovely", "what bugs me is you need three people to put it up"),
        ("en", "the coffee is strong and cheap", "the worst part is there is nowhere to sit"),
    ],
)
def test_a_clause_that_judges_what_follows_begins_a_statement(language: str, praise: str, complaint: str) -> None:
    assert thought_ends([f"{praise} {complaint}"], language) == [[len(praise) + 1]]


@pytest.mark.parametrize("text", [GYM, BANK])
def test_offsets_are_exact_and_no_word_is_lost(text: str) -> None:
    segments = talk(text).segments
    assert all(unit.text == text[unit.start : unit.end] for unit in segments)
    assert " ".join(unit.text for unit in segments) == text


def test_line_breaks_of_captions_do_not_cut() -> None:
    words = GYM.split()
    wrapped = "\n".join(" ".join(words[start : start + 9]) for start in range(0, len(words), 9))
    assert [unit.text.split() for unit in talk(wrapped).segments] == [unit.text.split() for unit in talk(GYM).segments]


@pytest.mark.parametrize(
    "text",
    [
        "Ich gehe seit zwei Jahren in dieses Studio, und die Geräte sind modern. Die Duschen sind leider oft kalt.",
        "The sign-up was quick. The app keeps logging me out, though, and I have to enter the code every time.",
        "Die Duschen sind leider oft kalt",
        "12.5 3,5 4.4 " * 3,
    ],
)
def test_punctuated_and_short_text_is_left_to_the_rules(text: str) -> None:
    assert not lacks_punctuation(text, spoken=True)


def test_one_mark_at_the_end_of_a_long_turn_is_no_punctuation() -> None:
    assert lacks_punctuation(GYM + ".", spoken=True)
    assert not lacks_punctuation(" ".join(GYM.split()[:25]) + ".", spoken=True)


def test_a_text_is_cut_alike_whatever_it_is_cut_with() -> None:
    alone = thought_ends([GYM], "de")
    assert thought_ends(["ja genau", GYM, GYM.upper()], "de")[1] == alone[0]
    assert thought_ends([], "de") == []
    assert thought_ends(["", "ja"], "de") == [[], []]


def test_other_languages_are_not_cut_by_the_model() -> None:
    assert thought_ends(["la salle était trop petite et le café était froid mais le guide était gentil"], "fr") == [[]]


def test_no_thought_is_longer_than_a_unit() -> None:
    units = talk(("wort " * 900).strip()).segments
    assert max(len(unit.text.split()) for unit in units) <= 60


def test_a_loop_of_the_recogniser_is_one_unit_at_most() -> None:
    text = (
        "die heizung war kaputt und keiner kam " + "und dann " * 12 + "der hausmeister war aber sehr nett zu uns allen"
    )
    units = [unit.text for unit in talk(text).segments]
    assert sum(unit.count("und dann") >= 1 for unit in units) == 1
    assert not together(units, "heizung war kaputt", "hausmeister war aber")


def test_a_sentence_that_is_repeated_is_one_statement() -> None:
    text = "Der Aufzug steht seit Montag still. " * 6 + "Die Treppe ist sauber und hell."
    assert len(talk(text).segments) == 2


@pytest.mark.parametrize(
    "turn", ["Mhm.", "ja genau", "Yeah, right, okay.", "ähm also ja", "you you you you you", "Bis bald dann. " * 5]
)
def test_a_turn_of_fillers_or_loops_is_no_statement(turn: str) -> None:
    result = talk(turn)
    assert result.segments == ()
    assert result.n_empty == 1


@pytest.mark.parametrize(
    "turn", ["Nein.", "Ja.", "Ja, ja.", "No.", "Yes.", "Yes, right.", "Ja, die Heizung tropft.", "sehr sehr sehr gut"]
)
def test_a_short_turn_that_says_something_stays(turn: str) -> None:
    assert len(talk(turn).segments) == 1


@pytest.mark.parametrize("text", ["a " * 30_000, "x" * 100_000, "ja nein " * 20_000, "wort\n" * 10_000])
def test_endless_talk_takes_no_time(text: str) -> None:
    assert all(unit.text == text[unit.start : unit.end] for unit in talk(text).segments)
