"""ClaimStatements → claims: a phrase, the statements that support it, and those that contradict it.

A statement counts for a phrase only where the judge of pairs says so. Phrases come from a bank of titles and from the
study's own short statements.
"""

from voc.claims.find_claims import Claim, ClaimJudge, ClaimLimits, ClaimStatements, find_claims
from voc.claims.title_bank import ClaimPhrase, load_titles

__all__ = ["Claim", "ClaimJudge", "ClaimLimits", "ClaimPhrase", "ClaimStatements", "find_claims", "load_titles"]
