"""Write decisions about themes into a study's `codebook.toml`: rename, merge, split, drop, pin, and move segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voc.decisions.codebook import (
    MAX_PARTS,
    UNSORTED,
    Codebook,
    code_id,
    find_id,
    load_codebook,
    suggest_name,
)
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry, remove_keys, write_decision, write_labels
from voc.errors import UsageError
from voc.schema import Segment, take_turns
from voc.study import Study, as_study
from voc.study.folder import CODEBOOK

N_ANCHORS = 20
"""How many of a theme's nearest segments are written down to find it again when its id has changed."""
N_EXAMPLES = 8
"""How many segments define a pinned theme."""
READABLE = range(20, 301)
"""Lengths (code points) of a segment that is a good example of a pinned theme."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme of a study, and what was decided about it, in plain English ("" for nothing)."""

    theme_id: str
    name: str
    n_respondents: int
    n_segments: int
    decision: str


@dataclass(frozen=True, slots=True)
class ThemeListing:
    """The themes of a study, larger ones first; sentences about the decisions that were pending in the last run."""

    themes: tuple[ThemeRow, ...]
    waiting: tuple[str, ...]


def list_themes(study: Path | Study) -> ThemeListing:
    """List the themes of a study with the decisions about them.

    Raises:
        OutputError: the folder is not a study.
        ConfigError: its codebook is not valid.
    """
    # The codebook may be newer than the study: decisions since the last run are shown, but do not hold yet.
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    rows = []
    for index, theme in enumerate(loaded.analysis.themes.themes):
        members = _members(loaded, index)
        n_respondents = len({segment.respondent_id for segment in members})
        decision = _describe_decision(codebook, theme.theme_id)
        rows.append(ThemeRow(theme.theme_id, theme.name, n_respondents, len(members), decision))
    return ThemeListing(tuple(rows), loaded.pending_decisions)


def _describe_decision(codebook: Codebook, theme_id: str) -> str:
    parts = ["own code"] if theme_id in {code_id(key) for key in codebook.codes} else []
    decision = codebook.themes.get(theme_id)
    if decision is not None:
        parts += ["named"] if decision.name else []
        parts += decision.describe_structure()
    return ", ".join(parts)


def rename_theme(study: Path | Study, theme: str, name: str) -> str:
    """Give a theme a name and return its id. `theme` is an id or an exact name, here and below.

    Raises:
        UsageError: there is no such theme, or the name is empty or too long.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: the codebook is not valid, or would not be.
    """
    loaded = as_study(study)
    theme_id = find_theme(loaded, theme)
    if not name.strip():
        raise UsageError(
            "A theme's name must not be empty. To let voc choose the name again, delete its line in codebook.toml."
        )
    return _decide(loaded, theme_id, f"Call the theme {theme_id} '{name.strip()}'", name=name.strip())


def merge_themes(study: Path | Study, theme: str, into: str) -> str:
    """Move a theme's segments into another theme or code, and return the other's id. Raises as `rename_theme`."""
    loaded = as_study(study)
    theme_id, target_id = find_theme(loaded, theme), find_theme(loaded, into)
    if theme_id == target_id:
        raise UsageError(f"A theme cannot be merged into itself, found {theme_id} twice. Name two themes.")

    def change(document: CodebookData) -> None:
        entry = get_entry(document, "themes", theme_id)
        write_decision(entry, _anchors(loaded, theme_id), merge_into=target_id)
        # A code is found by its examples, so it needs no anchors.
        if not target_id.startswith("c-"):
            write_decision(get_entry(document, "themes", target_id), _anchors(loaded, target_id))

    edit_codebook(loaded.folder / CODEBOOK, change, f"Merge the theme {theme_id} into {target_id}")
    return target_id


