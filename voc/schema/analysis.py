"""Everything that is known about a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voc.schema.basics import Floats, Language
from voc.schema.journey import Feeling, PainPoint, Tags, Taxonomy
from voc.schema.numbers import Experiment, Metric, Moment
from voc.schema.segments import Readings, Segment
from voc.schema.sources import Corpus, Pseudonym
from voc.schema.themes import Themes


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is known about a study. ``embeddings`` float32 (n, d), rows of length one.

    ``language`` is the study's; ``n_empty`` counts answers that say nothing; ``redactions`` counts places replaced, by
    kind; ``encoder`` names the encoder of ``embeddings``; ``number_files`` maps the name of each file of figures to its
    SHA-256; ``decisions_waiting`` are sentences about decisions in codebook.toml that find nothing in this material.
    """

    name: str
    language: Language
    corpus: Corpus
    key: tuple[Pseudonym, ...]
    redactions: Mapping[str, int]
    segments: tuple[Segment, ...]
    context: tuple[Segment, ...]
    n_empty: int
    encoder: str
    embeddings: Floats
    readings: Readings
    themes: Themes
    taxonomy: Taxonomy
    tags: Tags
    feelings: tuple[Feeling, ...]
    pain_points: tuple[PainPoint, ...]
    moments: tuple[Moment, ...] = ()
    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    number_files: Mapping[str, str] = field(default_factory=dict)
    decisions_waiting: tuple[str, ...] = ()
