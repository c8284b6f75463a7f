"""`write_report`: report.html and workshop/ into a study folder. Composition only."""

from __future__ import annotations

from pathlib import Path

from reports.boards import mermaid, sticky_rows
from reports.html import render_html
from reports.maps import FOLDER, maps
from reports.markdown import personas_markdown
from reports.marks import find_marks
from reports.tables import PAIN_COLUMNS, STICKY_COLUMNS, csv_text, pain_rows, write_workbook
from reports.view import build_view
from reports.view.facts import Facts
from reports.words import load_words
from voc.errors import OutputError
from voc.schema import Analysis, Personas

BOM = "\ufeff"
"""Spreadsheet programs read umlauts right only where a CSV starts with it."""


def write_report(analysis: Analysis, personas: Personas, folder: Path) -> tuple[Path, ...]:
    """Write the report and the workshop files into an existing folder, in the study's language.

    Returns:
        The paths written: report.html first, then workshop/ by name.

    Raises:
        OutputError: a file cannot be written.
        EncoderError: the embedded encoder cannot be loaded.
    """
    words = load_words(analysis.language)
    view = build_view(analysis, personas)
    stickies = sticky_rows(Facts(analysis, words))
    people = words("count.asked_dative" if view.asked else "count.people_dative", n=view.total)
    texts = {
        "report.html": render_html(view, find_marks(view)),
        "workshop/journey.mmd": mermaid(view),
        "workshop/pain_points.csv": BOM + csv_text(PAIN_COLUMNS, pain_rows(view, words)),
        "workshop/personas.md": personas_markdown(view, words, people),
        "workshop/stickies.csv": BOM + csv_text(STICKY_COLUMNS, stickies),
        **{f"workshop/{FOLDER}/{name}": svg for name, svg in maps(view, words).items()},
    }
    workbook = folder / "workshop" / "pain_points.xlsx"
    try:
        (workbook.parent / FOLDER).mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_bytes(text.encode("utf-8"))
        write_workbook(view, words, stickies, workbook)
    except OSError as error:
        raise OutputError(f"{folder}: the report cannot be written ({error.strerror or error}).") from error
    names = sorted([*texts, "workshop/pain_points.xlsx"])
    return tuple(folder / name for name in names)
