"""Journey maps for the wall: SVG on A3, with texts that never overlap."""

from reports.maps.build import FOLDER, maps

__all__ = ["FOLDER", "maps"]
