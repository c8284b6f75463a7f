"""Tagging: the right touchpoint in both languages, none for general talk, and the same for a row wherever it stands."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.journey.statements import Statement, make_readings, make_segments, tag_statements
from voc.journey import Tagger, measure_feelings
from voc.journey.tagging import THRESHOLD, segments_at, select_tags
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder, HashingEncoder
from voc.schema import FurtherTag, Tags, Taxonomy

PLACED = [
    ("de", "Den Rücksendeschein musste ich selbst ausdrucken.", "returns"),
    ("de", "Auf die Erstattung habe ich einen Monat gewartet.", "returns"),
    ("de", "Der Paketbote hat die Sendung einfach vor die Tür gestellt.", "delivery"),
    ("de", "An der Kasse standen zwölf Leute und nur eine Kassiererin.", "till"),
    ("de", "Der Chatbot hat meine Frage dreimal nicht verstanden.", "chatbot"),
    ("de", "Meine Schwägerin hat mir empfohlen, da mal zu schauen.", "friends_recommendation"),
    ("de", "Mit der Größentabelle auf der Website kam ich nicht klar.", "website"),
    ("de", "Die Verkäuferin hat mich richtig gut beraten.", "advice_talk"),
    ("de", "Nach dem Update stürzt die App dauernd ab.", "app_use"),
    ("de", "Ich kann den Laden nur weiterempfehlen.", "personal_recommendation"),
    ("en", "The tracking page said my parcel was in Leeds for a week.", "delivery_tracking"),
    ("en", "My card was declined twice although there was money on it.", "payment"),
    ("en", "I was on hold with customer service for forty minutes.", "service_call"),
    ("en", "I saw an ad on Instagram and got curious.", "social_media_ad"),
    ("en", "So much plastic packaging for one tiny bottle.", "packaging"),
    ("en", "They repaired my jacket under warranty.", "repair"),
    ("en", "I left a review and gave it five stars.", "review_written"),
    ("en", "I had to create an account and choose a password with a symbol.", "account_creation"),
]
GENERAL = [
    ("de", "Meistens sitzen wir abends noch zusammen und reden."),
    ("de", "Mein Bruder studiert jetzt in Graz."),
    ("de", "Das muss jeder für sich selbst herausfinden."),
    ("de", "Ja, stimmt."),
    ("de", "Bei uns im Büro entscheidet am Ende die Chefin."),
    ("en", "We argued about which film to watch and then flipped a coin."),
    ("en", "I usually feel fine in larger groups."),
    ("en", "My grandmother taught me how to bake bread."),
    ("en", "Hm, let me think about that."),
    ("en", "He tends to talk over people in meetings."),
]


def test_clear_statements_get_their_touchpoint(taxonomy: Taxonomy, encoder: Encoder) -> None:
    names, tags, _ = tag_statements(
        [Statement("p", text, language=language) for language, text, _ in PLACED], taxonomy, encoder
    )
    wrong = [(text, name) for (_, text, truth), name in zip(PLACED, names, strict=True) if name != truth]
    assert not wrong
    assert tags.touchpoint.dtype == np.int32
    assert tags.score.dtype == np.float32
    assert ((tags.score >= THRESHOLD) & (tags.score <= 1)).all()


def test_general_talk_stays_unassigned(taxonomy: Taxonomy, encoder: Encoder) -> None:
    names, tags, _ = tag_statements(
        [Statement("p", text, language=language) for language, text in GENERAL], taxonomy, encoder
    )
    assert names == [""] * len(GENERAL)
    assert (tags.score < THRESHOLD).all()


def test_the_question_places_a_short_answer(taxonomy: Taxonomy, encoder: Encoder) -> None:
    text = "Das Formular war leicht zu finden, aber viel zu lang."
    alone, _, _ = tag_statements([Statement("p", text)], taxonomy, encoder)
    with_question, _, _ = tag_statements(
        [Statement("p", text, question="Wie lief die Rücksendung, also die Retoure?")], taxonomy, encoder
    )
    other, _, _ = tag_statements([Statement("p", text, question="Was machen Sie beruflich?")], taxonomy, encoder)
    assert alone == other == [""]
    assert with_question == ["returns"]


def test_a_row_is_tagged_alike_alone_and_in_a_study(taxonomy: Taxonomy, encoder: Encoder) -> None:
    statements = [Statement("p", text, language=language) for language, text, *_ in [*PLACED, *GENERAL]]
    _, together, vectors = tag_statements(statements, taxonomy, encoder)
    _, backwards, _ = tag_statements(statements[::-1], taxonomy, encoder)
    assert np.array_equal(together.score, backwards.score[::-1])
    tagger = Tagger.build(taxonomy, encoder.encode)
    for row, statement in enumerate(statements):
        alone = tagger.tag_texts(
            [statement.text], vectors[row : row + 1], questions=[""], languages=[statement.language]
        )
        assert alone.touchpoint[0] == together.touchpoint[row]
        assert alone.score[0] == together.score[row]


def test_many_rows_are_cut_into_blocks_without_a_seam(taxonomy: Taxonomy, encoder: Encoder) -> None:
    texts = [PLACED[0][1]] * 4100
    vectors = np.repeat(encoder.encode(texts[:1]), len(texts), axis=0)
    assert len(set(Tagger.build(taxonomy, encoder.encode).tag_texts(texts, vectors).score.tolist())) == 1


@pytest.mark.parametrize("language", ["de", "en", "both"])
def test_names_and_one_line_each_are_enough(encoder: Encoder, language: str) -> None:
    lines = {
        "Einchecken": "Ankunft, Rezeption, Schlüssel bekommen",
        "Frühstück": "Buffet am Morgen, Kaffee, Brötchen",
        "Zimmer": "Bett, Bad, Sauberkeit, Lärm",
    }
    text = ['[[phases]]\nname = "Aufenthalt"']
    for name, line in lines.items():
        given = json.dumps(line, ensure_ascii=False)
        given = given if language == "both" else f"{{ {language} = {given} }}"
        key = "description" if language == "both" else "descriptions"
        text.append(f'[[touchpoints]]\nphase = "aufenthalt"\nname = "{name}"\n{key} = {given}')
    taxonomy = parse_taxonomy("\n".join(text))
    texts = ["Die Brötchen waren trocken.", "Das Bett war durchgelegen.", "An der Rezeption saß niemand.", "Ja, genau."]
    tags = Tagger.build(taxonomy, encoder.encode).tag_texts(texts, encoder.encode(texts))
    assert tags.touchpoint.tolist() == [1, 2, 0, -1]


def test_nothing_in_nothing_out(taxonomy: Taxonomy) -> None:
    encoder = HashingEncoder()
    assert len(Tagger.build(taxonomy, encoder.encode).tag_texts([], encoder.encode([])).touchpoint) == 0
    empty = Taxonomy("none", {}, (), ())
    assert Tagger.build(empty, encoder.encode).tag_texts(["Hm"], encoder.encode(["Hm"])).touchpoint.tolist() == [-1]


@pytest.mark.parametrize("text", ["", " ", "???", "\u0000", "🙂🙂", "x" * 20_000, "١٢٣"])
def test_hostile_texts_get_a_finite_score(taxonomy: Taxonomy, text: str) -> None:
    encoder = HashingEncoder()
    tags = Tagger.build(taxonomy, encoder.encode).tag_texts(
        [text], encoder.encode([text]), questions=[text], languages=["xx"]
    )
    assert np.isfinite(tags.score).all()


def test_another_encoder_and_journey_are_not_mixed_up(encoder: Encoder) -> None:
    texts, small = ["Das Geld kam nie zurück."], HashingEncoder()
    tiny = parse_taxonomy('[[phases]]\nname = "Alles"\n[[touchpoints]]\nphase = "alles"\nname = "Geld"')
    other = parse_taxonomy('[[phases]]\nname = "Alles"\n[[touchpoints]]\nphase = "alles"\nname = "Wetter"')
    first = Tagger.build(tiny, encoder.encode).tag_texts(texts, encoder.encode(texts))
    assert Tagger.build(other, encoder.encode).tag_texts(texts, encoder.encode(texts)).score[0] < first.score[0]
    Tagger.build(tiny, small.encode).tag_texts(texts, small.encode(texts))
    again = Tagger.build(tiny, encoder.encode).tag_texts(texts, encoder.encode(texts))
    assert first.score.tolist() == again.score.tolist()


TWO_CONTACTS = [
    ("de", "Die Lieferung kam zu spät und der Chatbot wusste von nichts.", {"delivery", "chatbot"}),
    ("de", "An der Kasse war es voll, dafür war die Verpackung schön.", {"till", "packaging"}),
    ("en", "The packaging was lovely but the delivery took three weeks.", {"packaging", "delivery"}),
    ("en", "The chatbot was useless and the returns label did not print.", {"chatbot", "returns"}),
]
ONE_CONTACT = [
    ("de", "Der Paketbote hat die Sendung einfach vor die Tür gestellt."),
    ("de", "Den Rücksendeschein für die Retoure musste ich selbst ausdrucken."),
    ("en", "I was on hold with customer service for forty minutes."),
    ("en", "I saw an ad on Instagram and got curious."),
    ("en", "My grandmother taught me how to bake bread."),
]


def places(tags: Tags, taxonomy: Taxonomy, row: int) -> set[str]:
    """Ids of all touchpoints of a row."""
    more = [tag.touchpoint for tag in tags.also if tag.segment == row]
    return {taxonomy.touchpoints[place].touchpoint_id for place in [int(tags.touchpoint[row]), *more] if place >= 0}


def test_two_contacts_in_one_sentence_are_both_found(taxonomy: Taxonomy, encoder: Encoder) -> None:
    statements = [Statement("p", text, language=language) for language, text, _ in TWO_CONTACTS]
    _, tags, _ = tag_statements(statements, taxonomy, encoder)
    assert [places(tags, taxonomy, row) for row in range(len(TWO_CONTACTS))] == [truth for *_, truth in TWO_CONTACTS]
    assert all(0.5 < tag.score <= 1 for tag in tags.also)
    _, backwards, _ = tag_statements(statements[::-1], taxonomy, encoder)
    assert sorted((len(TWO_CONTACTS) - 1 - tag.segment, tag.touchpoint, tag.score) for tag in backwards.also) == sorted(
        (tag.segment, tag.touchpoint, tag.score) for tag in tags.also
    )


def test_one_contact_stays_one_and_general_talk_none(taxonomy: Taxonomy, encoder: Encoder) -> None:
    _, tags, vectors = tag_statements(
        [Statement("p", text, language=language) for language, text in ONE_CONTACT], taxonomy, encoder
    )
    assert tags.also == ()
    texts = [text for _, text in ONE_CONTACT]
    assert Tagger.build(taxonomy, encoder.encode).tag_texts(texts, vectors).also == ()


def test_a_statement_counts_at_each_touchpoint_and_once_in_a_phase(taxonomy: Taxonomy) -> None:
    first = taxonomy.touchpoints[0]
    same = next(i for i, touchpoint in enumerate(taxonomy.touchpoints) if i and touchpoint.phase_id == first.phase_id)
    other = next(i for i, touchpoint in enumerate(taxonomy.touchpoints) if touchpoint.phase_id != first.phase_id)
    statements = [Statement("a", "Eins.", 0.5), Statement("b", "Zwei.", -0.5), Statement("", "Niemand.", 1.0)]
    also = (FurtherTag(0, same, 0.7), FurtherTag(0, other, 0.6), FurtherTag(2, other, 0.6))
    tags = Tags(np.array([0, 0, 0], np.int32), np.ones(3, np.float32), also)
    result = {
        statement.touchpoint_id or statement.phase_id: statement
        for statement in measure_feelings(make_segments(statements), make_readings(statements), tags, taxonomy)
    }
    counts = {key: item.n_segments for key, item in result.items() if item.n_segments}
    ids = [taxonomy.touchpoints[place].touchpoint_id for place in (0, same, other)]
    phases = [first.phase_id, taxonomy.touchpoints[other].phase_id]
    assert counts == {phases[0]: 2, ids[0]: 2, ids[1]: 1, phases[1]: 1, ids[2]: 1}
    assert result[ids[2]].polarity == 0.5


def test_a_part_keeps_its_further_tags_at_their_new_positions() -> None:
    also = (FurtherTag(0, 3, 0.7), FurtherTag(2, 1, 0.6), FurtherTag(2, 4, 0.55))
    tags = Tags(np.array([1, -1, 2], np.int32), np.ones(3, np.float32), also)
    part = select_tags(tags, np.array([2, 0]))
    assert part.touchpoint.tolist() == [2, 1]
    assert part.also == (FurtherTag(0, 1, 0.6), FurtherTag(0, 4, 0.55), FurtherTag(1, 3, 0.7))
    assert segments_at(tags, [1]).tolist() == [0, 2]
    assert segments_at(tags, [1, 2, 3]).tolist() == [0, 2]
    assert segments_at(select_tags(tags, np.array([1])), [1]).tolist() == []
