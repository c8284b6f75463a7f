"""What stands in the inputs more than once counts once: copies of a talk, exports made twice, translations."""

from voc.duplicates.copies import count_once
from voc.duplicates.translations import count_translations_once, kept_paths

__all__ = ["count_once", "count_translations_once", "kept_paths"]
