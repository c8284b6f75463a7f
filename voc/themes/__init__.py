"""Segments and their vectors in, named themes out: what people speak of, found in vectors and named in their words.

`remove_polarity` prepares vectors, `find_themes` clusters and names, `add_theme_map` lays themes out on a map.
"""

from voc.themes.discovery import find_themes
from voc.themes.graph import remove_polarity
from voc.themes.theme_map import add_theme_map

__all__ = ["add_theme_map", "find_themes", "remove_polarity"]
