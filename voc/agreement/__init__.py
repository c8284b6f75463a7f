"""How far a study and people's own codes agree, and where they differ."""

from voc.agreement.records import Agreement, Coder, Difference, Dimension, Figures, Match, PerCode
from voc.agreement.run import agree

__all__ = ["Agreement", "Coder", "Difference", "Dimension", "Figures", "Match", "PerCode", "agree"]
