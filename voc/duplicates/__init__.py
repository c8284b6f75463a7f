"""Remove duplicates from a corpus: copied interviews, rows that two exports share, and translations.

The sources of removed documents stay, with a reason or note that names the original.
"""

from voc.duplicates.copies import deduplicate
from voc.duplicates.translations import kept_paths, remove_translations

__all__ = ["deduplicate", "kept_paths", "remove_translations"]
