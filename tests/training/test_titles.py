"""The titles: a known kind, both languages, three to eight words, and no title twice."""

import csv

from training.data import ROOT
from voc.schema import STATEMENTS

FILE = ROOT / "training" / "labels" / "titles.csv"


def test_every_title_has_a_kind_and_both_languages_and_stands_once() -> None:
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 2000
    assert {row["kind"] for row in rows} == set(STATEMENTS) - {"other"}
    assert all(2 <= len(row[column].split()) <= 10 for row in rows for column in ("title_de", "title_en"))
    german = [row["title_de"].casefold() for row in rows]
    assert len(set(german)) == len(german)
