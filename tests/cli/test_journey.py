"""`voc journey` shows built-in journeys, writes and checks new ones; `voc run --journey` uses one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voc.cli.main import app, main
from voc.journey import BUILT_IN, load_taxonomy, taxonomy_to_toml
from voc.journey.taxonomy import commented_journey, find_weaknesses, parse_taxonomy
from voc.tasks.run import StudyRequest, resolve_config


def call(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["journey", *map(str, arguments)], env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    return result.output


def test_list_names_every_journey_in_both_languages() -> None:
    english, german = call("list"), call("list", "--lang", "de")
    assert [line.split()[0] for line in english.splitlines()] == list(BUILT_IN)
    assert "Advocacy" in english
    assert "Befürwortung" in german
    assert [row["name"] for row in json.loads(call("list", "--json"))] == list(BUILT_IN)


def test_show_has_every_touchpoint_under_its_phase() -> None:
    output = call("show", "travel", "--lang", "de")
    for touchpoint in load_taxonomy("travel").touchpoints:
        assert f"{touchpoint.touchpoint_id} " in output
    assert output.index("Abreise\n") < output.index("baggage ") < output.index("Unterwegs\n") < output.index("wifi ")
    data = json.loads(call("show", "travel", "--json"))
    wifi = next(row for phase in data["phases"] for row in phase["touchpoints"] if row["touchpoint_id"] == "wifi")
    assert (wifi["channel"], wifi["medium"], wifi["names"]["de"]) == ("online", "digital", "WLAN")


@pytest.mark.parametrize("language", ["de", "en"])
def test_new_writes_a_commented_file_that_is_valid(tmp_path: Path, language: str) -> None:
    file = tmp_path / "own.toml"
    call("new", file, "--lang", language)
    text = file.read_text("utf-8")
    assert sum(line.startswith("#") for line in text.splitlines()) >= 8
    assert f"{file}: valid, 3 phases, 3 touchpoints, 0 examples.\n" == call("check", file)
    assert parse_taxonomy(text) == parse_taxonomy(commented_journey(language))


def test_new_replaces_a_file_only_with_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.toml"
    file.write_text("# mine", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["journey", "new", str(file)])
    assert stopped.value.code == 2
    assert "--force" in capsys.readouterr().err
    assert file.read_text("utf-8") == "# mine"
    call("new", file, "--like", "retail", "--force")
    assert load_taxonomy(str(file)) == load_taxonomy("retail")


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_written_journey_is_read_back_unchanged(name: str) -> None:
    assert parse_taxonomy(taxonomy_to_toml(load_taxonomy(name))) == load_taxonomy(name)


def test_check_names_key_and_remedy_of_a_wrong_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.toml"
    file.write_text(commented_journey("en").replace('channel = "online"', 'channel = "web"'), encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["journey", "check", str(file)])
    assert stopped.value.code == 2
    message = capsys.readouterr().err
    assert "touchpoints[1] ('Website').channel: must be one of both, online, offline, found 'web'" in message


def test_check_lists_weaknesses() -> None:
    hints = find_weaknesses(
        parse_taxonomy(
            '[[phases]]\nname = "A"\n[[phases]]\nname = "B"\n'
            '[[touchpoints]]\nphase = "A"\nname = "Till"\ncues = ["Queue", "card"]\n'
            '[[touchpoints]]\nphase = "A"\nname = "Gate"\ndescription = "Entrance"\ncues = ["queue"]'
        )
    )
    assert [hint.split(".")[0] for hint in hints] == [
        "'Till' has no description",
        "'Till' and 'Gate' share cues (queue), which cannot tell them apart",
        "the phase 'B' has no touchpoint",
    ]


def test_journey_option_overrides_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "voc.toml"
    file.write_text('[journey]\ntaxonomy = "four_phases"\n', encoding="utf-8")
    assert resolve_config(StudyRequest((tmp_path,)), file).journey.taxonomy == "four_phases"
    assert resolve_config(StudyRequest((tmp_path,), journey="travel"), file).journey.taxonomy == "travel"


def test_a_run_with_an_unknown_journey_lists_the_choices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("We waited for the parcel.", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(tmp_path / "a.txt"), "--journey", "rail"])
    assert stopped.value.code == 2
    assert ", ".join(BUILT_IN) in capsys.readouterr().err


def test_suggest_shows_quotes_of_the_study(study: Path) -> None:
    data = json.loads(call("suggest", study, "--json"))
    rows = {row["segment_id"]: row for row in table(study)}
    for gap in data:
        assert gap["n_respondents"] >= 1
        for quote in gap["quotes"]:
            assert rows[quote["segment_id"]]["text"] == quote["text"]
            assert rows[quote["segment_id"]]["touchpoint_id"] == ""
    call("suggest", study)


def test_explain_agrees_with_the_tables(study: Path) -> None:
    rows = [row for row in table(study) if row["role"] == "participant"]
    tagged = next(row for row in rows if row["touchpoint_id"])
    data = json.loads(call("explain", study, tagged["segment_id"], "--json"))
    assert data["touchpoint_id"] == tagged["touchpoint_id"] == data["candidates"][0]["touchpoint_id"]
    assert data["score"] == pytest.approx(float(tagged["touchpoint_score"]), abs=0.0011)
    output = call("explain", study, tagged["segment_id"])
    assert tagged["text"] in output
    assert "meaning +" in output
    unassigned = next(row for row in rows if not row["touchpoint_id"])
    assert "unassigned: score" in call("explain", study, unassigned["segment_id"])


def test_explain_refuses_an_unknown_segment(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["journey", "explain", str(study), "s-none"])
    assert stopped.value.code == 2
    assert "Take an id from data/segments.csv" in capsys.readouterr().err


def table(study: Path) -> list[dict[str, str]]:
    with (study / "data" / "segments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TRIP = (
    "The legroom in economy was a joke.", "Boarding took an hour at the gate.", "The cabin crew were lovely.",
    "Our flight was delayed twice.", "The lounge showers were clean.", "No power socket at my seat.",
)  # fmt: skip


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("trips") / "reviews.csv"
    rows = [f'2026-03-01,{n % 5 + 1},"{TRIP[n % 6][:-1]}, trip {n}."' for n in range(60)]
    file.write_text("\n".join(["Date,Stars,Review", *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.slow
def test_a_run_names_a_journey_that_would_assign_more(trips: Path, tmp_path: Path) -> None:
    named = ["--journey", "five_phases", "--out", str(tmp_path / "a")]
    result = CliRunner().invoke(app, ["run", str(trips), *named], env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    assert "better --journey travel would place" in result.output
    result = CliRunner().invoke(app, ["run", str(trips), "--out", str(tmp_path / "b")], env={"COLUMNS": "100"})
    assert "travel (the built-in one that places most)" in result.output
    assert "better" not in result.output
