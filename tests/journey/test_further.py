"""Further touchpoints: a statement about two contacts counts at both, one about a single contact only there."""

from __future__ import annotations

import numpy as np

from tests.journey.journey_kit import Said, readings_of, segments_of, tagged
from voc.journey import Tagger, measure_feelings
from voc.journey.tagging import segments_at, select_tags
from voc.models.encoder import Encoder
from voc.schema import FurtherTag, Tags, Taxonomy

TWO = [
    ("de", "Die Lieferung kam zu spät und der Chatbot wusste von nichts.", {"delivery", "chatbot"}),
    ("de", "An der Kasse war es voll, dafür war die Verpackung schön.", {"till", "packaging"}),
    ("en", "The packaging was lovely but the delivery took three weeks.", {"packaging", "delivery"}),
    ("en", "The chatbot was useless and the returns label did not print.", {"chatbot", "returns"}),
]
ONE = [
    ("de", "Der Paketbote hat die Sendung einfach vor die Tür gestellt."),
    ("de", "Den Rücksendeschein für die Retoure musste ich selbst ausdrucken."),
    ("en", "I was on hold with customer service for forty minutes."),
    ("en", "I saw an ad on Instagram and got curious."),
    ("en", "My grandmother taught me how to bake bread."),
]


def places(tags: Tags, taxonomy: Taxonomy, row: int) -> set[str]:
    """Ids of all touchpoints of a row."""
    more = [one.touchpoint for one in tags.also if one.segment == row]
    return {taxonomy.touchpoints[place].touchpoint_id for place in [int(tags.touchpoint[row]), *more] if place >= 0}


def test_two_contacts_in_one_sentence_are_both_found(taxonomy: Taxonomy, encoder: Encoder) -> None:
    said = [Said("p", text, language=language) for language, text, _ in TWO]
    _, tags, _ = tagged(said, taxonomy, encoder)
    assert [places(tags, taxonomy, row) for row in range(len(TWO))] == [truth for *_, truth in TWO]
    assert all(0.5 < one.score <= 1 for one in tags.also)
    _, backwards, _ = tagged(said[::-1], taxonomy, encoder)
    assert sorted((len(TWO) - 1 - one.segment, one.touchpoint, one.score) for one in backwards.also) == sorted(
        (one.segment, one.touchpoint, one.score) for one in tags.also
    )


def test_one_contact_stays_one_and_general_talk_none(taxonomy: Taxonomy, encoder: Encoder) -> None:
    _, tags, vectors = tagged([Said("p", text, language=language) for language, text in ONE], taxonomy, encoder)
    assert tags.also == ()
    texts = [text for _, text in ONE]
    assert Tagger.build(taxonomy, encoder.encode).tag_texts(texts, vectors).also == ()


def test_a_statement_counts_at_each_touchpoint_and_once_in_a_phase(taxonomy: Taxonomy) -> None:
    first = taxonomy.touchpoints[0]
    same = next(i for i, one in enumerate(taxonomy.touchpoints) if i and one.phase_id == first.phase_id)
    other = next(i for i, one in enumerate(taxonomy.touchpoints) if one.phase_id != first.phase_id)
    said = [Said("a", "Eins.", 0.5), Said("b", "Zwei.", -0.5), Said("", "Niemand.", 1.0)]
    also = (FurtherTag(0, same, 0.7), FurtherTag(0, other, 0.6), FurtherTag(2, other, 0.6))
    tags = Tags(np.array([0, 0, 0], np.int32), np.ones(3, np.float32), also)
    found = {
        one.touchpoint_id or one.phase_id: one
        for one in measure_feelings(segments_of(said), readings_of(said), tags, taxonomy)
    }
    counts = {key: one.n_segments for key, one in found.items() if one.n_segments}
    ids = [taxonomy.touchpoints[place].touchpoint_id for place in (0, same, other)]
    phases = [first.phase_id, taxonomy.touchpoints[other].phase_id]
    assert counts == {phases[0]: 2, ids[0]: 2, ids[1]: 1, phases[1]: 1, ids[2]: 1}
    assert found[ids[2]].polarity == 0.5


def test_a_part_keeps_its_further_tags_at_their_new_positions() -> None:
    also = (FurtherTag(0, 3, 0.7), FurtherTag(2, 1, 0.6), FurtherTag(2, 4, 0.55))
    tags = Tags(np.array([1, -1, 2], np.int32), np.ones(3, np.float32), also)
    part = select_tags(tags, np.array([2, 0]))
    assert part.touchpoint.tolist() == [2, 1]
    assert part.also == (FurtherTag(0, 1, 0.6), FurtherTag(0, 4, 0.55), FurtherTag(1, 3, 0.7))
    assert segments_at(tags, [1]).tolist() == [0, 2]
    assert segments_at(tags, [1, 2, 3]).tolist() == [0, 2]
    assert segments_at(select_tags(tags, np.array([1])), [1]).tolist() == []
