"""The customer journey: which touchpoint people speak of, what they feel there, and what troubles them."""

from voc.journey.feelings import feelings
from voc.journey.gaps import Gap, better_journey, gaps
from voc.journey.reasons import Candidate, Reason, reason
from voc.journey.tagging import Placing, place, tag, tag_texts
from voc.journey.taxonomy import BUILT_IN, load_taxonomy
from voc.journey.template import as_toml, commented_journey, hints, journey_as_data
from voc.pains.pain_points import pain_points

__all__ = [
    "BUILT_IN",
    "Candidate",
    "Gap",
    "Placing",
    "Reason",
    "as_toml",
    "better_journey",
    "commented_journey",
    "feelings",
    "gaps",
    "hints",
    "journey_as_data",
    "load_taxonomy",
    "pain_points",
    "place",
    "reason",
    "tag",
    "tag_texts",
]
