"""Change entries in the text of a codebook and leave everything else in it as it is, comments too.

tomlkit keeps comments, but reads two thousand entries in seconds. So only the lines of an entry that changes go through
it, and a new entry is appended. Where an entry is not written as a table of its own, the whole text goes through it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

Entry = dict[str, Any]
"""The keys of an entry, as plain data."""
CodebookData = dict[str, dict[str, Entry]]
"""A codebook as plain data: section → id → entry."""

_TABLE_START = re.compile(r"^[ \t]*\[", re.M)
"""The heading of a table, or a line of an array; the text before the latter is no TOML by itself."""
_ENTRY_HEADING = re.compile(r"""[ \t]*\[[ \t]*\w+[ \t]*\.[ \t]*(?:"[^"\\\n]*"|'[^'\n]*'|[\w-]+)[ \t]*\]""")
"""The heading of an entry, [section."key"]."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A change of the entry ``[section."key"]``; ``before`` or ``after`` is None where there is no such entry."""

    section: str
    key: str
    before: Entry | None
    after: Entry | None


class NotWritableError(Exception):
    """The text cannot be changed so."""


def compare_entries(before: CodebookData, after: CodebookData) -> tuple[EntryChange, ...]:
    """Return what changed, in the order of the sections and ids; an empty entry is none."""
    changes = []
    for section in dict.fromkeys([*before, *after]):
        old, new = before.get(section, {}), after.get(section, {})
        for key in dict.fromkeys([*old, *new]):
            entries = old.get(key) or None, new.get(key) or None
            if entries[0] != entries[1]:
                changes.append(EntryChange(section, key, *entries))
    return tuple(changes)


@lru_cache(maxsize=4)
def parse_text(text: str) -> CodebookData:
    """Parse TOML; the data are shared, so do not change them. What an edit has written is what the next one reads.

    Raises:
        tomllib.TOMLDecodeError: the text is not TOML.
    """
    data = _parse_entries(text)
    return tomllib.loads(text) if data is None else data


def _parse_entries(text: str) -> CodebookData | None:
    """Parse every entry by itself; None where the text is more than entries, each a table of its own.

    An edit changes a few entries of thousands, and all others need not be parsed again.
    """
    starts = [match.start() for match in _TABLE_START.finditer(text)]
    data: CodebookData = {}
    # A heading inside a string of several lines leaves the string open before it, which is no TOML.
    if _parse_piece(text[: starts[0]] if starts else text) != {}:
        return None
    for start, end in pairwise([*starts, len(text)]):
        piece = _parse_piece(text[start:end])
        section, entries = next(iter(piece.items())) if piece else ("", {})
        known = data.setdefault(section, {})
        # Headings of one part or of three, and an entry that is there twice, have rules of their own.
        if not _ENTRY_HEADING.match(text, start) or len(entries) != 1 or known.keys() & entries.keys():
            return None
        known.update(entries)
    return data


@lru_cache(maxsize=50_000)
def _parse_piece(text: str) -> CodebookData | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def change_text(text: str, changes: Iterable[EntryChange]) -> str:
    """Return the text of a codebook with its entries changed.

    Raises:
        NotWritableError: an entry is written in a way that cannot be changed, as in an inline table.
    """
    changes = tuple(changes)
    expected = _apply(parse_text(text), changes)
    newline = "\r\n" if "\r\n" in text else "\n"
    for write in (_change_lines, _change_document):
        try:
            new_text = write(text, changes, newline)
            # Headings are searched for as text, which may also find one inside a string; then the data differ.
            if _without_empty(parse_text(new_text)) == expected:
                return new_text
        except (NotWritableError, tomllib.TOMLDecodeError):
            continue
    raise NotWritableError("an entry is not written as a table of its own")


def _apply(data: CodebookData, changes: Iterable[EntryChange]) -> CodebookData:
    changed: dict[str, dict[str, Entry | None]] = {name: {**section} for name, section in data.items()}
    for change in changes:
        changed.setdefault(change.section, {})[change.key] = change.after
    return _without_empty(changed)


def _without_empty(data: Mapping[str, Mapping[str, Entry | None]]) -> CodebookData:
    kept = {name: {key: entry for key, entry in section.items() if entry} for name, section in data.items()}
    return {name: section for name, section in kept.items() if section}


def _change_lines(text: str, changes: Iterable[EntryChange], newline: str) -> str:
    """Change the lines of the entries alone."""
    added = []
    for change in changes:
        if change.before is None:
            added.append(_render(change, newline))
            continue
        start, end = _find_lines(text, change)
        lines = text[start:end] if change.after is not None else ""
        text = text[:start] + (_change_document(lines, [change], newline) if lines else "") + text[end:]
    if not added:
        return text
    if text and not text.endswith("\n"):
        text += newline
    return text + (newline if text.strip() else "") + newline.join(added)


def _find_lines(text: str, change: EntryChange) -> tuple[int, int]:
    """Return the range of the heading and keys of an entry, without comments after its last key."""
    section, key = re.escape(change.section), re.escape(change.key)
    quoted = re.escape(json.dumps(change.key, ensure_ascii=False))
    heading = rf"^[ \t]*\[[ \t]*[\"']?{section}[\"']?[ \t]*\.[ \t]*(?:{quoted}|'{key}'|{key})[ \t]*\]"
    match = re.search(heading, text, re.M)
    if match is None:
        raise NotWritableError
    following = re.compile(r"^[ \t]*\[", re.M).search(text, match.end())
    lines = text[match.start() : following.start() if following else len(text)].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return match.start(), match.start() + len("".join(lines))


def _change_document(text: str, changes: Iterable[EntryChange], newline: str) -> str:
    """Change entries with tomlkit, which keeps the comments among their keys."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse(text)
        for change in changes:
            if change.section not in document:
                document[change.section] = tomlkit.table(is_super_table=True)
            section = document[change.section]
            if change.after is None:
                section.remove(change.key)
                continue
            if change.key not in section:
                section[change.key] = tomlkit.table()
            entry = section[change.key]
            for key in [key for key in entry if key not in change.after]:
                entry.remove(key)
            for key, value in change.after.items():
                if key not in entry or entry[key] != value:
                    entry[key] = _tomlkit_item(value)
        changed = tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError, KeyError) as error:
        raise NotWritableError(str(error)) from error
    return re.sub(r"(?<!\r)\n", newline, changed) if newline != "\n" else changed


def _tomlkit_item(value: Any) -> Any:
    import tomlkit

    item: Any = tomlkit.item(value)
    return item.multiline(multiline=True) if _is_long(value) else item


def _is_long(value: object) -> bool:
    """Whether an array is written on several lines: sentences are, ids are not."""
    return isinstance(value, list) and any(isinstance(item, str) and " " in item for item in value)


def _render(change: EntryChange, newline: str) -> str:
    entry: Mapping[str, Any] = change.after or {}
    lines = [f"[{change.section}.{_render_value(change.key)}]"]
    lines += [f"{key} = {_render_value(value, newline)}" for key, value in entry.items()]
    return newline.join([*lines, ""])


def _render_value(value: Any, newline: str = "\n") -> str:
    if isinstance(value, list) and _is_long(value):
        return newline.join(["[", *(f"    {_render_value(item)}," for item in value), "]"])
    if isinstance(value, list):
        return f"[{', '.join(map(_render_value, value))}]"
    # The escapes of a JSON string are those of TOML, which also wants one for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
