"""Themes: what people speak of, found in the vectors of their segments and named in their words."""

from voc.themes.discovery import find_themes
from voc.themes.graph import without_polarity
from voc.themes.theme_map import with_map

__all__ = ["find_themes", "with_map", "without_polarity"]
