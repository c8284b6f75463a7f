"""Segments and their vectors in, named themes out: what people speak of, found in vectors and named in their words.

`remove_polarity` prepares vectors, `find_themes` clusters and names, `add_theme_map` lays themes out on a map.
`find_neighbours` finds the statements of others that are most like each statement.
"""

from voc.themes.discovery import find_themes
from voc.themes.graph import remove_polarity
from voc.themes.neighbours import find_neighbours
from voc.themes.theme_map import add_theme_map

__all__ = ["add_theme_map", "find_neighbours", "find_themes", "remove_polarity"]
