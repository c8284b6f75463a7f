"""Look at a study with its journey again: why a segment has its touchpoint, and which touchpoints the journey lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.errors import TaxonomyError, UsageError
from voc.journey import AUTOMATIC, Gap, TagExplanation, Tagger, explain_tag, find_gaps, load_taxonomy
from voc.schema import Analysis, Floats, Segment
from voc.study import load
from voc.tasks.study_vectors import encode_statements, open_study_encoder


@dataclass(frozen=True, slots=True)
class _TaggableStudy:
    """A study's participants' segments with their vectors, float32 (n, d), and the tagger of a journey."""

    analysis: Analysis
    vectors: Floats
    tagger: Tagger


@dataclass(frozen=True, slots=True)
class SegmentExplanation:
    """Why ``segments[row]`` of a study has its touchpoint."""

    segments: tuple[Segment, ...]
    row: int
    explanation: TagExplanation


@dataclass(frozen=True, slots=True)
class MissingTouchpoints:
    """Contacts that a study's people speak of and its journey lacks; their rows are positions in ``segments``."""

    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]


def explain_segment(study: Path, segment_id: str, journey: str | None = None) -> SegmentExplanation:
    """Explain why a segment of a study has its touchpoint, by its own journey or by `journey` (a name or file).

    Raises:
        OutputError: the folder is not a study.
        TaxonomyError: its journey file does not exist any more, or is not valid.
        UsageError: no participant's segment has this id.
    """
    loaded = _prepare(study, journey)
    segments = loaded.analysis.segments
    rows = {segment.segment_id: row for row, segment in enumerate(segments)}
    if segment_id not in rows:
        raise UsageError(
            f"{study}: has no participant's segment '{segment_id}'. Take an id from data/segments.csv or the report."
        )
    row = rows[segment_id]
    return SegmentExplanation(segments, row, explain_tag(loaded.tagger, segments, loaded.vectors, row))


def find_missing_touchpoints(study: Path, journey: str | None = None, *, count: int = 10) -> MissingTouchpoints:
    """Find at most `count` contacts that people speak of and the journey has no touchpoint for.

    Raises:
        OutputError: the folder is not a study.
        TaxonomyError: its journey file does not exist any more, or is not valid.
    """
    loaded = _prepare(study, journey)
    segments = loaded.analysis.segments
    tags = loaded.tagger.tag_study(segments, loaded.vectors).tags
    themes = _segments_by_theme(loaded.analysis)
    return MissingTouchpoints(segments, find_gaps(segments, loaded.vectors, tags, themes, loaded.tagger, count=count))


def _prepare(study: Path, journey: str | None) -> _TaggableStudy:
    loaded = load(study)
    config: Mapping[str, Any] = loaded.manifest.get("config", {})
    # The file is read again, so that the effect of an edited journey can be seen before the next run.
    name = journey or str(config.get("journey", {}).get("taxonomy", AUTOMATIC))
    try:
        taxonomy = loaded.analysis.taxonomy if name == AUTOMATIC else load_taxonomy(name)
    except TaxonomyError as error:
        raise TaxonomyError(f"{error} The study {study} was made with it; name its new path with --journey.") from error
    # The study's own encoder, or its tags could not be explained.
    tagger = Tagger.build(taxonomy, open_study_encoder(loaded).encode)
    return _TaggableStudy(loaded.analysis, encode_statements(loaded), tagger)


def _segments_by_theme(analysis: Analysis) -> Mapping[str, Sequence[int]]:
    """Return the positions of the segments of each theme, by the theme's name."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, theme in enumerate(analysis.themes.assignment.tolist()):
        if theme >= 0:
            rows[analysis.themes.themes[theme].name].append(row)
    return rows
