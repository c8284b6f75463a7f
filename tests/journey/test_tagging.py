"""Tagging: the right touchpoint in both languages, none for general talk, and the same for a row wherever it stands."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.journey.journey_kit import Said, tagged
from voc.journey import Tagger
from voc.journey.tagging import THRESHOLD
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder, HashingEncoder
from voc.schema import Taxonomy

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
    names, tags, _ = tagged([Said("p", text, language=language) for language, text, _ in PLACED], taxonomy, encoder)
    wrong = [(text, name) for (_, text, truth), name in zip(PLACED, names, strict=True) if name != truth]
    assert not wrong
    assert tags.touchpoint.dtype == np.int32
    assert tags.score.dtype == np.float32
    assert ((tags.score >= THRESHOLD) & (tags.score <= 1)).all()


def test_general_talk_stays_unassigned(taxonomy: Taxonomy, encoder: Encoder) -> None:
    names, tags, _ = tagged([Said("p", text, language=language) for language, text in GENERAL], taxonomy, encoder)
    assert names == [""] * len(GENERAL)
    assert (tags.score < THRESHOLD).all()


def test_the_question_places_a_short_answer(taxonomy: Taxonomy, encoder: Encoder) -> None:
    text = "Das Formular war leicht zu finden, aber viel zu lang."
    alone, _, _ = tagged([Said("p", text)], taxonomy, encoder)
    asked, _, _ = tagged([Said("p", text, question="Wie lief die Rücksendung, also die Retoure?")], taxonomy, encoder)
    other, _, _ = tagged([Said("p", text, question="Was machen Sie beruflich?")], taxonomy, encoder)
    assert alone == other == [""]
    assert asked == ["returns"]


def test_a_row_is_tagged_alike_alone_and_in_a_study(taxonomy: Taxonomy, encoder: Encoder) -> None:
    said = [Said("p", text, language=language) for language, text, *_ in [*PLACED, *GENERAL]]
    _, together, vectors = tagged(said, taxonomy, encoder)
    _, backwards, _ = tagged(said[::-1], taxonomy, encoder)
    assert np.array_equal(together.score, backwards.score[::-1])
    tagger = Tagger.build(taxonomy, encoder.encode)
    for row, one in enumerate(said):
        alone = tagger.tag_texts([one.text], vectors[row : row + 1], questions=[""], languages=[one.language])
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
