"""How exported files look: a company's colours, logo and lines, and the paper."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from reports.html.look import OWN_LOOK, Look
from reports.paper import PaperSize, choose_paper
from voc.config import Paper
from voc.errors import TemplateError
from voc.schema import Language


@dataclass(frozen=True, slots=True)
class Appearance:
    """The look of the exported files, and their paper; ``paper`` None is that of the language."""

    look: Look = OWN_LOOK
    paper: Paper | None = None

    def paper_size(self, language: Language) -> PaperSize:
        """The paper for a study in a language."""
        return choose_paper(language, self.paper)


OWN_APPEARANCE = Appearance()
"""voc's own look on the paper of the language."""


LOGO_DPI = 300.0
"""Resolution of a logo that is drawn from an SVG, which Office files cannot hold."""


def logo_picture(look: Look) -> bytes | None:
    """The logo of a look as PNG or JPEG; None without one.

    Raises:
        TemplateError: an SVG cannot be drawn.
    """
    if not look.logo:
        return None
    media_type, content = look.logo.removeprefix("data:").split(";base64,")
    picture = base64.b64decode(content)
    if media_type != "image/svg+xml":
        return picture
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=picture.decode("utf-8-sig"), dpi=LOGO_DPI))
    except ValueError as error:
        raise TemplateError(f"{look.folder}: the logo is an SVG that cannot be drawn ({error}).") from error
