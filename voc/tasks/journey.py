"""A written study looked at again with its journey: why a segment was placed, and which touchpoints are missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from voc.analysis import encode_once, open_encoder
from voc.errors import TaxonomyError, UsageError
from voc.journey import Gap, TagExplanation, Tagger, explain_tag, find_gaps, load_taxonomy
from voc.models.encoder import Encoder
from voc.schema import Floats, Kind, Role, Segment, Taxonomy
from voc.study import require_study
from voc.study.folder import MANIFEST
from voc.study.quotes import read_table
from voc.study.store import read_json


@dataclass(frozen=True, slots=True)
class Placed:
    """The participants' segments of a study, with their vectors float32 (n, d), the journey and the encoder."""

    segments: tuple[Segment, ...]
    vectors: Floats
    taxonomy: Taxonomy
    encoder: Encoder
    themes: dict[str, list[int]]


def read_placed(study: Path, journey: str | None = None) -> Placed:
    """Read what is needed to place the segments of a study again.

    Raises:
        OutputError: the folder is no study.
        TaxonomyError: its journey file is not there any more, or not valid.
    """
    require_study(study)
    manifest = read_json(study / MANIFEST)
    config: dict[str, Any] = manifest.get("config", {})
    name = journey or str(config.get("journey", {}).get("taxonomy", "five_phases"))
    try:
        taxonomy = load_taxonomy(name)
    except TaxonomyError as error:
        raise TaxonomyError(f"{error} The study {study} was made with it; name its place with --journey.") from error
    rows = [row for row in read_table(study / "data" / "segments.csv") if row["role"] == "participant"]
    names = {row["theme_id"]: row["name"] for row in read_table(study / "data" / "themes.csv")}
    themes: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        if row["theme_id"] in names:
            themes[names[row["theme_id"]]].append(position)
    encoder = open_encoder(str(config.get("encoder", {}).get("name", "use")))
    vectors = encode_once(encoder, [row["text"] for row in rows])
    return Placed(tuple(_segment(row) for row in rows), vectors, taxonomy, encoder, dict(themes))


def explain_segment(study: Path, segment_id: str, journey: str | None = None) -> tuple[Placed, int, TagExplanation]:
    """Why a segment of a study has its touchpoint.

    Raises:
        UsageError: no participant's segment has this id.
    """
    placed = read_placed(study, journey)
    positions = {one.segment_id: position for position, one in enumerate(placed.segments)}
    if segment_id not in positions:
        raise UsageError(
            f"{study}: has no participant's segment '{segment_id}'. Take an id from data/segments.csv or the report."
        )
    row = positions[segment_id]
    tagger = Tagger.build(placed.taxonomy, placed.encoder.encode)
    return placed, row, explain_tag(tagger, placed.segments, placed.vectors, row)


def missing_touchpoints(study: Path, journey: str | None = None, *, count: int = 10) -> tuple[Placed, tuple[Gap, ...]]:
    """What the people of a study speak of and its journey has no touchpoint for."""
    placed = read_placed(study, journey)
    tagger = Tagger.build(placed.taxonomy, placed.encoder.encode)
    tags = tagger.tag_study(placed.segments, placed.vectors).tags
    return placed, find_gaps(placed.segments, placed.vectors, tags, placed.themes, tagger, count=count)


def _segment(row: dict[str, str]) -> Segment:
    return Segment(
        segment_id=row["segment_id"],
        document_id=row["document_id"],
        respondent_id=row["respondent_id"],
        source=row["source"],
        kind=cast(Kind, row["kind"]),
        role=cast(Role, row["role"]),
        start=int(row["start"]),
        end=int(row["end"]),
        time_s=float(row["time_s"]) if row["time_s"] else None,
        question=row["question"],
        text=row["text"],
        language=row["language"],
    )