def split_theme(study: Path | Study, theme: str, parts: int = 2) -> str:
    """Cut a theme into parts, and return its id. Raises as `rename_theme`."""
    if not 2 <= parts <= MAX_PARTS:
        raise UsageError(f"A theme can be split into 2 to {MAX_PARTS} parts, found {parts}.")
    loaded = as_study(study)
    theme_id = find_theme(loaded, theme)
    return _decide(loaded, theme_id, f"Split the theme {theme_id} into {parts}", split=parts)


def drop_theme(study: Path | Study, theme: str) -> str:
    """Leave a theme's segments unsorted, and return its id. Raises as `rename_theme`."""
    loaded = as_study(study)
    theme_id = find_theme(loaded, theme)
    return _decide(loaded, theme_id, f"Drop the theme {theme_id}", drop=True)


def pin_theme(study: Path | Study, theme: str) -> str:
    """Make a theme a code, defined by its nearest segments, so that every run finds it first; return its id.

    Raises as `rename_theme`.
    """
    loaded = as_study(study)
    theme_id = find_theme(loaded, theme)
    index = _theme_index(loaded, theme_id)
    record = loaded.analysis.themes.themes[index]
    members = _members(loaded, index)
    # More candidates than examples, because segments of an unreadable length are left out below.
    candidates = {segment.segment_id for segment in _nearest_of_each_person(members, 4 * N_EXAMPLES)}
    candidates |= {loaded.analysis.segments[position].segment_id for position in record.exemplars}
    examples = _choose_examples([segment.text for segment in members if segment.segment_id in candidates])
    edit_codebook(
        loaded.folder / CODEBOOK,
        lambda document: _write_code(document, theme_id, record.name, examples),
        f"Pin the theme {theme_id}",
    )
    return theme_id


def new_theme(study: Path | Study, name: str, segments: Sequence[str]) -> str:
    """Make a code of these segments, which are its examples and belong to it whatever a run finds; return its id.

    Raises as `rename_theme`; also UsageError when a theme or code has this name, or no segment has one of the ids.
    """
    loaded, name = as_study(study), name.strip()
    if not name:
        raise UsageError("A theme's name must not be empty. Say in a few words what these statements are about.")
    codebook = load_codebook(loaded.folder / CODEBOOK)
    # Two themes of one name could not be kept apart by the commands.
    if find_id(name, {theme.theme_id: theme.name for theme in loaded.analysis.themes.themes}) or (
        codebook.theme_id(name) != name
    ):
        raise UsageError(f"There is a theme '{name}' already. Choose another name, or move the statements there.")
    chosen = set(segments)
    members = [segment for segment in loaded.analysis.segments if segment.segment_id in chosen]
    missing = chosen - {segment.segment_id for segment in members}
    if missing or not members:
        raise UsageError(
            f"A theme must be made of participants' segments, found {', '.join(sorted(missing)) or 'none'}."
        )
    theme_id = code_id(name)
    # Examples of different people say more about a matter than many of the same one.
    examples = _choose_examples([segment.text for segment in _nearest_of_each_person(members, len(members))])

    def change(document: CodebookData) -> None:
        _write_code(document, name, "", examples)
        for segment in members:
            write_labels(document, segment.segment_id, segment.text, {"theme": theme_id})

    edit_codebook(loaded.folder / CODEBOOK, change, f"Make the theme '{name}' of {len(members)} statements")
    return theme_id


def unpin_theme(study: Path | Study, theme: str) -> str:
    """Remove a code, so that the next run decides again what its segments are about; return its id.

    Segments that were moved into a code of the researcher's own are free again. Raises as `rename_theme`; also
    UsageError when the theme is no code.
    """
    loaded = as_study(study)
    theme_id, codebook = find_theme(loaded, theme), load_codebook(loaded.folder / CODEBOOK)
    keys = [key for key in codebook.codes if code_id(key) == theme_id]
    if not keys:
        raise UsageError(f"The theme '{theme}' is not pinned, so there is nothing to take back.")
    moved = [
        segment_id
        for segment_id, decision in codebook.segments.items()
        # A pinned theme may be found again under its own id; what was moved into it stays there.
        if decision.theme and theme_id not in keys and codebook.theme_id(decision.theme) == theme_id
    ]

    def change(document: CodebookData) -> None:
        remove_keys(document, "codes", keys[0])
        for segment_id in moved:
            remove_keys(document, "segments", segment_id, ["theme"])

    edit_codebook(loaded.folder / CODEBOOK, change, f"Unpin the theme {theme_id}")
    return theme_id


