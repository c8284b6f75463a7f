"""Segments with readings, themes and touchpoints in; ranked pain points with title, quotes, goal and hurdle out."""

from voc.pains.pain_points import find_pain_points

__all__ = ["find_pain_points"]
