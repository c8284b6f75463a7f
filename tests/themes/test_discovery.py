"""What a researcher relies on: matters come out, the same every time, whatever the order; small data is survived."""

from __future__ import annotations

import numpy as np
import pytest

from tests.themes.studies import MATTERS_DE, MATTERS_EN, direction, one_segment, planted
from voc.config import ClusterMethod, ThemesSection
from voc.schema import Floats, Segment, Themes
from voc.themes import find_themes

Found = tuple[list[Segment], Floats, list[str], Themes]


@pytest.fixture(scope="module")
def study() -> Found:
    segments, vectors, truth = planted(MATTERS_EN)
    return segments, vectors, truth, find_themes(segments, vectors, language="en")


def purity(themes: Themes, truth: list[str]) -> float:
    right = 0
    for theme in range(len(themes.themes)):
        inside = [truth[place] for place in np.flatnonzero(themes.assignment == theme)]
        right += max((inside.count(matter) for matter in set(inside)), default=0)
    return right / len(truth)


def by_id(themes: Themes, segments: list[Segment]) -> dict[str, tuple[str, float, bool]]:
    ids = [theme.theme_id for theme in themes.themes]
    return {
        segment.segment_id: (ids[theme] if theme >= 0 else "", round(float(score), 4), bool(core))
        for segment, theme, score, core in zip(segments, themes.assignment, themes.score, themes.core, strict=True)
    }


def test_planted_matters_come_out(study: Found) -> None:
    _, _, truth, themes = study
    assert 4 <= len(themes.themes) <= 7
    assert purity(themes, truth) > 0.9
    assert not themes.tentative


def test_result_is_aligned_and_within_its_ranges(study: Found) -> None:
    segments, _, _, themes = study
    n = len(segments)
    assert (themes.assignment.shape, themes.score.shape, themes.core.shape) == ((n,), (n,), (n,))
    assert themes.assignment.dtype == np.int32
    assert themes.score.dtype == np.float32
    assert themes.score.min() >= 0
    assert themes.score.max() <= 1
    assert set(themes.assignment.tolist()) <= set(range(-1, len(themes.themes)))
    assert not (themes.core & (themes.assignment < 0)).any()
    assert len({theme.theme_id for theme in themes.themes}) == len(themes.themes)
    assert all(theme.stability is None or 0 <= theme.stability <= 1 for theme in themes.themes)


def test_order_of_segments_does_not_matter() -> None:
    segments, vectors, _ = planted(MATTERS_EN, noise=0.9)
    shuffled = np.random.default_rng(1).permutation(len(segments))
    straight = find_themes(segments, vectors, language="en")
    other_segments = [segments[place] for place in shuffled]
    other = find_themes(other_segments, vectors[shuffled], language="en")
    assert by_id(straight, segments) == by_id(other, other_segments)
    assert [theme.name for theme in straight.themes] == [theme.name for theme in other.themes]
    assert [theme.keywords for theme in straight.themes] == [theme.keywords for theme in other.themes]
    quoted = [[segments[place].segment_id for place in theme.exemplars] for theme in straight.themes]
    assert quoted == [[other_segments[place].segment_id for place in theme.exemplars] for theme in other.themes]


def test_last_bits_of_the_vectors_do_not_matter() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    kept = np.round(vectors, 4)
    moved = (kept + 1e-7).astype(np.float32)
    assert by_id(find_themes(segments, kept, language="en"), segments) == by_id(
        find_themes(segments, moved, language="en"), segments
    )


def test_german_and_english_meet_in_one_theme() -> None:
    english, first, truth = planted(MATTERS_EN)
    german, second, more = planted(MATTERS_DE, language="de")
    second = second + 0.8 * direction("the language itself", second.shape[1])
    second /= np.linalg.norm(second, axis=1, keepdims=True)
    segments, labels = english + german, truth + more
    themes = find_themes(segments, np.concatenate([first, second]).astype(np.float32), language="de")
    mixed = [
        {segments[place].language for place in np.flatnonzero(themes.assignment == theme)}
        for theme in range(len(themes.themes))
    ]
    assert sum(languages == {"de", "en"} for languages in mixed) >= 4
    assert purity(themes, labels) > 0.9


@pytest.mark.parametrize("number", [2, 4])
def test_number_is_respected(number: int) -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    assert len(find_themes(segments, vectors, language="en", config=ThemesSection(number=number)).themes) == number


