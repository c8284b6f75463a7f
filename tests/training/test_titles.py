"""Titles and topics of our own: both languages, a few words, and nothing twice."""

import csv

from training.data import ROOT
from voc.schema import STATEMENTS

LABELS = ROOT / "training" / "labels"


def rows_of(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_title_has_a_kind_and_both_languages_and_stands_once() -> None:
    rows = rows_of("titles.csv")
    assert len(rows) > 10_000
    assert {row["kind"] for row in rows} == set(STATEMENTS) - {"other"}
    assert all(2 <= len(row[column].split()) <= 10 for row in rows for column in ("title_de", "title_en"))
    for column in ("title_de", "title_en"):
        texts = [row[column].casefold() for row in rows]
        assert len(set(texts)) == len(texts)


def test_every_topic_has_a_short_name_and_a_description_and_stands_once() -> None:
    rows = rows_of("topics.csv")
    assert len(rows) > 2500
    assert all(1 <= len(row[column].split()) <= 6 for row in rows for column in ("name_de", "name_en"))
    assert all(len(row[column].split()) >= 3 for row in rows for column in ("description_de", "description_en"))
    names = [(row["name_de"].casefold(), row["description_de"].casefold()) for row in rows]
    assert len(set(names)) == len(names)
