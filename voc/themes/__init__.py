"""Themes: what people speak of, found in the vectors of their segments and named in their words."""

from voc.themes.build import find_themes

__all__ = ["find_themes"]
