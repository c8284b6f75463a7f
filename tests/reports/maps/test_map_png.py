"""Maps as PNG: of the requested size, with their words, the same bytes each time."""

from __future__ import annotations

import struct
from functools import partial

import pytest
import resvg_py

from reports.language import load_words
from reports.maps import draw_maps, render_map_png
from reports.maps.journey_maps import has_fonts
from reports.view import build_view
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.errors import OutputError

pytestmark = pytest.mark.skipif(not has_fonts(), reason="this computer has no sans-serif font")


@pytest.fixture(scope="module")
def timeline() -> str:
    analysis = fake_analysis("de")
    return draw_maps(build_view(analysis, fake_personas(analysis)), load_words("de"))["timeline.svg"]


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_png_is_a3_at_the_requested_resolution(timeline: str) -> None:
    assert size(render_map_png(timeline, 50)) == (827, 585)


def test_the_same_map_gives_the_same_bytes(timeline: str) -> None:
    assert render_map_png(timeline, 50) == render_map_png(timeline, 50)


def test_words_are_in_the_png(timeline: str) -> None:
    without = "\n".join(line for line in timeline.splitlines() if not line.startswith("<text"))
    assert render_map_png(without, 50) != render_map_png(timeline, 50)


def test_missing_fonts_are_found(timeline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resvg_py, "svg_to_bytes", partial(resvg_py.svg_to_bytes, skip_system_fonts=True))
    assert not has_fonts()
    with pytest.raises(OutputError, match="font"):
        render_map_png(timeline)


@pytest.mark.parametrize("dpi", [0, 35, 601, -1])
def test_a_resolution_out_of_range_is_refused(timeline: str, dpi: int) -> None:
    with pytest.raises(OutputError, match="36–600"):
        render_map_png(timeline, dpi)


@pytest.mark.parametrize("text", ["", "<svg", '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="9"/>'])
def test_a_text_that_is_no_svg_is_refused(text: str) -> None:
    with pytest.raises(OutputError, match="SVG"):
        render_map_png(text)
