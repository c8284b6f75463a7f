"""Replies of the company are recognised by what they say, whatever their column is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = [
    "Der Kuchen war trocken.",
    "Die Bedienung war sehr lieb zu uns.",
    "Wir haben ewig gewartet.",
    "Alles bestens hier.",
]


@pytest.mark.parametrize("name", ["Antwort Café Lindenblatt", "Stellungnahme", "Kommentar Lindenblatt"])
def test_replies_under_any_name_are_not_read(read_rows: ReadRows, name: str) -> None:
    replies = [
        "Das tut uns sehr leid, bitte melden Sie sich bei uns.",
        "",
        "Wir entschuldigen uns! Ihr Lindenblatt-Team",
        "",
    ]
    rows = [["Gast", "Sterne", "Bewertung", name]]
    rows += [[f"g{n}", "3", text, reply] for n, (text, reply) in enumerate(zip(TEXTS, replies, strict=True))]
    corpus = read_rows(rows)
    assert [document.text for document in corpus.documents] == TEXTS
    assert f"Words of the company, not read: '{name}' (2 cells)." in " ".join(corpus.sources[0].notes)


def test_thanks_of_customers_stay(read_rows: ReadRows) -> None:
    thanks = ["Danke für die schnelle Hilfe!", "", "Ich melde mich wieder.", "Bitte macht weiter so, danke."]
    rows = [["Was hat gefehlt?", "Möchten Sie uns eine Antwort geben?"], *map(list, zip(TEXTS, thanks, strict=True))]
    assert len(read_rows(rows).documents) == 7


def test_a_column_with_both_sides_stays(read_rows: ReadRows) -> None:
    rows = [["Subject", "Message"]]
    rows += [["The parcel is late again", f"We are sorry to hear this, case {n}."] for n in range(4)]
    assert len(read_rows(rows).documents) == 4
