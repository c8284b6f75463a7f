"""The demo study is as its README says: size, formats, two languages, no repeated texts, and the planted findings."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.paths import ROOT

EXAMPLES = ROOT / "examples"
INTERVIEWS = EXAMPLES / "interviews"
PLANTED = tomllib.loads(Path(__file__).with_name("planted.toml").read_text("utf-8"))
ENGLISH = {"interview_05.md", "interview_07.docx", "interview_09.vtt"}
FUNCTION_WORDS_EN = {"the", "and", "it", "to", "of", "for", "my", "they", "that", "i", "with", "not"}
FUNCTION_WORDS_DE = {"der", "die", "das", "und", "ich", "ist", "nicht", "ein", "mit", "für", "es", "war"}
EMPTY = {"", "-", "n/a", "k.a.", "k. a.", "ka", "keine", "nichts", "nix", "weiß nicht", "keine angabe", "hm", "nothing"}


def interview_text(path: Path) -> str:
    """The spoken words with labels; cue ids, times and voice tags are removed."""
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    text = path.read_text("utf-8")
    if path.suffix == ".vtt":
        text = re.sub(r"^(?:WEBVTT|\d+|[0-9a-f-]{36}/\S+|.*-->.*)$", "", text, flags=re.M)
        text = re.sub(r"</?v[^>]*>|^(?:Tom Ashdown|Joost van der Meulen): ", "", text, flags=re.M)
    return text


def survey() -> tuple[list[str], list[list[str]]]:
    with (EXAMPLES / "umfrage_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return rows[0], rows[1:]


def reviews() -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
    sheet = openpyxl.load_workbook(EXAMPLES / "bewertungen.xlsx").active
    assert sheet is not None
    header, *rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    return header, rows


def texts() -> dict[str, str]:
    """Every text of the study: interviews by file, answers and reviews by row."""
    by_name = {path.name: interview_text(path) for path in sorted(INTERVIEWS.iterdir())}
    for row in survey()[1]:
        by_name |= {f"survey {row[0]} question {number}": text for number, text in enumerate(row[8:], 1)}
    for number, review in enumerate(reviews()[1], 2):
        by_name[f"review row {number}"] = f"{review[2] or ''}\n{review[3]}"
    return by_name


def share_english(text: str) -> float:
    """The share of English function words among the function words of both languages."""
    words = re.findall(r"[a-zäöüß]+", text.lower())
    english = sum(word in FUNCTION_WORDS_EN for word in words)
    german = sum(word in FUNCTION_WORDS_DE for word in words)
    return english / max(1, english + german)


def mentions(text: str, words: list[str]) -> bool:
    """Whether a word of the text begins with one of the words."""
    return any(re.search(rf"\b{re.escape(word)}", text, re.I) for word in words)


def test_interviews_are_in_the_formats_of_the_readme() -> None:
    suffixes = Counter(path.suffix for path in INTERVIEWS.iterdir())
    assert suffixes == {".txt": 2, ".md": 3, ".docx": 2, ".vtt": 2}


def test_interviews_show_each_convention() -> None:
    content = {path.name: path.read_text("utf-8") for path in INTERVIEWS.iterdir() if path.suffix != ".docx"}
    assert re.search(r"^I: ", content["interview_01.txt"], re.M)
    assert re.search(r"^B: ", content["interview_01.txt"], re.M)
    assert "[00:01:12] Interviewerin:" in content["interview_02.txt"]
    assert re.match(r"---\nalter: \d+\nberuf: .+\nlauferfahrung: ", content["interview_03.md"])
    assert "**Interviewer:**" in content["interview_04.md"]
    assert re.search(r"^\| Age ", content["interview_05.md"], re.M)
    assert len(re.findall(r"^## .+\?$", content["interview_05.md"], re.M)) >= 10
    assert content["interview_08.vtt"].startswith("WEBVTT\n")
    assert "<v Krautter, Wieland (Gast)>" in content["interview_08.vtt"]
    assert re.search(r"^\d+\n[\d:.]+ --> [\d:.]+\nTom Ashdown: ", content["interview_09.vtt"], re.M)


@pytest.mark.parametrize("name", ["interview_08.vtt", "interview_09.vtt"])
def test_caption_times_ascend_without_overlap(name: str) -> None:
    text = (INTERVIEWS / name).read_text("utf-8")
    times = [time for cue in re.findall(r"^(\S+) --> (\S+)$", text, re.M) for time in cue]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


def test_interviews_are_long_enough_and_in_their_language() -> None:
    for path in INTERVIEWS.iterdir():
        text = interview_text(path)
        assert 600 <= len(text.split()) <= 1_150, path.name
        assert (share_english(text) > 0.8) == (path.name in ENGLISH), path.name
        assert (share_english(text) < 0.2) == (path.name not in ENGLISH), path.name


def test_survey_has_the_shape_of_an_export() -> None:
    raw = (EXAMPLES / "umfrage_2026.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    header, rows = survey()
    assert len(header) == 11
    assert sum(name.endswith("?") for name in header) == 3
    assert len(rows) >= 84
    assert all(len(row) == len(header) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"\d\d\.\d\d\.2026 \d\d:\d\d", row[1]) for row in rows)
    assert all(1 <= int(row[6]) <= 5 and 0 <= int(row[7]) <= 10 for row in rows)


def test_survey_mixes_languages_lengths_and_empty_answers() -> None:
    rows = survey()[1]
    english = sum(share_english(" ".join(row[8:])) > 0.5 for row in rows) / len(rows)
    assert 0.15 <= english <= 0.35
    answers = [text for row in rows for text in row[8:]]
    empty = sum(text.lower() in EMPTY for text in answers)
    assert 15 <= empty <= len(answers) * 0.2
    lengths = [len(text.split()) for text in answers]
    assert min(length for length in lengths if length) == 1
    assert max(lengths) >= 40


def test_reviews_have_a_j_shape_and_both_languages() -> None:
    titles, rows = reviews()
    assert titles == ("Datum", "Sterne", "Titel", "Bewertung", "Plattform", "Land", "Produkt")
    assert len(rows) >= 130
    stars = Counter(row[1] for row in rows)
    assert set(stars) == {1, 2, 3, 4, 5}
    assert stars[5] > stars[1] > stars[4] > stars[3]
    assert {row[4] for row in rows} == {"App Store", "Google Play", "Trustportal"}
    english = sum(share_english(f"{row[2]} {row[3]}") > 0.5 for row in rows) / len(rows)
    assert 0.25 <= english <= 0.45


def test_no_text_and_no_phrase_is_repeated() -> None:
    answers = [text.strip().lower() for name, text in texts().items() if not name.startswith("interview")]
    repeated = {text for text, count in Counter(answers).items() if count > 1}
    assert repeated <= EMPTY
    seen: dict[tuple[str, ...], str] = {}
    for name, text in texts().items():
        words = re.findall(r"\w+", text.lower())
        for phrase in set(zip(*(words[start:] for start in range(6)), strict=False)):
            assert phrase not in seen, f"{name} repeats six words of {seen[phrase]}"
            seen[phrase] = name


def test_addresses_and_numbers_are_reserved_for_fiction() -> None:
    everything = "\n".join(texts().values())
    domains = set(re.findall(r"@([\w.-]+\w)", everything))
    assert domains
    assert domains <= {"example.org", "example.com", "example.net"}
    assert not re.search(r"https?://|www\.", everything)
    phones = re.findall(r"\+?\d[\d ]{8,}\d", everything)
    assert phones
    assert all(re.match(r"0221 4710 \d{3}$|(?:\+44 |0)7700 ?900\d{3}$", phone) for phone in phones)


def test_planted_kinds_cover_all_interviews_and_name_real_answers() -> None:
    kinds = PLANTED["kinds"].values()
    named = [name for kind in kinds for name in kind["interviews"]]
    assert sorted(named) == sorted(path.name for path in INTERVIEWS.iterdir())
    ids = {int(row[0]) for row in survey()[1]}
    leaning = [number for kind in kinds for number in kind["survey"]]
    assert set(leaning) <= ids
    assert len(set(leaning)) == len(leaning)
    assert all(len(kind["interviews"]) in (2, 3) for kind in kinds)


def test_planted_kinds_do_not_follow_age() -> None:
    age = {int(row[0]): row[2] for row in survey()[1]}
    for kind in PLANTED["kinds"].values():
        counts = Counter(age[number] for number in kind["survey"] if age[number])
        assert len(counts) >= 3
        assert max(counts.values()) <= 0.6 * sum(counts.values())


@pytest.mark.parametrize("group", ["pains", "delights"])
def test_planted_subjects_are_mentioned_where_the_key_says(group: str) -> None:
    by_name = texts()
    for key, subject in PLANTED[group].items():
        for name in subject["interviews"]:
            assert mentions(by_name[name], subject["words"]), f"{key}: nothing in {name}"
        answers = [text for name, text in by_name.items() if not name.startswith("interview")]
        others = sum(mentions(text, subject["words"]) for text in answers)
        assert others >= subject["others"], f"{key}: {others} answers and reviews"


def test_planted_touchpoints_are_in_the_five_phase_journey() -> None:
    file = ROOT / "voc" / "journey" / "taxonomies" / "five_phases.toml"
    journey = tomllib.loads(file.read_text("utf-8"))
    existing = {(touchpoint["phase"], touchpoint["id"]) for touchpoint in journey["touchpoints"]}
    planted = {(phase, name) for phase, names in PLANTED["touchpoints"].items() for name in names}
    assert planted <= existing
    assert len({phase for phase, _ in planted}) == 5
    for group in ("pains", "delights"):
        assert {subject["touchpoint"] for subject in PLANTED[group].values()} <= {name for _, name in existing}


def test_configuration_is_valid_and_names_the_study() -> None:
    from voc.config import load_config

    config = load_config(EXAMPLES / "voc.toml")
    assert config.study.name == "Fersengold: Kundenstimmen 2026"


def test_word_files_and_workbook_carry_fixed_dates() -> None:
    created = {docx.Document(str(path)).core_properties.created for path in INTERVIEWS.glob("*.docx")}
    assert {date.year for date in created if date} == {2026}
    properties = openpyxl.load_workbook(EXAMPLES / "bewertungen.xlsx").properties
    assert properties.created.date().isoformat() == "2026-04-08"
