"""Two waves of a study beside each other: what changed, in people, and what may be chance."""

from voc.tasks.compare.compare import compare_studies
from voc.tasks.compare.records import Change, Comparison, Fix

__all__ = ["Change", "Comparison", "Fix", "compare_studies"]
