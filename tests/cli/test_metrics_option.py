"""`voc run --metrics`: from metric files to the study folder and the report."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from personas import check_personas
from voc.errors import MappingError
from voc.study import verify_study
from voc.tasks.run import StudyResult, make_study

ANSWERS = (
    "Die Rücksendung war umständlich, das Etikett fehlte im Paket.",
    "Auf das Geld für die Rücksendung habe ich vier Wochen gewartet.",
    "Die Lieferung kam schon am nächsten Tag, super.",
    "Beim Bezahlen wurde meine Karte zweimal abgelehnt.",
    "Die Lieferung war pünktlich und gut verpackt.",
    "Die Rückgabe im Laden ging dagegen schnell.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    rows = ["Kundennummer;Kommentar", *(f"C-{number};{text}" for number, text in enumerate(ANSWERS))]
    (folder / "umfrage.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "ga4.csv").write_text("# Startdatum: 20260101\nSeitenpfad;Aufrufe\n/returns;1.640\n", encoding="utf-8")
    customers = "Kundennummer;Anzahl Käufe\n" + "".join(f"C-{number};{number}\n" for number in range(4))
    (folder / "kunden.csv").write_text(customers, encoding="utf-8")
    (folder / "ab.csv").write_text(
        "Test;Touchpoint;Variante;Besucher;Konversionen\nEtikett;returns;A;1.000;100\nEtikett;returns;B;1.000;180\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def result(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    metrics = [folder / name for name in ("ga4.csv", "kunden.csv", "ab.csv")]
    out = tmp_path_factory.mktemp("with_metrics") / "study"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOC_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        return make_study([folder], out, language="de", metrics=metrics)


def table(study: Path, name: str) -> list[dict[str, str]]:
    with (study / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_metrics_are_in_the_study_and_it_verifies(result: StudyResult) -> None:
    metrics = {(row["touchpoint_id"], row["metric"]): row for row in table(result.out, "metrics.csv")}
    assert metrics["returns", "views"]["value"] == "1640"
    assert metrics["", "purchases"]["n"] == "4"
    assert metrics["", "purchases"]["value"] == "1.5"
    assert [row["verdict"] for row in table(result.out, "experiments.csv")] == ["", "higher"]
    assert verify_study(result.out, check_personas=check_personas) == []


def test_metric_files_in_the_input_are_not_read_as_texts(result: StudyResult) -> None:
    status = {row["path"]: row["status"] for row in table(result.out, "sources.csv")}
    assert status == {"ab.csv": "skipped", "ga4.csv": "skipped", "kunden.csv": "skipped", "umfrage.csv": "read"}


def test_customer_ids_are_joined_but_not_stored(result: StudyResult) -> None:
    people = table(result.out, "respondents.csv")
    assert sorted(row["purchases"] for row in people) == ["", "", "0", "1", "2", "3"]
    for path in [result.out / "report.html", *sorted((result.out / "data").iterdir())]:
        assert "C-3" not in path.read_text("utf-8")


def test_the_report_shows_metrics_and_experiments(result: StudyResult) -> None:
    page = (result.out / "report.html").read_text("utf-8")
    assert 'id="numbers"' in page
    assert "1.640" in page
    assert "schließen 180 von 1.000 ab" in page


def test_verify_reports_a_metric_at_an_unknown_touchpoint(result: StudyResult) -> None:
    path = result.out / "data" / "metrics.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("returns,views", "nowhere,views"), encoding="utf-8")
    try:
        assert any("touchpoint nowhere does not exist" in problem for problem in verify_study(result.out))
    finally:
        path.write_text(text, encoding="utf-8")


def test_wrong_metrics_stop_the_run_before_anything_is_written(folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "ga4.csv"
    wrong.write_text("Seitenpfad;Aufrufe\n/impressum;3\n", encoding="utf-8")
    with pytest.raises(MappingError, match="none of its rows is at a touchpoint"):
        make_study([folder], tmp_path / "study", metrics=[wrong])
    assert not (tmp_path / "study").exists()
