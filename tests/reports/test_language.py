"""The catalogues are complete, alike, and written as their languages are written."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import reports
from reports.language import load_words
from voc.schema import EMOTIONS, SENTIMENTS

ROOT = Path(reports.__file__).parent
SOURCES = [*sorted(ROOT.rglob("*.py")), *sorted(ROOT.rglob("*.j2"))]
DE, EN = load_words("de"), load_words("en")

COMPUTED = {
    "section", "emotion", "feels", "mood", "sentiment", "kind", "status", "locator", "language", "term", "limit",
    "attribute", "encoder", "redaction", "left_out", "table", "trait", "touchpoint.channel", "touchpoint.owner",
    "touchpoint.medium", "touchpoint.mode", "theme.stability", "theme.split", "method.omitted", "count", "metric",
    "experiment", "moment", "evidence", "compare", "note", "note_part", "note_value", "refusal",
    "map", "difference", "agree.kind", "agree.how",
}  # fmt: skip
"""Beginnings of keys that the code puts together."""


def _fields(entry: object) -> set[str]:
    sentences = entry.values() if hasattr(entry, "values") else [entry]
    return {name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name}


def _sentences(words) -> list[str]:
    return [
        text for entry in words.entries.values() for text in (entry.values() if isinstance(entry, dict) else [entry])
    ]


def test_catalogues_have_the_same_keys() -> None:
    assert list(DE.entries) == list(EN.entries)


def test_sentences_use_the_same_fields_in_both_languages() -> None:
    differ = {key for key in DE.entries if _fields(DE.entries[key]) != _fields(EN.entries[key])}
    assert differ == set()


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    used = {
        key
        for path in SOURCES
        for key in re.findall(
            r"""\b(?:w|words)(?:\.html|\.maybe)?\(\s*f?"([a-z_0-9.]+)"[,)]""", path.read_text("utf-8")
        )
    }
    assert len(used) > 100
    assert used - set(DE.entries) == set()


def test_every_entry_of_the_catalogue_is_used() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    unused = [
        key
        for key in DE.entries
        if not re.search(rf"""["']{re.escape(key)}["']""", text)
        and not any(key.startswith((f"{start}.", f"{start}_")) for start in COMPUTED)
    ]
    assert unused == []


@pytest.mark.parametrize("words", [DE, EN])
def test_computed_keys_exist_for_every_value(words) -> None:
    keys = [f"emotion.{name}" for name in EMOTIONS] + [f"feels.{name}" for name in EMOTIONS]
    keys += [f"sentiment.{name}" for name in SENTIMENTS]
    for key in keys:
        assert words(key)


@pytest.mark.parametrize("words", [DE, EN])
def test_sentences_have_no_straight_quotation_marks(words) -> None:
    assert [text for text in _sentences(words) if '"' in text or "'" in text] == []


def test_german_sentences_hold_no_english() -> None:
    english = re.compile(r"\b(the|of|and|is|are|with|statements?|people|quotes?|feedback|insights?)\b")
    assert [text for text in _sentences(DE) if english.search(re.sub(r"{\w+}", "", text))] == []


@pytest.mark.parametrize(
    ("words", "number", "percent", "few"),
    [(DE, "12.345", "71\u202f%", "unter 1\u202f%"), (EN, "12,345", "71%", "under 1%")],
)
def test_numbers_are_written_as_the_language_writes_them(words, number, percent, few) -> None:
    assert words.number(12345) == number
    assert words.percent(0.714) == percent
    assert words.percent(0.001) == few
    assert words("count.statements", n=12345).startswith(number)


@pytest.mark.parametrize(
    ("share", "percent"), [(0.0, "0%"), (0.005, "1%"), (0.125, "13%"), (0.995, "100%"), (1.0, "100%")]
)
def test_percent_rounds_half_up(share, percent) -> None:
    assert EN.percent(share) == percent


def test_plural_follows_n() -> None:
    assert DE("count.people", n=1) == "1 Person"
    assert DE("count.people", n=0) == "0 Personen"
    assert EN("pain.sentence", n=1, of="1 of 9 people") == "1 of 9 people reports this."


def test_decimals_have_a_real_minus_and_no_signed_zero() -> None:
    assert DE.decimal(-0.4) == "−0,40"
    assert EN.decimal(0.4) == "+0.40"
    assert EN.decimal(-0.001) == "0.00"


def test_html_escapes_values_and_keeps_tags() -> None:
    assert DE.html("glance.gap_silent", n=1, names="<i>") == "Zur Phase <b>&lt;i&gt;</b> sagt niemand etwas."


def test_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        DE("no.such.key")
