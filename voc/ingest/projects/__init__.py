"""Projects of other programs (.qdpx): opened with care, read as sources."""

from voc.ingest.projects.refi_reader import load_codebook_codes, open_project

__all__ = ["load_codebook_codes", "open_project"]
