"""REFI-QDA for MAXQDA, ATLAS.ti, NVivo and QualCoder: a project, or the codebook alone."""

from __future__ import annotations

from voc.ingest.projects.study_project import codebook_qdc, project_qdpx
from voc.schema import Analysis, Personas


def qdpx(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``qdpx``."""
    return {"study.qdpx": project_qdpx(analysis, personas)}


def qdc(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``qdc``; a codebook has no people."""
    del personas
    return {"study.qdc": codebook_qdc(analysis)}
