"""A picture of the report as an SVG of its own, for formats that do not know the page's style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from reports.charts.balance_bars import draw_bars
from reports.charts.pain_matrix import WIDE, draw_matrix
from reports.language import Catalogue
from reports.view.pictures import BalancePicture, PainPicture

BARS_WIDTH = 600.0
"""Pixels; a format that draws the picture as wide as its text makes the letters of a wider one smaller."""


def draw_picture(picture: BalancePicture | PainPicture, words: Catalogue, colours: Mapping[str, str], font: str) -> str:
    """The picture with its colours and typeface inside; drawn by the templates of the page."""
    if isinstance(picture, PainPicture):
        chart = draw_matrix(picture.pains, width=WIDE)
        width, height = chart.width, chart.height
    else:
        chart = None
        width, height = BARS_WIDTH, draw_bars(picture, words).height
    drawing = {"w": words, "draw_bars": partial(draw_bars, words=words), "picture": picture, "chart": chart}
    return _template().render(**drawing, colours=colours, font=font, width=width, height=height)


@cache
def _template() -> Template:
    # Compiled once: a report has several pictures.
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("picture.svg.j2")
