"""Pseudonymised copies: no original of the key in them, nothing replaced, the key for its owner only."""

from __future__ import annotations

import csv
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.paths import ROOT
from voc.cli.main import app
from voc.config import StudyConfig
from voc.errors import OutputError
from voc.ingest import read_folder
from voc.schema import Pseudonym
from voc.tasks.redact import Originals, redact

TALK = """Interviewer: Hallo Rich, wie war der Einkauf bei Frau Klamm?

Rich Halbe: Ich heiße Rich Halbe. Frau Klamm war nett, meine Mail ist rich@beispiel.example.

Interviewer: Und die Lieferung, wie lief die denn so?

Rich Halbe: Die kam in die Hauptstraße 12, 34119 Kassel. Rich Tones war auch so ein Wort.

Interviewer: Danke dafür, wir melden uns wieder.

Rich Halbe: Gern, Tel. +49 30 901820.
"""


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "Rich_Halbe.txt").write_text(TALK, encoding="utf-8")
    with (folder / "umfrage.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Antwort-ID", "E-Mail", "Datum", "Sterne", "Was sollen wir ändern?"])
        for number in range(12):
            texts = f"Die Beratung von Frau Klamm war gut, nur Nummer {number} hat gefehlt und das war schade."
            writer.writerow([number + 1, f"a{number}@beispiel.example", "2026-03-01", number % 5 + 1, texts])
        writer.writerow(
            [13, "x@beispiel.example", "2026-03-01", 2, "=HYPERLINK(1) fand ich komisch, was soll das sein?"]
        )
    return folder


def read_all(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "private"
    }


def key_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "private" / "pseudonyms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_original_stands_in_a_copy(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = redact([inputs], out)
    files = read_all(out)
    assert sorted(files) == sorted(done.files) == ["[Person 1].txt", "respondents.csv", "umfrage.csv"]
    originals = {row["original"] for row in key_of(out)}
    assert {"Rich Halbe", "Klamm", "Hauptstraße 12, 34119 Kassel", "rich@beispiel.example"} <= originals
    whole = "\n".join([*files, *files.values()])
    assert not [original for original in originals if original in whole]
    assert "Kassel" not in whole
    assert "beispiel" not in whole
    assert "[Person 1]: Gern, Tel. [phone 1]." in files["[Person 1].txt"]


def test_a_table_keeps_what_was_read_and_runs_no_formula(inputs: Path, tmp_path: Path) -> None:
    redact([inputs], tmp_path / "out")
    with (tmp_path / "out" / "umfrage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13
    assert list(rows[0]) == ["place", "person", "date", "rating", "Was sollen wir ändern?"]
    assert rows[0]["person"].startswith("Person ")
    assert (rows[0]["date"], rows[0]["rating"]) == ("2026-03-01", "1")
    assert rows[12]["Was sollen wir ändern?"].startswith("'=HYPERLINK")


def test_school_marks_are_read_from_the_copy_as_from_the_original(tmp_path: Path) -> None:
    lines = [f"{number % 6 + 1};Die Ausgabe Nummer {number} war so und so." for number in range(12)]
    (tmp_path / "in.csv").write_text("\n".join(["Schulnote;Kommentar", *lines]), encoding="utf-8")
    redact([tmp_path / "in.csv"], tmp_path / "out")
    ratings = [
        [document.ratings["rating"] for document in read_folder([path]).documents]
        for path in (tmp_path / "in.csv", tmp_path / "out" / "in.csv")
    ]
    assert ratings[0][:2] == [1.0, 0.8]
    assert ratings[1] == ratings[0]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file modes")
def test_the_key_is_for_its_owner_only(inputs: Path, tmp_path: Path) -> None:
    redact([inputs], tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out" / "private" / "pseudonyms.csv").stat().st_mode) == 0o600


def test_inputs_and_what_is_there_are_never_touched(inputs: Path, tmp_path: Path) -> None:
    before = read_all(inputs)
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine", encoding="utf-8")
    for place in (full, inputs, inputs / "copies"):
        with pytest.raises(OutputError):
            redact([inputs], place)
    assert read_all(inputs) == before
    assert read_all(full) == {"mine.txt": "mine"}


def test_what_voc_toml_names_goes(inputs: Path, tmp_path: Path) -> None:
    config = StudyConfig.model_validate({"privacy": {"names": ["Beratung"]}})
    redact([inputs], tmp_path / "out", config)
    assert "Beratung" not in (tmp_path / "out" / "umfrage.csv").read_text("utf-8")


def test_the_same_bytes_twice(inputs: Path, tmp_path: Path) -> None:
    redact([inputs], tmp_path / "one")
    redact([inputs / "umfrage.csv", inputs / "Rich_Halbe.txt"], tmp_path / "two")
    assert read_all(tmp_path / "one") == read_all(tmp_path / "two")
    assert key_of(tmp_path / "one") == key_of(tmp_path / "two")


def test_the_command_says_what_it_did(inputs: Path, tmp_path: Path) -> None:
    (inputs / "README.md").write_text("About these files.", encoding="utf-8")
    result = CliRunner().invoke(app, ["redact", str(inputs), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "skipped README.md" in result.output
    assert "3 files" in result.output


def test_the_example_study_leaves_no_original(tmp_path: Path) -> None:
    redact([ROOT / "examples" / "interviews"], tmp_path / "out")
    originals = Originals([Pseudonym(**row) for row in key_of(tmp_path / "out")])
    assert all(not list(originals.find(text)) for text in read_all(tmp_path / "out").values())


# ------------------------------------------------------------------------------------------------------------ sweep

NAMES = ("Anna", "Anna Klamm", "030 / 12", "a@b.example", "J. Roth", "Öz")
KEY = [Pseudonym("name", f"[Name {number}]", name) for number, name in enumerate(NAMES, start=1)]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Anna Klamms Rat, Annas Rat", "[Name 2]s Rat, [Name 1]s Rat"),
        ("Annalena, anna, XAnna, Anna1", "Annalena, anna, XAnna, Anna1"),
        ("Anna\nKlamm und J.  Roth", "[Name 2] und [Name 5]"),
        ("(030 / 12) a@b.example. Öz!", "([Name 3]) [Name 4]. [Name 6]!"),
        ("[Name 1] bleibt", "[Name 1] bleibt"),
        ("anna_Anna_1", "anna_[Name 1]_1"),
    ],
)
def test_sweep_takes_whole_words_in_their_own_case(text: str, clean: str) -> None:
    assert Originals(KEY).replace(text) == clean


@given(st.lists(st.sampled_from([*NAMES, "und", "s", ", ", "[Name 1]", "_", "\n", " "]), max_size=12).map("".join))
def test_nothing_is_found_after_the_sweep(text: str) -> None:
    originals = Originals(KEY)
    assert not list(originals.find(originals.replace(text)))
