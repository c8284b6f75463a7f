"""The master of the deck: 16:9, two layouts, one typeface, places for title and number. From python-pptx's template."""

from __future__ import annotations

import copy
from typing import Any

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 48.0
TYPEFACE = "Arial"
"""On every computer, or with a stand-in of the same widths (Liberation Sans)."""
TITLE_SLIDE, TITLE_ONLY = 0, 5
"""Layouts of the template that stay."""


def new_deck(colours: dict[str, str], language: str) -> Any:
    """An empty presentation; layout 0 is for the first slide, 1 for all others."""
    from pptx import Presentation
    from pptx.util import Pt

    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layouts = list(deck.slide_layouts)
    for place, layout in enumerate(layouts):
        if place not in (TITLE_SLIDE, TITLE_ONLY):
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _typeface(master)
    for layout in (master, *deck.slide_layouts):
        for shape in list(layout.placeholders):
            _place(shape, layout is deck.slide_layouts[0])
    _title_style(master, colours["ink"])
    return deck


def _place(shape: Any, first: bool) -> None:
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.util import Pt

    kind = shape.placeholder_format.type
    if kind in (KIND.TITLE, KIND.CENTER_TITLE):
        top, tall = (110, 130) if first else (28, 68)
        shape.left, shape.top, shape.width, shape.height = Pt(MARGIN), Pt(top), Pt(WIDTH - 2 * MARGIN), Pt(tall)
    elif kind == KIND.SLIDE_NUMBER:
        shape.left, shape.top, shape.width, shape.height = Pt(WIDTH - MARGIN - 100), Pt(508), Pt(100), Pt(20)
    elif kind in (KIND.DATE, KIND.FOOTER, KIND.SUBTITLE):
        shape._element.getparent().remove(shape._element)
    else:
        shape.left, shape.top, shape.width, shape.height = Pt(MARGIN), Pt(108), Pt(WIDTH - 2 * MARGIN), Pt(392)


def _title_style(master: Any, ink: str) -> None:
    """Titles stand left and at the bottom of their place, bold, without the margins of the template."""
    from pptx.oxml.ns import qn

    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("b", "1")
    run.set("sz", "2800")
    for found in list(run.findall(qn("a:solidFill"))):
        run.remove(found)
    fill = run.makeelement(qn("a:solidFill"), {})
    colour = fill.makeelement(qn("a:srgbClr"), {"val": ink.lstrip("#").upper()})
    fill.append(colour)
    run.insert(0, fill)
    for layout in (master, *master.slide_layouts):
        for shape in layout.placeholders:
            body = shape._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
            if shape.placeholder_format.type.name in {"TITLE", "CENTER_TITLE"}:
                for child in list(body):
                    body.remove(child)
                body.append(body.makeelement(qn("a:noAutofit"), {}))
                body.set("anchor", "b")
            for side in ("lIns", "rIns", "tIns", "bIns"):
                body.set(side, "0")


def _typeface(master: Any) -> None:
    """One typeface in the theme: who changes it there changes it everywhere."""
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            part = relation.target_part
            part._blob = part.blob.replace(
                b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{TYPEFACE}"/>'.encode()
            )


def number(slide: Any) -> None:
    """The number of the slide, as a field at the place that the layout gives it."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type.name == "SLIDE_NUMBER":
            slide.shapes._spTree.append(copy.deepcopy(shape._element))
