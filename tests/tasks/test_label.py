"""Labels of statements: what the codebook says after a task, and what the next run makes of it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voc.cli.main import app
from voc.decisions.codebook import load_codebook, words_id
from voc.errors import ConfigError, UsageError
from voc.schema import Segment
from voc.study import Study, load
from voc.tasks.label import clear_labels, join_statements, label_statements, split_statement
from voc.tasks.run import make_study
from voc.tasks.theme import move_segment


@pytest.fixture
def loaded(study: Path, tmp_path: Path) -> Study:
    shutil.copytree(study, tmp_path / "study")
    return load(tmp_path / "study")


def decisions(study: Study) -> dict[str, dict[str, object]]:
    segments = load_codebook(study.folder / "codebook.toml").segments
    return {key: decision.model_dump(exclude_unset=True) for key, decision in segments.items()}


def find(study: Study, words: str) -> Segment:
    return next(segment for segment in study.analysis.segments if words in segment.text and segment.kind == "interview")


def test_labels_are_written_with_the_words_that_find_them_again(loaded: Study) -> None:
    first, second = loaded.analysis.segments[:2]
    ids = [first.segment_id, second.segment_id, first.segment_id]
    touchpoints = loaded.analysis.taxonomy.touchpoints
    name = next(iter(touchpoints[1].names.values()))
    assert label_statements(loaded, ids, sentiment="negative", touchpoints=[name.upper(), name]) == (
        first.segment_id,
        second.segment_id,
    )
    assert decisions(loaded)[first.segment_id] == {
        "sentiment": "negative",
        "touchpoints": (touchpoints[1].touchpoint_id,),
        "words": words_id(first.text),
    }
    # The study may also be named by its folder.
    label_statements(loaded.folder, [first.segment_id], note="Ask again", key_quote=True)
    label_statements(loaded.folder, [first.segment_id], note="", key_quote=False, touchpoints=[])
    assert set(decisions(loaded)[first.segment_id]) == {"sentiment", "touchpoints", "words"}
    label_statements(loaded, [second.segment_id], small_talk=True)
    assert decisions(loaded)[second.segment_id]["small_talk"] is True
    move_segment(loaded, second.segment_id, "unsorted")
    assert "small_talk" not in decisions(loaded)[second.segment_id]


def test_cleared_labels_leave_nothing_behind(loaded: Study) -> None:
    ids = [segment.segment_id for segment in loaded.analysis.segments[:2]]
    label_statements(loaded, ids, kind="goal", emotion="none")
    assert clear_labels(loaded, [*ids, "s-nowhere"], ["kind"]) == tuple(ids)
    assert set(decisions(loaded)[ids[0]]) == {"emotion", "words"}
    clear_labels(loaded, ids)
    assert decisions(loaded) == {}
    with pytest.raises(UsageError, match="nothing of the kind"):
        clear_labels(loaded, ids)


def test_wrong_labels_are_refused_and_change_nothing(loaded: Study) -> None:
    before = (loaded.folder / "codebook.toml").read_bytes()
    ids = [loaded.analysis.segments[0].segment_id]
    for wrong in ({}, {"touchpoints": ["nowhere"]}, {"theme": "nowhere"}):
        with pytest.raises(UsageError):
            label_statements(loaded, ids, **wrong)
    with pytest.raises(UsageError, match="s-nowhere"):
        label_statements(loaded, ["s-nowhere"], kind="goal")
    with pytest.raises(ConfigError, match="frustration"):
        label_statements(loaded, ids, emotion="anger")
    with pytest.raises(UsageError, match="cannot be split"):
        split_statement(loaded, ids[0], [0])
    with pytest.raises(UsageError, match="same turn"):
        join_statements(loaded, find(loaded, "Halbmarathon").segment_id)
    assert (loaded.folder / "codebook.toml").read_bytes() == before
    assert not (loaded.folder / "history.jsonl").exists()


def test_the_next_run_does_what_was_decided_and_other_statements_follow(loaded: Study, inputs: Path) -> None:
    analysis = loaded.analysis
    positive, split, talk = (find(loaded, words) for words in ("Halbmarathon", "Beim Bezahlen", "Sofa"))
    theme = analysis.themes.themes[0]
    touchpoint = analysis.taxonomy.touchpoints[2].touchpoint_id
    label_statements(
        loaded, [positive.segment_id], sentiment="negative", kind="pain", emotion="worry", theme=theme.theme_id,
        touchpoints=[touchpoint], key_quote=True, note="Ask again",
    )  # fmt: skip
    label_statements(loaded, [talk.segment_id], small_talk=True)
    parts = split_statement(loaded, split.segment_id, [split.text.index(" ich musste")])
    make_study([inputs], loaded.folder)
    with (loaded.folder / "data" / "segments.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["segment_id"]: row for row in csv.DictReader(file)}
    row = rows[positive.segment_id]
    labels = [row[key] for key in ("sentiment", "polarity", "statement", "emotion", "theme_id", "touchpoint_id")]
    assert labels == ["negative", "-1", "pain", "worry", theme.theme_id, touchpoint]
    assert (row["key_quote"], row["note"]) == ("yes", "Ask again")
    row = rows[talk.segment_id]
    labels = [row[key] for key in ("sentiment", "polarity", "statement", "emotion", "theme_id", "touchpoint_id")]
    assert labels == ["neutral", "0", "other", "none", "", ""]
    assert [rows[part]["text"] for part in parts][1].startswith("ich musste")
    assert split.segment_id not in rows
    again = load(loaded.folder)
    leading = next(record for record in again.analysis.themes.themes if record.theme_id == theme.theme_id)
    assert again.analysis.segments[leading.exemplars[0]].segment_id == positive.segment_id
    assert again.pending_decisions == ()
    assert join_statements(again, parts[0]) == split.segment_id


def test_voc_label_calls_the_same_tasks(loaded: Study) -> None:
    def invoke(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["label", str(loaded.folder), *arguments])
        return str(result.exception) if result.exit_code else result.output

    first, second = (segment.segment_id for segment in loaded.analysis.segments[:2])
    assert "voc run" in invoke(first, second, "--touchpoint", "none", "--kind", "goal")
    assert decisions(loaded)[second]["touchpoints"] == ()
    long = find(loaded, "Beim Bezahlen")
    assert "is split into s-" in invoke(long.segment_id, "--split-at", str(long.text.index(" ich")))
    assert "one statement at a time" in invoke(first, second, "--join-next")
    assert "2 segments" in invoke(first, second, "--clear")
    assert set(decisions(loaded)) == {long.segment_id}
