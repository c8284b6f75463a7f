"""Statements → claims: a phrase, the statements that support it, and those that deny it.

Phrases come from a bank of titles (`title_bank`). What supports a phrase is measured against strangers: statements from
other areas, which support it by chance only (`find_claims`).
"""

from voc.claims.find_claims import Claim, ClaimLimits, ClaimStatements, find_claims
from voc.claims.title_bank import ClaimPhrase, Titles, load_titles

__all__ = ["Claim", "ClaimLimits", "ClaimPhrase", "ClaimStatements", "Titles", "find_claims", "load_titles"]
