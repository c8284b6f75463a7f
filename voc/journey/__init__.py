"""The customer journey: which touchpoint people speak of, what they feel there, and what troubles them."""

from voc.journey.feelings import feelings
from voc.journey.pains import pain_points
from voc.journey.tagging import Placing, place, tag, tag_texts
from voc.journey.taxonomy import BUILT_IN, load_taxonomy
from voc.journey.template import as_toml, commented_journey, hints, journey_as_data

__all__ = [
    "BUILT_IN",
    "Placing",
    "as_toml",
    "commented_journey",
    "feelings",
    "hints",
    "journey_as_data",
    "load_taxonomy",
    "pain_points",
    "place",
    "tag",
    "tag_texts",
]
