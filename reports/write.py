"""`write_report`: write report.html and the workshop files into a study folder."""

from __future__ import annotations

from pathlib import Path

from reports.exports.appearance import Appearance
from reports.exports.boards import tabulate_stickies
from reports.exports.file_bytes import encode_text
from reports.exports.journey_notation import mermaid_journey
from reports.exports.markdown import personas_markdown
from reports.exports.study_tables import format_csv, tabulate_pains
from reports.exports.workbook import render_workbook
from reports.html.documents import render_document_pages
from reports.html.look import OWN_LOOK, Look
from reports.html.pages import find_marks
from reports.html.report import render_html, render_statement_pages
from reports.language import load_words
from reports.maps import FOLDER as MAPS
from reports.maps import draw_maps
from reports.view import build_view
from reports.view.study_index import StudyIndex
from voc.errors import OutputError
from voc.schema import Analysis, Personas
from voc.study.folder import DOCUMENTS, REPORT, VOICES, WORKSHOP


def write_report(analysis: Analysis, personas: Personas, folder: Path, look: Look = OWN_LOOK) -> tuple[Path, ...]:
    """Write the report and the workshop files into an existing folder, in the study's language.

    Returns:
        The paths written: report.html first, then the others by name.

    Raises:
        OutputError: a file cannot be written.
        EncoderError: the embedded encoder cannot be loaded.
        TemplateError: a template of the look does not work.
    """
    words = load_words(analysis.language)
    view, index = build_view(analysis, personas), StudyIndex(analysis, words)
    pains, stickies = tabulate_pains(view, index), tabulate_stickies(index)
    # Everything is made before anything is written, so that an error leaves no half-written report.
    files = {
        REPORT: encode_text(render_html(view, find_marks(view), look)),
        **{f"{VOICES}/{name}": encode_text(page) for name, page in render_statement_pages(view, look).items()},
        **{f"{DOCUMENTS}/{name}": encode_text(page) for name, page in render_document_pages(index, look).items()},
        f"{WORKSHOP}/pain_points.csv": encode_text(format_csv(pains.columns, pains.rows), bom=True),
        f"{WORKSHOP}/pain_points.xlsx": render_workbook((pains, stickies), view, words, Appearance(look)),
        f"{WORKSHOP}/personas.md": encode_text(personas_markdown(view, words)),
        f"{WORKSHOP}/stickies.csv": encode_text(format_csv(stickies.columns, stickies.rows), bom=True),
    }
    if view.has_journey:
        files[f"{WORKSHOP}/journey.mmd"] = encode_text(mermaid_journey(view))
        files.update({f"{WORKSHOP}/{MAPS}/{name}": encode_text(svg) for name, svg in draw_maps(view, words).items()})
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: the report cannot be written ({error.strerror or error}).") from error
    return tuple(folder / name for name in sorted(files, key=lambda name: (name != REPORT, name)))
