"""The customer journey: a journey file in, touchpoints of segments, feelings per touchpoint and gaps out."""

from voc.journey.feelings import measure_feelings
from voc.journey.fitting import fit_journey, suggest_journey
from voc.journey.gaps import Gap, find_gaps
from voc.journey.tagging import TagExplanation, Tagger, explain_tag, tag_study
from voc.journey.taxonomy import (
    AUTOMATIC,
    BUILT_IN,
    DEFAULT_JOURNEY,
    NO_JOURNEY,
    load_taxonomy,
    taxonomy_to_json,
    taxonomy_to_toml,
)

__all__ = [
    "AUTOMATIC",
    "BUILT_IN",
    "DEFAULT_JOURNEY",
    "NO_JOURNEY",
    "Gap",
    "TagExplanation",
    "Tagger",
    "explain_tag",
    "find_gaps",
    "fit_journey",
    "load_taxonomy",
    "measure_feelings",
    "suggest_journey",
    "tag_study",
    "taxonomy_to_json",
    "taxonomy_to_toml",
]
