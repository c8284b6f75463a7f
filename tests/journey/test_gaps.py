"""What a journey lacks: contacts of several people, with quotes."""

from __future__ import annotations

import numpy as np

from tests.journey.statements import Statement, make_segments
from voc.journey import Tagger, explain_tag, find_gaps
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


def statements(texts: tuple[str, ...]) -> list[Statement]:
    return [Statement(f"p{number}", text, language="en") for number, text in enumerate(texts)]


def others(n: int) -> list[Statement]:
    """People who speak of something else each, so that no phrase is everybody's."""
    things = ["piano", "novel", "garden", "uncle", "winter", "soup", "chess", "violin", "desert", "candle"]
    return [Statement(f"q{i}", f"Nothing beats my {things[i % 10]} number {i}.", language="en") for i in range(n)]


def test_a_contact_that_several_people_name_and_no_touchpoint_takes_in_is_found(
    taxonomy: Taxonomy, encoder: Encoder
) -> None:
    segments = make_segments([*statements(GARDEN), *statements(KNOWN), *others(12)])
    vectors = encoder.encode([segment.text for segment in segments])
    tags = Tagger.build(taxonomy, encoder.encode).tag_study(segments, vectors).tags
    result = find_gaps(segments, vectors, tags, {}, Tagger.build(taxonomy, encoder.encode))
    assert result[0].name in ("petting zoo", "zoo")
    assert result[0].n_respondents == 4
    assert set(result[0].segments) == {0, 1, 2, 3}
    assert len({segments[row].respondent_id for row in result[0].quotes}) == 3
    assert not any("refund" in gap.name for gap in result)
    turned = find_gaps(
        segments[::-1],
        vectors[::-1],
        Tags(tags.touchpoint[::-1], tags.score[::-1]),
        {},
        Tagger.build(taxonomy, encoder.encode),
    )
    assert [gap.name for gap in turned] == [gap.name for gap in result]


def test_a_theme_without_touchpoints_is_a_gap_and_one_person_is_none(taxonomy: Taxonomy, encoder: Encoder) -> None:
    segments = make_segments([*statements(GARDEN), *others(12)])
    vectors = encoder.encode([segment.text for segment in segments])
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


def test_the_reason_names_parts_that_sum_to_the_evidence(taxonomy: Taxonomy, encoder: Encoder) -> None:
    segments = make_segments([*statements(KNOWN), *statements(("My grandmother bakes bread.",))])
    vectors = encoder.encode([segment.text for segment in segments])
    result = explain_tag(Tagger.build(taxonomy, encoder.encode), segments, vectors, 0)
    assert result.touchpoint_id == "returns" == result.candidates[0].touchpoint_id
    assert "refund" in result.candidates[0].cues
    assert result.score >= result.threshold
    for candidate in result.candidates:
        assert abs(sum(candidate.parts.values()) - candidate.evidence) < 0.01
    assert [candidate.evidence for candidate in result.candidates] == sorted(
        (candidate.evidence for candidate in result.candidates), reverse=True
    )
    assert explain_tag(Tagger.build(taxonomy, encoder.encode), segments, vectors, 4).touchpoint_id == ""
