"""The records that pass between stages: frozen and slotted; nothing else crosses the border of a stage.

Offsets are code points in ``Document.text``; intervals are half open. Ids are stable: they are made from content, never
from order. Arrays are aligned with ``Analysis.segments`` by position. Shares and scores are 0–1, polarity is −1…1,
times are seconds from the start of the recording.
"""

from voc.schema.analysis import Analysis, Readings, Theme, Themes
from voc.schema.corpus import (
    Corpus,
    Document,
    Protected,
    Pseudonym,
    Respondent,
    Segment,
    Segmentation,
    Source,
    Turn,
    take_turns,
)  # fmt: skip
from voc.schema.journey import (
    Experiment,
    Feeling,
    FurtherTag,
    Metric,
    Moment,
    PainPoint,
    PainPoints,
    Phase,
    Span,
    Tags,
    Taxonomy,
    Touchpoint,
    Variant,
    in_language,
)  # fmt: skip
from voc.schema.personas import (
    AttributeCount,
    CounterVoice,
    Difference,
    Measure,
    Persona,
    Personas,
    Profile,
    Trait,
    TraitKind,
)  # fmt: skip
from voc.schema.types import (
    MIN_PEOPLE,
    Floats,
    Ints,
    Kind,
    Language,
    Progress,
    Role,
    Status,
    no_progress,
    stable_id,
)  # fmt: skip
from voc.schema.vocabulary import ABOUT, BAD_EMOTIONS, EMOTIONS, GOOD_EMOTIONS, SENTIMENTS, STATEMENTS, STATUS

# `voc.schema.agreement` and `voc.schema.comparison` are not here: only their command and their page use them.
__all__ = [
    "ABOUT", "BAD_EMOTIONS", "EMOTIONS", "GOOD_EMOTIONS", "MIN_PEOPLE", "SENTIMENTS", "STATEMENTS", "STATUS",
    "Analysis", "AttributeCount", "Corpus", "CounterVoice", "Difference", "Document", "Experiment", "Feeling",
    "Floats", "FurtherTag", "Ints", "Kind", "Language", "Measure", "Metric", "Moment", "PainPoint", "PainPoints",
    "Persona", "Personas", "Phase", "Profile", "Progress", "Protected", "Pseudonym", "Readings", "Respondent", "Role",
    "Segment", "Segmentation", "Source", "Span", "Status", "Tags", "Taxonomy", "Theme", "Themes", "Touchpoint",
    "Trait", "TraitKind", "Turn", "Variant", "in_language", "no_progress", "stable_id", "take_turns",
]  # fmt: skip
