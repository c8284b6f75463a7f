"""Find themes and apply the researcher's decisions: codes first, then new themes, then split, merge, drop and move."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.config import ThemesSection
from voc.decisions.board import Board, cut, inherit_ids
from voc.decisions.codebook import UNSORTED, Codebook, code_id, follow_merges, missing_segment
from voc.decisions.codes import CodedRows, CodeTask, find_coded_segments
from voc.schema import Floats, Language, Progress, Segment, Theme, Themes, no_progress, stable_id
from voc.themes.clustering import cluster_centres
from voc.themes.describe import describe_themes
from voc.themes.discovery import find_themes
from voc.themes.graph import centre_by_language
from voc.themes.phrases import Encode, ThemeCentres
from voc.themes.prepare import prepare_segments

MIN_ANCHORS = 0.3
"""Share (0–1) of a decision's anchors in the study that a theme must hold to be the theme of the decision. It is low,
because the theme must also hold more of them than every other theme."""


@dataclass(frozen=True, slots=True)
class ThemeRequest:
    """How themes are to be found: the decisions, number and detail, and the run before.

    ``before`` is the theme id of each segment of the run before, by segment id; unassigned segments are absent.
    """

    codebook: Codebook
    config: ThemesSection
    before: Mapping[str, str] = field(default_factory=dict)


def find_decided_themes(
    segments: Sequence[Segment],
    embeddings: Floats,
    request: ThemeRequest,
    *,
    language: Language,
    encode: Encode,
    progress: Progress = no_progress,
) -> Themes:
    """Find themes and apply the decisions.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), their vectors.
        request: the decisions; without any about themes the result is that of `find_themes`.
        language: the language of the names.
        encode: n texts → float32 (n, d), by the encoder of ``embeddings``.
        progress: as for `find_themes`.

    Returns:
        `Themes` aligned with ``segments``, larger themes first. ``waiting`` names the pending decisions.
    """
    codebook = request.codebook
    find = partial(find_themes, language=language, config=request.config, encode=encode, progress=progress)
    moved = {segment_id for segment_id, decision in codebook.segments.items() if decision.theme or decision.not_codes}
    # Segments that were moved by hand say nothing about which theme is the same as one of the run before.
    before = {segment_id: theme_id for segment_id, theme_id in request.before.items() if segment_id not in moved}
    if not (codebook.codes or codebook.themes or moved):
        return inherit_theme_ids(find(segments, embeddings), segments, before)
    task = CodeTask.from_codebook(codebook, segments)
    coded = find_coded_segments(segments, embeddings, task, encode, language)
    rest = np.flatnonzero(coded.code < 0)
    uncoded = [segments[position] for position in rest.tolist()]
    themes = find(uncoded, embeddings[rest])
    is_restructured = any(decision.is_structural for decision in codebook.themes.values())
    if not (codebook.codes or is_restructured):
        # The ids of the run before are those after its decisions: themes that it merged, split or dropped could not
        # inherit theirs. Where there are such decisions, anchors find the themes.
        themes = inherit_theme_ids(themes, uncoded, before)

    board = _ThemeBoard.set_up(segments, codebook, coded, themes)
    keys = sorted(codebook.themes, key=lambda key: (not codebook.themes[key].is_structural, key))
    # Themes whose id has changed get the id that was decided about …
    board.adopt_ids(keys)
    board.split(embeddings)
    board.merge()
    board.drop()
    # … and so do the parts that a split has just made; they can only be renamed.
    board.adopt_ids([key for key in keys if not codebook.themes[key].is_structural])
    board.move_segments()
    board.rename()
    with threadpool_limits(1):
        return board.describe(embeddings, themes, language, encode)


def inherit_theme_ids(themes: Themes, segments: Sequence[Segment], before: Mapping[str, str]) -> Themes:
    """Give themes the ids that they had in the run before.

    Args:
        themes: themes aligned with ``segments``.
        segments: n segments.
        before: the theme id of each segment of the run before, by segment id; unassigned segments are absent.
    """
    if not before or not themes.themes:
        return themes
    groups: list[list[str]] = [[] for _ in themes.themes]
    for segment, theme in zip(segments, themes.assignment.tolist(), strict=True):
        if theme >= 0:
            groups[theme].append(segment.segment_id)
    segment_ids = {segment.segment_id for segment in segments}
    own_ids = [theme.theme_id for theme in themes.themes]
    ids = inherit_ids(groups, own_ids, before, items=segment_ids, prefix="t")
    renamed = tuple(replace(theme, theme_id=theme_id) for theme, theme_id in zip(themes.themes, ids, strict=True))
    return replace(themes, themes=renamed)


@dataclass(slots=True)
class _ThemeBoard:
    """Segments, by position, among themes and codes while decisions are carried out.

    ``score`` float32 (n,) and ``core`` bool (n,) as in `Themes`. ``themes`` are themes as they were found, by id;
    ``names`` are names given by people, of codes and of renamed themes.
    """

    board: Board[int]
    segments: Sequence[Segment]
    codebook: Codebook
    score: Floats
    core: NDArray[np.bool_]
    themes: dict[str, Theme]
    names: dict[str, str]
    positions: Mapping[str, int]

    @classmethod
    def set_up(cls, segments: Sequence[Segment], codebook: Codebook, coded: CodedRows, themes: Themes) -> _ThemeBoard:
        """Put coded segments into their codes, and all others into the themes that were found for them."""
        keys = list(codebook.codes)
        names = {code_id(key): code.name or key for key, code in codebook.codes.items()}
        theme_ids = [
            # A pinned theme keeps its id as a code, and a theme of the rest may come to the same id.
            stable_id("t", theme.theme_id, "beside its code") if theme.theme_id in names else theme.theme_id
            for theme in themes.themes
        ]
        group_of = {position: code_id(keys[code]) for position, code in enumerate(coded.code.tolist()) if code >= 0}
        rest = np.flatnonzero(coded.code < 0)
        group_of |= {
            position: theme_ids[theme]
            for position, theme in zip(rest.tolist(), themes.assignment.tolist(), strict=True)
            if theme >= 0
        }
        score, core = coded.closeness.copy(), coded.code >= 0
        score[rest], core[rest] = themes.score, themes.core
        board = Board(group_of)
        board.pending += [
            f'[codes."{key}"]: no segment is near enough. Give it more examples in people\'s own words.'
            for key in keys
            if code_id(key) not in board.present()
        ]
        return cls(
            board=board,
            segments=segments,
            codebook=codebook,
            score=score,
            core=core,
            themes=dict(zip(theme_ids, themes.themes, strict=True)),
            names=names,
            positions={segment.segment_id: position for position, segment in enumerate(segments)},
        )

    def adopt_ids(self, keys: Iterable[str]) -> None:
        """Give themes whose id has changed the id that was decided about, where the anchors find them.

        A theme with a decision of its own keeps its id.
        """
        decisions = self.codebook.themes
        present = self.board.present()
        reserved = {*decisions, *self.names, *self.codebook.theme_merges().values()}
        for key in keys:
            if key in present:
                continue
            anchors = [self.positions[anchor] for anchor in decisions[key].anchors if anchor in self.positions]
            best = self.board.find_by_anchors(anchors, reserved)
            if best.group_id and best.n_anchors >= MIN_ANCHORS * len(anchors):
                self.board.relabel(best.group_id, key)
                self.themes = {
                    key if theme_id == best.group_id else theme_id: theme for theme_id, theme in self.themes.items()
                }

    def split(self, embeddings: Floats) -> None:
        """Cut themes into parts; the id of a part is made from the id of its theme and its rank by size."""
        decisions = {key: decision.split for key, decision in sorted(self.codebook.themes.items()) if decision.split}
        if not decisions:
            return
        languages = np.array([segment.language for segment in self.segments], dtype=np.str_)
        vectors = centre_by_language(np.asarray(embeddings, np.float32), languages)
        for key, n_parts in decisions.items():
            # k-means depends on the order of rows, so they are sorted by content.
            rows = sorted(
                self.board.members(key), key=lambda row: (self.segments[row].segment_id, self.segments[row].text)
            )
            if len(rows) < 2 * n_parts:
                reason = f"the theme has {len(rows)} segments now, too few to cut." if rows else _NO_THEME
                self.board.pending.append(f'[themes."{key}"] split = {n_parts}: {reason}')
                continue
            for rank, part in enumerate(cut(rows, vectors[rows], n_parts), 1):
                self.board.group_of |= dict.fromkeys(part, stable_id("t", key, str(rank)))

    def merge(self) -> None:
        """Move the segments of merged themes to the end of their chain of merges."""
        present = self.board.present()
        merges = self.codebook.theme_merges()
        for key in sorted(merges):
            target = follow_merges(key, merges)
            if key in present and (target in present or target in self.names):
                self.board.relabel(key, target)
            else:
                missing = key if key not in present else target
                self.board.pending.append(f'[themes."{key}"] merge_into: no theme has the id {missing} now.')

    def drop(self) -> None:
        """Leave the segments of dropped themes unsorted."""
        present = self.board.present()
        for key, decision in sorted(self.codebook.themes.items()):
            if decision.drop and key in present:
                self.board.remove(key)
            elif decision.drop and not decision.merge_into:
                self.board.pending.append(f'[themes."{key}"] drop: {_NO_THEME}')

    def move_segments(self) -> None:
        """Put single segments where the researcher wants them: into the core of a theme, or out of every theme."""
        present = self.board.present() | set(self.names)
        for segment_id, decision in sorted(self.codebook.segments.items()):
            # The first code is the theme, and is reported as such where there is no code of this name.
            for name in {*decision.codes, *decision.not_codes} - {decision.theme}:
                if not self.codebook.code_key(name):
                    self.board.pending.append(f'[segments."{segment_id}"] codes: no code is called {name} now.')
            if not decision.theme:
                continue
            target = self.codebook.theme_id(decision.theme)
            position = self.positions.get(segment_id)
            if position is None:
                self.board.pending.append(missing_segment(segment_id))
            elif target == UNSORTED:
                self.board.group_of.pop(position, None)
                self.score[position], self.core[position] = 0.0, False
            elif target in present:
                self.board.group_of[position] = target
                self.score[position], self.core[position] = 1.0, True
            else:
                self.board.pending.append(f'[segments."{segment_id}"] theme: no theme has the id {target} now.')

    def rename(self) -> None:
        """Give themes the names that the researcher chose."""
        present = self.board.present()
        for key, decision in sorted(self.codebook.themes.items()):
            if decision.name and key in present:
                self.names[key] = decision.name
            elif decision.name and not decision.is_structural:
                self.board.pending.append(f'[themes."{key}"] name: {_NO_THEME}')

    def describe(self, embeddings: Floats, uncoded: Themes, language: Language, encode: Encode) -> Themes:
        """Return the board as `Themes`, larger themes first, each described from the segments that it has now.

        `uncoded` are the themes of the segments without a code: whether they are tentative, and their note, holds.
        """
        ids = self._ordered_ids()
        rank = {theme_id: position for position, theme_id in enumerate(ids)}
        assignment = np.array(
            [rank.get(self.board.group_of.get(position, ""), -1) for position in range(len(self.segments))], np.int32
        )
        prepared = prepare_segments(self.segments)
        labels, score = assignment[prepared.order], self.score[prepared.order]
        vectors = centre_by_language(np.asarray(embeddings, np.float32)[prepared.order], prepared.languages)
        stability = [self.themes[theme_id].stability if theme_id in self.themes else None for theme_id in ids]
        centres = ThemeCentres(cluster_centres(vectors, labels, len(ids)), encode)
        described = describe_themes(prepared, labels, score, language, stability, centres)
        names = [
            self.names.get(theme_id) or (self.themes[theme_id].name if theme_id in self.themes else "") or theme.name
            for theme_id, theme in zip(ids, described, strict=True)
        ]
        themes = tuple(
            # Two themes may be given the same name by hand; the later one is numbered.
            replace(theme, theme_id=theme_id, name=name if names.index(name) == i else f"{name} ({i + 1})")
            for i, (theme_id, name, theme) in enumerate(zip(ids, names, described, strict=True))
        )
        is_sorted = assignment >= 0
        return Themes(
            themes=themes,
            assignment=assignment,
            score=np.where(is_sorted, self.score, 0.0).astype(np.float32),
            core=self.core & is_sorted,
            tentative=uncoded.tentative,
            note=uncoded.note,
            waiting=tuple(self.board.pending),
        )

    def _ordered_ids(self) -> list[str]:
        """Return the ids of the themes: most people first, then most segments, then as they were found."""
        people: dict[str, set[str]] = defaultdict(set)
        for position, theme_id in self.board.group_of.items():
            people[theme_id].add(self.segments[position].respondent_id)
        size = Counter(self.board.group_of.values())
        rank_found = {theme_id: i for i, theme_id in enumerate(self.themes)}
        return sorted(
            size,
            key=lambda theme_id: (
                -len(people[theme_id]), -size[theme_id], rank_found.get(theme_id, len(rank_found)), theme_id
            ),
        )  # fmt: skip


_NO_THEME = "no theme has this id now."
