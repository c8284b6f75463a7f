"""Write decisions about themes into a study's `codebook.toml`, keeping all that stands in it, comments too."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voc.decisions.codebook import MAX_PARTS, UNSORTED, Codebook, code_id, load_codebook
from voc.decisions.edit import Entry, edit_codebook, entry, structure, update, waiting
from voc.errors import UsageError
from voc.study import require_study
from voc.study.folder import CODEBOOK
from voc.study.quotes import TextRows, read_table

_ANCHORS = 20
"""How many of a theme's nearest segments are written down to find it again."""
_EXAMPLES = 8
_READABLE = (20, 300)
"""A pinned theme is told by so many of its segments, of so many letters."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme of a written study, and what was decided about it in plain English ("" for nothing)."""

    theme_id: str
    name: str
    n_respondents: int
    n_segments: int
    decision: str


def list_themes(study: Path) -> tuple[list[ThemeRow], list[str]]:
    """The themes of a study, larger ones first, and the decisions that found nothing in the last run.

    Raises:
        OutputError: the folder is no study.
        ConfigError: its codebook is not valid.
    """
    themes, codebook = _themes(study), load_codebook(study / CODEBOOK)
    rows = [
        ThemeRow(
            row["theme_id"],
            row["name"],
            int(row["n_respondents"]),
            int(row["n_segments"]),
            _decision(codebook, row["theme_id"]),
        )
        for row in themes
    ]
    return rows, waiting(study)


def _decision(codebook: Codebook, theme_id: str) -> str:
    parts = ["own code"] if theme_id in {code_id(key) for key in codebook.codes} else []
    entry = codebook.themes.get(theme_id)
    if entry is not None:
        parts += ["named"] if entry.name else []
        parts += structure(entry)
    return ", ".join(parts)


def rename_theme(study: Path, theme: str, name: str) -> str:
    """Give a theme a name; returns its id. Themes are told by id or exact name, here and below.

    Raises:
        UsageError: there is no such theme, or the name is empty or too long.
        OutputError: the folder is no study, or its codebook cannot be written.
        ConfigError: the codebook is not valid, or would not be.
    """
    theme_id = _find(study, theme)
    if not name.strip():
        raise UsageError("A theme's name must not be empty. Leave its name to voc by removing the line by hand.")
    return _set(study, theme_id, name=name.strip())


def merge_themes(study: Path, theme: str, into: str) -> str:
    """Let a theme's segments count to another theme or code; returns the other's id. Raises as `rename_theme`."""
    theme_id, target = _find(study, theme), _find(study, into)
    if theme_id == target:
        raise UsageError(f"A theme cannot be merged into itself, found {theme_id} twice. Name two themes.")
    nearest = {one: _nearest(study, one) for one in (theme_id, target)}

    def change(document: Entry) -> None:
        update(document, ("themes", theme_id), nearest[theme_id], merge_into=target)
        if not target.startswith("c-"):
            update(document, ("themes", target), nearest[target])

    edit_codebook(study, change)
    return target


def split_theme(study: Path, theme: str, parts: int = 2) -> str:
    """Cut a theme into parts; returns its id. Raises as `rename_theme`."""
    if not 2 <= parts <= MAX_PARTS:
        raise UsageError(f"A theme can be split into 2 to {MAX_PARTS} parts, found {parts}.")
    return _set(study, _find(study, theme), split=parts)


def drop_theme(study: Path, theme: str) -> str:
    """Leave a theme's segments unsorted; returns its id. Raises as `rename_theme`."""
    return _set(study, _find(study, theme), drop=True)


def pin_theme(study: Path, theme: str) -> str:
    """Make a theme a code, told by its nearest segments, so that every run finds it first; returns its id.

    Raises as `rename_theme`.
    """
    theme_id = _find(study, theme)
    row = next(row for row in _themes(study) if row["theme_id"] == theme_id)
    nearest = set(_nearest(study, theme_id, 4 * _EXAMPLES)) | set(row["exemplars"].split("; "))
    texts = [one["text"] for one in _members(study, theme_id) if one["segment_id"] in nearest]
    readable = [text for text in texts if _READABLE[0] <= len(text) <= _READABLE[1] and "\n" not in text]
    examples = list(dict.fromkeys(readable or texts))[:_EXAMPLES]

    def change(document: Entry) -> None:
        import tomlkit

        told = tomlkit.array()
        told.extend(examples)
        entry(document, "codes", theme_id).update({"name": row["name"], "examples": told.multiline(multiline=True)})

    edit_codebook(study, change)
    return theme_id


def move_segment(study: Path, segment: str, theme: str) -> str:
    """Put one segment into a theme, or out of every theme with "unsorted"; returns the theme's id.

    Raises as `rename_theme`; UsageError too when there is no such segment of a participant.
    """
    rows = read_table(study / "data" / "segments.csv") if _themes(study) is not None else []
    if not any(row["segment_id"] == segment and row["role"] == "participant" for row in rows):
        raise UsageError(
            f"There must be a participant's segment with this id, found none: {segment}. Ids stand in "
            f"{study / 'data' / 'segments.csv'}."
        )
    target = UNSORTED if theme.strip().lower() == UNSORTED else _find(study, theme)
    edit_codebook(study, lambda document: entry(document, "segments", segment).update({"theme": target}))
    return target


def _themes(study: Path) -> TextRows:
    require_study(study)
    return read_table(study / "data" / "themes.csv")


def _find(study: Path, theme: str) -> str:
    """The id of a theme by its id or name, in any case; of a code too that the last run did not find."""
    rows, codebook = _themes(study), load_codebook(study / CODEBOOK)
    wanted = theme.strip().lower()
    found = [row["theme_id"] for row in rows if wanted in (row["theme_id"].lower(), row["name"].lower())]
    if found:
        return found[0]
    if (code := codebook.theme_id(theme)) != theme:
        return code
    near = difflib.get_close_matches(wanted, [row["name"].lower() for row in rows], n=1)
    hint = next((f" Did you mean '{row['name']}'?" for row in rows if row["name"].lower() in near), "")
    raise UsageError(
        f"There must be a theme with this id or name in {study}, found none: {theme}.{hint} "
        f"See `voc theme list {study}`."
    )


def _members(study: Path, theme_id: str) -> TextRows:
    """A theme's segments, nearest first."""
    rows = [row for row in read_table(study / "data" / "segments.csv") if row["theme_id"] == theme_id]
    return sorted(rows, key=lambda row: (-float(row["theme_score"] or 0), row["segment_id"]))


def _nearest(study: Path, theme_id: str, most: int = _ANCHORS) -> list[str]:
    """Ids of a theme's nearest segments, every person's first before anyone's second."""
    said: dict[str, int] = {}
    turns = []
    for place, row in enumerate(_members(study, theme_id)):
        said[row["respondent_id"]] = said.get(row["respondent_id"], 0) + 1
        turns.append((said[row["respondent_id"]], place, row["segment_id"]))
    return [segment_id for _, _, segment_id in sorted(turns)[:most]]


def _set(study: Path, theme_id: str, **values: object) -> str:
    nearest = _nearest(study, theme_id)
    edit_codebook(study, lambda document: update(document, ("themes", theme_id), nearest, **values))
    return theme_id


def as_json(rows: list[ThemeRow], waiting: list[str]) -> Mapping[str, object]:
    """The list of themes as plain data."""
    fields = ("theme_id", "name", "n_respondents", "n_segments", "decision")
    return {"themes": [{field: getattr(row, field) for field in fields} for row in rows], "waiting": waiting}
