"""Our own training sentences: allowed labels, spans inside the text, and twins that differ."""

from collections import defaultdict

from tests.training.test_segment_labels import is_allowed
from training.own_sentences import PHENOMENA, OwnSentence, read_sentences, read_talk


def test_sentences_have_allowed_labels_and_come_once() -> None:
    sentences = read_sentences()
    assert len(sentences) > 1_000
    assert [sentence for sentence in sentences if not is_allowed(sentence.reading)] == []
    assert {sentence.phenomenon for sentence in sentences} == set(PHENOMENA)
    assert len({sentence.text for sentence in sentences}) == len(sentences)


def test_spans_are_inside_their_sentence() -> None:
    spans = [(sentence, span) for sentence in read_sentences() for part in sentence.spans.values() for span in part]
    assert len(spans) > 1_000
    assert all(0 <= span.start < span.end <= len(sentence.text) for sentence, span in spans)


def test_twins_share_a_language_and_differ_in_a_label() -> None:
    pairs: dict[int, list[OwnSentence]] = defaultdict(list)
    for sentence in read_sentences():
        pairs[sentence.pair].append(sentence)
    assert {len(twins) for twins in pairs.values()} == {2}
    assert all(first.language == second.language for first, second in pairs.values())
    assert all(first.reading != second.reading for first, second in pairs.values())


def test_invented_interviews_have_allowed_labels_spans_inside_and_the_shares_of_real_ones() -> None:
    talk = read_talk()
    assert len(talk) > 2_500
    assert [segment for segment in talk if not is_allowed(segment.reading)] == []
    assert len({segment.text for segment in talk}) == len(talk)
    spans = [(segment, span) for segment in talk for part in segment.spans.values() for span in part]
    assert all(0 <= span.start < span.end <= len(segment.text) for segment, span in spans)
    neutral = sum(segment.reading.sentiment == "neutral" for segment in talk) / len(talk)
    assert 0.6 < neutral < 0.75
    assert sum(segment.language == "de" for segment in talk) > len(talk) / 2
