"""The labels of segments: every value is one that the guideline allows, and every span is inside its segment."""

from collections import Counter
from pathlib import Path

from training.segment_labels import SENTIMENT_LABELS, Reading, agreement, read_segments
from voc.schema import ABOUT, EMOTIONS, STATEMENTS, STATUS


def is_allowed(reading: Reading) -> bool:
    return (
        reading.sentiment in SENTIMENT_LABELS
        and set(reading.emotions) <= set(EMOTIONS)
        and set(reading.emotions.values()) <= {1, 2, 3}
        and bool(reading.kinds)
        and set(reading.kinds) <= set(STATEMENTS)
        and reading.about in ABOUT
        and reading.status in STATUS
    )


def test_labels_are_those_of_the_guideline() -> None:
    segments = read_segments()
    assert len(segments) > 8_000
    readings = [reading for segment in segments for reading in (segment.first, segment.second) if reading is not None]
    assert [reading for reading in readings if not is_allowed(reading)] == []


def test_a_segment_is_labelled_once_and_its_spans_are_inside() -> None:
    segments = read_segments()
    places = Counter((segment.set_name, segment.row, segment.start) for segment in segments)
    assert places.most_common(1)[0][1] == 1
    spans = [(segment, span) for segment in segments for part in segment.spans.values() for span in part]
    assert len(spans) > 5_000
    assert all(0 <= span.start < span.end <= segment.end - segment.start for segment, span in spans)


def test_half_is_talk_and_both_languages_are_there() -> None:
    segments = read_segments()
    talk = [segment for segment in segments if segment.form == "talk"]
    assert 0.4 < len(talk) / len(segments) < 0.6
    assert sum(segment.language == "de" for segment in segments) > 0.4 * len(segments)


def test_two_readings_agree_well_beyond_chance() -> None:
    by_task = agreement(read_segments())
    assert by_task["sentiment"][1] > 0.75
    assert by_task["first kind"][1] > 0.65


def test_texts_are_found_in_the_shared_data(data: Path) -> None:
    sample = read_segments()[::40]
    assert [segment.row for segment in sample if len(segment.text) != segment.end - segment.start] == []


def test_segments_that_were_read_differently_are_adjudicated() -> None:
    twice = [segment for segment in read_segments() if segment.second is not None]
    differing = [segment for segment in twice if segment.first != segment.second]
    changed = [segment for segment in differing if segment.final not in (segment.first, segment.second)]
    assert {segment.final == segment.first for segment in twice if segment.first == segment.second} == {True}
    assert any(segment.final == segment.second for segment in differing)
    # A third reading is rare: most of these take one task from each of the two.
    assert len(changed) < len(differing) / 2
