"""Persona drafts from an analysed study: groups of real respondents, and nothing that they did not say."""

from personas.build import build_personas
from personas.check import check_personas
from personas.decisions import personas_before
from personas.document import personas_json

__all__ = ["build_personas", "check_personas", "personas_before", "personas_json"]
