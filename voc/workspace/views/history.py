"""What was decided when, in words, the last first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reports.language import load_words
from voc.decisions.codebook_text import EntryChange
from voc.schema import Language, in_language
from voc.text.catalogue import load_catalogue
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields

PAGE_SIZE = 100
"""Edits on a page."""
MOST_NAMED = 3
"""Of an edit of more entries only the first ones are named."""
_UNSHOWN = frozenset({"anchors", "words"})
"""Keys that only find a decision's target again."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What was changed about ``n`` things: ``about`` names them, ``values`` are sentences about their keys."""

    about: str
    n: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """An edit: when, by the clock of this computer; what; and whether it took another one back ("undo"), made one
    again ("redo") or is neither."""

    number: int
    time: datetime
    kind: str
    changes: tuple[ShownChange, ...]


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """One page of the edits, the last first."""
    edits = study.history.edits[::-1]
    n_pages = max(1, -(-len(edits) // PAGE_SIZE))
    number = min(max(fields.number("page", 1), 1), n_pages)
    writer = _ChangeWriter(study, language)
    shown = [
        ShownEdit(
            edit.number + 1,
            datetime.fromtimestamp(edit.time, UTC).astimezone(),
            "undo" if edit.undoes is not None else "redo" if edit.redoes is not None else "",
            writer.describe(edit.changes),
        )
        for edit in edits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    ]
    return {"edits": shown, "number": number, "n_pages": n_pages, "n_edits": len(edits)}


class _ChangeWriter:
    """Words changes of the codebook: which things, and what became of which of their keys."""

    def __init__(self, study: OpenStudy, language: Language) -> None:
        self.words, self.report = load_catalogue("voc.workspace", language), load_words(language)
        self._mask = study.mask
        analysis, labels, loaded = study.study.analysis, study.labels, study.loaded
        self._texts = {segment.segment_id: segment.text for segment in analysis.segments}
        self._names: dict[str, str] = dict(zip(labels.theme_ids, labels.theme_names, strict=True))
        self._names |= {point.pain_point_id: point.title for point in analysis.pain_points}
        self._names |= {persona.persona_id: persona.title for persona in study.study.personas.personas}
        self._names |= loaded.labels
        self._touchpoints = {
            touchpoint.touchpoint_id: in_language(touchpoint.names, language)
            for touchpoint in analysis.taxonomy.touchpoints
        }

    def describe(self, changes: Sequence[EntryChange]) -> tuple[ShownChange, ...]:
        """The changes of an edit; things of which the same was changed are taken together."""
        alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for change in changes:
            alike.setdefault((change.section, self._values(change)), []).append(change.key)
        return tuple(
            ShownChange(self._about(section, keys), len(keys), values) for (section, values), keys in alike.items()
        )

    def _about(self, section: str, keys: Sequence[str]) -> str:
        names = [self._name(section, key) for key in keys[:MOST_NAMED]]
        rest = len(keys) - len(names)
        things = self.words(f"history.section.{section}", n=len(keys))
        listed = ", ".join(names) + (f" … +{self.words.number(rest)}" if rest else "")
        return f"{things}: {listed}"

    def _name(self, section: str, key: str) -> str:
        if section == "segments":
            # A statement that a later run has cut otherwise is gone.
            return f"“{self._mask(self._texts[key])}”" if key in self._texts else self.words("history.gone")
        return self._names.get(key, key)

    def _values(self, change: EntryChange) -> tuple[str, ...]:
        before, after = change.before or {}, change.after or {}
        keys = [key for key in dict.fromkeys([*before, *after]) if key not in _UNSHOWN]
        return tuple(
            self.words(
                "history.change",
                label=self.words.maybe(f"history.key.{key}", key),
                before=self._word(key, before.get(key)),
                after=self._word(key, after.get(key)),
            )
            for key in keys
            if before.get(key) != after.get(key)
        )

    def _word(self, key: str, value: Any) -> str:
        if value is None or value == "":
            return self.words("history.as_found")
        if isinstance(value, bool):
            return self.words("history.yes" if value else "history.no")
        if isinstance(value, list):
            return ", ".join(self._word(key, item) for item in value) or self.words("history.none")
        return self._named(key, str(value))

    def _named(self, key: str, value: str) -> str:
        """A label or reference by its name; a text of the team's own as it is."""
        if key in ("sentiment", "emotion", "kind"):
            section = "trait" if key == "kind" else key
            return self.report.maybe(f"{section}.{value}", self.words.maybe(f"history.value.{value}", value))
        if key == "touchpoints":
            return self._touchpoints.get(value, value)
        return (
            self.words.maybe(f"history.value.{value}", "")
            or self._names.get(value)
            or self._mask(self._texts.get(value, value))
        )
