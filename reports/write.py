"""`write_report`: report.html and workshop/ into a study folder. Composition only."""

from __future__ import annotations

from pathlib import Path

from reports.exports.boards.mermaid import mermaid
from reports.exports.boards.stickies import sticky_table
from reports.exports.files import utf8
from reports.exports.markdown import personas_markdown
from reports.exports.study_tables import pain_table
from reports.exports.tables.sheets import csv_text
from reports.exports.workbook import render_workbook
from reports.html.look import OWN, Look
from reports.html.marks import find_marks
from reports.html.report import render_html
from reports.html.voice_pages import FOLDER as VOICES
from reports.html.voice_pages import voice_pages
from reports.language import load_words
from reports.maps import FOLDER, draw_maps
from reports.view import build_view
from reports.view.facts import Facts
from voc.errors import OutputError
from voc.schema import Analysis, Personas


def write_report(analysis: Analysis, personas: Personas, folder: Path, look: Look = OWN) -> tuple[Path, ...]:
    """Write the report, in a look, and the workshop files into an existing folder, in the study's language.

    Returns:
        The paths written: report.html first, then workshop/ by name.

    Raises:
        OutputError: a file cannot be written.
        EncoderError: the embedded encoder cannot be loaded.
        TemplateError: a template of the look does not work.
    """
    words = load_words(analysis.language)
    view = build_view(analysis, personas)
    facts = Facts(analysis, words)
    pains, stickies = pain_table(view, facts), sticky_table(facts)
    people = words("count.asked_dative" if view.asked else "count.people_dative", n=view.total)
    files = {
        "report.html": utf8(render_html(view, find_marks(view), look)),
        **{f"{VOICES}/{name}": utf8(page) for name, page in voice_pages(view).items()},
        "workshop/journey.mmd": utf8(mermaid(view)),
        "workshop/pain_points.csv": utf8(csv_text(pains.columns, pains.rows), bom=True),
        "workshop/pain_points.xlsx": render_workbook((pains, stickies), view, words),
        "workshop/personas.md": utf8(personas_markdown(view, words, people)),
        "workshop/stickies.csv": utf8(csv_text(stickies.columns, stickies.rows), bom=True),
        **{f"workshop/{FOLDER}/{name}": utf8(svg) for name, svg in draw_maps(view, words).items()},
    }
    try:
        (folder / "workshop" / FOLDER).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: the report cannot be written ({error.strerror or error}).") from error
    return tuple(folder / name for name in sorted(files))
