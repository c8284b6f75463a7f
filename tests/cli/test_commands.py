"""The commands, called as a user calls them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from voc.cli.main import app

Voc = Callable[..., str]


@pytest.fixture
def voc() -> Voc:
    def call(*arguments: object) -> str:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "100"})
        assert result.exit_code == 0, result.output
        return result.output

    return call


@pytest.mark.parametrize("command", [(), ("run",), ("inspect",), ("score",), ("verify",), ("demo",)])
def test_help(voc: Voc, command: tuple[str, ...], snapshot: SnapshotAssertion) -> None:
    assert voc(*command, "--help") == snapshot


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom voc.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'sklearn', 'spacy', 'pyarrow'} & set(sys.modules)\nassert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_run_prints_a_summary_and_writes_beside_the_input(voc: Voc, inputs: Path) -> None:
    out = voc("run", inputs)
    assert "5 gelesen" in out
    assert "Personen" in out
    assert str(inputs.with_name("voices-study") / "report.html") in out.replace("\n", "")


def test_run_as_json(voc: Voc, inputs: Path, tmp_path: Path) -> None:
    data = json.loads(voc("run", inputs, "--out", tmp_path / "study", "--json"))
    assert data["respondents"] == 20
    assert data["language"] == "de"
    assert data["files"]["skipped"] == []
    assert data["report"] == str(tmp_path / "study" / "report.html")


def test_run_in_english(voc: Voc, inputs: Path, tmp_path: Path) -> None:
    voc("run", inputs, "--out", tmp_path / "study", "--lang", "en", "--quiet")
    assert '<html lang="en"' in (tmp_path / "study" / "report.html").read_text("utf-8")


def test_the_summary_has_the_language_of_the_report(voc: Voc, inputs: Path, tmp_path: Path) -> None:
    out = voc("run", inputs, "--out", tmp_path / "study", "--lang", "en")
    assert "5 read" in out
    assert re.search(r"^People +20, with \d+ statements", out, re.MULTILINE)
    assert "Personen" not in out


def test_run_uses_a_configuration_beside_the_input(voc: Voc, inputs: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "with-config"
    shutil.copytree(inputs, folder)
    (folder / "voc.toml").write_text('[study]\nname = "Spring wave"\n')
    data = json.loads(voc("run", folder, "--out", tmp_path / "study", "--json"))
    assert data["config"] == str(folder / "voc.toml")
    assert [file["path"] for file in data["files"]["skipped"]] == []
    assert "Spring wave" in (tmp_path / "study" / "report.html").read_text("utf-8")


def test_run_uses_a_name_from_the_codebook(voc: Voc, inputs: Path, tmp_path: Path) -> None:
    import csv

    out = tmp_path / "study"
    voc("run", inputs, "--out", out)
    with (out / "data" / "themes.csv").open(encoding="utf-8", newline="") as file:
        theme = next(csv.DictReader(file))["theme_id"]
    (out / "codebook.toml").write_text(f'[themes."{theme}"]\nname = "Mein eigener Name"\n', encoding="utf-8")
    voc("run", inputs, "--out", out)
    assert "Mein eigener Name" in (out / "data" / "themes.csv").read_text("utf-8")
    assert "Mein eigener Name" in (out / "report.html").read_text("utf-8")
    assert "holds" in voc("verify", out)


def test_inspect_names_interviewers_and_personal_data(voc: Voc, inputs: Path, tmp_path: Path) -> None:
    before = sorted(inputs.parent.rglob("*"))
    out = voc("inspect", inputs)
    assert "talk_one.txt" in out
    assert "interviewer" in out
    assert "Personal data" in out
    assert sorted(inputs.parent.rglob("*")) == before


def test_inspect_puts_what_asks_for_a_check_first_and_names_its_files(voc: Voc, tmp_path: Path) -> None:
    days = "".join(f"{n}/2/2026;The bench {n} was hard to carry.;{n % 5 + 1};A{n}\n" for n in range(1, 9))
    (tmp_path / "us.csv").write_text("Date;Review;Stars;Code\n" + days, "utf-8")
    (tmp_path / "talk.txt").write_text("I: Where was it?\n\nB: In the hall.\n\nI: And?\n\nB: It was cold.\n", "utf-8")
    lines = [line.strip() for line in voc("inspect", tmp_path).splitlines()]
    start = lines.index("review, reader table-csv, 8 documents, 8 people, language: en")
    assert lines[start + 1].startswith("characters: ")
    assert lines[start + 2].startswith("! Day and month of 'Date' cannot be told apart")
    assert lines[start + 3].startswith("Text: 'Review'. Overall rating: 'Stars'. Date: 'Date'.")
    assert (
        "interview, reader labelled, 1 document, 1 person, turns: 2 interviewer, 2 participant, language: en" in lines
    )
    assert "Files          2 read" in lines
    assert "To check (!)   1: us.csv" in lines


def test_inspect_says_nothing_of_columns_that_do_not_count(voc: Voc, tmp_path: Path) -> None:
    answer = " ".join(f"We saw hall {n} and shelf {n} there." for n in range(30))
    talk = f"I: Where was it?\n\nB: {answer}\n\nI: And then?\n\nB: We left.\n"
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(talk, "utf-8")
    out = voc("inspect", tmp_path)
    assert out.count("Speaker 'I'") == 1
    assert out.count("duplicate of a.md") == 1


def test_inspect_as_json(voc: Voc, inputs: Path) -> None:
    data = json.loads(voc("inspect", inputs, "--json"))
    assert [source["status"] for source in data["sources"]] == ["read"] * 5
    assert data["sources"][0]["path"]
