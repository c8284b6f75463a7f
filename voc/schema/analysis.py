"""`Analysis`: everything that is known about a study, with what was read off the segments and the themes found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voc.schema.corpus import Corpus, Pseudonym, Segment
from voc.schema.journey import Experiment, Feeling, JourneyFit, Metric, Moment, PainPoint, Span, Tags, Taxonomy
from voc.schema.types import Floats, Ints, Language


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read off n segments.

    polarity float32 (n,) in −1…1; sentiment int32 (n,) into SENTIMENTS; confidence float32 (n,) in 0–1, the calibrated
    probability that ``sentiment`` is right; emotions float32 (n, 8) in 0–1, columns as EMOTIONS; emotion int32 (n,) the
    leading emotion or −1 for none; intensity int32 (n,) its strength, 1–3, or 0; statement int32 (n,) into STATEMENTS;
    statement_confidence float32 (n,) in 0–1; about int32 (n,) into ABOUT and status int32 (n,) into STATUS, −1 where
    the reader cannot tell.
    """

    polarity: Floats
    sentiment: Ints
    confidence: Floats
    emotions: Floats
    emotion: Ints
    intensity: Ints
    statement: Ints
    statement_confidence: Floats
    about: Ints
    status: Ints


@dataclass(frozen=True, slots=True)
class Theme:
    """A named theme. ``exemplars`` are positions of segments, nearest the centre first, of different people where
    possible. ``stability`` is the share of resamples in which the theme is found again (0–1, None if not measured).
    ``group`` names the theme group, where there are many themes ("" where there are few). ``disc`` is x, y and radius
    on the map of themes, a unit square with y downwards (None: no map)."""

    theme_id: str
    name: str
    keywords: tuple[str, ...]
    exemplars: tuple[int, ...]
    stability: float | None = None
    group: str = ""
    disc: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Themes:
    """``assignment`` int32 (n,): position in ``themes`` or −1 (unsorted); ``score`` float32 (n,) in 0–1, the nearness
    to the theme; ``core`` bool (n,); ``tentative`` when there is too little material to trust the number of themes;
    ``note`` says in plain English why there are none, or what was set aside; ``waiting`` are sentences about pending
    decisions in codebook.toml, whose target does not exist; ``places`` float32 (n, 2): the position of each segment on
    the map of themes, −1 for unsorted ones (None: no map)."""

    themes: tuple[Theme, ...]
    assignment: Ints
    score: Floats
    core: NDArray[np.bool_]
    tentative: bool = False
    note: str = ""
    waiting: tuple[str, ...] = ()
    places: Floats | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is known about a study. ``embeddings`` are float32 (n, d), rows of length one.

    ``language`` is the study's; ``n_empty`` counts answers without content; ``redactions`` counts what was replaced, by
    kind; ``encoder`` names the encoder of ``embeddings``, ``reader`` the reader of ``readings``; ``feeling_words`` are
    the words that carry a feeling, by segment and place; ``number_files`` maps the name of each file of metrics to its
    SHA-256; ``decisions_waiting`` are sentences about pending decisions in codebook.toml, whose target does not
    exist. ``journey_fit`` says why the study has its journey; None if the team named it.
    ``neighbours`` int32 (n, k) are positions of statements of other people that mean most nearly the same, nearest
    first, −1 where fewer are near (None: too many statements). ``key_quotes`` are positions of the statements that
    researchers marked as such, ``notes`` their notes by segment id. ``kept_words`` look like names of
    people and are used as none (`Protected.kept`).
    """

    name: str
    language: Language
    corpus: Corpus
    # The only way back from a pseudonym to a name; it is written to private/ and nowhere else.
    key: tuple[Pseudonym, ...]
    redactions: Mapping[str, int]
    segments: tuple[Segment, ...]
    context: tuple[Segment, ...]
    n_empty: int
    encoder: str
    # Not stored: they are of use only beside the encoder that made them, and the cache has them.
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
    reader: str = "basic"
    feeling_words: tuple[Span, ...] = ()
    journey_fit: JourneyFit | None = None
    neighbours: Ints | None = None
    key_quotes: tuple[int, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    # Not stored with the data: what a reader may take for a name is nobody's business outside.
    kept_words: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people who said something, in order of appearance: those of every "n of N people"."""
        return tuple(dict.fromkeys(segment.respondent_id for segment in self.segments))
