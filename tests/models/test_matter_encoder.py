"""The encoder of matters: a statement is near to the title that it supports, in either language."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voc.errors import EncoderError
from voc.models import matter_encoder
from voc.models.encoder_registry import load_encoder
from voc.models.joint_encoder import MATTER_WEIGHT, JointEncoder
from voc.models.matter_encoder import PHRASE_PREFIX, MatterEncoder

TITLES = ["Aufgezeichneter Lauf geht verloren", "Paket kommt zu spät", "Staff are rude"]
STATEMENTS = [
    "After the run it was simply gone, not a metre of it in the list.",
    "Ich hab zwei Wochen lang jeden Tag in den Briefkasten geschaut, nichts.",
    "Die Dame am Schalter hat mich angeschnauzt, als ich nur gefragt hab.",
]


@pytest.fixture(scope="module")
def statements() -> MatterEncoder:
    return MatterEncoder()


@pytest.fixture(scope="module")
def phrases() -> MatterEncoder:
    return MatterEncoder(prefix=PHRASE_PREFIX)


def test_a_story_is_nearest_to_the_title_that_it_supports(phrases: MatterEncoder, statements: MatterEncoder) -> None:
    products = phrases.encode(TITLES) @ statements.encode(STATEMENTS).T
    assert products.argmax(axis=0).tolist() == products.argmax(axis=1).tolist() == [0, 1, 2]


def test_what_stands_at_the_end_of_a_long_text_counts(phrases: MatterEncoder, statements: MatterEncoder) -> None:
    filler = "Ich wohne in der Stadt und fahre am Wochenende gern mit dem Rad aufs Land. " * 8
    short, long = statements.encode([filler, filler + " ".join(STATEMENTS[1:2] * 5)])
    (title,) = phrases.encode(TITLES[1:2])
    assert long @ title > short @ title + 0.05


def test_phrases_and_statements_have_their_own_names_in_the_cache(
    phrases: MatterEncoder, statements: MatterEncoder
) -> None:
    assert phrases.name != statements.name
    assert load_encoder("matter").name == statements.name


def test_joint_vectors_are_of_length_one_and_keep_both_cosines(statements: MatterEncoder) -> None:
    words = load_encoder("use")
    joint = JointEncoder(words, statements)
    rows = joint.encode(STATEMENTS)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    cosines = [encoder.encode(STATEMENTS) @ encoder.encode(STATEMENTS).T for encoder in (words, statements)]
    expected = (cosines[0] + MATTER_WEIGHT**2 * cosines[1]) / (1 + MATTER_WEIGHT**2)
    np.testing.assert_allclose(rows @ rows.T, expected, atol=1e-5)
    assert joint.dimensions == rows.shape[1]


def test_missing_weights_are_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(matter_encoder, "files", lambda package: tmp_path)
    with pytest.raises(EncoderError, match="voc-personas"):
        MatterEncoder()
