"""Whatever is changed in a study, `voc verify` finds it."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from personas import check_personas
from voc.errors import OutputError
from voc.study import verify_study


@pytest.fixture
def copy(study: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(study, folder)
    return folder


def findings(folder: Path) -> list[str]:
    return verify_study(folder, check_personas=check_personas)


def replace(path: Path, old: str, new: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    assert old in text
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text.replace(old, new, 1))


def test_verify_finds_nothing_in_a_fresh_study(study: Path) -> None:
    assert findings(study) == []


def test_verify_finds_a_quote_that_was_tidied_in_the_report(copy: Path) -> None:
    text = (copy / "report.html").read_text("utf-8")
    tag, quote = next(re.finditer(r"(<q[^>]*>)([^<]{15,}<)", text)).groups()
    replace(copy / "report.html", tag + quote, tag + quote.replace(" ", "", 1))
    assert any("report.html line" in finding and "is not what segment" in finding for finding in findings(copy))


def test_verify_finds_a_quote_without_a_segment(copy: Path) -> None:
    replace(copy / "report.html", "</main>", "<q>Erfunden.</q></main>")
    assert any("does not exist" in finding for finding in findings(copy))


def test_verify_finds_a_link_to_nowhere(copy: Path) -> None:
    replace(copy / "report.html", "</main>", '<a href="#nirgends">hier</a></main>')
    assert any("#nirgends leads nowhere" in finding for finding in findings(copy))


def test_verify_finds_a_changed_document(copy: Path) -> None:
    path = next(iter(sorted((copy / "documents").glob("*.txt"))))
    path.write_text("x" + path.read_text("utf-8"), encoding="utf-8")
    all_findings = findings(copy)
    assert any("the text is not documents/" in finding for finding in all_findings)
    assert any(finding.startswith("documents/ was changed") for finding in all_findings)


def test_verify_finds_a_missing_document(copy: Path) -> None:
    next(iter(sorted((copy / "documents").glob("*.txt")))).unlink()
    assert any("does not exist" in finding for finding in findings(copy))


def test_verify_finds_an_unknown_theme(copy: Path) -> None:
    themes = copy / "data" / "themes.csv"
    lines = themes.read_text("utf-8").splitlines(keepends=True)
    assert len(lines) > 1, "the small study has no theme"
    replace(copy / "data" / "segments.csv", lines[1].split(",")[0], "t-0000000000")
    assert any("theme_id t-0000000000 does not exist" in finding for finding in findings(copy))


def change_first_quote(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"the small study has nothing in {path.name}"
    replace(path, rows[0]["quote"], rows[0]["quote"].upper())


def test_verify_finds_a_changed_quote_in_the_pain_points(copy: Path) -> None:
    change_first_quote(copy / "data" / "pain_points.csv")
    assert any(
        "data/pain_points.csv: pp-" in finding and "is not what segment" in finding for finding in findings(copy)
    )


def test_verify_counts_claims_again(copy: Path) -> None:
    path = copy / "data" / "claims.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert len(lines) > 1, "the small study has no claim"
    claim_id, *_ = lines[1].split(",")
    path.write_text("".join([lines[0], *lines[2:]]), "utf-8")
    assert any(f"{claim_id}: n_segments is" in finding for finding in findings(copy))


def test_verify_finds_a_claim_of_another_person(copy: Path) -> None:
    path = copy / "data" / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    replace(path, first["respondent_id"], "r-0000000000")
    assert any("r-0000000000 does not say" in finding for finding in findings(copy))


def test_verify_finds_changed_and_missing_workshop_files(copy: Path) -> None:
    change_first_quote(copy / "workshop" / "stickies.csv")
    (copy / "workshop" / "journey.mmd").unlink()
    all_findings = findings(copy)
    assert any("workshop/stickies.csv row" in finding for finding in all_findings)
    assert "workshop/journey.mmd is missing." in all_findings


def test_verify_includes_the_findings_about_personas(copy: Path) -> None:
    path = copy / "data" / "personas.json"
    document = json.loads(path.read_text("utf-8"))
    document["personas"].append({"persona_id": "p-0000000000", "title": "Made up", "respondents": [], "traits": []})
    path.write_text(json.dumps(document), encoding="utf-8")
    assert any("personas.json: " in finding and "p-0000000000" in finding for finding in findings(copy))


def test_verify_refuses_a_folder_that_is_not_a_study(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"manifest\.json is missing"):
        verify_study(tmp_path)