def test_detail_orders_the_number_of_themes() -> None:
    segments, vectors, truth = planted(
        {f"{name}{part}": words for part in "abc" for name, words in MATTERS_EN.items()}, noise=0.7
    )
    # Matters that differ in part only: how many themes they are depends on how closely one looks.
    shared = np.stack([direction(matter[:-1], vectors.shape[1]) for matter in truth])
    close = vectors + 1.3 * shared
    close = (close / np.linalg.norm(close, axis=1, keepdims=True)).astype(np.float32)
    counts = [
        len(find_themes(segments, close, language="en", config=ThemesSection(detail=detail)).themes)
        for detail in ("coarse", "normal", "fine")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_filler_greetings_and_thanks_stay_unsorted() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    chatter = [
        "Yeah, um, exactly.",
        "You know, kind of.",
        "Thank you very much!",
        "Hello, hi there.",
        "Well, I guess so.",
    ]
    extra = [one_segment(1000 + place, chatter[place % 5], f"r-{place % 9}") for place in range(40)]
    noise = np.stack([direction("chatter", 64) + 0.05 * direction(str(place), 64) for place in range(40)])
    themes = find_themes(segments + extra, np.concatenate([vectors, noise]).astype(np.float32), language="en")
    assert (themes.assignment[len(segments) :] == -1).all()
    assert "40" in themes.note


def test_repeats_count_once_and_go_where_their_first_goes() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    copies = [one_segment(2000 + place, "My knee hurts since Friday.", f"r-{place}") for place in range(30)]
    rows = np.repeat(direction("knee", 64)[None], 30, axis=0)
    themes = find_themes(segments + copies, np.concatenate([vectors, rows]).astype(np.float32), language="en")
    assert len(set(themes.assignment[-30:].tolist())) == 1
    assert not any("knee" in theme.name.lower() for theme in themes.themes)


def test_exemplars_are_of_different_people_and_of_the_theme(study: Found) -> None:
    segments, _, _, themes = study
    for place, theme in enumerate(themes.themes):
        assert 3 <= len(theme.exemplars) <= 5
        assert all(themes.assignment[row] == place for row in theme.exemplars)
        assert len({segments[row].respondent_id for row in theme.exemplars}) == len(theme.exemplars)


def test_ids_stay_when_a_person_joins() -> None:
    segments, vectors, _ = planted(MATTERS_EN, people=10)
    without = [place for place, segment in enumerate(segments) if segment.respondent_id != "r-3"]
    fewer = find_themes([segments[place] for place in without], vectors[without], language="en")
    all_ids = {theme.theme_id for theme in find_themes(segments, vectors, language="en").themes}
    kept = [theme.theme_id in all_ids for theme in fewer.themes]
    assert np.mean(kept) >= 0.75


@pytest.mark.parametrize("n", [0, 1, 2, 5, 7])
def test_too_little_gives_no_themes_and_says_why(n: int) -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    themes = find_themes(segments[:n], vectors[:n], language="en")
    assert themes.themes == ()
    assert themes.tentative
    assert themes.note
    assert themes.assignment.shape == (n,)


@pytest.mark.parametrize("each", [3, 5, 7])
def test_little_gives_few_tentative_themes(each: int) -> None:
    segments, vectors, truth = planted(MATTERS_EN, each=each, noise=0.3)
    themes = find_themes(segments, vectors, language="en")
    assert 1 <= len(themes.themes) <= 5
    assert themes.tentative
    assert purity(themes, truth) > 0.4


@pytest.mark.parametrize("kind", ["identical", "zero", "not finite", "two points"])
@pytest.mark.parametrize("n", [9, 40, 120])
@pytest.mark.parametrize("method", ["spectral", "hdbscan"])
def test_degenerate_vectors_are_survived(kind: str, n: int, method: ClusterMethod) -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    segments, rows = segments[:n], vectors[:n].copy()
    if kind == "identical":
        rows[:] = rows[0]
    elif kind == "zero":
        rows[:] = 0
    elif kind == "not finite":
        rows[::2] = np.nan
    else:
        rows[:] = rows[0]
        rows[1::2] = -rows[0]
    themes = find_themes(segments, rows, language="en", config=ThemesSection(method=method))
    assert len(themes.assignment) == n
    assert np.isfinite(themes.score).all()


def test_identical_texts_are_survived() -> None:
    segments = [one_segment(place, "The parcel came late again.", f"r-{place}") for place in range(50)]
    themes = find_themes(segments, np.repeat(direction("x", 64)[None], 50, axis=0), language="en")
    assert themes.themes == ()


def test_wrong_number_of_vectors_is_an_error() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    with pytest.raises(ValueError, match="one vector for each segment"):
        find_themes(segments, vectors[:5], language="en")


def test_more_than_can_be_fitted_is_sampled_and_assigned(monkeypatch: pytest.MonkeyPatch) -> None:
    segments, vectors, truth = planted(MATTERS_EN, each=60)
    monkeypatch.setattr("voc.themes.discovery.MAX_FITTED", 120)
    themes = find_themes(segments, vectors, language="en")
    assert purity(themes, truth) > 0.85
    assert themes.core.sum() <= 120


def test_progress_is_told_and_input_left_alone() -> None:
    steps: list[tuple[str, int, int]] = []
    segments, vectors, _ = planted(MATTERS_EN, each=10)
    before: Floats = vectors.copy()
    find_themes(segments, vectors, language="en", progress=lambda *step: steps.append(step))
    assert steps[-1][1] == steps[-1][2]
    assert [step[1] for step in steps] == sorted(step[1] for step in steps)
    assert (vectors == before).all()
