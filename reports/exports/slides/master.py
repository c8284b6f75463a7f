"""The slide master of the deck: sizes, typeface, and the colours, logo and line of a look. Sizes are in points."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Pt

from reports.exports.appearance import logo_picture
from reports.exports.file_bytes import single_line
from reports.exports.slides.drawing import SlideBox
from reports.html.look import Look

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 48.0
INNER_WIDTH = WIDTH - 2 * MARGIN
TOP, BOTTOM = 108.0, 500.0
"""Where the body of a slide begins and ends."""
FOOT, FOOT_HEIGHT = 508.0, 20.0
"""Where the line with the page number, the logo and the look's line is."""
TYPEFACE = "Arial"
"""Every computer has it, or a substitute with the same widths (Liberation Sans)."""
LOGO_ID, LINE_ID = 101, 102
"""Ids of the shapes that a look adds; those of the template are smaller."""
TEMPLATE_LAYOUTS = (0, 5)
"""The layouts of python-pptx's template that stay: title slide, and title only."""
THEME_COLOURS = {
    "dk1": "ink", "lt1": "bg", "dk2": "soft", "lt2": "panel", "accent1": "neg", "accent2": "mid", "accent3": "pos",
    "accent4": "neg-ink", "accent5": "mid-ink", "accent6": "pos-ink", "hlink": "ink", "folHlink": "soft",
}  # fmt: skip
"""The colours of a slide program's theme → those of a look, which a slide program offers for whatever is added."""


def new_presentation(look: Look) -> Any:
    """An empty presentation in a look, made from python-pptx's template; layout 0 is for the first slide, 1 for all
    others."""
    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDTH), Pt(HEIGHT)
    # A list of its own, because layouts are removed on the way.
    for number, layout in enumerate(list(file.slide_layouts)):
        if number not in TEMPLATE_LAYOUTS:
            file.slide_layouts.remove(layout)
    master = file.slide_master
    _set_theme(master, look.colours)
    for layout in (master, *file.slide_layouts):
        for shape in list(layout.placeholders):
            _move_placeholder(shape, first=layout is file.slide_layouts[0])
    _style_titles(master)
    _add_brand(master, look)
    return file


def _add_brand(master: Any, look: Look) -> None:
    """The logo and the line of a look at the foot of every slide."""
    # In the master and not on the slides, so that a company replaces it in one place.
    left = MARGIN
    picture = logo_picture(look)
    if picture:
        image, relation = master.part.get_or_add_image_part(io.BytesIO(picture))
        width = FOOT_HEIGHT * image.image.size[0] / image.image.size[1]
        place = SlideBox(left, FOOT, width, FOOT_HEIGHT).to_points()
        text = single_line(look.logo_text)
        # python-pptx has no call that adds a picture to a master.
        drawn: Any = CT_Picture.new_pic(LOGO_ID, "Logo", "", relation, *place)  # type: ignore[no-untyped-call]
        drawn.nvPicPr.cNvPr.set("descr", text)
        master.shapes._spTree.append(drawn)
        left += width + 12
    if look.footer.strip():
        _add_line(master, single_line(look.footer), SlideBox(left, FOOT, WIDTH - MARGIN - 100 - left, FOOT_HEIGHT))


def _add_line(master: Any, text: str, box: SlideBox) -> None:
    left, top, width, height = box.to_points()
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{LINE_ID}" name="Line"/>'
        '<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:p><a:r><a:rPr sz="1000"><a:solidFill>'
        f'<a:schemeClr val="tx2"/></a:solidFill></a:rPr><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
    master.shapes._spTree.append(shape)


def _move_placeholder(shape: Any, *, first: bool) -> None:
    kind = shape.placeholder_format.type
    if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
        box = SlideBox(MARGIN, 110, INNER_WIDTH, 130) if first else SlideBox(MARGIN, 28, INNER_WIDTH, 68)
    elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
        box = SlideBox(WIDTH - MARGIN - 100, FOOT, 100, FOOT_HEIGHT)
    elif kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SUBTITLE):
        shape._element.getparent().remove(shape._element)
        return
    else:
        box = SlideBox(MARGIN, TOP, INNER_WIDTH, 392)
    shape.left, shape.top, shape.width, shape.height = box.to_points()


def _style_titles(master: Any) -> None:
    """Titles are bold, to the left and at the bottom of their box, without the template's margins."""
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("b", "1")
    run.set("sz", "2800")
    for layout in (master, *master.slide_layouts):
        for shape in layout.placeholders:
            body = shape._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
            if shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                for child in list(body):
                    body.remove(child)
                body.append(body.makeelement(qn("a:noAutofit"), {}))
                body.set("anchor", "b")
            for side in ("lIns", "rIns", "tIns", "bIns"):
                body.set(side, "0")


def _set_theme(master: Any, colours: dict[str, str]) -> None:
    """Set typeface and colours in the theme, so that changing them there changes them everywhere."""
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            part = relation.target_part
            theme = part.blob.decode("utf-8").replace(
                '<a:latin typeface="Calibri"/>', f'<a:latin typeface="{TYPEFACE}"/>'
            )
            for name, colour in THEME_COLOURS.items():
                value = colours[colour].lstrip("#").upper()
                theme = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{value}"/>\2', theme, flags=re.S)
            part._blob = theme.encode("utf-8")
