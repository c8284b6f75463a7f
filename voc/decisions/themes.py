"""Themes with the researcher's decisions: own codes first, then found themes, then split, merge, drop and move.

Decisions are about ids. A theme whose id has changed is found again by a decision's anchors: the segments that were
central when the decision was made. A decision that finds nothing waits, and is named in `Themes.waiting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from voc.config import ThemesSection
from voc.decisions.codebook import UNSORTED, Codebook, ThemeDecision, code_id
from voc.decisions.codes import code_segments
from voc.decisions.inherited import inherit
from voc.schema import Floats, Ints, Language, Progress, Segment, Theme, Themes, no_progress, stable_id
from voc.themes.clustering import cluster_centres
from voc.themes.describe import describe_themes
from voc.themes.discovery import find_themes
from voc.themes.graph import centre_by_language
from voc.themes.phrases import Encode, ThemeCentres
from voc.themes.prepare import prepare_segments

_ANCHORED = 0.3
"""A theme is the one that was decided about when it holds more anchors than any other that is free, and at least this
share of those that are still there."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The language of the names, and the encoder that compares them with what they name."""

    language: Language
    encode: Encode


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the researcher wants: decisions, how fine the themes are, and that ids stay.

    ``before`` is the theme id of each segment of the run before, by segment id.
    """

    codebook: Codebook
    config: ThemesSection
    before: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Board:
    """The themes while decisions are carried out: the theme id of each segment ("" unsorted), and what is known of
    each id. ``known`` are themes as found; ``names`` were given by people; ``waiting`` are sentences."""

    ids: list[str]
    score: Floats
    core: list[bool]
    known: dict[str, Theme]
    names: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def present(self) -> set[str]:
        return set(self.ids) - {""}

    def relabel(self, old: str, new: str) -> None:
        self.ids = [new if one == old else one for one in self.ids]

    def put(self, place: int, theme_id: str, score: float) -> None:
        """Move one segment by hand: it is in the theme's core, or unsorted ("")."""
        self.ids[place], self.score[place], self.core[place] = theme_id, score, bool(theme_id)


def decided_themes(
    segments: Sequence[Segment],
    embeddings: Floats,
    wishes: Wishes,
    *,
    language: Language,
    encode: Encode,
    progress: Progress = no_progress,
) -> Themes:
    """Find themes under the researcher's decisions.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), their vectors.
        wishes: the decisions; without any about themes the result is that of `find_themes`.
        language: the language of the names.
        encode: n texts → float32 (n, d), by the encoder of ``embeddings``.
        progress: as for `find_themes`.

    Returns:
        `Themes` aligned with ``segments``, larger themes first.
    """
    codebook = wishes.codebook
    find = partial(find_themes, language=language, config=wishes.config, encode=encode, progress=progress)
    if not (codebook.codes or codebook.themes or codebook.segments):
        return inherit(find(segments, embeddings), segments, wishes.before)
    label, nearness = code_segments(segments, embeddings, codebook.codes, encode, language)
    rest = np.flatnonzero(label < 0)
    others = [segments[place] for place in rest.tolist()]
    found = find(others, embeddings[rest])
    if not (codebook.codes or codebook.segments or any(map(_structural, codebook.themes.values()))):
        # Decisions that change which segments a theme holds find their themes by their anchors.
        found = inherit(found, others, wishes.before)
    board = _board(codebook, label, nearness, found)
    _match(board, segments, codebook)
    _split(board, segments, embeddings, codebook)
    _merge(board, codebook)
    _drop(board, codebook)
    _match(board, segments, codebook, names_only=True)
    _move(board, segments, codebook)
    _rename(board, codebook)
    with threadpool_limits(1):
        return _themes(board, segments, embeddings, found, Reading(language, encode))


def _structural(decision: ThemeDecision) -> bool:
    return bool(decision.merge_into or decision.split or decision.drop)


def _board(codebook: Codebook, label: Ints, nearness: Floats, found: Themes) -> _Board:
    keys = list(codebook.codes)
    rest = np.flatnonzero(label < 0)
    ids = [code_id(keys[code]) if code >= 0 else "" for code in label.tolist()]
    score = nearness.copy()
    core = (label >= 0).tolist()
    taken = {code_id(key) for key in keys}
    own = [
        theme.theme_id if theme.theme_id not in taken else stable_id("t", theme.theme_id, "beside its code")
        for theme in found.themes
    ]
    for place, theme, value, central in zip(
        rest.tolist(), found.assignment.tolist(), found.score.tolist(), found.core.tolist(), strict=True
    ):
        ids[place] = own[theme] if theme >= 0 else ""
        score[place] = value
        core[place] = central
    known = dict(zip(own, found.themes, strict=True))
    board = _Board(ids, score, core, known, {code_id(key): code.name or key for key, code in codebook.codes.items()})
    board.waiting += [
        f'[codes."{key}"]: no segment is near enough. Give it more examples in people\'s own words.'
        for key in keys
        if code_id(key) not in board.present()
    ]
    return board


def _match(board: _Board, segments: Sequence[Segment], codebook: Codebook, *, names_only: bool = False) -> None:
    """Give themes whose id has changed the id that was decided about, where the anchors find them.

    A theme that has a decision of its own keeps its id. ``names_only`` is for parts, which come out of a split.
    """
    decisions = codebook.themes
    place = {segment.segment_id: position for position, segment in enumerate(segments)}
    present = board.present()
    settled = {*decisions, *board.names, *(codebook.theme_id(one.merge_into) for one in decisions.values())}
    for key in sorted(decisions, key=lambda key: (not _structural(decisions[key]), key)):
        there = [place[one] for one in decisions[key].anchors if one in place]
        if key in present or (names_only and _structural(decisions[key])):
            continue
        held = Counter(board.ids[one] for one in there if board.ids[one] and board.ids[one] not in settled)
        best = min(held, key=lambda one: (-held[one], one), default="")
        if best and held[best] >= _ANCHORED * len(there):
            board.relabel(best, key)
            board.known = {key if one == best else one: theme for one, theme in board.known.items()}


