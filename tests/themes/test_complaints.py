"""What users of topic models complain of most (the last paragraph of the design), a test each.

Memory and downloads have theirs elsewhere: nothing is downloaded (sockets are blocked), and a sample is clustered of
what is more than can be held (test_find_themes.py).
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.themes.studies import MATTERS_DE, MATTERS_EN, direction, one_segment, planted
from voc.config import ThemesSection
from voc.decisions.codebook import Codebook
from voc.decisions.themes import ThemeRequest, find_decided_themes
from voc.schema import Floats, Segment, Themes
from voc.themes import find_themes

Study = tuple[list[Segment], Floats, Themes]


@pytest.fixture(scope="module")
def study() -> Study:
    segments, vectors, _ = planted(MATTERS_EN, each=25, noise=0.9)
    answers = (("don't know", "en"), ("no comment", "en"), ("weiß nicht", "de"), ("keine Angabe", "de"))
    empty = [one_segment(900 + n, answers[n % 4][0], f"r-{n % 12}", answers[n % 4][1]) for n in range(24)]
    rows = np.stack([direction("nothing", 64) + 0.1 * direction(f"{place}", 64) for place in range(24)])
    every = np.concatenate([vectors, rows]).astype(np.float32)
    return segments + empty, every, find_themes(segments + empty, every, language="en")


def test_at_most_a_fifth_of_what_has_matter_is_left_out(study: Study) -> None:
    assert (study[2].assignment[:100] >= 0).mean() >= 0.8


def test_dont_know_and_no_comment_are_no_theme(study: Study) -> None:
    assert (study[2].assignment[100:] == -1).all()
    words = {word.lower() for theme in study[2].themes for word in (*theme.keywords, *theme.name.split())}
    assert words.isdisjoint({"comment", "angabe", "know", "weiß"})


def test_filler_of_conversations_is_no_theme() -> None:
    segments, vectors, _ = planted(MATTERS_EN, each=15)
    talk = ("Well, you know, it is kind of like that, I mean, sort of.", "Yeah, right, exactly, I guess so, hmm.")
    chatter = [one_segment(800 + n, talk[n % 2].replace("that", "that " * (n % 3)), f"r-{n % 9}") for n in range(30)]
    rows = np.stack([direction("talk", 64) + 0.2 * direction(str(n), 64) for n in range(30)]).astype(np.float32)
    themes = find_themes(segments + chatter, np.concatenate([vectors, rows]), language="en")
    assert (themes.assignment[60:] == -1).all()


def test_one_word_does_not_stand_twice_in_two_languages() -> None:
    matter = {
        "app": ("the app", "die App", "app update", "ein App-Update"),
        **{k: MATTERS_EN[k] for k in ("refund", "advice")},
    }
    segments, vectors, _ = planted(matter, each=12)
    for theme in find_themes(segments, vectors, language="en").themes:
        keywords = [word.lower() for word in theme.keywords]
        assert len(keywords) == len(set(keywords))


def test_own_names_outlive_a_run_over_more_material() -> None:
    segments, vectors, _ = planted(MATTERS_EN, each=15)
    first = find_themes(segments[:-3], vectors[:-3], language="en").themes[0]
    anchors = [segments[place].segment_id for place in first.exemplars]
    book = Codebook.model_validate({"themes": {first.theme_id: {"name": "Our own name", "anchors": anchors}}})
    request = ThemeRequest(book, ThemesSection())
    again = find_decided_themes(
        segments, vectors, request, language="en", encode=lambda texts: np.ones((len(texts), 64), np.float32)
    )
    assert "Our own name" in [theme.name for theme in again.themes]


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
