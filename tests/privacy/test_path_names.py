"""Names that nothing but the name of a file gives away."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.privacy import protect
from voc.privacy.path_names import names_in_paths


def found(path: str, *others: str, texts: str = "") -> list[str]:
    names = names_in_paths([path, *others], lambda word: word in texts)[path]
    return [path[name.start : name.end] for name in names]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("Einwilligung_Tadić.pdf", ["Tadić"]),
        ("einwilligung_tadić_signed.pdf", ["tadić"]),
        ("Consent/CONSENT_BRUNDLEBY.docx", ["BRUNDLEBY"]),
        ("Interview 04_Wiesendanger_Bus-App.txt", ["Wiesendanger"]),
        ("Interview 2 (Friederike Sommer).m4a", ["Friederike Sommer"]),
        ("2026-03-01 Gespräch mit Herrn Koch.mp3", ["Koch"]),
        ("Aufnahme_Winter.m4a", ["Winter"]),
        ("Priya/notes.md", ["Priya"]),
    ],
)
def test_a_name_in_a_path_is_found(path: str, names: list[str]) -> None:
    assert found(path) == names


@pytest.mark.parametrize(
    "path",
    [
        "Interviewleitfaden_v3.docx",
        "Interviews Sommer 2026/Interview_03.txt",
        "1_Vorbereitung/Screener_Rekrutierung.xlsx",
        "Beobachtungsnotizen.md",
        "Interview_Kodierschema_final.docx",
        "Einwilligung_P04.pdf",
        "Umfrage Sommer.csv",
        "Feedback_Mai_2026.csv",
        "Transcript Berlin.vtt",
        "GMT20260301-101500_Recording.m4a",
        "survey_export_2026.csv",
        "oster.md",
        "Visit interview - 2026_03_01 10_00 CEST - Notes by Gemini.docx",
    ],
)
def test_other_words_of_paths_stay(path: str) -> None:
    assert found(path) == []


def test_what_many_files_are_called_is_the_project() -> None:
    files = [f"Interview_{n}_Wandrix.txt" for n in range(5)]
    assert found(*files) == []
    assert found(*files[:2]) == ["Wandrix"]


def test_what_the_texts_speak_of_is_no_name() -> None:
    assert found("Interview Wandrix.txt", texts="Mit Wandrix komme ich gut zurecht.") == []


def test_a_name_of_a_skipped_file_is_hidden_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(
        "I: Wie war es?\n\nB: Gut.\n\nI: Und sonst?\n\nB: Frau Ilgenfritz half.\n", "utf-8"
    )
    (tmp_path / "Einwilligung_Friederike Ilgenfritz.txt").write_text("Ich stimme der Aufnahme zu.\n", "utf-8")
    protected = protect(read_folder([tmp_path]))
    shown = [text for source in protected.corpus.sources for text in (source.path, source.reason)]
    shown += [document.text for document in protected.corpus.documents]
    assert not [text for text in shown if "Friederike" in text or "Ilgenfritz" in text]
    assert {row.original for row in protected.key} >= {"Friederike Ilgenfritz"}


def test_a_name_among_files_of_people_is_hidden_in_files_without_siblings(tmp_path: Path) -> None:
    talk = "I: How was it, {who}?\n\n{who}: Fine, only slow.\n\nI: Why?\n\n{who}: No idea.\n"
    for who in ("Ilgenfritz", "Stockhorst"):
        (tmp_path / f"{who}-talk-en.txt").write_text(talk.format(who=who), "utf-8")
    for name in ("Quastenberg-talk-en.txt", "Quastenberg-Notizen-de.txt"):
        (tmp_path / name).write_text("", "utf-8")
    paths = [source.path for source in protect(read_folder([tmp_path])).corpus.sources]
    assert len(paths) == 4
    assert not [path for path in paths if "Quastenberg" in path]


@pytest.mark.parametrize("name", ["Fuchs", "Sommer", "fuchs"])
@pytest.mark.parametrize("beside", ["", "2026-05-02_Ilgenfritz.txt"])
def test_an_ordinary_word_is_a_name_where_the_text_of_the_file_calls_somebody_so(
    tmp_path: Path, name: str, beside: str
) -> None:
    talk = "S00: Wie lief es bei Ihnen, {who}?\n\nS01: Gut, der Hof ist fertig.\n\nS00: Seit wann?\n\nS01: Seit Mai.\n"
    (tmp_path / f"2026-05-09_{name}.txt").write_text(talk.format(who=f"Herr {name.title()}"), "utf-8")
    if beside:
        (tmp_path / beside).write_text(talk.format(who="Frau Ilgenfritz"), "utf-8")
    paths = [source.path for source in protect(read_folder([tmp_path])).corpus.sources]
    assert not [path for path in paths if name in path]
    assert all("[Name " in path for path in paths)


@pytest.mark.parametrize("path", ["2026_Sommer_Hof.txt", "Sommer_Runde 2.txt"])
def test_an_ordinary_word_beside_others_stays(tmp_path: Path, path: str) -> None:
    talk = "I: Wie lief es bei Ihnen, Herr Sommer?\n\nB: Gut.\n\nI: Seit wann?\n\nB: Seit Mai.\n"
    (tmp_path / path).write_text(talk, "utf-8")
    assert [source.path for source in protect(read_folder([tmp_path])).corpus.sources] == [path]
