"""Readings of sentences written for these tests, and the parts they are made of."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from voc.models.encoder import Encoder
from voc.models.encoder_registry import load_encoder
from voc.models.ngrams import N_BUCKETS, hash_ngrams
from voc.models.readings import align_emotions, align_statements, leading_emotion, leave_unread, predict_readings
from voc.models.text_readers import load_text_reader
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Readings

HARD: tuple[tuple[str, str], ...] = (
    ("Das Frühstück war nicht schlecht.", "positive"),
    ("Gar nicht so übel, die neue App.", "positive"),
    ("Da kann man wirklich nicht meckern.", "positive"),
    ("Ich hatte überhaupt keine Probleme bei der Rückgabe.", "positive"),
    ("Besser geht es kaum.", "positive"),
    ("Ich würde jederzeit wieder dort bestellen.", "positive"),
    ("Endlich eine Hotline, bei der man sofort drankommt.", "positive"),
    ("Die Schuhe halten auch nach zwei Jahren noch.", "positive"),
    ("Das ist alles andere als gut.", "negative"),
    ("Von schneller Lieferung kann keine Rede sein.", "negative"),
    ("Das Paket ist bis heute nicht angekommen.", "negative"),
    ("Nach vierzig Minuten in der Warteschleife habe ich aufgelegt.", "negative"),
    ("Der Support hat sich nie gemeldet.", "negative"),
    ("Ich finde den Knopf zum Bezahlen einfach nicht.", "negative"),
    ("Früher war das deutlich besser.", "negative"),
    ("Schade, dass die Größe nie vorrätig ist.", "negative"),
    ("Na toll, schon wieder abgestürzt.", "negative"),
    ("Das hätte ich mir für den Preis anders vorgestellt.", "negative"),
    ("Es wäre schön, wenn man die Farben vergleichen könnte.", "neutral"),
    ("Ich wünsche mir einen Filter nach Breite.", "neutral"),
    ("Haben Sie damit gute Erfahrungen gemacht?", "neutral"),
    ("Wie zufrieden sind Sie mit der Lieferung?", "neutral"),
    ("Ich laufe dreimal in der Woche, meistens abends.", "neutral"),
    ("Dann habe ich auf Weiter geklickt und die Adresse eingegeben.", "neutral"),
    ("Ich arbeite seit zwei Jahren als Lehrerin in Köln.", "neutral"),
    ("The room was not bad at all.", "positive"),
    ("I had no trouble finding my size.", "positive"),
    ("You can't go wrong with these shoes.", "positive"),
    ("I wouldn't buy them anywhere else.", "positive"),
    ("It never let me down.", "positive"),
    ("Couldn't be happier.", "positive"),
    ("They fit right out of the box.", "positive"),
    ("Not exactly what I would call fast.", "negative"),
    ("I am still waiting for my refund.", "negative"),
    ("Nobody could tell me where my parcel was.", "negative"),
    ("It took me ten minutes to find the search field.", "negative"),
    ("Great, the app logged me out again.", "negative"),
    ("It used to be much better.", "negative"),
    ("I expected more for that price.", "negative"),
    ("The sole came off after two weeks.", "negative"),
    ("It would be nice to compare two pairs side by side.", "neutral"),
    ("I wish there were a filter for width.", "neutral"),
    ("Was the delivery fast enough for you?", "neutral"),
    ("How satisfied are you with the app?", "neutral"),
    ("I usually run three times a week.", "neutral"),
    ("Then I clicked next and typed in my address.", "neutral"),
    ("I have been a nurse for eleven years.", "neutral"),
)
MUST_HOLD = 28
"""Of 47; the rest is missed today (understatement without a known pattern, irony, complaints without a bad word)."""
COMPLAINTS = (
    "Die Rücksendung hat drei Wochen gedauert und niemand hat geantwortet.",
    "The return took three weeks and nobody answered.",
    "Schon wieder kam das falsche Modell, das ist ärgerlich.",
    "I called four times and they hung up on me.",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("use")


def readings(encoder: Encoder, texts: list[str]) -> Readings:
    return predict_readings(texts, encoder.encode(texts), load_text_reader("deep"))


def test_readings_keep_the_schema(encoder: Encoder) -> None:
    texts = ["", "  ", "Sehr gut!", "x" * 9000, "🙂🙂", "Das Paket kam nie an."]
    found = readings(encoder, texts)
    n = len(texts)
    assert found.emotions.shape == (n, len(EMOTIONS))
    for name in ("polarity", "confidence", "emotions", "statement_confidence"):
        values = getattr(found, name)
        assert values.dtype == np.float32, name
        assert np.isfinite(values).all(), name
        assert values.min() >= (-1 if name == "polarity" else 0), name
        assert values.max() <= 1, name
    for name, kinds in (("sentiment", SENTIMENTS), ("statement", STATEMENTS), ("emotion", EMOTIONS)):
        values = getattr(found, name)
        assert values.dtype == np.int32, name
        assert values.shape == (n,), name
        assert set(values.tolist()) <= set(range(-1 if name == "emotion" else 0, len(kinds))), name


def test_texts_in_other_languages_are_left_unread(encoder: Encoder) -> None:
    texts = ["Der Aufzug ist kaputt, das nervt.", "L'ascenseur est en panne et c'est très agaçant.", "👎", "goedkoop"]
    readings = predict_readings(texts, np.asarray(encoder.encode(texts)), load_text_reader("basic"))
    left = leave_unread(readings, ["de", "fr", "", ""], texts)
    for row in (1, 3):
        assert SENTIMENTS[left.sentiment[row]] == "neutral"
        assert STATEMENTS[left.statement[row]] == "other"
        assert (left.polarity[row], left.confidence[row], left.emotion[row], left.about[row]) == (0, 0, -1, -1)
    for row in (0, 2):
        assert left.polarity[row] == readings.polarity[row]
        assert left.sentiment[row] == readings.sentiment[row]


def test_readings_of_no_texts_are_empty(encoder: Encoder) -> None:
    found = readings(encoder, [])
    assert found.polarity.shape == (0,)
    assert found.emotions.shape == (0, len(EMOTIONS))


def test_readings_depend_on_the_text_alone(encoder: Encoder) -> None:
    texts = [text for text, _ in HARD]
    together = readings(encoder, texts)
    for i in (0, 7, len(texts) - 1):
        alone = readings(encoder, [texts[i]])
        for name in Readings.__slots__:
            np.testing.assert_array_equal(getattr(alone, name)[0], getattr(together, name)[i])
    backwards = readings(encoder, texts[::-1])
    for name in Readings.__slots__:
        np.testing.assert_array_equal(getattr(backwards, name)[::-1], getattr(together, name))


def test_readings_get_most_hard_sentences_right(encoder: Encoder) -> None:
    found = readings(encoder, [text for text, _ in HARD])
    right = [SENTIMENTS[kind] == wanted for kind, (_, wanted) in zip(found.sentiment, HARD, strict=True)]
    wrong = [f"{text} → {SENTIMENTS[found.sentiment[i]]}" for i, (text, _) in enumerate(HARD) if not right[i]]
    assert sum(right) >= MUST_HOLD, "\n".join(wrong)


def test_readings_lead_complaints_to_frustration_or_disappointment(encoder: Encoder) -> None:
    found = readings(encoder, list(COMPLAINTS))
    for text, kind in zip(COMPLAINTS, found.emotion, strict=True):
        assert kind >= 0, text
        assert EMOTIONS[kind] in {"frustration", "disappointment"}, text


def test_readings_tell_most_kinds_of_statement_apart(encoder: Encoder) -> None:
    wanted = {
        "Es wäre gut, wenn ihr eine Merkliste einbauen würdet.": "suggestion",
        "You should add a dark mode.": "suggestion",
        "Ich brauche eine klare Größentabelle.": "need",
        "The checkout is broken and support never answers.": "pain",
        "Der Versand ist schnell und die Schuhe sind super.": "praise",
        "Normalerweise schaue ich abends in die App.": "behaviour",
        "I usually check the reviews first.": "behaviour",
    }
    found = readings(encoder, list(wanted))
    right = [STATEMENTS[kind] == wanted[text] for text, kind in zip(wanted, found.statement, strict=True)]
    assert sum(right) >= 6, right


def test_aligned_emotions_let_no_complaint_lead_with_joy() -> None:
    emotions = np.zeros((2, len(EMOTIONS)), np.float32)
    emotions[:, EMOTIONS.index("joy")] = 0.9
    emotions[:, EMOTIONS.index("disappointment")] = 0.1
    sentiments = np.array([[0.95, 0.03, 0.02], [0.02, 0.03, 0.95]], np.float32)
    found = align_emotions(emotions, sentiments)
    assert [EMOTIONS[kind] for kind in leading_emotion(found, np.array([0, 2], np.int32))] == ["disappointment", "joy"]
    assert found.max() <= 1


def test_confusion_is_a_bad_emotion_as_the_vocabulary_says() -> None:
    emotions = np.zeros((1, len(EMOTIONS)), np.float32)
    emotions[:, EMOTIONS.index("confusion")] = 0.9
    praise = np.array([[0.05, 0.15, 0.8]], np.float32)
    assert align_emotions(emotions, praise)[0, EMOTIONS.index("confusion")] == pytest.approx(0.2)
    assert leading_emotion(emotions, np.array([SENTIMENTS.index("positive")], np.int32)).tolist() == [-1]


def test_leading_is_none_where_nothing_is_felt() -> None:
    assert leading_emotion(np.full((1, len(EMOTIONS)), 0.1, np.float32), np.array([1], np.int32)).tolist() == [-1]


def test_aligned_statements_let_nobody_praise_in_anger_or_name_a_pain_with_a_smile() -> None:
    statements = np.full((2, len(STATEMENTS)), 0.1, np.float32)
    statements[0, STATEMENTS.index("praise")] = statements[1, STATEMENTS.index("pain")] = 0.3
    found = align_statements(statements, np.array([[0.9, 0.05, 0.05], [0.05, 0.05, 0.9]], np.float32))
    assert STATEMENTS[found[0].argmax()] != "praise"
    assert STATEMENTS[found[1].argmax()] != "pain"
    assert np.allclose(found.sum(axis=1), 1)


def test_ngrams_of_a_text_do_not_depend_on_the_others() -> None:
    texts = ["Nicht gut.", "", "The support wasn't helpful at all!", "über Größe"]
    together = hash_ngrams(texts)
    assert together.starts.tolist()[0] == 0
    assert together.buckets.max() < N_BUCKETS
    for i, text in enumerate(texts):
        alone = hash_ngrams([text])
        mine = slice(together.starts[i], together.starts[i + 1])
        np.testing.assert_array_equal(together.buckets[mine], alone.buckets)
        np.testing.assert_array_equal(together.values[mine], alone.values)


def test_ngrams_tell_a_negated_word_from_the_word() -> None:
    plain, negated = hash_ngrams(["das war gut"]), hash_ngrams(["das war nicht gut"])
    assert set(negated.buckets.tolist()) - set(plain.buckets.tolist()) - set(hash_ngrams(["nicht"]).buckets.tolist())


def test_weights_are_small_and_have_a_card() -> None:
    folder = Path(str(files("voc.models"))) / "weights"
    assert sum(file.stat().st_size for file in folder.iterdir()) < 8 * 2**20
    for file in folder.glob("*.npz"):
        card = file.with_suffix(".md").read_text(encoding="utf-8")
        for heading in ("## Data", "## Measures", "## Limits", "## How to rebuild"):
            assert heading in card, (file.name, heading)
