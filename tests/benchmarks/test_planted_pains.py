"""The planted studies: every sentence of a key is said by its person, and what counts as found."""

import csv
import tomllib
from pathlib import Path

import pytest

from benchmarks.planted_pains import FOLDER, Fit, _says
from voc.schema import Segment

STUDIES = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def segment_of(text: str) -> Segment:
    return Segment("s", "d", "r", "a.txt", "interview", "participant", 0, len(text), None, "", text, "en")


def words_of(study: Path) -> dict[str, str]:
    """What each person says: a file by its stem, a row of a table by its id."""
    said: dict[str, str] = {}
    for file in study.rglob("*.txt"):
        said[file.stem] = file.read_text("utf-8")
    for file in study.rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            said |= {row["id"]: "\n".join(cell for cell in row.values() if cell) for row in csv.DictReader(stream)}
    return said


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_every_sentence_of_the_key_is_said_by_its_person(study: Path) -> None:
    key, words = tomllib.loads((study / "key.toml").read_text("utf-8")), words_of(study)
    entries = [entry for part in ("pains", "goals", "merits") for item in key[part] for entry in item["said"]]
    entries += key["not_pains"]
    assert len(entries) > 100
    for entry in entries:
        assert entry["text"] in words[entry["person"]], entry
    assert len(key["pains"]) == 8
    assert {person for kind in key["kinds"] for person in kind["people"]} <= set(words)


def test_a_segment_says_a_sentence_if_it_is_a_good_part_of_it() -> None:
    sentences = ["the card was declined at the till, twice, and nobody knew why"]
    assert _says(segment_of("The card was declined at the till,"), sentences)
    assert _says(segment_of("Well. The card was declined at the till, twice, and nobody knew why!"), sentences)
    assert not _says(segment_of("twice"), sentences)
    assert not _says(segment_of("The card works."), sentences)


def test_a_pain_is_found_if_enough_people_and_few_strangers_count() -> None:
    assert Fit(1, "", people=0.7, precision=0.8).is_found
    assert not Fit(1, "", people=0.69, precision=1.0).is_found
    assert not Fit(1, "", people=1.0, precision=0.79).is_found
    assert Fit(1, "", people=0.5, precision=1.0).f1 == pytest.approx(2 / 3)
