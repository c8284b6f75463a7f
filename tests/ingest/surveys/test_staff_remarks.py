"""Columns with remarks of whoever keeps a table of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest import read_folder

ANSWERS = (
    "Der Aufzug stand schon wieder still", "Am Schalter war niemand zu sehen", "Die Durchsage war nicht zu verstehen",
    "Es gab kein Papier auf dem Klo", "Die Uhr am Gleis geht nach", "Man findet den Ausgang nicht", "Alles war gut",
    "Ich habe zwei Stunden gewartet", "Die Bank war nass", "Das Licht ging aus",
)  # fmt: skip


def notes_and_texts(folder: Path, remarks: list[str], name: str) -> tuple[list[str], list[str]]:
    cells = [*remarks, *[""] * (len(ANSWERS) - len(remarks))]
    rows = "".join(f"{n};{answer};{cell}\n" for n, (answer, cell) in enumerate(zip(ANSWERS, cells, strict=True)))
    (folder / "a.csv").write_text(f"Nr;Was hat Sie gestört?;{name}\n{rows}", "utf-8")
    corpus = read_folder([folder])
    return list(corpus.sources[0].notes), [document.text for document in corpus.documents]


@pytest.mark.parametrize("name", ["Bemerkungen", "Notiz"])
def test_remarks_of_staff_are_no_answers(tmp_path: Path, name: str) -> None:
    notes, texts = notes_and_texts(tmp_path, ["PL", "bitte zurückrufen, 030 5550199", "Dublette?", "TR"], name)
    assert texts == list(ANSWERS)
    assert any(note.startswith(f"Remarks of whoever keeps the table, not read: '{name}' (4 cells).") for note in notes)


def test_a_few_remarks_among_answers_are_asked_about(tmp_path: Path) -> None:
    remarks = ["Kundin hat noch angerufen", "Sonst ist alles sehr schön hier", "Der Kiosk fehlt, leider", "Weiter so!"]
    notes, texts = notes_and_texts(tmp_path, remarks, "Anmerkung")
    assert set(remarks) <= set(texts)
    assert any(note.startswith("Read as answers, although some cells may be remarks") for note in notes)


@pytest.mark.parametrize(
    ("name", "remarks"),
    [
        ("Anmerkungen", ["Ich komme trotzdem gern wieder", "Mein Zug war pünktlich", "Danke für den Kaffee"]),
        ("Was möchten Sie noch sagen?", ["PL", "bitte zurückrufen", "Mehr Bänke am Gleis bitte"]),
    ],
)
def test_last_words_of_respondents_are_answers(tmp_path: Path, name: str, remarks: list[str]) -> None:
    notes, _ = notes_and_texts(tmp_path, remarks, name)
    assert not any("whoever keeps the table" in note for note in notes)
