"""`write_report`: report.html and workshop/ into a study folder. Composition only."""

from __future__ import annotations

from pathlib import Path

from reports.exports.boards import tabulate_stickies
from reports.exports.file_bytes import encode_text
from reports.exports.journey_notation import mermaid_journey
from reports.exports.markdown import personas_markdown
from reports.exports.study_tables import format_csv, tabulate_pains
from reports.exports.workbook import render_workbook
from reports.html.look import OWN, Look
from reports.html.marks import find_marks
from reports.html.report import render_html
from reports.html.voice_pages import FOLDER as VOICES
from reports.html.voice_pages import voice_pages
from reports.language import load_words
from reports.maps import FOLDER, draw_maps
from reports.view import build_view
from reports.view.study_index import StudyIndex
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
    facts = StudyIndex(analysis, words)
    pains, stickies = tabulate_pains(view, facts), tabulate_stickies(facts)
    files = {
        "report.html": encode_text(render_html(view, find_marks(view), look)),
        **{f"{VOICES}/{name}": encode_text(page) for name, page in voice_pages(view).items()},
        "workshop/journey.mmd": encode_text(mermaid_journey(view)),
        "workshop/pain_points.csv": encode_text(format_csv(pains.columns, pains.rows), bom=True),
        "workshop/pain_points.xlsx": render_workbook((pains, stickies), view, words),
        "workshop/personas.md": encode_text(personas_markdown(view, words)),
        "workshop/stickies.csv": encode_text(format_csv(stickies.columns, stickies.rows), bom=True),
        **{f"workshop/{FOLDER}/{name}": encode_text(svg) for name, svg in draw_maps(view, words).items()},
    }
    try:
        (folder / "workshop" / FOLDER).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: the report cannot be written ({error.strerror or error}).") from error
    return tuple(folder / name for name in sorted(files))
