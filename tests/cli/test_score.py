"""`voc score`: every row is kept and gets readings, in every format."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import voc
from voc.errors import FormatError, MappingError, OutputError, UsageError
from voc.tasks.score import ADDED, NUMERIC, score_table

ROWS = [
    ("1", "The delivery was three weeks late, I am really annoyed.", "0.0"),
    ("2", "", "x"),
    ("3", "Die Beratung im Laden war großartig, danke!", "=1+1"),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "comment", "sentiment"), *ROWS])
    return path


def read_rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_score_keeps_rows_and_adds_readings(table: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    assert score_table(table, "comment", out) == 3
    rows = read_rows(out)
    assert list(rows[0]) == ["id", "comment", "sentiment_original", *ADDED]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert [row["language"] or "" for row in rows] == ["en", "", "de"]
    assert [row["sentiment"] or "" for row in rows] == ["negative", "", "positive"]
    assert [row["sentiment_original"] for row in rows] == ["0.0", "x", "=1+1"]
    assert float(rows[0]["polarity"]) < 0 < float(rows[2]["polarity"])


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".xlsx"])
def test_score_reads_what_it_writes(table: Path, tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"first{suffix}", tmp_path / "second.csv"
    score_table(table, "comment", first)
    score_table(first, "comment", second)
    once, twice = read_rows(first), read_rows(second)
    assert [row["polarity"] or "" for row in twice] == [str(row["polarity"] or "") for row in once]


def test_score_reads_cp1252_with_semicolons(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_bytes("Nr;Kommentar\n1;Die Rücksendung war schrecklich mühsam\n".encode("cp1252"))
    score_table(table, "Kommentar", out)
    assert read_rows(out)[0]["Kommentar"] == "Die Rücksendung war schrecklich mühsam"


def test_score_does_not_depend_on_the_block(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    score_table(table, "comment", tmp_path / "whole.csv")
    monkeypatch.setattr("voc.tables.blocks.BLOCK_ROWS", 1)
    monkeypatch.setenv("VOC_CACHE", "off")
    score_table(table, "comment", tmp_path / "single.csv")
    assert (tmp_path / "whole.csv").read_bytes() == (tmp_path / "single.csv").read_bytes()


def test_score_uses_a_custom_journey(table: Path, tmp_path: Path) -> None:
    journey = tmp_path / "journey.toml"
    journey.write_text(
        'taxonomy_id = "mine"\n[[phases]]\nid = "use"\nname = "Use"\n'
        '[[touchpoints]]\nid = "parcel"\nphase = "use"\nname = "Delivery"\n'
        'description = "the parcel arrives late or on time"\n',
        encoding="utf-8",
    )
    score_table(table, "comment", tmp_path / "out.csv", journey=str(journey))
    assert read_rows(tmp_path / "out.csv")[0]["touchpoint_id"] == "parcel"


def test_score_lists_the_columns_if_one_is_missing(table: Path, tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="Columns: id, comment, sentiment"):
        score_table(table, "text", tmp_path / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_score_never_changes_its_source(table: Path) -> None:
    with pytest.raises(OutputError, match="sources are never changed"):
        score_table(table, "comment", table)


def test_score_lists_the_formats_it_writes(table: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"writes \.csv, \.jsonl, \.parquet, \.xlsx"):
        score_table(table, "comment", tmp_path / "out.ods")


def test_score_names_the_line_that_is_not_json(tmp_path: Path) -> None:
    table = tmp_path / "in.jsonl"
    table.write_text('{"comment": "fine"}\n{"comment": \n')
    with pytest.raises(FormatError, match=r"in\.jsonl line 2"):
        score_table(table, "comment", tmp_path / "out.csv")


def test_score_of_a_frame_has_the_readings_of_the_file_and_its_own_index(table: Path, tmp_path: Path) -> None:
    score_table(table, "comment", tmp_path / "out.csv")
    expected = read_rows(tmp_path / "out.csv")
    frame = pd.read_csv(table, index_col="id")
    frame.index = pd.Index(["c", "a", "b"], name="key")
    scores = voc.score(frame)
    assert list(scores.columns) == list(ADDED)
    assert scores.index.equals(frame.index)
    polarity = ["" if pd.isna(value) else f"{value:g}" for value in scores["polarity"]]
    assert polarity == [row["polarity"] and f"{float(row['polarity']):g}" for row in expected]
    assert scores["emotion"].astype(object).fillna("").tolist() == [row["emotion"] for row in expected]
    assert scores["touchpoint_id"].astype(object).fillna("").tolist() == [row["touchpoint_id"] for row in expected]
    assert {name for name in ADDED if scores[name].dtype == "float64"} == NUMERIC
    assert list(frame.columns) == ["comment", "sentiment"]


def test_score_of_a_frame_leaves_missing_texts_empty_and_names_the_columns() -> None:
    frame = pd.DataFrame({"words": ["Der Laden war zu.", None, " "]})
    scores = voc.score(frame, text="words")
    assert scores["polarity"].isna().tolist() == [False, True, True]
    assert scores["sentiment"].isna().tolist() == [False, True, True]
    assert len(voc.score(frame[:0], text="words")) == 0
    with pytest.raises(MappingError, match=r"there is no column 'comment'\. Columns: words"):
        voc.score(frame)
