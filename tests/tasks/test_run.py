"""`voc.make_study`: the call that a notebook makes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import voc
from voc.errors import VerifyError

COMMENTS = [
    "The parcel came two weeks late.",
    "Returning the shoes was easy.",
    "The size chart is wrong.",
    "Delivery was late again.",
]


def test_make_study_reads_data_frames_and_files_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Interviewer: How was it?\n\nKim: The parcel was late, and nobody told me.\n"
    (tmp_path / "talk.txt").write_text(text, encoding="utf-8")
    frame = pd.DataFrame({"customer": range(len(COMMENTS)), "comment": COMMENTS})
    study = voc.make_study([{"reviews": frame}, "talk.txt"], out="my-study", language="en", journey="retail")
    assert study.out == tmp_path / "my-study"
    assert {source.path for source in study.analysis.corpus.sources} == {"reviews.csv", "talk.txt"}
    assert study.analysis.taxonomy.taxonomy_id == "retail"
    segments = voc.load_study("my-study").segments_frame()
    assert set(COMMENTS) <= set(segments["text"])
    assert voc.score(frame, text="comment")["polarity"].notna().all()


def test_make_study_of_data_frames_alone_has_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    study = voc.make_study([pd.DataFrame({"customer": range(len(COMMENTS)), "comment": COMMENTS})])
    assert study.out == tmp_path / "voc-study"


def test_a_run_that_would_show_a_real_name_writes_nothing_and_does_not_say_it(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(
        "Interviewer: Wie bestellen Sie?\nB: Meine Kollegin Wiebke bestellt alles am Telefon, das dauert lange.\n",
        "utf-8",
    )
    config = tmp_path / "voc.toml"
    config.write_text('[study]\nname = "Gespräche mit Wiebke"\n', "utf-8")
    with pytest.raises(VerifyError) as error:
        voc.make_study([talk], tmp_path / "out", config=config)
    assert "report.html: holds a name that should be [Name 1]." in str(error.value)
    assert "Wiebke" not in str(error.value)
    assert not (tmp_path / "out").exists()
