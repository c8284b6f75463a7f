"""`voc persona`: decisions are written into the codebook and hold in the next run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from voc.cli.main import app
from voc.decisions.codebook import load_codebook
from voc.errors import ConfigError, OutputError, UsageError, VocError

FILES = ("talk_anna.txt", "talk_bernd.txt", "talk_clara.txt", "talk_david.txt")


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "100"})


def call(*arguments: object) -> str:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output or result.exception
    return result.output


def personas(study: Path) -> dict[str, Any]:
    return json.loads((study / "data" / "personas.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def first(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Too few people for groups: two made by hand."""
    out = tmp_path_factory.mktemp("by_hand") / "study"
    call("run", inputs, "--out", out, "--quiet")
    if personas(out)["refusal"]:
        assert "voc persona new" in call("persona", "list", out)
    call("persona", "new", out, "Die einen", *FILES[:2])
    call("persona", "new", out, "Die anderen", *FILES[2:])
    call("run", inputs, "--out", out, "--quiet")
    return out


@pytest.fixture
def study(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "study")
    return tmp_path / "study"


def titled(study: Path, title: str) -> dict[str, Any]:
    return next(persona for persona in personas(study)["personas"] if persona["title"] == title)


def test_people_are_grouped_by_hand_where_no_groups_were_found(study: Path) -> None:
    for title in ("Die einen", "Die anderen"):
        persona = titled(study, title)
        assert persona["n"] == 2
        assert any("Von Hand gruppiert" in caveat for caveat in persona["caveats"])
    assert "Von Hand" in personas(study)["method"]
    assert "holds" in call("verify", study)
    shown = call("persona", "list", study)
    assert "Die einen  (by hand, named)" in shown


def test_show_lists_lines_by_number_with_quotes(study: Path) -> None:
    persona = titled(study, "Die einen")
    shown = call("persona", "show", study, "Die einen")
    assert persona["persona_id"] in shown
    line = persona["traits"][0]
    assert f"  1 {line['kind']}:{line['subject_id']}" in shown
    assert line["quotes"][0]["text"] in shown
    assert json.loads(call("persona", "show", study, persona["persona_id"], "--json")) == persona


def test_every_decision_holds_in_the_next_run(study: Path, inputs: Path) -> None:
    one, two = titled(study, "Die einen"), titled(study, "Die anderen")
    kept, gone = (f"{line['kind']}:{line['subject_id']}" for line in one["traits"][:2])
    call("persona", "rename", study, "Die anderen", "Die Übrigen")
    call("persona", "move", study, FILES[1], "--to", two["persona_id"])
    call("persona", "pin", study, "Die einen", "1")
    call("persona", "reject", study, "Die einen", gone)
    call("run", inputs, "--out", study, "--quiet")
    after = {each["persona_id"]: each for each in personas(study)["personas"]}
    assert after[two["persona_id"]]["title"] == "Die Übrigen"
    assert (after[one["persona_id"]]["n"], after[two["persona_id"]]["n"]) == (1, 3)
    lines = {f"{line['kind']}:{line['subject_id']}" for line in after[one["persona_id"]]["traits"]}
    assert gone not in lines
    shown = call("persona", "list", study)
    assert kept in lines or kept in shown
    assert "1 moved here" in shown
    assert "holds" in call("verify", study)


def test_merge_drop_and_none_hold_and_a_lost_decision_is_named(study: Path, inputs: Path) -> None:
    one, two = titled(study, "Die einen"), titled(study, "Die anderen")
    book = study / "codebook.toml"
    book.write_text(book.read_text("utf-8") + '\n[personas."p-00000000aa"]\ntitle = "Ghost"\n', encoding="utf-8")
    call("persona", "merge", study, "Die einen", "Die anderen")
    call("persona", "move", study, FILES[0], "--to", "none")
    assert "p-00000000aa" in call("run", inputs, "--out", study)
    after = {each["persona_id"]: each for each in personas(study)["personas"]}
    assert one["persona_id"] not in after
    assert after[two["persona_id"]]["n"] == 3
    assert any(each["reason"] == "put aside by hand" for each in personas(study)["left_out"])
    assert "p-00000000aa" in call("persona", "list", study)
    call("persona", "drop", study, two["persona_id"])
    call("run", inputs, "--out", study, "--quiet")
    assert two["persona_id"] not in {each["persona_id"] for each in personas(study)["personas"]}
    assert "holds" in call("verify", study)


def test_the_last_word_holds_and_pin_takes_reject_back(study: Path) -> None:
    one = titled(study, "Die einen")["persona_id"]
    call("persona", "drop", study, one)
    call("persona", "merge", study, one, "Die anderen")
    call("persona", "reject", study, one, "1")
    call("persona", "pin", study, one, "1")
    decision = load_codebook(study / "codebook.toml").personas[one]
    assert (decision.drop, bool(decision.merge_into), len(decision.pin), decision.reject) == (False, True, 1, ())


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (("rename", "{study}", "p-nowhere", "X"), UsageError, "voc persona list"),
        (("rename", "{study}", "Die eine", "X"), UsageError, "Did you mean 'Die einen'"),
        (("rename", "{study}", "Die einen", " "), UsageError, "must not be empty"),
        (("rename", "{study}", "Die einen", "x" * 500), ConfigError, "120"),
        (("merge", "{study}", "Die einen", "Die einen"), UsageError, "itself"),
        (("split", "{study}", "Die einen", "--parts", "1"), UsageError, "2 to 9"),
        (("split", "{study}", "Die einen"), UsageError, "at least 4 people"),
        (("move", "{study}", "r-nowhere", "--to", "Die einen"), UsageError, "respondents.csv"),
        (("move", "{study}", "reviews.csv", "--to", "Die einen"), UsageError, "found"),
        (("pin", "{study}", "Die einen", "999"), UsageError, "voc persona show"),
        (("new", "{study}", " ", "talk_anna.txt"), UsageError, "must not be empty"),
        (("list", "{study}/data"), OutputError, "not a study folder"),
    ],
)
def test_wrong_calls_say_why_and_leave_the_codebook_alone(
    study: Path, arguments: tuple[str, ...], error: type[VocError], says: str
) -> None:
    before = (study / "codebook.toml").read_bytes()
    result = invoke("persona", *(argument.format(study=study) for argument in arguments))
    assert isinstance(result.exception, error), result.output
    assert says in str(result.exception)
    assert (study / "codebook.toml").read_bytes() == before
