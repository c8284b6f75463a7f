"""A study that was written is loaded as the records that it was written from."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import voc
from reports.html.pages import find_marks
from reports.html.report import render_html
from reports.view import build_view
from tests.paths import ROOT
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.config import StudyConfig, parse_config
from voc.errors import OutputError
from voc.schema import Analysis, Floats, Language, Metric, Moment, Personas, Pseudonym
from voc.study import (
    Study,
    archive_text,
    load,
    load_previous,
    study_schema,
    themes_before,
    verify_study,
    write_archive,
    write_config,
    write_data,
)
from voc.study.codec import encode
from voc.study.folder import ANALYSIS, CONFIG, MANIFEST
from voc.study.store import read_archive

SCHEMA_FILE = ROOT / "docs" / "study.schema.json"


def is_same(left: object, right: object) -> bool:
    """Return whether two records are equal, their arrays in dtype and shape and their mappings in order too."""
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and left.shape == right.shape and np.array_equal(left, right)
    if hasattr(left, "__dataclass_fields__") and type(left) is type(right):
        return all(is_same(getattr(left, name), getattr(right, name)) for name in left.__dataclass_fields__)
    return json.dumps(encode(left)) == json.dumps(encode(right))


def write_study(analysis: Analysis, personas: Personas, folder: Path) -> Path:
    write_data(analysis, folder)
    write_archive(analysis, personas, folder)
    (folder / MANIFEST).write_text("{}")
    return folder


def without_secrets(analysis: Analysis, embeddings: Floats) -> Analysis:
    """Return the study as it may be written: without the key, the embeddings, and the labels of speakers."""
    documents = tuple(
        replace(document, turns=tuple(replace(turn, speaker="") for turn in document.turns))
        for document in analysis.corpus.documents
    )
    return replace(analysis, corpus=replace(analysis.corpus, documents=documents), key=(), embeddings=embeddings)


@pytest.fixture
def copy(study: Path, tmp_path: Path) -> Path:
    """A copy of the small study that may be changed."""
    shutil.copytree(study, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.parametrize("language", ["de", "en"])
def test_load_returns_what_was_written(language: Language, tmp_path: Path) -> None:
    analysis = replace(
        fake_analysis(language),
        key=(Pseudonym("name", "[Person 1]", "Erika Beispiel"),),
        metrics=(Metric("checkout", "visits", 0.1 + 0.2, n=3), Metric("", "rate", 1.0)),
        moments=(Moment("returns", "trouble", 3, 4, -0.25, -0.5, 0.0, 0.125),),
        number_files={"z.csv": "00", "a.csv": "11"},
    )
    personas = fake_personas(analysis)
    loaded = load(write_study(analysis, personas, tmp_path))
    assert loaded.personas == personas
    assert loaded.analysis.embeddings.shape == (len(analysis.segments), 0)
    assert is_same(loaded.analysis, without_secrets(analysis, loaded.analysis.embeddings))
    assert "Erika Beispiel" not in (tmp_path / ANALYSIS).read_text("utf-8")


def test_load_is_public_and_knows_folder_name_and_pending_decisions(study: Path) -> None:
    loaded = voc.load_study(study)
    assert isinstance(loaded, Study)
    assert (loaded.folder, loaded.name) == (study, loaded.manifest["study"])
    assert loaded.pending_decisions == ()
    pending = replace(loaded, manifest={"decisions_waiting": ["a sentence"]})
    assert pending.pending_decisions == ("a sentence",)


def test_a_loaded_run_gives_the_same_report(study: Path) -> None:
    loaded = load(study)
    view = build_view(loaded.analysis, loaded.personas)
    assert render_html(view, find_marks(view)).encode() == (study / "report.html").read_bytes()


def test_archive_holds_no_text_twice_and_no_key(study: Path) -> None:
    page = (study / ANALYSIS).read_text("utf-8")
    segments = load(study).analysis.segments
    assert segments
    assert not [segment for segment in segments if json.dumps(segment.text, ensure_ascii=False) in page]
    never = {"key", "kept_words", "embeddings"}
    assert json.loads(page)["analysis"].keys() == set(Analysis.__dataclass_fields__) - never


def test_archive_is_the_same_bytes_when_written_again(study: Path) -> None:
    loaded = load(study)
    assert archive_text(loaded.analysis, loaded.personas) == (study / ANALYSIS).read_text("utf-8")


def test_themes_before_are_those_of_the_table(study: Path) -> None:
    frame = load(study).segments_frame()
    sorted_rows = frame[frame["theme_id"] != ""]
    assert len(sorted_rows)
    expected = dict(zip(sorted_rows["segment_id"], sorted_rows["theme_id"], strict=True))
    assert themes_before(load_previous(study)) == expected


def test_private_configuration_is_complete_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    config = parse_config({"privacy": {"names": ["Dora Dritt"]}, "speakers": {"interviewer": ["Ilse Frager"]}})
    write_config(config, tmp_path)
    path = tmp_path / CONFIG
    assert StudyConfig.model_validate(json.loads(path.read_text("utf-8"))) == config
    assert path.stat().st_mode & 0o077 == 0


# ------------------------------------------------------------------------------------------------------ damaged files


def test_load_refuses_an_older_study(copy: Path) -> None:
    (copy / ANALYSIS).unlink()
    with pytest.raises(OutputError, match=r"older voc\. Run `voc run` again"):
        load(copy)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": "voc-study/0"}', '{"schema": "voc-study/1"}', "\x80"])
def test_load_refuses_a_damaged_file_and_a_run_takes_it_for_none(copy: Path, content: str) -> None:
    (copy / ANALYSIS).write_bytes(content.encode("latin-1"))
    with pytest.raises(OutputError, match=r"analysis\.json.*Run `voc run` again"):
        load(copy)
    assert load_previous(copy) is None
    assert themes_before(None) == {}


def test_load_names_a_missing_document(copy: Path) -> None:
    next(iter(sorted((copy / "documents").iterdir()))).unlink()
    with pytest.raises(OutputError, match="cannot be read"):
        load(copy)


def test_verify_finds_records_that_are_not_those_of_the_tables(copy: Path) -> None:
    data = json.loads((copy / ANALYSIS).read_text("utf-8"))
    data["analysis"]["segments"][0]["respondent_id"] = "r-0000000000"
    (copy / ANALYSIS).write_text(json.dumps(data), encoding="utf-8")
    findings = verify_study(copy)
    assert any("is not what data/segments.csv says" in finding for finding in findings)
    assert any(finding.startswith(f"{ANALYSIS} was changed") for finding in findings)


# -------------------------------------------------------------------------------------------------------- JSON Schema


def test_published_schema_is_that_of_the_records() -> None:
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == json.loads(json.dumps(study_schema())), (
        "The records have changed. Write the schema again: python -m voc.study.store docs/study.schema.json"
    )


def test_archive_is_valid_by_the_published_schema(study: Path) -> None:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads((study / ANALYSIS).read_text("utf-8")))
    analysis = fake_analysis("de")
    data = json.loads(archive_text(analysis, fake_personas(analysis), texts=True))
    validator.validate(data)
    read_back, _ = read_archive(json.loads(json.dumps(data)), Path("nowhere"))
    assert read_back.segments == analysis.segments
    data["analysis"]["segments"][0]["start"] = "0"
    assert not validator.is_valid(data)


def test_schema_describes_every_record() -> None:
    definitions = study_schema()["$defs"]
    assert all(definition["description"] for definition in definitions.values())
    assert {"Analysis", "Segment", "Persona", "Personas", "PainPoint"} <= definitions.keys()


# ------------------------------------------------------------------------------------------------------- the notebook


def test_summary_for_a_notebook_is_short_and_escaped(tmp_path: Path) -> None:
    analysis = fake_analysis("en")
    hostile = "<script>alert(1)</script>"
    pain_points = tuple(replace(pain, title=hostile) for pain in analysis.pain_points)
    assert pain_points
    summary = Study(
        tmp_path, replace(analysis, name=hostile, pain_points=pain_points), fake_personas(analysis), {}
    )._repr_html_()
    assert hostile not in summary
    assert summary.count("&lt;script&gt;") == 1 + min(5, len(pain_points))
    assert f"<td>{len(analysis.segments)}</td>" in summary
    assert len(summary) < 5_000
