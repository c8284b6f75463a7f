"""The customer journey: which touchpoint people speak of, what they feel there, and what troubles them."""

from voc.journey.feelings import feelings
from voc.journey.pains import pain_points
from voc.journey.tagging import tag, tag_texts
from voc.journey.taxonomy import load_taxonomy

__all__ = ["feelings", "load_taxonomy", "pain_points", "tag", "tag_texts"]
