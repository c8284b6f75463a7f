"""A map as a picture: SVG → PNG, for slides and whiteboards that take no SVG.

The words are set in the fonts of this computer, so the bytes may differ from one computer to the next. That is why a
picture is made when it is asked for, and is no part of a study.
"""

from __future__ import annotations

from voc.errors import OutputError

DPI = 200
"""Dots an inch: 3307 × 2339 for a map, sharp on A3."""
FONTS = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif'
"""What the words of a map are set in: the first of these families that there is, else any that the renderer finds."""

_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">'
    '<style>text {{ font-family: {fonts} }}</style><text y="14">{letter}</text></svg>'
)


def render_map_png(svg: str, dpi: int = DPI) -> bytes:
    """A map of `reports.maps.maps` as PNG on white, ``dpi`` (36–600) dots to each of its inches.

    Same text, same fonts, same version of the renderer: same bytes.

    Raises:
        OutputError: the text is no SVG with a size, or this computer has no font to set the words in.
    """
    import resvg_py

    if not 36 <= dpi <= 600:
        raise OutputError(f"A picture of a map must have 36–600 dots an inch, found {dpi}.")
    if not has_fonts():
        raise OutputError(
            "A picture of a map needs a font for its words, and this computer has none. "
            "Install one, for example Liberation Sans, or use the SVG."
        )
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=float(dpi), background="white"))
    except ValueError as error:
        raise OutputError(f"A picture can be made of an SVG with a size only ({error}).") from error


def has_fonts() -> bool:
    """Whether words can be set: where there is no font, the renderer leaves them out without a word."""
    import resvg_py

    letter, blank = (
        resvg_py.svg_to_bytes(svg_string=_LETTER.format(fonts=FONTS, letter=letter), dpi=96.0) for letter in ("H", " ")
    )
    return bool(letter != blank)
