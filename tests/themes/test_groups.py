"""The upper level of the tree: where there are many themes, they are in named groups of two or more."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.themes.studies import direction, planted
from voc.schema import Floats, Themes
from voc.themes import find_themes
from voc.themes.describe import MANY_THEMES, group_themes

NOUNS = ("Parcel", "Courier", "Refund", "Label", "Update", "Login", "Advice", "Mirror", "Queue", "Voucher")
NOUNS += ("Sole", "Lace", "Insole", "Raincoat", "Parking", "Music")


def centres(families: int, each: int, near: float = 0.5) -> Floats:
    """Directions of ``families`` × ``each`` themes, near those of their family."""
    rows = [
        direction(f"f{one}", 64) + near * direction(f"f{one} t{two}", 64)
        for one in range(families)
        for two in range(each)
    ]
    found = np.array(rows, np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_themes_of_one_family_stand_in_one_group() -> None:
    assert group_themes(centres(4, 4)).tolist() == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4


def test_few_themes_have_no_groups() -> None:
    assert set(group_themes(centres(4, 3)).tolist()) == {-1}
    assert len(group_themes(np.zeros((0, 64), np.float32))) == 0


@pytest.mark.parametrize("count", [13, 16, 40, 151])
def test_no_theme_stands_alone_whatever_the_centres(count: int) -> None:
    rows = np.random.default_rng(count).normal(size=(count, 32)).astype(np.float32)
    labels = group_themes(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    assert min(Counter(labels.tolist()).values()) >= 2
    assert labels.min() == 0
    assert 2 <= labels.max() + 1 <= count // 3


def test_themes_far_from_all_others_join_the_nearest_group() -> None:
    lonely = np.vstack([centres(3, 5), direction("alone", 64)[None]])
    assert Counter(group_themes(lonely).tolist()).most_common()[-1][1] >= 2


@pytest.fixture(scope="module")
def many() -> Themes:
    matters = {noun: (f"the {noun.lower()}", f"a {noun.lower()}") for noun in NOUNS}
    segments, vectors, truth = planted(matters, each=12, noise=0.3)
    family = np.stack([direction(f"family {NOUNS.index(noun) // 4}", 64) for noun in truth])
    vectors = vectors + 1.1 * family
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode(texts: list[str]) -> Floats:
        return np.stack([_meaning(text) for text in texts])

    return find_themes(segments, vectors.astype(np.float32), language="en", encode=encode)


def _meaning(text: str) -> Floats:
    noun = next((noun for noun in NOUNS if noun.lower() in text.lower()), text)
    return direction(noun, 64)


def test_many_themes_get_named_groups(many: Themes) -> None:
    assert len(many.themes) > MANY_THEMES
    sizes = Counter(theme.group for theme in many.themes)
    assert "" not in sizes
    assert min(sizes.values()) >= 2


def test_groups_are_named_in_words_of_their_themes(many: Themes) -> None:
    for name in {theme.group for theme in many.themes}:
        own = {word.lower() for theme in many.themes if theme.group == name for word in theme.keywords}
        assert {word.lower() for word in name.replace(" & ", " ").split()} <= own


def test_without_an_encoder_or_with_few_themes_there_are_none() -> None:
    segments, vectors, _ = planted({noun: (noun,) for noun in NOUNS[:4]}, each=10)
    assert {theme.group for theme in find_themes(segments, vectors, language="en").themes} == {""}
