"""The verbatims of a theme: complete, readable, and together the spread of what people say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.themes.studies import one_segment
from voc.themes.describe import choose_exemplars
from voc.themes.prepare import PreparedSegments, prepare_segments

GOOD = "The courier left the parcel in the rain again."


def material_of(texts: list[tuple[str, str]], sources: list[str] | None = None) -> tuple[PreparedSegments, list[str]]:
    segments = [one_segment(place, text, person) for place, (text, person) in enumerate(texts)]
    if sources:
        segments = [replace(one, source=source) for one, source in zip(segments, sources, strict=True)]
    material = prepare_segments(segments)
    return material, [row.text for row in material.segments]


def chosen(texts: list[tuple[str, str]], number: int = 4, sources: list[str] | None = None) -> list[str]:
    material, order = material_of(texts, sources)
    rows = choose_exemplars(material, range(len(order)), np.full(len(order), 0.5, np.float32), ["parcel"], number)
    return [order[row] for row in rows]


def test_exemplars_are_complete_thoughts_of_readable_length() -> None:
    bad = [
        "Did the courier leave the parcel in the rain again?",
        "and then the courier left the parcel in the rain",
        "Late.",
        "The parcel came late because " + "the depot was closed and " * 20 + "so on.",
    ]
    texts = [(GOOD, "r-1"), *((text, f"r-{place + 2}") for place, text in enumerate(bad))]
    assert chosen(texts, 1) == [GOOD]


def test_exemplars_do_not_say_the_same_words_twice() -> None:
    texts = [
        ("The parcel arrived late on Friday.".ljust(41, "!"), "r-1"),
        ("The parcel arrived late on Friday, too.".ljust(41, "!"), "r-2"),
        ("Nobody rings the bell when a parcel comes.", "r-3"),
    ]
    both = chosen(texts, 2)
    assert texts[2][0] in both


def test_exemplars_are_of_different_people_as_long_as_there_are_others() -> None:
    texts = [
        ("The courier left the parcel in the rain again.", "r-1"),
        ("Nobody rings the bell when a parcel comes here.", "r-1"),
        ("Our neighbour hides every parcel behind the garden fence.", "r-2"),
    ]
    assert len({dict(texts)[text] for text in chosen(texts, 2)}) == 2
    assert len(chosen(texts, 3)) == 3


def test_exemplars_come_from_different_sources_where_people_are_equal() -> None:
    texts = [
        ("The courier left the parcel in the rain again.", "r-1"),
        ("Nobody rings the bell when a parcel comes here.", "r-2"),
        ("Our neighbour hides every parcel behind the garden fence.", "r-3"),
    ]
    for odd in range(3):
        sources = ["b.csv" if place == odd else "a.md" for place in range(3)]
        assert texts[odd][0] in chosen(texts, 2, sources)


def test_a_text_is_quoted_once() -> None:
    assert len(chosen([(GOOD, "r-1"), (GOOD, "r-2"), (GOOD.upper(), "r-3")], 3)) == 1


def test_exemplars_of_nothing_are_none() -> None:
    material, _ = material_of([(GOOD, "r-1")])
    assert choose_exemplars(material, [], np.zeros(0, np.float32)) == []
