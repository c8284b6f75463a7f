"""Themes: what people speak of, found in the vectors of their segments and named in their words."""

from voc.decisions.themes import Wishes, decided_themes
from voc.themes.build import find_themes
from voc.themes.polarity import without_polarity
from voc.themes.theme_map import with_map

__all__ = ["Wishes", "decided_themes", "find_themes", "with_map", "without_polarity"]