def _choose_examples(texts: Sequence[str]) -> list[str]:
    readable = [text for text in texts if len(text) in READABLE and "\n" not in text]
    # A theme of one-word answers has no readable example, and short ones are better than none.
    return list(dict.fromkeys(readable or texts))[:N_EXAMPLES]


def _write_code(document: CodebookData, key: str, name: str, examples: Sequence[str]) -> None:
    entry = get_entry(document, "codes", key)
    if name:
        entry["name"] = name
    entry["examples"] = list(examples)


def move_segment(study: Path | Study, segment: str, theme: str) -> str:
    """Put a segment into a theme, or out of every theme with "unsorted", and return the theme's id.

    Raises as `rename_theme`; also UsageError when no participant's segment has this id.
    """
    loaded = as_study(study)
    record = next((record for record in loaded.analysis.segments if record.segment_id == segment), None)
    if record is None:
        raise UsageError(
            f"No participant's segment has the id {segment}. Find the ids in {loaded.folder / 'data' / 'segments.csv'}."
        )
    target = UNSORTED if theme.strip().lower() == UNSORTED else find_theme(loaded, theme)
    edit_codebook(
        loaded.folder / CODEBOOK,
        lambda document: write_labels(document, segment, record.text, {"theme": target}),
        f"Move the statement {segment} to {target}",
    )
    return target


def find_theme(study: Study, theme: str) -> str:
    """Return the id of a theme by its id or name, in any case; also of a code that the last run did not find.

    Raises:
        UsageError: there is no such theme.
    """
    names = {record.theme_id: record.name for record in study.analysis.themes.themes}
    theme_id = find_id(theme, names)
    if theme_id is not None:
        return theme_id
    codebook = load_codebook(study.folder / CODEBOOK)
    code = codebook.theme_id(theme)
    if code in {code_id(key) for key in codebook.codes}:
        return code
    raise UsageError(
        f"No theme in {study.folder} has the id or name '{theme}'.{suggest_name(theme, names.values())} "
        f"See `voc theme list {study.folder}`."
    )


def _theme_index(study: Study, theme_id: str) -> int:
    """Return the position of a theme; −1 for a code that the last run did not find."""
    ids = [theme.theme_id for theme in study.analysis.themes.themes]
    return ids.index(theme_id) if theme_id in ids else -1


def _members(study: Study, index: int) -> list[Segment]:
    """Return a theme's segments, nearest to its centre first."""
    themes = study.analysis.themes
    positions = np.flatnonzero(themes.assignment == index).tolist() if index >= 0 else []
    # Rounded as in data/segments.csv, so that the last bits of a score do not change the order.
    positions.sort(
        key=lambda position: (-round(float(themes.score[position]), 3), study.analysis.segments[position].segment_id)
    )
    return [study.analysis.segments[position] for position in positions]


def _nearest_of_each_person(members: Sequence[Segment], n: int) -> list[Segment]:
    return take_turns(members, lambda segment: segment.respondent_id)[:n]


def _anchors(study: Study, theme_id: str) -> list[str]:
    members = _members(study, _theme_index(study, theme_id))
    return [segment.segment_id for segment in _nearest_of_each_person(members, N_ANCHORS)]


def _decide(study: Study, theme_id: str, description: str, **values: object) -> str:
    edit_codebook(
        study.folder / CODEBOOK,
        lambda document: write_decision(get_entry(document, "themes", theme_id), _anchors(study, theme_id), **values),
        description,
    )
    return theme_id
