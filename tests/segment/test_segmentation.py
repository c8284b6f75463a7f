"""Documents → segments: offsets, units, empty answers, roles, ids."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.config import StudyConfig
from voc.schema import Corpus, Document, Kind, Role, Segmentation, Turn, stable_id
from voc.segment import segment


def document(text: str, *, kind: Kind = "review", number: int = 0, turns: tuple[Turn, ...] | None = None) -> Document:
    whole = (Turn(0, len(text), "", "participant", f"r-{number}"),)
    return Document(f"d-{number}", "a.csv", kind, text, whole if turns is None else turns)


def cut(*documents: Document) -> Segmentation:
    return segment(Corpus((), documents, ()))


def texts(text: str, kind: Kind = "review") -> list[str]:
    return [unit.text for unit in cut(document(text, kind=kind)).segments]


# ---------------------------------------------------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "The delivery was late. The shoes fit well. Returning them cost me nothing.",
            ["The delivery was late.", "The shoes fit well.", "Returning them cost me nothing."],
        ),
        ("@shop thanks. you rock!", ["@shop thanks. you rock!"]),
        ("It was bad. The parcel took three weeks.", ["It was bad. The parcel took three weeks."]),
        (
            "Ja. Genau, halt. Ich bestelle immer abends am Handy.",
            ["Ja. Genau, halt. Ich bestelle immer abends am Handy."],
        ),
        (
            "Die Sohle war kaputt. Echt ärgerlich. Der Kundendienst hat sofort geholfen.",
            ["Die Sohle war kaputt. Echt ärgerlich.", "Der Kundendienst hat sofort geholfen."],
        ),
        ("Ja.", ["Ja."]),
    ],
)
def test_a_unit_is_one_thought(text: str, units: list[str]) -> None:
    assert texts(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "Wir waren z.B. am 3. Mai im Laden, d.h. ca. 20 km entfernt.",
        "Das hat Dr. Klamm bzw. Frau Prof. Dr. Steg am 12. und 13. Juni gezeigt.",
        "Nr. 5 kostet 3.50 Euro inkl. Versand.",
        "We met Mr. Klamm e.g. at 3 p.m. in the U.S. office.",
        "The price rose approx. 3.5 percent vs. last year.",
        "Das steht auf www.beispiel.de/schuhe.html im zweiten Absatz.",
        "Er sagte „Komm!“ und lief dann einfach los.",
        "Ich stand dann (ca. 5 Sek. Pause) eine Stunde lang vor der Tür.",
        "We waited [sighs. long pause] for an hour at the gate.",
    ],
)
def test_a_full_stop_that_ends_no_sentence(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "Ich habe Socken, Shirts usw. bestellt usw. Das Paket kam nach zwei Tagen.",
            ["Ich habe Socken, Shirts usw. bestellt usw.", "Das Paket kam nach zwei Tagen."],
        ),
        (
            "Den Laden gibt es seit 1990. Die Beratung dort ist ehrlich.",
            ["Den Laden gibt es seit 1990.", "Die Beratung dort ist ehrlich."],
        ),
        (
            "Die Naht ging auf... Der Ersatz kam schnell an.",
            ["Die Naht ging auf...", "Der Ersatz kam schnell an."],
        ),
        (
            "Farbe passt gut.Größe fällt leider klein aus.",
            ["Farbe passt gut.", "Größe fällt leider klein aus."],
        ),
        (
            "Tolle Schuhe gekauft! 😃 Der Versand war langsam.",
            ["Tolle Schuhe gekauft! 😃", "Der Versand war langsam."],
        ),
        (
            "Die Schuhe sitzen super :) Aber die Schnürsenkel reißen.",
            ["Die Schuhe sitzen super :)", "Aber die Schnürsenkel reißen."],
        ),
        (
            "Das Regal war leer. „Die Lieferung kommt morgen“ stand dort.",
            ["Das Regal war leer.", "„Die Lieferung kommt morgen“ stand dort."],
        ),
    ],
)
def test_a_sentence_that_ends_unusually(text: str, units: list[str]) -> None:
    assert texts(text) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("- Größe stimmt\n- Farbe blass\n- Versand teuer", ["Größe stimmt", "Farbe blass", "Versand teuer"]),
        (
            "Drei Dinge stören:1. Das Porto kostet zu viel.2. Der Chat antwortet nie.",
            ["Drei Dinge stören:", "1. Das Porto kostet zu viel.", "2. Der Chat antwortet nie."],
        ),
        ("Preis\nQualität\nBeratung", ["Preis", "Qualität", "Beratung"]),
        ("- Pay drivers more- Answer mails sooner", ["Pay drivers more", "Answer mails sooner"]),
        (
            "The checkout asked for my address twice and then it simply\nforgot what I had typed in before",
            ["The checkout asked for my address twice and then it simply\nforgot what I had typed in before"],
        ),
        (
            "Der Warenkorb war leer\n\nDas Bezahlen ging schnell",
            ["Der Warenkorb war leer", "Das Bezahlen ging schnell"],
        ),
    ],
)
def test_lines_end_a_thought_unless_they_are_only_wrapped(text: str, units: list[str]) -> None:
    assert texts(text) == units


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ('*"Das muss einfach funktionieren."*', "Das muss einfach funktionieren."),
        ("„Der Versand dauert zu lange.“", "Der Versand dauert zu lange."),
        ("  **Die Beratung war gut**  ", "Die Beratung war gut"),
        ("• Bezahlen per Rechnung fehlt", "Bezahlen per Rechnung fehlt"),
        ('They called it "premium shoes" in the shop', 'They called it "premium shoes" in the shop'),
        ("Sie sagten „Premium“", "Sie sagten „Premium“"),
        ("the runners' shoes fell apart", "the runners' shoes fell apart"),
    ],
)
def test_marks_around_the_whole_are_taken_off(text: str, unit: str) -> None:
    assert texts(text) == [unit]


def test_an_endless_spoken_sentence_is_cut_at_sensible_places() -> None:
    clause = "ich habe dann in der App nach einem Schuh in meiner Größe gesucht"
    text = f"{clause} und {clause}, aber {clause} und {clause}, aber {clause} und {clause} und dann {clause}"
    units = texts(text, "interview")
    assert len(units) > 1
    assert all(12 <= len(unit.split()) <= 60 for unit in units)
    assert any(unit.startswith("aber ") for unit in units)


def test_words_without_any_mark_are_cut_too() -> None:
    units = texts("wort " * 500)
    assert max(len(unit.split()) for unit in units) <= 60
    assert sum(len(unit.split()) for unit in units) == 500


# ----------------------------------------------------------------------------------------------------------- empty


@pytest.mark.parametrize(
    "text",
    [
        *(
            "-",
            "k.A.",
            "k. A.",
            "Keine",
            "keine Angabe.",
            "NICHTS",
            "Weiß nicht",
            "weiss ich nicht!",
            "No comment",
            "n/a",
        ),
        *("None", "nothing", "dunno", "...", "??", "(inaudible)", "I don’t know", " \n "),
    ],
)
def test_an_answer_that_says_nothing_is_counted_and_left_out(text: str) -> None:
    result = cut(document(text))
    assert result.segments == ()
    assert result.n_empty == 1


@pytest.mark.parametrize("text", ["Keine Beratung", "nothing works", "😡", "Preis", "Nein", "3"])
def test_an_answer_that_says_something_stays(text: str) -> None:
    assert texts(text) == [text]


def test_that_it_fits_is_an_answer() -> None:
    assert texts("passt", "survey") == ["passt"]


def test_a_bare_no_says_nothing_only_in_a_survey() -> None:
    assert texts("Nein.", "survey") == []
    assert texts("Nein.", "interview") == ["Nein."]


def test_empty_turns_of_interviewers_are_not_counted() -> None:
    turns = (Turn(0, 3, "I", "interviewer"), Turn(4, 5, "B", "participant", "r-0"))
    result = cut(document("...\n-", kind="interview", turns=turns))
    assert (result.segments, result.context, result.n_empty) == ((), (), 1)


# ----------------------------------------------------------------------------------------------- roles, fields, ids


def test_participants_are_segments_and_all_others_context() -> None:
    text = "I: Wie bestellen Sie Schuhe?\nB: Meistens abends am Handy.\nP: Aufnahme läuft weiter."
    turns = (
        Turn(3, 28, "I", "interviewer", time_s=1.0),
        Turn(32, 57, "B", "participant", "r-9", 4.5, "Wie bestellen Sie Schuhe?"),
        Turn(61, 83, "P", "other"),
    )
    result = cut(document(text, kind="interview", turns=turns))
    assert [unit.text for unit in result.segments] == ["Meistens abends am Handy."]
    assert [unit.role for unit in result.context] == ["interviewer", "other"]
    answer = result.segments[0]
    assert (answer.respondent_id, answer.time_s, answer.question) == ("r-9", 4.5, "Wie bestellen Sie Schuhe?")
    assert (answer.kind, answer.source, answer.document_id, answer.language) == ("interview", "a.csv", "d-0", "de")


def test_text_outside_turns_is_not_analysed() -> None:
    assert cut(document("# Heading\nNobody says this.", turns=())).segments == ()


def test_ids_do_not_move_when_numbers_of_pseudonyms_grow() -> None:
    before = cut(document("[Person 9] war da. Das Lager war leer."))
    after = cut(document("[Person 10] war da. Das Lager war leer."))
    assert [unit.segment_id for unit in before.segments] == [unit.segment_id for unit in after.segments]


def test_ids_come_from_document_and_offsets() -> None:
    result = cut(document("Der Schuh drückt vorne."))
    assert result.segments[0].segment_id == stable_id("s", "d-0", "0", "23")


def test_other_documents_change_nothing() -> None:
    first, second = document("Der Schuh drückt. Die Farbe ist schön.", number=1), document("Too slow, sadly.", number=2)
    alone, together, turned = cut(first).segments, cut(first, second), cut(second, first)
    assert set(alone) <= set(together.segments)
    assert set(together.segments) == set(turned.segments)


def test_a_french_interview_is_neither_german_nor_english() -> None:
    text = "Je ne trouve pas la page des retours et c'est agaçant. Les photos sont belles. Très lisible."
    assert {unit.language for unit in cut(document(text, kind="interview")).segments} == {"fr"}


def test_short_answers_take_the_language_of_their_table() -> None:
    rows = [
        document("Die Schuhe sind leider zu klein und das Material ist dünn.", number=number) for number in range(9)
    ]
    result = cut(*rows, document("Top Service", number=10))
    assert result.segments[-1].language == "de"


def test_configured_languages_are_used() -> None:
    config = StudyConfig.model_validate({"study": {"languages": ["fr"]}})
    text = "Je ne trouve pas la page des retours."
    assert segment(Corpus((), (document(text),), ()), config).segments[0].language == "fr"


def test_progress_ends_with_all_documents() -> None:
    seen: list[tuple[str, int, int]] = []
    segment(Corpus((), (document("Gut gemacht."),), ()), progress=lambda *step: seen.append(step))
    assert seen[-1] == ("segment", 1, 1)


# -------------------------------------------------------------------------------------------------------- offsets

_BITS = st.sampled_from(
    [
        *(
            "gut. ",
            "Ja. ",
            "Der Schuh drückt",
            "z.B. ",
            "3. ",
            ", aber ",
            "und dann ",
            "the room was bad",
            "k.A.",
            "1.5",
            "Ä",
        ),
        *("[Person 3]", "[Name 12] ", "@x ", "https://a.de/b ", "😀", ":) ", "e\u0301", "\u200b", "- ", "• "),
        *"!?„“”»«*_'’\"…();.: \t\n\u00a0",
        *("\n\n", "\r\n", "... "),
    ]
)
_TEXTS = st.one_of(st.lists(_BITS, max_size=40).map("".join), st.text(max_size=80))
_ROLES: tuple[Role, ...] = ("participant", "participant", "interviewer")


@settings(max_examples=200, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.sampled_from(["interview", "survey"]))
def test_offsets_are_exact_and_every_letter_is_in_one_segment(parts: list[str], kind: Kind) -> None:
    turns, text = [], ""
    for number, part in enumerate(parts):
        turns.append(Turn(len(text), len(text) + len(part), "", _ROLES[number % 3], f"r-{number}"))
        text += part
    result = cut(document(text, kind=kind, turns=tuple(turns)))
    everything = sorted((*result.segments, *result.context), key=lambda unit: unit.start)
    for unit in everything:
        assert unit.text == text[unit.start : unit.end]
        assert unit.text == unit.text.strip()
        assert unit.text
    for first, second in itertools.pairwise(everything):
        assert first.end <= second.start
    assert list(result.segments) == [unit for unit in everything if unit.role == "participant"]
    assert len({unit.segment_id for unit in everything}) == len(everything)
    missed = 0
    for turn in turns:
        inside = [unit for unit in everything if turn.start <= unit.start < turn.end]
        covered = {place for unit in inside for place in range(unit.start, unit.end)}
        letters = {place for place in range(turn.start, turn.end) if text[place].isalnum()}
        assert not inside or letters <= covered
        missed += not inside and turn.role == "participant"
    assert missed == result.n_empty


@pytest.mark.parametrize(
    "text", ["x" * 200_000, "a. " * 20_000, "\n" * 5_000 + "a", '"' * 5_000 + "a", "- " * 5_000 + "a"]
)
def test_hostile_texts_take_no_time(text: str) -> None:
    result = cut(document(text))
    assert all(unit.text == text[unit.start : unit.end] for unit in result.segments)
