"""DataFrames among the inputs are read like CSV files of the same content."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from voc.config import parse_config
from voc.errors import UsageError
from voc.ingest import read_folder
from voc.schema import Corpus

FRAME = pd.DataFrame(
    {
        "Datum": pd.to_datetime(["2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"]),
        "Sterne": [5, 1, None, 3],
        "Bewertung": [
            "Die Schuhe passen, und sie kamen schnell.",
            'Der Service sagte "nein"\r\nund legte auf.',
            None,
            "Geht so; ich hatte mehr erwartet.",
        ],
        "Nutzername": ["lauffuchs", "mona", "ole", "lauffuchs"],
    }
)


def without_checksums(corpus: Corpus) -> tuple[object, ...]:
    notes = [(source.path, source.kind, source.reader, source.status, source.notes) for source in corpus.sources]
    return (corpus.documents, corpus.respondents, notes)


@pytest.mark.parametrize("name", ["reviews", "reviews.csv"])
def test_data_frame_gives_the_documents_of_the_csv_file_of_its_name(tmp_path: Path, name: str) -> None:
    FRAME.to_csv(tmp_path / "reviews.csv", index=False)
    from_csv, from_frame = read_folder([tmp_path / "reviews.csv"]), read_folder([{name: FRAME}])
    assert len(from_frame.documents) == 3
    assert without_checksums(from_frame) == without_checksums(from_csv)


def test_data_frames_stand_beside_files_and_follow_voc_toml(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("I: How was it?\n\nB: It was fine for me.\n\nI: And then?\n\nB: Then I left.\n")
    config = parse_config({"files": {"wave.csv": {"columns": {"text": ["Nutzername"]}}}})
    corpus = read_folder([tmp_path / "talk.txt", FRAME, FRAME, {"wave": FRAME}], config)
    assert [source.path for source in corpus.sources] == ["table.csv", "table_2.csv", "talk.txt", "wave.csv"]
    assert {document.text for document in corpus.documents if document.source == "wave.csv"} == {
        "lauffuchs",
        "mona",
        "ole",
    }


def test_named_index_is_a_column_and_a_plain_one_is_not() -> None:
    indexed = FRAME.set_index("Nutzername")
    assert {person.label for person in read_folder([{"reviews": indexed}]).respondents} == {"lauffuchs", "mona"}
    assert "Column 1" not in " ".join(read_folder([FRAME]).sources[0].notes)


def test_data_frame_with_the_name_of_a_file_is_told_apart_from_it(tmp_path: Path) -> None:
    path = tmp_path / "march" / "reviews.csv"
    path.parent.mkdir()
    FRAME.to_csv(path, index=False)
    corpus = read_folder([path, {"reviews": FRAME}])
    assert [source.path for source in corpus.sources] == ["data_frames/reviews.csv", "march/reviews.csv"]


@pytest.mark.parametrize("name", ["", "a/b", ".."])
def test_names_that_are_no_file_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="must be a file name"):
        read_folder([{name: FRAME}])


def test_what_is_no_data_frame_is_refused() -> None:
    with pytest.raises(UsageError, match="must be a pandas DataFrame, found list"):
        read_folder([{"reviews": [1, 2]}])  # type: ignore[dict-item]
