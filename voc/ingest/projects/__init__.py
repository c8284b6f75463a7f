"""Projects of programs for qualitative analysis (REFI-QDA): read as sources, and written from a study.

REFI-QDA 1.5 (https://www.qdasoftware.org, MIT licence) defines projects (.qdpx: a zip of ``project.qde`` and the texts
in ``sources/``) and codebooks (.qdc). Positions are half-open ranges of code points in the plain text, as in voc.
"""

from voc.ingest.projects.refi_reader import open_codebook, open_project

__all__ = ["open_codebook", "open_project"]
