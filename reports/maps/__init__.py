"""Journey maps for the wall: SVG on A3, with texts that never overlap."""

from reports.maps.build import FOLDER, maps
from reports.maps.png import render_map_png

__all__ = ["FOLDER", "maps", "render_map_png"]
