"""A study that was written can be read back as the records that it was written from."""

import importlib.util
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reports.html.pages import find_marks
from reports.html.report import render_html
from reports.view import build_view
from tests.paths import ROOT
from voc.errors import OutputError
from voc.schema import Analysis, Metric, Moment, Personas, Pseudonym, Span, Themes
from voc.study import load, verify_study, write_archive, write_data
from voc.study.codec import DecodeError, decode, encode
from voc.study.folder import ANALYSIS, MANIFEST
from voc.study.store import archive_text, read_archive, study_schema

FILE = ROOT / "docs" / "study.schema.json"
text = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
finite = st.floats(allow_nan=False, allow_infinity=False)
float32 = st.floats(allow_nan=False, allow_infinity=False, width=32)


@pytest.fixture(scope="module")
def fake():
    path = ROOT / "tests" / "reports" / "fake_study.py"
    spec = importlib.util.spec_from_file_location("archive_fake_study", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def same(left, right):
    """Equality that looks into arrays, their dtype and shape; two keys' order counts in mappings."""
    return type(left) is type(right) and json.dumps(encode(left)) == json.dumps(encode(right)) and dtypes(left, right)


def dtypes(left, right):
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and left.shape == right.shape and np.array_equal(left, right)
    if hasattr(left, "__dataclass_fields__"):
        return all(dtypes(getattr(left, name), getattr(right, name)) for name in left.__dataclass_fields__)
    return isinstance(left, (tuple, dict)) or left == right


def written(analysis, personas, folder):
    write_data(analysis, folder)
    write_archive(analysis, personas, folder)
    (folder / MANIFEST).write_text("{}")
    return folder


def without_secrets(analysis, embeddings):
    """The study as it may be written: without the key, the embeddings, and what speakers are called."""
    documents = tuple(
        replace(one, turns=tuple(replace(turn, speaker="") for turn in one.turns)) for one in analysis.corpus.documents
    )
    corpus = replace(analysis.corpus, documents=documents)
    return replace(analysis, corpus=corpus, key=(), embeddings=embeddings)


@pytest.mark.parametrize("language", ["de", "en"])
def test_archive_gives_back_what_was_written(fake, language, tmp_path):
    analysis = replace(
        fake.fake_analysis(language),
        key=(Pseudonym("name", "[Person 1]", "Erika Beispiel"),),
        metrics=(Metric("checkout", "visits", 0.1 + 0.2, n=3), Metric("", "rate", 1.0)),
        moments=(Moment("returns", "trouble", 3, 4, -0.25, -0.5, 0.0, 0.125),),
        number_files={"z.csv": "00", "a.csv": "11"},
    )
    personas = fake.fake_personas(analysis)
    loaded = load(written(analysis, personas, tmp_path))
    back, drafts = loaded.analysis, loaded.personas
    assert drafts == personas
    assert back.embeddings.shape == (len(analysis.segments), 0)
    assert same(back, without_secrets(analysis, back.embeddings))
    assert "Erika Beispiel" not in (tmp_path / ANALYSIS).read_text("utf-8")


def test_archive_of_a_run_gives_the_same_report(study):
    loaded = load(study)
    analysis, personas = loaded.analysis, loaded.personas
    view = build_view(analysis, personas)
    assert render_html(view, find_marks(view)).encode() == (study / "report.html").read_bytes()


def test_archive_holds_no_text_twice_and_no_key(study):
    page = (study / ANALYSIS).read_text("utf-8")
    analysis = load(study).analysis
    assert not [one for one in analysis.segments if json.dumps(one.text, ensure_ascii=False) in page]
    data = json.loads(page)["analysis"]
    assert data.keys() == set(Analysis.__dataclass_fields__) - {"key", "embeddings"}


def test_archive_is_the_same_bytes_when_written_again(study, tmp_path):
    loaded = load(study)
    analysis, personas = loaded.analysis, loaded.personas
    assert archive_text(analysis, personas) == (study / ANALYSIS).read_text("utf-8")


@given(st.builds(Span, st.integers(), st.integers(), st.integers()))
def test_codec_keeps_a_record(span):
    assert decode(Span, json.loads(json.dumps(encode(span)))) == span


@given(st.builds(Metric, text, text, finite, text, text, text, st.none() | st.integers()))
def test_codec_keeps_every_text_and_number(metric):
    assert decode(Metric, json.loads(json.dumps(encode(metric)))) == metric


@given(arrays.arrays(np.float32, st.integers(0, 20), elements=float32))
def test_codec_keeps_every_float32(score):
    n = len(score)
    themes = Themes((), np.zeros(n, np.int32), score, np.ones(n, np.bool_))
    back = decode(Themes, json.loads(json.dumps(encode(themes))))
    assert back.score.tobytes() == score.tobytes()
    assert (back.assignment.dtype, back.core.dtype) == (np.int32, np.bool_)


def test_codec_writes_the_fewest_digits():
    assert encode(np.array([0.1, 1 / 3], np.float32)) == [0.1, 0.33333334]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"segment": 1, "start": 0}, "must have the field 'end'"),
        ({"segment": 1, "start": 0, "end": 1, "x": 2}, "no field 'x'"),
        ({"segment": "1", "start": 0, "end": 1}, "int is needed, str found"),
        ([1, 0, 1], "must be an object"),
    ],
)
def test_codec_says_what_is_wrong(value, message):
    with pytest.raises(DecodeError, match=message):
        decode(Span, value)


