"""Journey maps for the wall: the view of a study in, SVG on A3 out, with texts that never overlap; PNG on demand."""

from reports.maps.journey_maps import FOLDER, draw_maps, render_map_png

__all__ = ["FOLDER", "draw_maps", "render_map_png"]
