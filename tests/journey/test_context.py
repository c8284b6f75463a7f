"""The context of a text: the sentence before, time words, accepted examples, and the rest of the study."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.journey.statements import Statement, make_segments
from voc.journey import Tagger, tag_study
from voc.journey.classifiers import DEFAULT_CLASSIFIERS, LabelledVectors, TagsSoFar, study_evidence
from voc.journey.context import find_previous, time_evidence
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder
from voc.schema import Segment, Taxonomy

TALK = (
    "Die Rücksendung über das Portal war furchtbar.",
    "Das hat wirklich vier Wochen gedauert.",
    "Mein Hund heißt Rex.",
)


def talk(*texts: str, question: str = "") -> list[Segment]:
    """Texts said one after the other."""
    result, start = [], 0
    for text_ in make_segments([Statement("p", text, question=question) for text in texts]):
        result.append(replace(text_, start=start, end=start + len(text_.text)))
        start += len(text_.text) + 1
    return result


def ids(segments: list[Segment], taxonomy: Taxonomy, encoder: Encoder) -> list[str]:
    tags = tag_study(segments, encoder.encode([segment.text for segment in segments]), taxonomy, encoder.encode)
    return [taxonomy.touchpoints[i].touchpoint_id if i >= 0 else "" for i in tags.touchpoint.tolist()]


def test_a_segment_goes_on_from_the_one_before_in_the_same_breath() -> None:
    one, two, three = talk(*TALK)
    assert find_previous([one, two, three]) == [-1, 0, 1]
    assert find_previous([three, two, one]) == [1, 2, -1]
    assert find_previous([one, replace(two, question="Was noch?"), three]) == [-1, -1, -1]
    assert find_previous([one, replace(two, start=two.start + 40), three])[1] == -1
    assert find_previous([one, replace(two, respondent_id="q")]) == [-1, -1]
    long = talk(
        TALK[0], "Im letzten Winter waren wir mit der ganzen Familie und drei Hunden lange im Harz beim Wandern."
    )
    assert find_previous(long) == [-1, -1]


def test_what_was_said_before_adds_evidence_where_a_text_says_too_little(taxonomy: Taxonomy, encoder: Encoder) -> None:
    statements = talk(*TALK)
    vectors = encoder.encode([statement.text for statement in statements])
    placing = Tagger.build(taxonomy, encoder.encode).tag_study(statements, vectors)
    returns = next(i for i, touchpoint in enumerate(taxonomy.touchpoints) if touchpoint.touchpoint_id == "returns")
    assert placing.parts["neighbour"][1, returns] > 0
    assert not placing.parts["neighbour"][0].any()
    assert placing.tags.touchpoint[0] == returns
    assert placing.tags.touchpoint[2] == -1
    backwards = Tagger.build(taxonomy, encoder.encode).tag_study(statements[::-1], vectors[::-1])
    assert np.array_equal(backwards.tags.score[::-1], placing.tags.score)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Vor dem Kauf habe ich dort angerufen.", "before"),
        ("Before I ordered I called them.", "before"),
        ("Beim Bezahlen ging nichts mehr.", "purchase"),
        ("Seit dem Kauf ist das Telefon still.", "after"),
        ("Two weeks later it broke.", "after"),
        ("Das Telefon ist still.", ""),
        ("Vor dem Kauf ja, nach dem Kauf nein.", ""),
    ],
)
def test_time_words_point_to_the_phases_before_during_and_after_the_purchase(
    taxonomy: Taxonomy, text: str, when: str
) -> None:
    times = {phase.phase_id: phase.when for phase in taxonomy.phases}
    row = time_evidence([text], taxonomy)[0]
    lowered = {
        times[touchpoint.phase_id] for touchpoint, value in zip(taxonomy.touchpoints, row, strict=True) if value < 0
    }
    assert lowered == ({"before", "purchase", "after"} - {when} if when else set())


def test_time_words_tell_calls_before_and_after_the_purchase_apart(taxonomy: Taxonomy, encoder: Encoder) -> None:
    before, after = (talk(f"{time} habe ich die Hotline gefragt.") for time in ("Vor dem Kauf", "Nach dem Kauf"))
    assert ids(before, taxonomy, encoder) == ["hotline_call"]
    assert ids(after, taxonomy, encoder) == ["service_call"]


def test_accepted_examples_turn_the_choice_and_leave_general_talk_alone(encoder: Encoder) -> None:
    text = (
        '[[phases]]\nname = "Haus"\n'
        '[[touchpoints]]\nphase = "Haus"\nname = "Zimmer"\ndescription = "Bett, Bad, Größe, Ruhe im Zimmer"\n{}'
        '[[touchpoints]]\nphase = "Haus"\nname = "Lage"\ndescription = "Zentrum, Straße, Umgebung, Verkehr"\n'
    )
    examples = 'examples = ["Nachts hörten wir jedes Auto von der Straße im Bett.", "Der Verkehr hielt uns wach."]\n'
    statements = talk("Der Verkehr hielt uns die halbe Nacht wach.")
    vectors = encoder.encode([statements[0].text])
    without = Tagger.build(parse_taxonomy(text.format("")), encoder.encode).tag_study(statements, vectors).evidence()[0]
    taught = (
        Tagger.build(parse_taxonomy(text.format(examples)), encoder.encode).tag_study(statements, vectors).evidence()[0]
    )
    assert without.argmax() == 1
    assert taught[0] - taught[1] > without[0] - without[1] + 0.1
    assert ids(talk("Mein Bruder studiert jetzt in Graz."), parse_taxonomy(text.format(examples)), encoder) == [""]


def test_the_study_teaches_only_the_choice_and_whatever_the_order() -> None:
    random = np.random.default_rng(3)
    n = 2 * DEFAULT_CLASSIFIERS.min_study
    best = (np.arange(n) % 2).astype(np.int32)
    vectors = random.normal(size=(n, 8)).astype(np.float32)
    vectors[:, 0] += 3 * (2 * best - 1)
    score = np.full(n, 0.8, np.float32)
    order = [f"s-{i:04d}" for i in range(n)]
    none = LabelledVectors(np.zeros((0, 8), np.float32), np.zeros(0, np.int32))
    taught = study_evidence(TagsSoFar(vectors, best, score, order), none, 3)
    assert taught is not None
    assert (taught <= 0).all()
    assert (taught.argmax(1) == best).mean() > 0.95
    again = study_evidence(TagsSoFar(vectors[::-1], best[::-1], score, order[::-1]), none, 3)
    assert again is not None
    assert np.array_equal(again[::-1], taught)
    assert study_evidence(TagsSoFar(vectors[:40], best[:40], score[:40], order[:40]), none, 3) is None
