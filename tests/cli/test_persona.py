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

FILES = ("talk_one.txt", "talk_two.txt", "talk_three.txt", "talk_four.txt")


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
    """A study with too few people for groups and two personas that were grouped by hand."""
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


def find_persona(study: Path, title: str) -> dict[str, Any]:
    return next(persona for persona in personas(study)["personas"] if persona["title"] == title)


def test_people_can_be_grouped_by_hand_if_no_groups_are_found(study: Path) -> None:
    for title in ("Die einen", "Die anderen"):
        persona = find_persona(study, title)
        assert persona["n"] == 2
        assert any("Von Hand gruppiert" in caveat for caveat in persona["caveats"])
    assert "Von Hand" in personas(study)["method"]
    assert "holds" in call("verify", study)
    output = call("persona", "list", study)
    assert "Die einen  (by hand, named)" in output


def test_show_lists_lines_by_number_with_quotes(study: Path) -> None:
    persona = find_persona(study, "Die einen")
    output = call("persona", "show", study, "Die einen")
    assert persona["persona_id"] in output
    line = persona["traits"][0]
    assert f"  1 {line['kind']}:{line['subject_id']}" in output
    assert line["quotes"][0]["text"] in output
    assert json.loads(call("persona", "show", study, persona["persona_id"], "--json")) == persona


def test_every_decision_holds_in_the_next_run(study: Path, inputs: Path) -> None:
    first, second = find_persona(study, "Die einen"), find_persona(study, "Die anderen")
    pinned, rejected = (f"{line['kind']}:{line['subject_id']}" for line in first["traits"][:2])
    call("persona", "rename", study, "Die anderen", "Die Übrigen")
    call("persona", "move", study, FILES[1], "--to", second["persona_id"])
    call("persona", "pin", study, "Die einen", "1")
    call("persona", "reject", study, "Die einen", rejected)
    call("run", inputs, "--out", study, "--quiet")
    after = {persona["persona_id"]: persona for persona in personas(study)["personas"]}
    assert after[second["persona_id"]]["title"] == "Die Übrigen"
    assert (after[first["persona_id"]]["n"], after[second["persona_id"]]["n"]) == (1, 3)
    lines = {f"{line['kind']}:{line['subject_id']}" for line in after[first["persona_id"]]["traits"]}
    assert rejected not in lines
    output = call("persona", "list", study)
    assert pinned in lines or pinned in output
    assert "1 moved here" in output
    assert "holds" in call("verify", study)


def test_merge_drop_and_none_hold_and_a_pending_decision_is_named(study: Path, inputs: Path) -> None:
    first, second = find_persona(study, "Die einen"), find_persona(study, "Die anderen")
    book = study / "codebook.toml"
    book.write_text(book.read_text("utf-8") + '\n[personas."p-00000000aa"]\ntitle = "Ghost"\n', encoding="utf-8")
    call("persona", "merge", study, "Die einen", "Die anderen")
    call("persona", "move", study, FILES[0], "--to", "none")
    assert "p-00000000aa" in call("run", inputs, "--out", study)
    after = {persona["persona_id"]: persona for persona in personas(study)["personas"]}
    assert first["persona_id"] not in after
    assert after[second["persona_id"]]["n"] == 3
    assert any(person["reason"] == "put aside by hand" for person in personas(study)["left_out"])
    assert "p-00000000aa" in call("persona", "list", study)
    call("persona", "drop", study, second["persona_id"])
    call("run", inputs, "--out", study, "--quiet")
    assert second["persona_id"] not in {persona["persona_id"] for persona in personas(study)["personas"]}
    assert "holds" in call("verify", study)


def test_the_latest_decision_holds_and_pin_undoes_reject(study: Path) -> None:
    persona_id = find_persona(study, "Die einen")["persona_id"]
    call("persona", "drop", study, persona_id)
    call("persona", "merge", study, persona_id, "Die anderen")
    call("persona", "reject", study, persona_id, "1")
    call("persona", "pin", study, persona_id, "1")
    decision = load_codebook(study / "codebook.toml").personas[persona_id]
    assert (decision.drop, bool(decision.merge_into), len(decision.pin), decision.reject) == (False, True, 1, ())


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
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
        (("new", "{study}", " ", "talk_one.txt"), UsageError, "must not be empty"),
        (("list", "{study}/data"), OutputError, "not a study folder"),
    ],
)
def test_wrong_calls_explain_why_and_leave_the_codebook_alone(
    study: Path, arguments: tuple[str, ...], error: type[VocError], message: str
) -> None:
    before = (study / "codebook.toml").read_bytes()
    result = invoke("persona", *(argument.format(study=study) for argument in arguments))
    assert isinstance(result.exception, error), result.output
    assert message in str(result.exception)
    assert (study / "codebook.toml").read_bytes() == before


def test_several_people_move_at_once_and_lines_are_free_again(study: Path) -> None:
    ones, others = (find_persona(study, title) for title in ("Die einen", "Die anderen"))
    people = ones["respondents"]
    call("persona", "move", study, *people, "--to", others["persona_id"])
    codebook = load_codebook(study / "codebook.toml")
    assert {codebook.respondents[who].persona for who in people} == {others["persona_id"]}
    line = f"{ones['traits'][0]['kind']}:{ones['traits'][0]['subject_id']}"
    call("persona", "reject", study, ones["persona_id"], line)
    assert "as found" in call("persona", "free", study, ones["persona_id"], line)
    assert load_codebook(study / "codebook.toml").personas[ones["persona_id"]].reject == ()
