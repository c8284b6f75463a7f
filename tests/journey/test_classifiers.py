"""Accepted examples: they help, also where only some touchpoints have any, and a wrong one does no harm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest

from tests.journey.statements import Statement, make_segments
from voc.journey.tagging import Tagger
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder
from voc.schema import Floats

LINES = {
    "Zimmer": "Bett, Bad, Größe, Ruhe",
    "Essen": "Frühstück, Restaurant, Getränke",
    "Personal": "Rezeption, Freundlichkeit, Hilfe",
    "Haus insgesamt": "Das Hotel als Ganzes, Aufenthalt",
}
SUBJECTS = {
    "Zimmer": ["Die Matratze", "Die Dusche", "Der Kleiderschrank", "Der Balkon", "Die Bettdecke", "Das Waschbecken"],
    "Essen": ["Das Rührei", "Der Kaffee am Morgen", "Die Suppe", "Der Nachtisch", "Das Brot am Buffet", "Der Wein"],
    "Personal": ["Die Dame am Empfang", "Der Kellner", "Der Hausmeister", "Die Putzfrau", "Der Chef", "Der Portier"],
    "Haus insgesamt": ["Unser Urlaub dort", "Die ganze Anlage", "Der Garten", "Die Eingangshalle", "Der Preis",
                       "Das alte Gebäude"],
}  # fmt: skip
ENDS = [
    "war für uns eine angenehme Überraschung.",
    "hat uns leider gar nicht überzeugt.",
    "ist uns in guter Erinnerung geblieben.",
    "war nach dem ersten Tag nur noch ein Ärgernis.",
    "wird von uns gern weiterempfohlen.",
    "könnte deutlich besser sein.",
    "war an allen drei Tagen gleich.",
    "hat meiner Frau besonders gefallen.",
    "war laut Prospekt ganz anders.",
    "verdient eigentlich ein Lob.",
    "war das Schlimmste an der ganzen Reise.",
    "hat sich seit dem letzten Jahr verbessert.",
    "war ordentlich, mehr aber auch nicht.",
    "fiel uns gleich am ersten Abend auf.",
    "war so, wie wir es erwartet hatten.",
    "hat die Kinder begeistert.",
]
EXAMPLES = {
    "Zimmer": ["Der Wasserhahn im Bad tropfte.", "Die Betten waren zu weich.", "Der Fernseher an der Wand flimmerte."],
    "Essen": ["Die Eier waren immer kalt.", "Der Tee schmeckte nach nichts.", "Das Abendessen war köstlich."],
    "Personal": ["Der Mann am Empfang lachte viel.", "Die Bedienung war flink.", "Die Reinigungskraft klopfte nie an."],
    "Haus insgesamt": ["Die Ferien dort waren herrlich.", "Der Park lädt ein.", "Für das Geld war es in Ordnung."],
}
CLUES = {"Zimmer": "im Zimmer", "Essen": "beim Frühstück", "Personal": "an der Rezeption", "Haus insgesamt": "im Hotel"}
STATEMENTS = [
    Statement("p", f"{word} {CLUES[name]} {end}" if clear % 2 else f"{word} {end}")
    for name, words in SUBJECTS.items()
    for word, (clear, end) in product(words, enumerate(ENDS))
]
TRUTH = np.repeat(np.arange(len(SUBJECTS)), len(STATEMENTS) // len(SUBJECTS))


def right(encoder: Encoder, vectors: Floats, examples: Mapping[str, list[str]]) -> tuple[float, float]:
    """Share of statements at their touchpoint: each by itself, and all as a study."""
    lines = ['[[phases]]\nname = "Aufenthalt"']
    for name, line in LINES.items():
        given = json.dumps(examples.get(name, []), ensure_ascii=False)
        lines.append(
            f'[[touchpoints]]\nphase = "aufenthalt"\nname = "{name}"\ndescription = "{line}"\nexamples = {given}'
        )
    taxonomy = parse_taxonomy("\n".join(lines))
    tagger = Tagger.build(taxonomy, encoder.encode)
    alone = tagger.tag_texts([statement.text for statement in STATEMENTS], vectors, threshold=0.0).touchpoint
    study = tagger.tag_study(make_segments(STATEMENTS), vectors, threshold=0.0).tags.touchpoint
    return float((alone == TRUTH).mean()), float((study == TRUTH).mean())


@pytest.fixture(scope="module")
def vectors(encoder: Encoder) -> Floats:
    """Vectors of all statements."""
    return encoder.encode([statement.text for statement in STATEMENTS])


@pytest.fixture(scope="module")
def without(encoder: Encoder, vectors: Floats) -> tuple[float, float]:
    """What is right without examples."""
    return right(encoder, vectors, {})


def test_examples_of_every_touchpoint_help(encoder: Encoder, vectors: Floats, without: tuple[float, float]) -> None:
    result = right(encoder, vectors, EXAMPLES)
    assert result[0] >= without[0] + 0.03
    assert result[1] >= without[1] + 0.02


def test_examples_of_one_touchpoint_take_nothing_from_the_others(
    encoder: Encoder, vectors: Floats, without: tuple[float, float]
) -> None:
    result = np.array([right(encoder, vectors, {name: EXAMPLES[name]}) for name in LINES])
    assert (result >= np.array(without) - 0.03).all()
    assert (result.mean(axis=0) >= np.array(without) - 0.005).all()


def test_a_wrong_example_among_right_ones_does_no_harm(
    encoder: Encoder, vectors: Floats, without: tuple[float, float]
) -> None:
    wrong = {**EXAMPLES, "Zimmer": [*EXAMPLES["Zimmer"][:2], EXAMPLES["Essen"][2]]}
    result = right(encoder, vectors, wrong)
    assert result[0] >= without[0]
    assert result[1] >= without[1]
