"""How far a study and people's own codes agree, and where they differ."""

from voc.tasks.agree.agree import agree
from voc.tasks.agree.records import Agreement, Coder, Difference, Dimension, Figures, Match, PerCode

__all__ = ["Agreement", "Coder", "Difference", "Dimension", "Figures", "Match", "PerCode", "agree"]
