"""Pain points: one matter a row, people before mentions, quotes of different people, ids and order that stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.journey.statements import Statement, make_readings, make_segments, make_tags, make_themes
from voc.config import PainPointsSection
from voc.decisions.codebook import PainPointDecision
from voc.models.encoder import Encoder
from voc.numbers.proportions import wilson
from voc.pains import PainInputs, find_pain_points
from voc.pains.pain_points import TINY_STUDY
from voc.pains.wording import write_hypothesis, write_opportunity
from voc.schema import EMOTIONS, Language, PainPoint, PainPoints, Segment, Taxonomy
from voc.text.statements import read_statement

LABEL = [
    Statement(
        "a", "Das Etikett musste ich selber ausdrucken, dabei habe ich keinen Drucker.", -0.8, "pain", "frustration"
    ),
    Statement("a", "Ich wollte die Schuhe nur schnell zurückschicken.", 0.0, "goal"),
    Statement("b", "Ohne Drucker kein Etikett, also bin ich in den Copyshop.", -0.7, "pain", "frustration"),
    Statement("c", "Wer hat heute noch einen Drucker für so ein Etikett?", -0.6, "pain", "disappointment"),
    Statement("d", "The label has to be printed at home, and I have no printer.", -0.7, "pain", "frustration", "en"),
    Statement("e", "Bei mir lag das Etikett im Karton, das war prima.", 0.8, "praise", "joy"),
]
LATE = [
    Statement("f", "Das Paket kam eine Woche zu spät.", -0.5, "pain", "disappointment"),
    Statement("g", "Auf das Paket habe ich zwei Wochen gewartet.", -0.4, "pain", "disappointment"),
]
ONCE = [Statement("h", "Der Newsletter kommt dreimal am Tag, furchtbar.", -0.9, "pain", "frustration")]
OTHER = [Statement(f"x{n}", f"Ich laufe seit {n} Jahren am Fluss.", 0.1) for n in range(12)]
ALL = [*LABEL, *LATE, *ONCE, *OTHER]
IDS = ["returns"] * 6 + ["delivery"] * 2 + ["newsletter"] + [""] * 12
THEMES = [0, -1, 0, 0, 0, 0, 1, 1, -1] + [-1] * 12
NAMES = ["Drucken", "Warten"]


def result(
    taxonomy: Taxonomy, encoder: Encoder, rows: list[int] | None = None, language: Language = "de"
) -> tuple[tuple[PainPoint, ...], tuple[Segment, ...]]:
    rows = list(range(len(ALL))) if rows is None else rows
    statements = [ALL[i] for i in rows]
    segments = make_segments(statements)
    return find_pain_points(
        PainInputs(
            segments,
            encoder.encode([statement.text for statement in statements]),
            make_readings(statements),
            make_tags(taxonomy, [IDS[i] for i in rows]),
            make_themes([THEMES[i] for i in rows], NAMES),
            taxonomy,
        ),
        language=language,
    ).points, segments


def test_one_row_a_matter_ranked_by_people_and_intensity(taxonomy: Taxonomy, encoder: Encoder) -> None:
    points, _ = result(taxonomy, encoder)
    assert [point.touchpoint_id for point in points] == ["returns", "delivery"]
    first = points[0]
    assert first.respondents == ("a", "b", "c", "d")
    assert first.share_respondents == pytest.approx(4 / 20)
    assert first.phase_id == "retention"
    assert first.theme_id == "t-Drucken"
    assert first.emotion == "frustration"
    assert first.severity > points[1].severity


def test_severity_is_the_documented_formula(taxonomy: Taxonomy, encoder: Encoder) -> None:
    first = result(taxonomy, encoder)[0][0]
    assert first.severity == pytest.approx((wilson(4, 20)[0] * np.mean([0.8, 0.7, 0.6, 0.7])) ** 0.5, abs=1e-6)


def test_worst_first_and_quotes_of_different_people(taxonomy: Taxonomy, encoder: Encoder) -> None:
    first = result(taxonomy, encoder)[0][0]
    polarity = [ALL[i].polarity for i in first.segments]
    assert polarity == sorted(polarity)
    assert set(first.quotes) <= set(first.segments)
    assert len(first.quotes) == len({ALL[i].person for i in first.quotes}) == 3


def test_counter_voices_are_other_people_who_are_content(taxonomy: Taxonomy, encoder: Encoder) -> None:
    first = result(taxonomy, encoder)[0][0]
    assert [ALL[i].person for i in first.counter] == ["e"]


def test_goal_and_hurdle_are_words_of_the_people(taxonomy: Taxonomy, encoder: Encoder) -> None:
    points, segments = result(taxonomy, encoder)
    goal, hurdle = points[0].goal, points[0].hurdle
    assert goal is not None
    assert hurdle is not None
    assert segments[goal.segment].text[goal.start : goal.end] == "die Schuhe nur schnell zurückschicken"
    assert segments[hurdle.segment].respondent_id in points[0].respondents


@pytest.mark.parametrize(("language", "name"), [("de", "Rücksendung"), ("en", "Returns")])
def test_titles_are_in_the_studys_language_with_words_that_were_said(
    taxonomy: Taxonomy, encoder: Encoder, language: Language, name: str
) -> None:
    points, segments = result(taxonomy, encoder, language=language)
    assert points[0].title.startswith(name)
    statements = " ".join(segment.text for segment in segments) + " ".join(NAMES)
    words = points[0].title.removeprefix(name).removeprefix(": ").replace(" und ", " ").replace(" and ", " ").split()
    assert all(word.lower() in statements.lower() for word in words)
    if language == "de":
        assert "Etikett" in points[0].title or "Drucker" in points[0].title


def test_one_mention_is_a_pain_point_in_a_tiny_study_only(taxonomy: Taxonomy, encoder: Encoder) -> None:
    everyone, _ = result(taxonomy, encoder)
    assert "newsletter" not in {point.touchpoint_id for point in everyone}
    few = [i for i in range(len(ALL)) if ALL[i].person in "abcdefgh"]
    assert len({ALL[i].person for i in few}) < TINY_STUDY
    points, _ = result(taxonomy, encoder, few)
    assert "newsletter" in {point.touchpoint_id for point in points}


def test_order_of_input_changes_nothing(taxonomy: Taxonomy, encoder: Encoder) -> None:
    rows = np.random.default_rng(3).permutation(len(ALL)).tolist()
    one, _ = result(taxonomy, encoder)
    other, _ = result(taxonomy, encoder, rows)

    def message(point: PainPoint, order: list[int]) -> PainPoint:
        def back(places: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(order[i] for i in places)

        spans = {
            name: replace(span, segment=order[span.segment]) if span else None
            for name, span in (("goal", point.goal), ("hurdle", point.hurdle))
        }
        return replace(
            point, segments=back(point.segments), quotes=back(point.quotes), counter=back(point.counter), **spans
        )

    assert [message(point, rows) for point in other] == list(one)


def test_ids_are_unique_and_stay_when_people_join(taxonomy: Taxonomy, encoder: Encoder) -> None:
    everyone, _ = result(taxonomy, encoder)
    fewer, _ = result(taxonomy, encoder, list(range(len(ALL) - 4)))
    assert [point.pain_point_id for point in everyone] == [point.pain_point_id for point in fewer]
    assert len({point.pain_point_id for point in everyone}) == len(everyone)


def test_nothing_to_say_gives_nothing(taxonomy: Taxonomy, encoder: Encoder) -> None:
    content = [i for i in range(len(ALL)) if ALL[i].polarity >= 0]
    assert result(taxonomy, encoder, content)[0] == ()
    assert result(taxonomy, encoder, [])[0] == ()


def test_emotions_are_known_names(taxonomy: Taxonomy, encoder: Encoder) -> None:
    assert all(point.emotion in (*EMOTIONS, "") for point in result(taxonomy, encoder)[0])


def decided(taxonomy: Taxonomy, encoder: Encoder, **decisions: PainPointDecision) -> PainPoints:
    segments = make_segments(ALL)
    return find_pain_points(
        PainInputs(
            segments,
            encoder.encode([statement.text for statement in ALL]),
            make_readings(ALL),
            make_tags(taxonomy, IDS),
            make_themes(THEMES, NAMES),
            taxonomy,
        ),
        language="de",
        decisions={key.replace("_", "-"): value for key, value in decisions.items()},
    )


def test_decisions_rename_merge_and_drop(taxonomy: Taxonomy, encoder: Encoder) -> None:
    label, late = result(taxonomy, encoder)[0]
    key_label, key_late = (point.pain_point_id.replace("-", "_") for point in (label, late))
    named = decided(taxonomy, encoder, **{key_label: PainPointDecision(title="Niemand hat einen Drucker")})
    assert [point.title for point in named.points] == ["Niemand hat einen Drucker", late.title]
    dropped = decided(taxonomy, encoder, **{key_label: PainPointDecision(drop=True)})
    assert [point.pain_point_id for point in dropped.points] == [late.pain_point_id]
    (merged,) = decided(taxonomy, encoder, **{key_late: PainPointDecision(merge_into=label.pain_point_id)}).points
    assert merged.pain_point_id == label.pain_point_id
    assert set(merged.respondents) == {*label.respondents, *late.respondents}


def test_statements_that_are_left_out_count_no_more(taxonomy: Taxonomy, encoder: Encoder) -> None:
    label, late = result(taxonomy, encoder)[0]
    ids = [segment.segment_id for segment in make_segments(ALL)]
    key, key_late = (point.pain_point_id.replace("-", "_") for point in (label, late))
    first, *rest = label.segments
    without = decided(taxonomy, encoder, **{key: PainPointDecision(leave_out=(ids[first], "s-gone"))})
    (shorter,) = [point for point in without.points if point.pain_point_id == label.pain_point_id]
    assert shorter.segments == tuple(rest)
    assert len(shorter.respondents) == len({ALL[row].person for row in rest})
    assert first not in shorter.quotes and without.waiting == ()
    # What was left out of a pain point is not in the one that it is merged into either.
    merge = PainPointDecision(merge_into=label.pain_point_id, leave_out=(ids[late.segments[0]],))
    (merged,) = decided(taxonomy, encoder, **{key_late: merge}).points
    assert set(merged.segments) == {*label.segments, *late.segments[1:]}


def test_a_pain_point_keeps_its_statements_where_none_would_be_left(taxonomy: Taxonomy, encoder: Encoder) -> None:
    late = result(taxonomy, encoder)[0][1]
    ids = [segment.segment_id for segment in make_segments(ALL)]
    everything = PainPointDecision(leave_out=tuple(ids[row] for row in late.segments))
    left = decided(taxonomy, encoder, **{late.pain_point_id.replace("-", "_"): everything})
    assert late in left.points and "no statement would be left" in left.waiting[0]


def test_decisions_that_find_nothing_wait_and_others_hold(taxonomy: Taxonomy, encoder: Encoder) -> None:
    label, late = result(taxonomy, encoder)[0]
    key_label, key_late = (point.pain_point_id.replace("-", "_") for point in (label, late))
    message = decided(
        taxonomy,
        encoder,
        pp_gone=PainPointDecision(drop=True),
        pp_past=PainPointDecision(title="Längst vorbei"),
        **{key_label: PainPointDecision(merge_into="pp-gone"), key_late: PainPointDecision(drop=True)},
    )
    assert [point.pain_point_id for point in message.points] == [label.pain_point_id]
    assert sorted(message.waiting) == sorted(
        [
            '[pain_points."pp-gone"] drop: no pain point has this id now.',
            '[pain_points."pp-past"] title: no pain point has this id now.',
            f'[pain_points."{label.pain_point_id}"] merge_into: no pain point has the id pp-gone now.',
        ]
    )
    assert decided(taxonomy, encoder).waiting == ()


def test_a_circle_of_merges_ends(taxonomy: Taxonomy, encoder: Encoder) -> None:
    label, late = result(taxonomy, encoder)[0]
    circle = {
        label.pain_point_id.replace("-", "_"): PainPointDecision(merge_into=late.pain_point_id),
        late.pain_point_id.replace("-", "_"): PainPointDecision(merge_into=label.pain_point_id),
    }
    assert [point.pain_point_id for point in decided(taxonomy, encoder, **circle).points] == [
        label.pain_point_id,
        late.pain_point_id,
    ]


def test_weight_of_people_changes_the_severity(taxonomy: Taxonomy, encoder: Encoder) -> None:
    segments = make_segments(ALL)
    point = find_pain_points(
        PainInputs(
            segments,
            encoder.encode([statement.text for statement in ALL]),
            make_readings(ALL),
            make_tags(taxonomy, IDS),
            make_themes(THEMES, NAMES),
            taxonomy,
        ),
        language="de",
        settings=PainPointsSection(weight_people=1, number=1),
    ).points
    assert len(point) == 1
    assert point[0].severity == pytest.approx(wilson(len(point[0].respondents), 20)[0])


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("I would not fly with them again.", "en", False),
        ("This was the worst stay I have ever had.", "en", False),
        ("Das kann ich nicht weiterempfehlen.", "de", False),
        ("Nie wieder dieser Laden, ehrlich.", "de", False),
        ("No complaints from my side.", "en", False),
        ("Seit März keine Abstürze mehr bei mir.", "de", False),
        ("No complaints, but the parcel came far too late.", "en", True),
        ("The drawer of the desk does not open.", "en", True),
        ("Die Rechnung fehlt seit drei Wochen.", "de", True),
    ],
)
def test_bare_verdicts_and_denied_troubles_name_no_matter(text: str, language: str, named: bool) -> None:
    (segment,) = make_segments([Statement("a", text, -0.5, "pain", "frustration", language)])
    assert read_statement(segment.text, segment.language).names_trouble is named


@pytest.mark.parametrize(
    ("language", "begins", "because"),
    [("de", "Wie könnten wir", "weil 4 von 20 Personen"), ("en", "How might we", "because 4 of 20 people")],
)
def test_drafts_for_the_workshop(
    taxonomy: Taxonomy, encoder: Encoder, language: Language, begins: str, because: str
) -> None:
    first = result(taxonomy, encoder, language=language)[0][0]
    line = write_opportunity(first, taxonomy, language)
    assert line.startswith(begins)
    assert line.endswith("?")
    assert line.count("Rücksendung" if language == "de" else "Returns") == 1
    assert because in write_hypothesis(replace(first, respondents=("a", "b", "c", "d")), 20, language)
