"""The proposed voc.toml is valid, says what was understood, and changes nothing until somebody changes it."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import ROOT
from voc.config import parse_config
from voc.ingest import read_folder
from voc.privacy import protect
from voc.segment import segment
from voc.tasks.init import comment, propose_config, toml_value

DATA = ROOT.parent / "shared" / "data" / "studies"
COMMENTS = [
    "Die Lieferung kam zwei Tage zu spät an und niemand sagte Bescheid.",
    "Ich finde die neue Suche sehr gelungen, weil sie endlich schnell ist.",
    "Beim Bezahlen ist die Seite dreimal abgestürzt, das nervt gewaltig.",
    "Der Laufschuh sitzt gut und hält schon seit vielen Monaten durch.",
    "An der Kasse war die Beratung freundlich, aber die Wartezeit zu lang.",
    "Mir fehlt eine Filiale in meiner Stadt, sonst bin ich rundum zufrieden.",
]


def talk(folder: Path, name: str, asks: str = "I", answers: str = "B") -> None:
    lines = [f"{asks}: Wie war es beim letzten Mal für Sie?", f"{answers}: {COMMENTS[0]}"]
    lines += [f"{asks}: Und was würden Sie sich noch wünschen?", f"{answers}: {COMMENTS[1]}"]
    (folder / name).write_text("\n\n".join(lines * 2), encoding="utf-8")


def table(folder: Path, name: str, header: list[str]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(24):
            writer.writerow(
                [
                    str(number + 1),
                    f"2026-03-{number + 1:02d}",
                    number % 5 + 1,
                    f"{COMMENTS[number % 6]} Besuch {number}.",
                ]
            )


def check(inputs: list[Path]) -> dict[str, object]:
    """The proposal as a dictionary, after proving that it changes nothing."""
    text = propose_config(inputs)
    data = tomllib.loads(text)
    config = parse_config(data)
    with_it, without_it = read_folder(inputs, config), read_folder(inputs)
    assert with_it.respondents == without_it.respondents
    assert with_it.documents == without_it.documents
    return data


def test_what_was_understood_stands_as_live_keys(tmp_path: Path) -> None:
    talk(tmp_path, "a.txt")
    talk(tmp_path, "b.txt", "Kim", "Alex Bohm")
    table(tmp_path, "umfrage.csv", ["Antwort-ID", "Datum", "Sterne", "Was sollen wir ändern?"])
    data = check([tmp_path])
    assert data["study"] == {"language": "de", "languages": ["de", "en"]}
    files = data["files"]
    assert files["a.txt"] == {"kind": "interview", "speakers": {"interviewer": ["I"], "participant": ["B"]}}
    assert files["b.txt"]["speakers"] == {"interviewer": ["Kim"], "participant": ["Alex Bohm"]}
    assert files["umfrage.csv"]["columns"] == {
        "text": ["Was sollen wir ändern?"],
        "rating": "Sterne",
        "date": "Datum",
        "respondent": "Antwort-ID",
    }
    assert data["journey"] == {"taxonomy": "auto"}


def test_a_run_with_the_proposal_has_the_same_segments(tmp_path: Path) -> None:
    talk(tmp_path, "a.txt", "Kim", "Alex Bohm")
    config = parse_config(tomllib.loads(propose_config([tmp_path])))
    result = [segment(protect(read_folder([tmp_path], item), item).corpus, item) for item in (config, None)]
    assert result[0] == result[1]
    assert result[0].segments


def test_speakers_that_all_interviews_share_are_said_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        talk(tmp_path, name)
    data = check([tmp_path])
    assert data["speakers"] == {"interviewer": ["I"], "participant": ["B"]}
    assert data["files"] == {name: {"kind": "interview"} for name in ("a.txt", "b.txt", "c.txt")}


def test_names_that_are_patterns_or_need_quotes_fit_their_own_file(tmp_path: Path) -> None:
    talk(tmp_path, "talk [1] 'x'.txt", "Kim", "Alex O'Bohm")
    table(tmp_path, 'rev*"iew\\s.csv', ["ID", "Date", "Stars", 'What "annoyed"\nyou?'])
    data = check([tmp_path])
    assert len(data["files"]) == 2
    assert all("speakers" in value or "columns" in value for value in data["files"].values())


def test_a_workbook_with_several_tables_is_not_forced_into_one(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "reviews.xlsx"))
    for name, header in (("North", ["Comment", "Stars"]), ("South", ["Review text", "Rating"])):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header)
        for row in range(12):
            sheet.write_row(row + 1, 0, [f"{COMMENTS[row % 6]} {name}", row % 5 + 1])
    book.close()
    assert "columns" not in check([tmp_path])["files"]["reviews.xlsx"]


def test_an_old_voc_toml_and_unreadable_files_are_no_input(tmp_path: Path) -> None:
    talk(tmp_path, "a.txt")
    (tmp_path / "voc.toml").write_text('[files."a.txt"]\nskip = true\n', encoding="utf-8")
    (tmp_path / "song.mp3").write_bytes(b"ID3\x00\x01\x02" * 20)
    text = propose_config([tmp_path])
    assert set(tomllib.loads(text)["files"]) == {"a.txt"}
    assert "# --- song.mp3\n# Skipped:" in text


def test_the_language_is_a_remark_where_translations_may_leave(tmp_path: Path) -> None:
    talk(tmp_path, "a.txt")
    english = "I: How was it for you last time?\n\nB: The delivery came two days late and nobody told me why.\n\n"
    (tmp_path / "b.txt").write_text(english * 3, encoding="utf-8")
    text = propose_config([tmp_path])
    assert "language" not in tomllib.loads(text)["study"]
    assert "\n# language = " in text


def test_copies_are_told(tmp_path: Path) -> None:
    lines = "\n\n".join(f"I: Und dann?\n\nB: {words} Besuch {number}." for number, words in enumerate(COMMENTS))
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(lines, encoding="utf-8")
    assert "# b.md: duplicate of a.txt" in propose_config([tmp_path])


def test_the_proposal_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    talk(tmp_path, "a.txt")
    talk(tmp_path, "b.txt", "Kim", "Alex Bohm")
    assert propose_config([tmp_path / "a.txt", tmp_path / "b.txt"]) == propose_config(
        [tmp_path / "b.txt", tmp_path / "a.txt"]
    )


def test_the_example_study_is_understood() -> None:
    data = check([ROOT / "examples" / "interviews", ROOT / "examples" / "umfrage_2026.csv"])
    assert len(data["files"]) == 10
    assert len(data["files"]["umfrage_2026.csv"]["columns"]["text"]) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    ["hci2024/interviews_de", "survey_googleforms_en", "survey_limesurvey", "survey_qualtrics", "oral_history_en"],
)  # fmt: skip
def test_real_studies_stay_as_they_are(folder: str) -> None:
    if not DATA.is_dir():
        pytest.skip("needs shared/data/studies beside the repository")
    assert check([DATA / folder])["files"]


@given(st.text())
def test_any_text_is_a_valid_string_and_a_valid_remark(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode("utf-8")
    assert tomllib.loads(f"{comment(text)}\nkey = {toml_value([text, 'x' * 120])}") == {"key": [clean, "x" * 120]}
