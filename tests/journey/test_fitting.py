"""The journey that a study is about: a built-in one where it places clearly many statements, else none."""

from __future__ import annotations

import pytest

from tests.journey.statements import Statement, make_segments
from voc.journey import DEFAULT_JOURNEY, NO_JOURNEY, Tagger, fit_journey, load_taxonomy, suggest_journey
from voc.models.encoder import Encoder

TRIP = (
    "The legroom in economy was a joke.", "Boarding took an hour at the gate.", "The cabin crew were lovely.",
    "Our flight was delayed twice.", "The lounge showers were clean.", "No power socket at my seat.",
    "They lost my suitcase.", "The ticket was far too expensive.", "Checking in online did not work.",
    "The hotel room smelled of smoke.",
)  # fmt: skip
EVERYDAY = (
    "I grew up with three brothers.", "In the evening I read to my daughter.", "My grandmother taught me chess.",
    "I rarely argue with my friends.", "On Sundays we bake bread.", "I am a patient person, I think.",
    "My brother plays the violin.", "We vote when we disagree.", "I write everything into a diary.",
    "Winter makes me tired.",
)  # fmt: skip
ONE_CONTACT = ("They lost my suitcase.", "My baggage came out broken.", "The suitcase was three days late.")


def statements(texts: tuple[str, ...], n: int) -> list[Statement]:
    return [Statement(f"p{i}", texts[i % len(texts)], language="en") for i in range(n)]


@pytest.mark.parametrize(
    ("texts", "n", "journey"),
    [(TRIP, 60, "travel"), (EVERYDAY, 60, NO_JOURNEY), (ONE_CONTACT, 60, NO_JOURNEY), (EVERYDAY, 20, DEFAULT_JOURNEY)],
    ids=["a trip", "everyday life", "a single contact", "too little to tell"],
)
def test_a_journey_is_chosen_only_where_it_places_much_at_several_touchpoints(
    texts: tuple[str, ...], n: int, journey: str, encoder: Encoder
) -> None:
    segments = make_segments(statements(texts, n))
    fit = fit_journey(segments, encoder.encode([segment.text for segment in segments]), encoder.encode)
    assert fit.name == journey
    assert fit.share == fit.shares.get(journey, 0.0)
    assert bool(fit.shares) == (n >= 50)


def test_a_better_journey_is_named_only_where_most_stays_unplaced(encoder: Encoder) -> None:
    texts = TRIP[:6]
    segments = make_segments(statements(texts, len(texts)))
    vectors = encoder.encode(list(texts))
    five, travel = load_taxonomy("five_phases"), load_taxonomy("travel")
    tags = Tagger.build(five, encoder.encode).tag_study(segments, vectors).tags
    better = suggest_journey(segments, vectors, tags, Tagger.build(five, encoder.encode))
    assert better is not None
    assert better.name == "travel"
    assert better.share > 0.8
    assert (
        suggest_journey(
            segments,
            vectors,
            Tagger.build(travel, encoder.encode).tag_study(segments, vectors).tags,
            Tagger.build(travel, encoder.encode),
        )
        is None
    )
