"""What most targets start from."""

from __future__ import annotations

from reports.language import load_words
from reports.view import View, build_view
from reports.view.facts import Facts
from voc.schema import Analysis, Personas


def material(analysis: Analysis, personas: Personas) -> tuple[View, Facts]:
    """All that is shown of a study, and where counts and quotes are asked for."""
    return build_view(analysis, personas), Facts(analysis, load_words(analysis.language))
