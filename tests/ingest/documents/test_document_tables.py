"""Interviews laid out as tables, in Word and OpenDocument, and tables that are none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import odfdo
import pytest

from voc.ingest import read_folder
from voc.ingest.documents.document_tables import TableNotes, table_lines
from voc.schema import Corpus

TALK = [
    ("I", "Wie kam das Regal an?", "How did the shelf arrive?"),
    ("B", "Mit einem Riss im Boden.", "With a crack in the base."),
    ("I", "Was taten Sie dann?", "What did you do then?"),
    ("B", "Ich rief dreimal an.", "I called three times."),
]


def write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    if path.suffix == ".docx":
        document = docx.Document()
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.save(str(path))
        return
    document = odfdo.Document("text")
    document.body.clear()
    table = odfdo.Table("t", width=len(rows[0]), height=len(rows))
    for y, texts in enumerate(rows):
        for x, text in enumerate(texts):
            table.set_value((x, y), text)
    document.body.append(table)
    document.save(path)


def spoken(corpus: Corpus) -> list[tuple[str, str, float | None]]:
    (document,) = corpus.documents
    return [(turn.role[0], document.text[turn.start : turn.end], turn.time_s) for turn in document.turns]


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
@pytest.mark.parametrize(
    "header", [("Speaker", "Original (German)", "Translation (English)"), ("Wer", "Deutsch", "Englisch")]
)
def test_of_a_translated_interview_only_the_original_is_read(
    tmp_path: Path, suffix: str, header: tuple[str, ...]
) -> None:
    write(tmp_path / f"a{suffix}", [header, *TALK])
    corpus = read_folder([tmp_path])
    assert [(role, words) for role, words, _ in spoken(corpus)] == [
        ("i" if label == "I" else "p", german) for label, german, _ in TALK
    ]
    assert any(f"'{header[2]}' (4 cells)" in note for note in corpus.sources[0].notes)


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_times_speakers_and_words_are_turns_with_times(tmp_path: Path, suffix: str) -> None:
    rows = [("Zeit", "Sprecher", "Text"), *((f"00:0{n}:30", label, words) for n, (label, words, _) in enumerate(TALK))]
    write(tmp_path / f"a{suffix}", rows)
    assert [time for _, _, time in spoken(read_folder([tmp_path]))] == [30.0, 90.0, 150.0, 210.0]


def test_without_a_header_times_or_usual_labels_show_an_interview() -> None:
    rows = [(str(n), label, words) for n, (label, words, _) in enumerate(TALK, 1)]
    assert table_lines(rows, TableNotes()) == [f"{label}: {words}" for label, words, _ in TALK]


def test_columns_of_unknown_names_are_known_by_their_content() -> None:
    rows = [("Stelle", "Stimme", "Gesprochen", "Für mich")]
    rows += [(f"00:0{n}", label, f"{words} {words}", "lacht" if n else "") for n, (label, words, _) in enumerate(TALK)]
    notes = TableNotes()
    assert table_lines(rows, notes) == [
        f"[00:0{n}] {label}: {words} {words}" for n, (label, words, _) in enumerate(TALK)
    ]
    assert notes.left_out == {"Für mich": 3}


def test_a_row_without_a_speaker_goes_on_with_the_turn_above() -> None:
    rows = [("Name", "Transkript"), ("Ada", "Der Riss war groß."), ("", "Sehr groß."), ("Ben", "Aha.")]
    assert table_lines(rows, TableNotes()) == ["Ada: Der Riss war groß.", "Sehr groß.", "Ben: Aha."]


@pytest.mark.parametrize(
    "rows",
    [
        [("Alter", "Beruf"), ("34", "Maurer")],
        [("Name", "Age"), ("Ada", "34"), ("Ben", "51")],
        [("App", "slow start"), ("App", "small type"), ("Shop", "long queue"), ("Shop", "rude staff")],
    ],
)
def test_small_tables_of_facts_stay_tables(rows: list[tuple[str, ...]]) -> None:
    (markdown,) = table_lines(rows, TableNotes())
    assert markdown.startswith(f"| {' | '.join(rows[0])} |")
