"""REFI-QDA: projects (.qdpx) and codebooks (.qdc), the exchange format of programs for qualitative analysis.

The standard is REFI-QDA 1.5 (https://www.qdasoftware.org, MIT licence). A project is a zip of ``project.qde`` and the
texts in ``sources/``. Positions are code points from the start of the plain text, half open: as everywhere in voc.
"""

from voc.ingest.projects.refi.records import (
    Case,
    Code,
    Coding,
    Note,
    Project,
    Selection,
    Set,
    TextSource,
    User,
    Value,
    Variable,
)

__all__ = [
    "Case",
    "Code",
    "Coding",
    "Note",
    "Project",
    "Selection",
    "Set",
    "TextSource",
    "User",
    "Value",
    "Variable",
]
