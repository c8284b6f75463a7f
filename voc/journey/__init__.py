"""The customer journey: a journey file in, touchpoints of segments, feelings per touchpoint and gaps out."""

from voc.journey.feelings import measure_feelings
from voc.journey.gaps import Gap, JourneySuggestion, find_gaps, suggest_journey
from voc.journey.tagging import TagExplanation, Tagger, explain_tag, tag_study
from voc.journey.taxonomy import BUILT_IN, load_taxonomy, taxonomy_to_json, taxonomy_to_toml

__all__ = [
    "BUILT_IN",
    "Gap",
    "JourneySuggestion",
    "TagExplanation",
    "Tagger",
    "explain_tag",
    "find_gaps",
    "load_taxonomy",
    "measure_feelings",
    "suggest_journey",
    "tag_study",
    "taxonomy_to_json",
    "taxonomy_to_toml",
]
