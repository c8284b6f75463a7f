"""Whatever is changed in a study, `voc verify` finds it."""

import csv
import json
import re
import shutil

import pytest

from personas import check_personas
from voc.errors import OutputError
from voc.study import verify_study


@pytest.fixture
def copy(study, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(study, folder)
    return folder


def findings(folder):
    return verify_study(folder, check_personas=check_personas)


def replace(path, old, new):
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    assert old in text
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text.replace(old, new, 1))


def test_verify_finds_nothing_in_a_fresh_study(study):
    assert findings(study) == []


def test_verify_finds_a_quote_that_was_tidied_in_the_report(copy):
    text = (copy / "report.html").read_text("utf-8")
    tag, words = next(re.finditer(r"(<q[^>]*>)([^<]{15,}<)", text)).groups()
    replace(copy / "report.html", tag + words, tag + words.replace(" ", "", 1))
    assert any("report.html line" in one and "is not what segment" in one for one in findings(copy))


def test_verify_finds_a_quote_without_a_segment(copy):
    replace(copy / "report.html", "</main>", "<q>Erfunden.</q></main>")
    assert any("does not exist" in one for one in findings(copy))


def test_verify_finds_a_link_to_nowhere(copy):
    replace(copy / "report.html", "</main>", '<a href="#nirgends">hier</a></main>')
    assert any("#nirgends leads nowhere" in one for one in findings(copy))


def test_verify_finds_a_changed_document(copy):
    path = next(iter(sorted((copy / "documents").glob("*.txt"))))
    path.write_text("x" + path.read_text("utf-8"), encoding="utf-8")
    found = findings(copy)
    assert any("the text is not documents/" in one for one in found)
    assert any(one.startswith("documents/ was changed") for one in found)


def test_verify_finds_a_missing_document(copy):
    next(iter(sorted((copy / "documents").glob("*.txt")))).unlink()
    assert any("does not exist" in one for one in findings(copy))


def test_verify_finds_an_unknown_theme(copy):
    themes = copy / "data" / "themes.csv"
    lines = themes.read_text("utf-8").splitlines(keepends=True)
    assert len(lines) > 1, "the small study has no theme"
    replace(copy / "data" / "segments.csv", lines[1].split(",")[0], "t-0000000000")
    assert any("theme_id t-0000000000 does not exist" in one for one in findings(copy))


def change_first_quote(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"the small study has nothing in {path.name}"
    replace(path, rows[0]["quote"], rows[0]["quote"].upper())


def test_verify_finds_a_changed_quote_in_the_pain_points(copy):
    change_first_quote(copy / "data" / "pain_points.csv")
    assert any("data/pain_points.csv: pp-" in one and "is not what segment" in one for one in findings(copy))


def test_verify_finds_changed_and_missing_workshop_files(copy):
    change_first_quote(copy / "workshop" / "stickies.csv")
    (copy / "workshop" / "journey.mmd").unlink()
    found = findings(copy)
    assert any("workshop/stickies.csv row" in one for one in found)
    assert "workshop/journey.mmd is missing." in found


def test_verify_asks_the_persona_room_about_the_personas(copy):
    path = copy / "data" / "personas.json"
    document = json.loads(path.read_text("utf-8"))
    document["personas"].append({"persona_id": "p-0000000000", "title": "Made up", "respondents": [], "traits": []})
    path.write_text(json.dumps(document), encoding="utf-8")
    assert any("personas.json: " in one and "p-0000000000" in one for one in findings(copy))


def test_verify_refuses_a_folder_that_is_no_study(tmp_path):
    with pytest.raises(OutputError, match=r"manifest\.json is missing"):
        verify_study(tmp_path)
