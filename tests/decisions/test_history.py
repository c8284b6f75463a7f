"""Every edit is written into the history and can be taken back; a killed process leaves a whole codebook."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voc.decisions.codebook import load_codebook
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry
from voc.decisions.history import read_history, redo, undo
from voc.errors import ConfigError, UsageError

MINE = '# ours\n[themes."t-1"]\nname = "Mine" # agreed\n\n# by Ben\n[themes."t-2"]\ndrop = true\n'


def rename(study: Path, theme: str, name: str) -> None:
    def change(document: CodebookData) -> None:
        get_entry(document, "themes", theme)["name"] = name

    edit_codebook(study / "codebook.toml", change, f"Call {theme} {name}")


def names(study: Path) -> dict[str, str]:
    return {key: theme.name for key, theme in load_codebook(study / "codebook.toml").themes.items()}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "codebook.toml").write_text(MINE, encoding="utf-8")
    return tmp_path


def test_an_edit_is_written_with_what_was_before_and_after(study: Path) -> None:
    rename(study, "t-1", "Ours")
    rename(study, "t-3", "New")
    lines = [json.loads(line) for line in (study / "history.jsonl").read_text("utf-8").splitlines()]
    assert [line["description"] for line in lines] == ["Call t-1 Ours", "Call t-3 New"]
    assert lines[0]["changes"] == [["themes", "t-1", {"name": "Mine"}, {"name": "Ours"}]]
    assert lines[1]["changes"] == [["themes", "t-3", None, {"name": "New"}]]
    assert abs(lines[0]["time"] - time.time()) < 60


def test_an_edit_that_changes_nothing_is_not_written(study: Path) -> None:
    rename(study, "t-1", "Mine")
    assert not (study / "history.jsonl").exists()
    assert (study / "codebook.toml").read_text("utf-8") == MINE


def test_undo_and_redo_without_limit_end_where_they_began(study: Path) -> None:
    for number in range(5):
        rename(study, f"t-{number}", f"Name {number}")
    after = load_codebook(study / "codebook.toml")
    for number in reversed(range(5)):
        assert undo(study).description == f"Call t-{number} Name {number}"
    assert (study / "codebook.toml").read_text("utf-8").strip() == MINE.strip()
    with pytest.raises(UsageError, match="no edit to undo"):
        undo(study)
    for number in range(5):
        assert redo(study).description == f"Call t-{number} Name {number}"
    with pytest.raises(UsageError, match="no edit to redo"):
        redo(study)
    assert load_codebook(study / "codebook.toml") == after
    assert len(read_history(study)) == 15


def test_after_a_new_decision_nothing_is_made_again(study: Path) -> None:
    rename(study, "t-1", "First")
    undo(study)
    rename(study, "t-2", "Second")
    with pytest.raises(UsageError, match="no edit to redo"):
        redo(study)
    assert undo(study).description == "Call t-2 Second"
    with pytest.raises(UsageError, match="no edit to undo"):
        undo(study)


def test_undo_leaves_other_entries_alone_and_refuses_one_that_was_changed_by_hand(study: Path) -> None:
    rename(study, "t-1", "Ours")
    file = study / "codebook.toml"
    file.write_text(file.read_text("utf-8").replace("drop = true", 'name = "By hand"'), encoding="utf-8")
    undo(study)
    assert names(study) == {"t-1": "Mine", "t-2": "By hand"}
    redo(study)
    by_hand = file.read_text("utf-8").replace("Ours", "Hers")
    file.write_text(by_hand, encoding="utf-8")
    with pytest.raises(UsageError, match=r"t-1.*changed since by hand"):
        undo(study)
    assert file.read_text("utf-8") == by_hand


@pytest.mark.parametrize("torn", ['{"time": 17', '{"time": 1, "description": "' + "x" * 500])
def test_a_torn_last_line_is_ignored_and_cut_off(study: Path, torn: str) -> None:
    rename(study, "t-1", "Ours")
    with (study / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write(torn)
    assert len(read_history(study)) == 1
    rename(study, "t-1", "Theirs")
    assert [entry.description for entry in read_history(study)] == ["Call t-1 Ours", "Call t-1 Theirs"]
    (study / "history.jsonl").write_text(torn, encoding="utf-8")
    rename(study, "t-1", "Mine")
    assert len(read_history(study)) == 1


def test_another_damaged_line_is_named(study: Path) -> None:
    (study / "history.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"history\.jsonl: line 1"):
        read_history(study)


WRITER = """
import sys
from pathlib import Path
from voc.decisions.editing import edit_codebook, get_entry
path = Path(sys.argv[1]) / "codebook.toml"
number = 0
while True:
    number += 1
    def change(document):
        entry = get_entry(document, "segments", f"s-{number % 40:010d}")
        entry["note"] = sys.argv[2] + "x" * (number % 900)
    edit_codebook(path, change, str(number))
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_process_that_is_killed_leaves_a_whole_codebook_and_history(study: Path) -> None:
    seconds = random.Random(7)
    n_edits = 0
    for round_number in range(20):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(study), str(round_number)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(seconds.uniform(0, 0.05))
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        codebook = load_codebook(study / "codebook.toml")
        assert codebook.themes["t-1"].name == "Mine"
        # One edit may be in the codebook and not in the history, never the other way round.
        history = read_history(study)
        assert len(history) > n_edits
        n_edits = len(history)
    rename(study, "t-1", "Ours")
    assert undo(study).description == "Call t-1 Ours"
