"""The records that pass between the stages: frozen, slotted, and nothing else crosses a stage boundary.

Offsets are code points in ``Document.text``; intervals are half open. Ids are stable: they come from content, never
from order. Everything numeric is aligned with ``Analysis.segments`` by position. Shares and scores are 0–1, polarity
is −1…1, times are seconds from the start of the recording.
"""

from voc.schema.analysis import Analysis
from voc.schema.basics import (
    MIN_PEOPLE,
    Floats,
    Ints,
    Kind,
    Language,
    Progress,
    Role,
    Status,
    in_language,
    no_progress,
    stable_id,
)
from voc.schema.journey import Feeling, FurtherTag, PainPoint, PainPoints, Phase, Span, Tags, Taxonomy, Touchpoint
from voc.schema.numbers import Experiment, Metric, Moment, Variant
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
)
from voc.schema.segments import Readings, Segment, Segmentation
from voc.schema.sources import Corpus, Document, Protected, Pseudonym, Respondent, Source, Turn
from voc.schema.themes import Theme, Themes
from voc.schema.vocabulary import BAD_EMOTIONS, EMOTIONS, GOOD_EMOTIONS, SENTIMENTS, STATEMENTS

__all__ = [
    "BAD_EMOTIONS",
    "EMOTIONS",
    "GOOD_EMOTIONS",
    "MIN_PEOPLE",
    "SENTIMENTS",
    "STATEMENTS",
    "Analysis",
    "AttributeCount",
    "Corpus",
    "CounterVoice",
    "Difference",
    "Document",
    "Experiment",
    "Feeling",
    "Floats",
    "FurtherTag",
    "Ints",
    "Kind",
    "Language",
    "Measure",
    "Metric",
    "Moment",
    "PainPoint",
    "PainPoints",
    "Persona",
    "Personas",
    "Phase",
    "Profile",
    "Progress",
    "Protected",
    "Pseudonym",
    "Readings",
    "Respondent",
    "Role",
    "Segment",
    "Segmentation",
    "Source",
    "Span",
    "Status",
    "Tags",
    "Taxonomy",
    "Theme",
    "Themes",
    "Touchpoint",
    "Trait",
    "TraitKind",
    "Turn",
    "Variant",
    "in_language",
    "no_progress",
    "stable_id",
]
