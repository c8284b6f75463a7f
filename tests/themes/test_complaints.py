"""What users of topic models complain of most (outliers, repeatability, small data, twins, labels), a test each."""

from __future__ import annotations

import numpy as np
import pytest
from studies import MATTERS_DE, MATTERS_EN, direction, one_segment, planted

from voc.schema import Floats, Segment, Themes
from voc.themes import find_themes

Study = tuple[list[Segment], Floats, Themes]


@pytest.fixture(scope="module")
def study() -> Study:
    segments, vectors, _ = planted(MATTERS_EN, each=25, noise=0.9)
    answers = ("don't know", "no comment", "weiß nicht", "keine Angabe")
    empty = [one_segment(900 + place, answers[place % 4], f"r-{place % 12}") for place in range(24)]
    rows = np.stack([direction("nothing", 64) + 0.1 * direction(f"{place}", 64) for place in range(24)])
    every = np.concatenate([vectors, rows]).astype(np.float32)
    return segments + empty, every, find_themes(segments + empty, every, language="en")


def test_at_most_a_fifth_of_what_has_matter_is_left_out(study: Study) -> None:
    assert (study[2].assignment[:100] >= 0).mean() >= 0.8


def test_the_same_result_on_each_run(study: Study) -> None:
    again = find_themes(study[0], study[1], language="en")
    assert again.themes == study[2].themes
    assert (again.assignment == study[2].assignment).all()


def test_not_far_too_many_themes(study: Study) -> None:
    assert len(MATTERS_EN) / 2 <= len(study[2].themes) <= len(MATTERS_EN) * 2


def test_stop_words_are_no_label(study: Study) -> None:
    words = {word.lower() for theme in study[2].themes for word in theme.name.split()}
    assert words.isdisjoint({"the", "a", "we", "of", "with", "for", "us", "at"})


def test_quotes_belong_to_their_theme(study: Study) -> None:
    for number, theme in enumerate(study[2].themes):
        assert {int(study[2].assignment[place]) for place in theme.exemplars} == {number}


def test_something_comes_out_of_small_data() -> None:
    segments, vectors, _ = planted(MATTERS_EN, each=3, noise=0.3)
    themes = find_themes(segments, vectors, language="en")
    assert themes.themes
    assert themes.tentative


def test_umlauts_and_compounds_stay_whole() -> None:
    segments, vectors, _ = planted(MATTERS_DE, each=10, language="de")
    words = {word for theme in find_themes(segments, vectors, language="de").themes for word in theme.keywords}
    assert {"Verkäuferin", "Rücksendung"} & words
    assert not {"verkauferin", "rucksendung", "Verk"} & words
