"""The maps for the wall as files of their own: SVG to edit, PNG for slides and boards."""

from __future__ import annotations

from reports.exports.files import utf8
from reports.exports.material import material
from reports.maps import FOLDER, draw_maps, render_map_png
from voc.schema import Analysis, Personas


def svg(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``svg``."""
    view, facts = material(analysis, personas)
    return {f"{FOLDER}/{name}": utf8(page) for name, page in draw_maps(view, facts.words).items()}


def png(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``png``. Raises OutputError where this computer has no font."""
    view, facts = material(analysis, personas)
    drawn = draw_maps(view, facts.words)
    return {f"{FOLDER}/{name.removesuffix('.svg')}.png": render_map_png(page) for name, page in drawn.items()}
