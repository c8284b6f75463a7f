"""Projects of other programs (.qdpx): opened with care, read as sources."""

from voc.ingest.projects.archive import load_codes, open_project

__all__ = ["load_codes", "open_project"]
