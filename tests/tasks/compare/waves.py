"""Two waves of our own making, as loaded studies."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from voc.schema import (
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    Analysis,
    Corpus,
    Floats,
    PainPoint,
    Personas,
    Phase,
    Readings,
    Segment,
    Source,
    Tags,
    Taxonomy,
    Theme,
    Themes,
    Touchpoint,
)
from voc.study import Study

TOUCHPOINTS = (("returns", "Returns"), ("payment", "Payment"), ("delivery", "Delivery"))
THEMES = {"t-label": "Label missing", "t-card": "Card declined", "t-late": "Late parcel", "t-app": "App crashes"}
WORDS = {"t-label": "label", "t-card": "card", "t-late": "parcel", "t-app": "crash"}


def encode(texts: Sequence[str]) -> Floats:
    """Return float32 (n, 32): a direction per leading word, and a little of the whole text."""
    rows = []
    for text in texts:
        direction = np.random.default_rng(zlib.crc32(text.split()[0].encode())).normal(size=32)
        noise = np.random.default_rng(zlib.crc32(text.encode())).normal(size=32)
        row = direction + 0.1 * noise
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32).reshape(len(rows), 32)


@dataclass(frozen=True, slots=True)
class Talk:
    """`n` people speak of a theme at a touchpoint, with this polarity; below zero it is a pain point."""

    theme: str
    touchpoint: str
    n: int
    polarity: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A segment before it has positions: theme and touchpoint are indices, −1 for none."""

    segment: Segment
    theme: int
    touchpoint: int
    polarity: float


def wave(
    name: str,
    talks: Sequence[Talk],
    *,
    n_people: int = 100,
    prefix: str = "t",
    touchpoints: Sequence[tuple[str, str]] = TOUCHPOINTS,
    **manifest: str,
) -> Study:
    """Build a study where everybody also says something neutral; `prefix` begins ids of themes and pain points."""
    themes = list(dict.fromkeys(talk.theme for talk in talks))
    touchpoint_ids = [touchpoint_id for touchpoint_id, _ in touchpoints]
    said: list[_Said] = []
    pain_points = []
    for order, talk in enumerate(talks):
        first = len(said)
        for person in range(talk.n):
            segment = _segment(len(said), f"r-{name}-{person}", f"{WORDS[talk.theme]} {talk.touchpoint} {person}")
            polarity = talk.polarity + 0.01 * (person % 5)
            said.append(_Said(segment, themes.index(talk.theme), touchpoint_ids.index(talk.touchpoint), polarity))
        if talk.polarity < 0:
            positions = tuple(range(first, len(said)))
            pain_points.append(_pain_point(f"{prefix}p-{order}", talk, positions, prefix))
    said += [_Said(_segment(len(said) + i, f"r-{name}-{i}", f"filler{i} words"), -1, -1, 0.0) for i in range(n_people)]
    analysis = Analysis(
        name=name,
        language="en",
        corpus=Corpus((Source("x.csv", "survey", "table-csv", "read"),), (), ()),
        key=(),
        redactions={},
        segments=tuple(entry.segment for entry in said),
        context=(),
        n_empty=0,
        encoder="use",
        embeddings=np.zeros((len(said), 0), np.float32),
        readings=_readings(said),
        themes=Themes(
            tuple(Theme(theme.replace("t-", f"{prefix}-"), THEMES[theme], (), ()) for theme in themes),
            np.array([entry.theme for entry in said], np.int32),
            np.ones(len(said), np.float32),
            np.ones(len(said), np.bool_),
        ),
        taxonomy=Taxonomy(
            "own",
            {"en": "Own"},
            (Phase("use", {"en": "Use"}),),
            tuple(Touchpoint(one, "use", {"en": label}, {"en": ""}, {}) for one, label in touchpoints),
        ),
        tags=Tags(np.array([entry.touchpoint for entry in said], np.int32), np.ones(len(said), np.float32)),
        feelings=(),
        pain_points=tuple(pain_points),
    )
    return Study(Path(name), analysis, Personas(()), manifest)


def _segment(position: int, respondent_id: str, text: str) -> Segment:
    return Segment(
        f"s-{position}", "d", respondent_id, "x.csv", "survey", "participant", 0, len(text), None, "", text, "en"
    )


def _pain_point(pain_point_id: str, talk: Talk, positions: tuple[int, ...], prefix: str) -> PainPoint:
    return PainPoint(
        pain_point_id=pain_point_id,
        title=THEMES[talk.theme],
        phase_id="use",
        touchpoint_id=talk.touchpoint,
        theme_id=talk.theme.replace("t-", f"{prefix}-"),
        segments=positions,
        respondents=(),
        share_respondents=0.0,
        severity=0.0,
        emotion="",
        goal=None,
        hurdle=None,
        quotes=positions[:1],
    )


def _readings(said: Sequence[_Said]) -> Readings:
    n = len(said)
    sentiments = ["negative" if e.polarity < 0 else "neutral" if e.theme < 0 else "positive" for e in said]
    statements = ["pain" if e.polarity < 0 else "other" if e.theme < 0 else "praise" for e in said]
    return Readings(
        polarity=np.array([entry.polarity for entry in said], np.float32),
        sentiment=np.array([SENTIMENTS.index(sentiment) for sentiment in sentiments], np.int32),
        confidence=np.ones(n, np.float32),
        emotions=np.zeros((n, len(EMOTIONS)), np.float32),
        emotion=np.full(n, -1, np.int32),
        intensity=np.zeros(n, np.int32),
        statement=np.array([STATEMENTS.index(statement) for statement in statements], np.int32),
        statement_confidence=np.ones(n, np.float32),
        about=np.full(n, -1, np.int32),
        status=np.full(n, -1, np.int32),
    )


def reorder(study: Study, order: Sequence[int]) -> Study:
    """Return the same study with its segments in another order."""
    old, index = study.analysis, np.array(order)
    new_position = {int(position): place for place, position in enumerate(order)}
    readings = Readings(*(getattr(old.readings, name)[index] for name in Readings.__dataclass_fields__))
    analysis = replace(
        old,
        segments=tuple(old.segments[position] for position in order),
        readings=readings,
        themes=replace(old.themes, assignment=old.themes.assignment[index]),
        tags=Tags(old.tags.touchpoint[index], old.tags.score[index]),
        pain_points=tuple(
            replace(pain, segments=tuple(new_position[position] for position in pain.segments))
            for pain in old.pain_points
        ),
    )
    return replace(study, analysis=analysis)
