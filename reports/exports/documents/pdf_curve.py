"""The emotion curve as a drawing of its own, for print. The same geometry as in the report."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from reports.charts.emotion_curve import Column, draw_curve
from reports.exports.file_bytes import one_line
from reports.language import Catalogue
from reports.view import View

WIDTH, HEIGHT = 640.0, 250.0
SIZE, SMALL = 13, 11
DIAMOND = 7.0


def curve_svg(view: View, words: Catalogue, colours: Mapping[str, str], font: str) -> str:
    """SVG with a band for the intervals, the curve, and a diamond for each phase."""
    chart = draw_curve(view.phases, width=WIDTH, height=HEIGHT)
    found = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{HEIGHT:g}" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" font-family="{escape(font)}" fill="{colours["ink"]}">'
    ]
    found += [f'<path d="{one}" fill="{colours["band"]}"/>' for one in chart.bands]
    found.append(
        f'<path d="M{chart.left} {chart.zero}H{chart.right}" stroke="{colours["mid"]}" stroke-width="1" fill="none"/>'
    )
    found += [f'<path d="{one}" stroke="{colours["ink"]}" stroke-width="2" fill="none"/>' for one in chart.paths]
    for column in chart.columns:
        found += _column(column, chart.bottom, words, colours)
    for word, tone, y in (("up", "pos-ink", chart.top - 12), ("down", "neg-ink", chart.bottom - 2)):
        text = escape(words(f"chart.{word}"))
        found.append(f'<text x="{chart.left}" y="{y}" font-size="{SMALL}" fill="{colours[tone]}">{text}</text>')
    return "\n".join([*found, "</svg>"])


def _column(column: Column, bottom: float, words: Catalogue, colours: Mapping[str, str]) -> list[str]:
    people = words("count.people_short", n=column.people)
    if column.mood.few:
        people += f" ({words('few.short')})"
    found = [
        _text(column.x, bottom + 24, SIZE, one_line(" ".join(column.lines)), colours["ink"]),
        _text(column.x, bottom + 40, SMALL, people, colours["soft"]),
    ]
    if column.y is not None:
        x, y, r = column.x, column.y, DIAMOND
        tone = {"negative": "neg", "positive": "pos"}.get(column.mood.tone, "mid")
        hollow = colours["bg"] if column.mood.few else colours[tone]
        shape = f"M{x} {y - r:.1f}L{x + r:.1f} {y}L{x} {y + r:.1f}L{x - r:.1f} {y}Z"
        found.append(f'<path d="{shape}" fill="{hollow}" stroke="{colours[tone]}" stroke-width="2"/>')
    return found


def _text(x: float, y: float, size: int, text: str, colour: str) -> str:
    return f'<text x="{x}" y="{y:.1f}" font-size="{size}" text-anchor="middle" fill="{colour}">{escape(text)}</text>'
