"""The report itself: for a copy to share, or in the other language."""

from __future__ import annotations

from reports.exports.files import utf8
from reports.html.marks import find_marks
from reports.html.report import render_html
from reports.view import build_view
from voc.schema import Analysis, Personas


def page(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``html``."""
    view = build_view(analysis, personas)
    return {"report.html": utf8(render_html(view, find_marks(view)))}
