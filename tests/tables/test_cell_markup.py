"""What programs leave in a cell is removed, and what people write stays."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from voc.tables.cell_markup import clean_text, describe


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Ã„rger mit der TÃ¼r", "Ärger mit der Tür"),
        ("„Schönâ€œ, 5 â‚¬ ðŸ˜€", "„Schön“, 5 € 😀"),
        ("Erst so<br/>dann so&nbsp;&amp; so", "Erst so\ndann so\xa0& so"),
        ("<p>Guten Tag</p><p>der <b>Lift</b> steht</p>", "Guten Tag\n\nder Lift steht"),
        ("<style>p {color: red}</style>Nur das", "Nur das"),
        ("&lt;i&gt;leise&lt;/i&gt;", "leise"),
        ("It&amp;#39;s late", "It's late"),
        ("oben_x000D_\nunten", "oben\nunten"),
        ("Siehe Bild [cid:image7.png@01DA] hier", "Siehe Bild  hier"),
        ("(Translated by Google) Good soup\n\n(Original)\nGute Suppe", "Gute Suppe"),
        ("Gute Suppe (Translated by Google) Good soup", "Gute Suppe"),
    ],
)
def test_residue_is_removed(cell: str, text: str) -> None:
    assert clean_text(cell) == text


@pytest.mark.parametrize(
    "cell",
    ["3 < 4 > 2 <3", "Der Knopf <Weiter> fehlt", "groß“, rief sie", "„Ä“", "AT&T; gut", "Ângela war nett", "max_x_1"],
)
def test_words_stay(cell: str) -> None:
    assert clean_text(cell) == cell


def test_cleaned_cells_are_counted() -> None:
    counts: Counter[str] = Counter()
    for cell in ("a<br>b", "fÃ¼r", "fÃ¼r<br>dich", "ohne"):
        clean_text(cell, counts)
    assert describe(counts) == "Cleaned: double-encoded characters (“fÃ¼r” for “für”) in 2 cells, HTML tags in 2 cells."
    assert describe({}) == ""


@pytest.mark.parametrize("part", ["<style>", "<p ", "<!--", "Ã", "&amp;", "(Original)", "_x000", "[image: ", "cid:"])
def test_hostile_cells_take_no_time(part: str) -> None:
    start = time.perf_counter()
    clean_text(part * 50_000)
    assert time.perf_counter() - start < 5