# ------------------------------------------------------------------------------------------------------- damaged files


def test_load_refuses_an_older_study(study, tmp_path):
    shutil.copytree(study, tmp_path / "old")
    (tmp_path / "old" / ANALYSIS).unlink()
    with pytest.raises(OutputError, match=r"older voc\. Run `voc run` again"):
        load(tmp_path / "old")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": "voc-study/0"}', '{"schema": "voc-study/1"}', "\x80"])
def test_load_refuses_a_damaged_file(study, tmp_path, content):
    shutil.copytree(study, tmp_path / "copy")
    (tmp_path / "copy" / ANALYSIS).write_bytes(content.encode("latin-1"))
    with pytest.raises(OutputError, match=r"analysis\.json.*Run `voc run` again"):
        load(tmp_path / "copy")


def test_load_names_a_missing_document(study, tmp_path):
    shutil.copytree(study, tmp_path / "copy")
    next(iter(sorted((tmp_path / "copy" / "documents").iterdir()))).unlink()
    with pytest.raises(OutputError, match="cannot be read"):
        load(tmp_path / "copy")


def test_verify_finds_records_that_are_not_those_of_the_tables(study, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(study, folder)
    data = json.loads((folder / ANALYSIS).read_text("utf-8"))
    data["analysis"]["segments"][0]["respondent_id"] = "r-0000000000"
    (folder / ANALYSIS).write_text(json.dumps(data), encoding="utf-8")
    findings = verify_study(folder)
    assert any("is not what data/segments.csv says" in one for one in findings)
    assert any(one.startswith(f"{ANALYSIS} was changed") for one in findings)


# --------------------------------------------------------------------------------------------------------- JSON Schema


def test_published_schema_is_that_of_the_records():
    assert json.loads(FILE.read_text("utf-8")) == json.loads(json.dumps(study_schema())), (
        "The records have changed. Write the schema again: python -m voc.study.store docs/study.schema.json"
    )


def test_archive_is_valid_by_the_published_schema(fake, study):
    schema = json.loads(FILE.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    check.validate(json.loads((study / ANALYSIS).read_text("utf-8")))
    analysis = fake.fake_analysis("de")
    data = json.loads(archive_text(analysis, fake.fake_personas(analysis), texts=True))
    check.validate(data)
    back, _ = read_archive(json.loads(json.dumps(data)), Path("nowhere"))
    assert back.segments == analysis.segments
    data["analysis"]["segments"][0]["start"] = "0"
    assert not check.is_valid(data)


def test_schema_describes_every_record():
    assert all(one["description"] for one in study_schema()["$defs"].values())
    assert {"Analysis", "Segment", "Persona", "Personas", "PainPoint"} <= study_schema()["$defs"].keys()
    assert isinstance(Personas, type)
