"""`[themes] method = "hdbscan"`: dense regions of the map become clusters; the steps around them stay as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.themes.studies import MATTERS_EN, planted
from voc.config import StudyConfig, ThemesSection, parse_config
from voc.errors import ConfigError
from voc.schema import Floats, Segment, Themes
from voc.themes import find_themes
from voc.themes.clustering import choose_settings, fit_clusters, hdbscan_on_map
from voc.themes.graph import Doubles

HDBSCAN = ThemesSection(method="hdbscan")


def planted_regions() -> Doubles:
    """Six dense regions of 40 to 90 rows on the sphere, and 60 rows of noise."""
    random = np.random.default_rng(4)
    rows = []
    for region in range(6):
        centre = random.normal(size=8)
        rows.append(centre / np.linalg.norm(centre) + 0.12 * random.normal(size=(40 + 10 * region, 8)))
    rows.append(random.normal(size=(60, 8)))
    points: Doubles = np.vstack(rows)
    return points / np.linalg.norm(points, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def study() -> tuple[list[Segment], Floats, list[str], Themes]:
    segments, vectors, truth = planted(MATTERS_EN)
    return segments, vectors, truth, find_themes(segments, vectors, language="en", config=HDBSCAN)


def test_dense_regions_are_clusters_and_noise_is_none() -> None:
    labels = hdbscan_on_map(planted_regions(), 15, 5)
    regions = np.repeat(np.arange(6), [40, 50, 60, 70, 80, 90])
    assert labels.dtype == np.int32
    # The library hdbscan 0.8.44 (min_samples=4, as it does not count the row itself) finds the same: 6 and 52.
    assert labels.max() + 1 == 6
    assert (labels == -1).sum() == 52
    clustered = labels[: len(regions)] >= 0
    assert clustered.mean() > 0.95
    pairs = set(zip(labels[: len(regions)][clustered].tolist(), regions[clustered].tolist(), strict=True))
    assert len(pairs) == 6


def test_rows_without_a_place_on_the_map_are_no_cluster() -> None:
    points = planted_regions()
    points[-30:] = 0.0
    assert (hdbscan_on_map(points, 15, 5)[-30:] == -1).all()


def test_fewer_rows_than_a_cluster_needs_are_no_cluster() -> None:
    assert hdbscan_on_map(planted_regions()[:4], 15, 5).tolist() == [-1] * 4


def test_planted_subjects_come_out(study: tuple[list[Segment], Floats, list[str], Themes]) -> None:
    _, _, truth, themes = study
    assert 4 <= len(themes.themes) <= 7
    assert not themes.tentative
    for theme in range(len(themes.themes)):
        subjects = [truth[row] for row in np.flatnonzero(themes.assignment == theme)]
        assert max(subjects.count(subject) for subject in set(subjects)) / len(subjects) > 0.9
    assert (themes.assignment >= 0).mean() > 0.8
    # One subject may fall into several regions, which come back less often.
    stability = [theme.stability for theme in themes.themes]
    assert stability.count(1.0) >= 3
    assert all(share is not None and 0 <= share <= 1 for share in stability)


def test_the_order_of_segments_does_not_matter(study: tuple[list[Segment], Floats, list[str], Themes]) -> None:
    segments, vectors, _, themes = study
    order = np.random.default_rng(1).permutation(len(segments))
    shuffled = find_themes([segments[row] for row in order], vectors[order], language="en", config=HDBSCAN)
    assert [theme.theme_id for theme in shuffled.themes] == [theme.theme_id for theme in themes.themes]
    assert (shuffled.assignment == themes.assignment[order]).all()


def test_a_number_is_an_upper_limit(study: tuple[list[Segment], Floats, list[str], Themes]) -> None:
    segments, vectors, _, themes = study
    fewer = find_themes(segments, vectors, language="en", config=ThemesSection(method="hdbscan", number=2))
    assert len(fewer.themes) == 2
    more = find_themes(segments, vectors, language="en", config=ThemesSection(method="hdbscan", number=40))
    assert more.themes == themes.themes


def test_where_no_two_regions_are_dense_rows_are_joined() -> None:
    _, vectors, _ = planted(MATTERS_EN)
    settings = replace(choose_settings(len(vectors), HDBSCAN), min_cluster_size=len(vectors))
    clustering = fit_clusters(vectors, settings)
    assert not clustering.dense
    assert clustering.count >= 2


def test_few_segments_are_joined_and_tentative_as_with_the_default() -> None:
    segments, vectors, _ = planted(MATTERS_EN, each=3, noise=0.3)
    themes = find_themes(segments, vectors, language="en", config=HDBSCAN)
    assert themes.tentative
    assert themes.themes == find_themes(segments, vectors, language="en").themes


def test_the_method_is_read_from_voc_toml_and_the_default_stays() -> None:
    assert StudyConfig().themes.method == "spectral"
    assert parse_config({"themes": {"method": "hdbscan"}}).themes.method == "hdbscan"
    with pytest.raises(ConfigError, match=r"themes\.method.*spectral"):
        parse_config({"themes": {"method": "dbscan"}})
