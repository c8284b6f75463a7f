"""Our own training sentences: allowed labels, spans inside the text, and twins that differ."""

from collections import defaultdict

from tests.training.test_segment_labels import is_allowed
from training.own_sentences import PHENOMENA, OwnSentence, read_sentences


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
