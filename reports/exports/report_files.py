"""The report's own pages and maps as files: targets `html`, `profiles`, `svg` and `png`."""

from __future__ import annotations

from functools import partial

from reports.exports.appearance import OWN_APPEARANCE, Appearance
from reports.exports.file_bytes import Files, encode_text
from reports.html.documents import render_document_pages
from reports.html.pages import find_marks, mark_feelings, render_pages
from reports.html.report import render_html, render_statement_pages
from reports.language import load_words
from reports.maps import FOLDER, draw_maps, render_map_png
from reports.view import build_view
from reports.view.personas import build_profiles
from reports.view.study_index import StudyIndex
from voc.schema import MIN_PEOPLE, Analysis, Personas
from voc.study.folder import DOCUMENTS, REPORT, VOICES

PROFILES = "profiles"


def export_html(analysis: Analysis, personas: Personas, appearance: Appearance = OWN_APPEARANCE) -> Files:
    """Target ``html``: the report and the pages that it links to, for a copy to share or in the other language."""
    view, index = build_view(analysis, personas), StudyIndex(analysis, load_words(analysis.language))
    pages = {REPORT: render_html(view, find_marks(view), appearance.look)}
    pages.update({f"{VOICES}/{name}": page for name, page in render_statement_pages(view, appearance.look).items()})
    pages.update({f"{DOCUMENTS}/{name}": page for name, page in render_document_pages(index, appearance.look).items()})
    return {name: encode_text(page) for name, page in pages.items()}


def export_profiles(analysis: Analysis, personas: Personas, appearance: Appearance = OWN_APPEARANCE) -> Files:
    """Target ``profiles``: a page for each respondent who said enough for one, and a list of them.

    A public copy has no profiles; then the list says so.
    """
    words = load_words(analysis.language)
    profiles = build_profiles(StudyIndex(analysis, words), personas, everybody=True)
    values = {
        "language": analysis.language,
        "study": analysis.name or words("head.untitled"),
        "people": profiles,
        "marked": partial(mark_feelings, marks={}),
        "minimum": MIN_PEOPLE,
    }
    # The template without a profile is the list of all profiles.
    shown = [None, *profiles.profiles]
    pages = render_pages("profiles.html.j2", words, values, [{"one": profile} for profile in shown], appearance.look)
    names = [profile.anchor if profile else "index" for profile in shown]
    return {f"{PROFILES}/{name}.html": encode_text(page) for name, page in zip(names, pages, strict=True)}


def export_svg(analysis: Analysis, personas: Personas) -> Files:
    """Target ``svg``: the four maps for the wall, to edit."""
    drawn = draw_maps(build_view(analysis, personas), load_words(analysis.language))
    return {f"{FOLDER}/{name}": encode_text(svg) for name, svg in drawn.items()}


def export_png(analysis: Analysis, personas: Personas) -> Files:
    """Target ``png``: the same maps for slides and boards.

    Raises:
        OutputError: this computer has no font.
    """
    drawn = draw_maps(build_view(analysis, personas), load_words(analysis.language))
    return {f"{FOLDER}/{name.removesuffix('.svg')}.png": render_map_png(svg) for name, svg in drawn.items()}
