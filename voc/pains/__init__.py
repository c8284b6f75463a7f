"""Segments with readings, themes and touchpoints in; ranked pain points with title, quotes, goal and hurdle out."""

from voc.pains.pain_points import find_pain_points
from voc.pains.profiles import PainInputs

__all__ = ["PainInputs", "find_pain_points"]
