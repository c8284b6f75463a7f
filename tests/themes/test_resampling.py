"""Themes that do not come back in resamples join one that does, or are no themes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.themes.resampling import Resample, settle_themes, theme_stability

_PEOPLE = [f"p{number}" for number in range(12)]
_LABELS = np.repeat(np.arange(3, dtype=np.int32), 4)


def _resamples(*labellings: Sequence[int]) -> list[Resample]:
    kept = np.ones(len(_LABELS), bool)
    return [Resample(kept, np.array(labels, np.int32), max(labels) + 1) for labels in labellings]


def test_themes_that_come_back_stay_as_they_are() -> None:
    again = [2] * 4 + [0] * 4 + [1] * 4
    assert settle_themes(_LABELS, _PEOPLE, _resamples(again, again)).tolist() == [0, 1, 2]


def test_a_theme_found_in_the_cluster_of_another_joins_it() -> None:
    joined = [0] * 4 + [1] * 8
    resamples = _resamples(joined, joined, joined)
    assert theme_stability(_LABELS, _PEOPLE, resamples) == [1.0, 1.0, 1.0]
    # Nine against three: the cluster of both is the larger theme, and the smaller is not found again.
    labels = np.array([0] * 4 + [1] * 6 + [2] * 2, np.int32)
    assert theme_stability(labels, _PEOPLE, resamples) == [1.0, 1.0, 0.0]
    assert settle_themes(labels, _PEOPLE, resamples).tolist() == [0, 1, 1]


def test_a_theme_that_falls_apart_is_no_theme() -> None:
    scattered = [0] * 4 + [1] * 4 + [0, 1, 2, 3]
    assert settle_themes(_LABELS, _PEOPLE, _resamples(scattered, scattered)).tolist() == [0, 1, -1]


def test_unsorted_rows_stay_unsorted_and_too_few_people_change_nothing() -> None:
    labels = _LABELS.copy()
    labels[0] = -1
    scattered = [0] * 4 + [1] * 4 + [0, 1, 2, 3]
    resamples = _resamples(scattered, scattered)
    assert settle_themes(labels, _PEOPLE, resamples).tolist() == [0, 1, -1]
    assert settle_themes(labels, ["one"] * 12, resamples).tolist() == [0, 1, 2]