def _split(board: _Board, segments: Sequence[Segment], embeddings: Floats, codebook: Codebook) -> None:
    """Cut themes into parts by k-means over their vectors; a part's id comes from its theme's and its rank by size."""
    from sklearn.cluster import KMeans

    spoken = np.array([segment.language for segment in segments], dtype=np.str_)
    vectors = centre_by_language(np.asarray(embeddings, np.float32), spoken)
    for key in sorted(codebook.themes):
        parts = codebook.themes[key].split
        if not parts:
            continue
        rows = [place for place, one in enumerate(board.ids) if one == key]
        rows.sort(key=lambda place: (segments[place].segment_id, segments[place].text))
        if len(rows) < 2 * parts:
            board.waiting.append(f'[themes."{key}"] split = {parts}: {_too_small(len(rows))}')
            continue
        with threadpool_limits(1):
            cut = KMeans(parts, n_init=10, random_state=0).fit_predict(np.round(vectors[rows], 5))
        size = Counter(cut.tolist())
        ranks = {part: rank for rank, part in enumerate(sorted(size, key=lambda part: (-size[part], part)), 1)}
        for place, part in zip(rows, cut.tolist(), strict=True):
            board.ids[place] = stable_id("t", key, str(ranks[part]))


def _too_small(rows: int) -> str:
    return f"the theme has {rows} segments now, too few to cut." if rows else "no theme has this id now."


def _merge(board: _Board, codebook: Codebook) -> None:
    """Let merged themes flow into where their chain ends."""
    present = board.present()
    for key in sorted(codebook.themes):
        if not codebook.themes[key].merge_into:
            continue
        target = codebook.theme_id(codebook.themes[key].merge_into)
        while (further := codebook.themes.get(target)) is not None and further.merge_into:
            target = codebook.theme_id(further.merge_into)
        if key in present and (target in present or target in board.names):
            board.relabel(key, target)
        else:
            gone = key if key not in present else target
            board.waiting.append(f'[themes."{key}"] merge_into: no theme has the id {gone} now.')


def _drop(board: _Board, codebook: Codebook) -> None:
    present = board.present()
    for key in sorted(codebook.themes):
        decision = codebook.themes[key]
        if decision.drop and key in present:
            board.relabel(key, "")
        elif decision.drop and not decision.merge_into:
            board.waiting.append(f'[themes."{key}"] drop: no theme has this id now.')


def _move(board: _Board, segments: Sequence[Segment], codebook: Codebook) -> None:
    place = {segment.segment_id: position for position, segment in enumerate(segments)}
    present = board.present() | set(board.names)
    for key in sorted(codebook.segments):
        target = codebook.theme_id(codebook.segments[key].theme)
        if key not in place:
            board.waiting.append(f'[segments."{key}"]: no segment has this id now.')
        elif target == UNSORTED:
            board.put(place[key], "", 0.0)
        elif target in present:
            board.put(place[key], target, 1.0)
        else:
            board.waiting.append(f'[segments."{key}"] theme: no theme has the id {target} now.')


def _rename(board: _Board, codebook: Codebook) -> None:
    present = board.present()
    for key in sorted(codebook.themes):
        decision = codebook.themes[key]
        if decision.name and key in present:
            board.names[key] = decision.name
        elif decision.name and not _structural(decision):
            board.waiting.append(f'[themes."{key}"] name: no theme has this id now.')


def _themes(board: _Board, segments: Sequence[Segment], embeddings: Floats, found: Themes, reading: Reading) -> Themes:
    """The board as `Themes`: larger themes first, each described from the rows that it has now."""
    people: dict[str, set[str]] = {}
    for one, segment in zip(board.ids, segments, strict=True):
        people.setdefault(one, set()).add(segment.respondent_id)
    size = Counter(board.ids)
    first = {theme_id: place for place, theme_id in enumerate(board.known)}
    order = sorted(board.present(), key=lambda one: (-len(people[one]), -size[one], first.get(one, len(first)), one))
    rank = {one: position for position, one in enumerate(order)}
    assignment = np.array([rank.get(one, -1) for one in board.ids], np.int32)
    material = prepare_segments(segments)
    labels, score = assignment[material.order], board.score[material.order]
    spoken = np.array([row.language for row in material.segments], dtype=np.str_)
    vectors = centre_by_language(np.asarray(embeddings, np.float32)[material.order], spoken)
    stability = [board.known[one].stability if one in board.known else None for one in order]
    meaning = ThemeCentres(cluster_centres(vectors, labels, len(order)), reading.encode)
    described = describe_themes(material, labels, score, reading.language, stability, meaning)
    names = [
        board.names.get(one) or (board.known[one].name if one in board.known else "") or theme.name
        for one, theme in zip(order, described, strict=True)
    ]
    themes = tuple(
        replace(theme, theme_id=one, name=name if names.index(name) == place else f"{name} ({place + 1})")
        for place, (one, name, theme) in enumerate(zip(order, names, described, strict=True))
    )
    inside = assignment >= 0
    return Themes(
        themes=themes,
        assignment=assignment,
        score=np.where(inside, board.score, 0.0).astype(np.float32),
        core=np.array(board.core, bool) & inside,
        tentative=found.tentative,
        note=found.note,
        waiting=tuple(board.waiting),
    )
