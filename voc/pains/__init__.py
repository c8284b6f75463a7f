"""Statements → pain points: claims about trouble, with the people behind them, ranked."""

from voc.pains.pain_points import find_pain_points
from voc.pains.voices import PainInputs

__all__ = ["PainInputs", "find_pain_points"]
