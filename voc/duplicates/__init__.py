"""A corpus in, the same corpus without its copies out: copies of interviews, rows in two exports, translations.

The removed documents' sources stay and say what they repeat.
"""

from voc.duplicates.copies import deduplicate
from voc.duplicates.translations import kept_paths, remove_translations

__all__ = ["deduplicate", "kept_paths", "remove_translations"]
