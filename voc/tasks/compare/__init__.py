"""Two studies of the same subject at different times go in; what changed, and what may be chance, comes out."""

from voc.tasks.compare.compare import compare_studies

__all__ = ["compare_studies"]
