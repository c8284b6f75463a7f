"""What a journey lacks: contacts of several people, with quotes; a better journey where most stays unplaced."""

from __future__ import annotations

import numpy as np

from tests.journey.journey_kit import Said, segments_of
from voc.journey import Tagger, explain_tag, find_gaps, load_taxonomy, suggest_journey
from voc.models.encoder import Encoder
from voc.schema import Tags, Taxonomy

GARDEN = (
    "The petting zoo made our children laugh.",
    "Nobody had cleaned the petting zoo for days.",
    "We stayed at the petting zoo all afternoon.",
    "Our youngest still dreams of the petting zoo.",
)
KNOWN = (
    "The refund never arrived.",
    "My refund took a month.",
    "I am still waiting for the refund.",
    "Where is my refund?",
)


def said(texts: tuple[str, ...]) -> list[Said]:
    return [Said(f"p{number}", text, language="en") for number, text in enumerate(texts)]


def others(n: int) -> list[Said]:
    """People who speak of something else each, so that no phrase is everybody's."""
    things = ["piano", "novel", "garden", "uncle", "winter", "soup", "chess", "violin", "desert", "candle"]
    return [Said(f"q{i}", f"Nothing beats my {things[i % 10]} number {i}.", language="en") for i in range(n)]


def test_a_contact_that_several_people_name_and_no_touchpoint_takes_in_is_found(
    taxonomy: Taxonomy, encoder: Encoder
) -> None:
    segments = segments_of([*said(GARDEN), *said(KNOWN), *others(12)])
    vectors = encoder.encode([one.text for one in segments])
    tags = Tagger.build(taxonomy, encoder.encode).tag_study(segments, vectors).tags
    found = find_gaps(segments, vectors, tags, {}, Tagger.build(taxonomy, encoder.encode))
    assert found[0].name in ("petting zoo", "zoo")
    assert found[0].n_respondents == 4
    assert set(found[0].segments) == {0, 1, 2, 3}
    assert len({segments[row].respondent_id for row in found[0].quotes}) == 3
    assert not any("refund" in gap.name for gap in found)
    turned = find_gaps(
        segments[::-1],
        vectors[::-1],
        Tags(tags.touchpoint[::-1], tags.score[::-1]),
        {},
        Tagger.build(taxonomy, encoder.encode),
    )
    assert [gap.name for gap in turned] == [gap.name for gap in found]


def test_a_theme_without_touchpoints_is_a_gap_and_one_person_is_none(taxonomy: Taxonomy, encoder: Encoder) -> None:
    segments = segments_of([*said(GARDEN), *others(12)])
    vectors = encoder.encode([one.text for one in segments])
    tags = Tags(np.full(len(segments), -1, np.int32), np.zeros(len(segments), np.float32))
    themes = {"Animals": [0, 1, 2, 3], "Alone": [4]}
    names = [gap.name for gap in find_gaps(segments, vectors, tags, themes, Tagger.build(taxonomy, encoder.encode))]
    assert names[0] == "Animals"
    assert "Alone" not in names
    assert (
        find_gaps(
            [], vectors[:0], Tags(tags.touchpoint[:0], tags.score[:0]), {}, Tagger.build(taxonomy, encoder.encode)
        )
        == ()
    )


def test_a_better_journey_is_named_only_where_most_stays_unplaced(encoder: Encoder) -> None:
    texts = (
        "The legroom in economy was a joke.", "Boarding took an hour at the gate.", "The cabin crew were lovely.",
        "Our flight was delayed twice.", "The lounge showers were clean.", "No power socket at my seat.",
    )  # fmt: skip
    segments = segments_of(said(texts))
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


def test_the_reason_names_parts_that_sum_to_the_evidence(taxonomy: Taxonomy, encoder: Encoder) -> None:
    segments = segments_of([*said(KNOWN), *said(("My grandmother bakes bread.",))])
    vectors = encoder.encode([one.text for one in segments])
    found = explain_tag(Tagger.build(taxonomy, encoder.encode), segments, vectors, 0)
    assert found.touchpoint_id == "returns" == found.candidates[0].touchpoint_id
    assert "refund" in found.candidates[0].cues
    assert found.score >= found.threshold
    for one in found.candidates:
        assert abs(sum(one.parts.values()) - one.evidence) < 0.01
    assert [one.evidence for one in found.candidates] == sorted(
        (one.evidence for one in found.candidates), reverse=True
    )
    assert explain_tag(Tagger.build(taxonomy, encoder.encode), segments, vectors, 4).touchpoint_id == ""
