"""`codebook.toml`: the researcher's decisions as records, and how the file is read and checked.

People and commands write it. A run reads it and never overwrites it.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from voc.decisions.codebook_text import parse_text
from voc.errors import ConfigError
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, stable_id

CODEBOOK_NAME = "codebook.toml"
UNSORTED = "unsorted"
"""Target of a segment that is moved out of every theme."""
NOBODY = "none"
"""Target of a respondent who is moved out of every persona."""
NO_EMOTION = "none"
"""The emotion of a statement that shows none."""
MAX_NOTE = 1000
"""Characters of the longest note on a statement."""
WORKSHOP_KEYS = ("owner", "effort", "impact", "status", "opportunity", "hypothesis")
"""What a workshop fills in about a pain point."""
MAX_WORKSHOP_TEXT = 300
"""Characters of the longest such text."""
MAX_PARTS = 9
"""A theme or persona can be split into at most this many parts."""

_THEME_ID = re.compile(r"[tc]-[0-9a-f]{10}")
_KNOWN_KEYS = (
    '[codes."NAME"] name, description, examples, parent, colour; [themes."ID"] name, merge_into, split, drop, anchors; '
    '[segments."ID"] theme, codes, not_codes, sentiment, emotion, kind, touchpoints, small_talk, key_quote, note, '
    "words, split_at, join_next; "
    '[pain_points."ID"] title, merge_into, drop, leave_out, fix, owner, effort, '
    "impact, status, opportunity, hypothesis; "
    '[personas."ID"] title, respondents, merge_into, split, drop, pin, reject, anchors; [respondents."ID"] persona'
)


def codebook_template() -> str:
    """Return the text of a new codebook: comments that show every kind of decision."""
    return (resources.files("voc.decisions") / "codebook_template.toml").read_text("utf-8")


class _Entry(BaseModel):
    # A misspelt key must not be ignored: the decision would silently never hold.
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Entry):
    """A code of the researcher's own: its name, what it is about, and how people say it.

    ``parent`` is the name or key of the code above it, ``colour`` one of `COLOURS`; both only show.
    """

    name: str = Field("", max_length=120)
    description: str = ""
    examples: tuple[str, ...] = ()
    parent: str = ""
    colour: Literal["", "red", "orange", "yellow", "green", "teal", "blue", "purple", "grey"] = ""


class _GroupDecision(_Entry):
    """What can be decided about a theme as well as about a persona.

    ``merge_into`` is the id of another one, ``split`` a number of parts. ``anchors`` are ids of segments or people that
    were in it when the decision was made: they find it again when its id has changed.
    """

    merge_into: str = ""
    split: int | None = Field(None, ge=2, le=MAX_PARTS)
    drop: bool = False
    anchors: tuple[str, ...] = ()

    @property
    def is_structural(self) -> bool:
        """Whether the decision changes who or what belongs together."""
        return bool(self.merge_into or self.split or self.drop)

    def describe_structure(self) -> list[str]:
        """Return the merge, split and drop in plain English."""
        parts = [f"to be merged into {self.merge_into}"] if self.merge_into else []
        parts += [f"to be split in {self.split}"] if self.split else []
        return parts + (["to be dropped"] if self.drop else [])


class ThemeDecision(_GroupDecision):
    """What a researcher decided about a theme. ``merge_into`` may also be the id or name of a code."""

    name: str = Field("", max_length=120)


class SegmentDecision(_Entry):
    """What a researcher decided about a statement.

    ``theme`` is the id of a theme, the id or name of a code, or "unsorted". ``codes`` are names or keys of codes that
    it was given by hand, the first of which is its theme where none is named; ``not_codes`` are those that it was
    refused. ``touchpoints`` are ids, the main one first; an empty list is none. ``words`` is a hash of the statement's
    text, which finds it again when its id has changed. ``split_at`` are offsets in its text, without the numbers of
    pseudonyms; ``join_next`` joins it with the statement after it.
    """

    theme: str | None = Field(None, min_length=1)
    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    sentiment: str | None = None
    emotion: str | None = None
    kind: str | None = None
    touchpoints: tuple[str, ...] | None = None
    small_talk: bool = False
    key_quote: bool = False
    note: str = Field("", max_length=MAX_NOTE)
    words: str = ""
    split_at: tuple[int, ...] = ()
    join_next: bool = False

    @field_validator("sentiment", "emotion", "kind")
    @classmethod
    def _check_label(cls, label: str | None, info: ValidationInfo) -> str | None:
        labels = LABELS[info.field_name or ""]
        if label is not None and label not in labels:
            raise ValueError(f"must be one of {', '.join(labels)}, found {label!r}")
        return label

    @field_validator("split_at")
    @classmethod
    def _check_offsets(cls, offsets: tuple[int, ...]) -> tuple[int, ...]:
        if list(offsets) != sorted(set(offsets)) or any(offset <= 0 for offset in offsets):
            raise ValueError("must be rising offsets above 0")
        return offsets

    def fill_in(self, other: SegmentDecision) -> SegmentDecision:
        """Return the decision with those keys of another one that it does not have."""
        added = other.model_fields_set - self.model_fields_set
        return self.model_copy(update={key: getattr(other, key) for key in added})

    def resolve(self) -> SegmentDecision:
        """Return the decision with what follows from it.

        Small talk has no theme, no touchpoint, no kind, and is neutral. The theme of what has codes is the first one.
        """
        if not self.small_talk:
            return self.model_copy(update={"theme": self.codes[0]}) if self.codes and self.theme is None else self
        update = {"theme": UNSORTED, "touchpoints": (), "sentiment": "neutral", "emotion": NO_EMOTION, "kind": "other"}
        return self.model_copy(update=update)


LABELS: Mapping[str, tuple[str, ...]] = {
    "sentiment": SENTIMENTS,
    "emotion": (*EMOTIONS, NO_EMOTION),
    "kind": STATEMENTS,
}
"""The labels that a statement can be given, by key."""


class PainPointDecision(_Entry):
    """What a researcher decided about a pain point: its title, the one it is merged into, or that it is dropped.

    ``leave_out`` are ids of segments that do not belong to it. ``fix`` is what was done about it: `voc compare` reports
    what became of it, and `voc run` ignores it. The other texts are what a workshop agreed on; an opportunity and a
    hypothesis replace those that a run writes.
    """

    title: str = Field("", max_length=120)
    merge_into: str = ""
    drop: bool = False
    leave_out: tuple[str, ...] = ()
    fix: str = Field("", max_length=MAX_WORKSHOP_TEXT)
    owner: str = Field("", max_length=MAX_WORKSHOP_TEXT)
    effort: str = Field("", max_length=MAX_WORKSHOP_TEXT)
    impact: str = Field("", max_length=MAX_WORKSHOP_TEXT)
    status: str = Field("", max_length=MAX_WORKSHOP_TEXT)
    opportunity: str = Field("", max_length=MAX_WORKSHOP_TEXT)
    hypothesis: str = Field("", max_length=MAX_WORKSHOP_TEXT)

    @property
    def workshop(self) -> dict[str, str]:
        """What a workshop filled in, by key."""
        return {key: getattr(self, key) for key in WORKSHOP_KEYS if getattr(self, key)}


class PersonaDecision(_GroupDecision):
    """What a researcher decided about a persona.

    ``respondents`` make a persona by hand, under an id of the researcher's own. ``pin`` and ``reject`` are lines of the
    persona, each "KIND:SUBJECT_ID".
    """

    title: str = Field("", max_length=120)
    respondents: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()


class RespondentDecision(_Entry):
    """Where a researcher put a respondent: the id of a persona, or "none"."""

    persona: str = Field(min_length=1)


class Codebook(_Entry):
    """All decisions, by id; codes by id or name."""

    codes: dict[str, Code] = Field(default_factory=dict)
    themes: dict[str, ThemeDecision] = Field(default_factory=dict)
    segments: dict[str, SegmentDecision] = Field(default_factory=dict)
    pain_points: dict[str, PainPointDecision] = Field(default_factory=dict)
    personas: dict[str, PersonaDecision] = Field(default_factory=dict)
    respondents: dict[str, RespondentDecision] = Field(default_factory=dict)

    def theme_id(self, reference: str) -> str:
        """Return the theme id of a reference: that of a code for its key or name, otherwise the reference itself.

        >>> Codebook(codes={"Refund": Code()}).theme_id("refund") == code_id("Refund")
        True
        """
        lowered = reference.strip().lower()
        for key, code in self.codes.items():
            if lowered in (key.lower(), code.name.lower()):
                return code_id(key)
        return reference

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all decisions. Comments and the order in the file change nothing.

        >>> Codebook().fingerprint == Codebook(codes={"Refund": Code()}).fingerprint
        False
        """
        decisions = self.model_dump(mode="json", exclude_defaults=True)
        return hashlib.sha256(json.dumps(decisions, sort_keys=True).encode()).hexdigest()

    def code_key(self, reference: str) -> str:
        """Return the key of the code with this key or name; "" where there is none.

        >>> Codebook(codes={"Refund": Code(name="Money back")}).code_key("money back")
        'Refund'
        """
        return find_id(reference, {key: code.name or key for key, code in self.codes.items()}) or ""

    def coded_by_hand(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the statements that each code was given to, by the code's key."""
        return self._statements_of_codes(lambda decision: decision.codes)

    def refused_by_hand(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the statements that each code was refused to, by the code's key."""
        return self._statements_of_codes(lambda decision: decision.not_codes)

    def _statements_of_codes(self, codes: Callable[[SegmentDecision], Iterable[str]]) -> dict[str, tuple[str, ...]]:
        statements: dict[str, list[str]] = {}
        for segment_id, decision in self.segments.items():
            for reference in codes(decision):
                statements.setdefault(self.code_key(reference), []).append(segment_id)
        return {key: tuple(ids) for key, ids in statements.items() if key}

    def theme_merges(self) -> dict[str, str]:
        """Return the theme id that each merged theme goes into; it may be merged itself."""
        return {key: self.theme_id(decision.merge_into) for key, decision in self.themes.items() if decision.merge_into}

    def persona_merges(self) -> dict[str, str]:
        """Return the persona id that each merged persona goes into; it may be merged itself."""
        return {key: decision.merge_into for key, decision in self.personas.items() if decision.merge_into}

    def pain_point_merges(self) -> dict[str, str]:
        """Return the pain point id that each merged pain point goes into; it may be merged itself."""
        return {key: decision.merge_into for key, decision in self.pain_points.items() if decision.merge_into}


def code_id(key: str) -> str:
    """Return the theme id of a code: its key where that is an id (a pinned theme keeps its own), else one made from it.

    >>> code_id("t-0123456789")
    't-0123456789'
    """
    return key if _THEME_ID.fullmatch(key) else stable_id("c", key)


def words_id(text: str) -> str:
    """Return the hash by which a statement is found again: of its text, without the numbers of pseudonyms.

    >>> words_id("Ask  [Person 3].") == words_id("Ask [Person 14].")
    True
    """
    return stable_id("w", " ".join(text.split()))


def missing_segment(segment_id: str) -> str:
    """Return the sentence about a decision whose segment does not exist.

    >>> missing_segment("s-1")
    '[segments."s-1"]: no segment has this id now.'
    """
    return f'[segments."{segment_id}"]: no segment has this id now.'


def follow_merges(key: str, merge_into: Mapping[str, str]) -> str:
    """Return where a chain of merges that begins at `key` ends.

    Args:
        key: the id of a group.
        merge_into: the id that each merged group goes into.

    Circles are refused when a codebook is read; in data that never was a file, a circle ends where it began.

    >>> follow_merges("a", {"a": "b", "b": "c"}), follow_merges("c", {"a": "b"}), follow_merges("a", {"a": "a"})
    ('c', 'c', 'a')
    """
    chain = [key]
    while target := merge_into.get(chain[-1]):
        if target in chain:
            return key
        chain.append(target)
    return chain[-1]


def load_codebook(path: Path) -> Codebook:
    """Read `codebook.toml`; a missing file is an empty codebook.

    Raises:
        ConfigError: the file is not TOML, holds something that is not a decision, or merges something in a circle.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Codebook()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    return parse_codebook(text, where=str(path))


def parse_codebook(text: str, *, where: str = "codebook.toml") -> Codebook:
    """Parse and check the text of a codebook; `where` names it in errors.

    Raises:
        ConfigError: as `load_codebook`.
    """
    try:
        codebook = Codebook.model_validate(parse_text(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}.") from error
    except ValidationError as error:
        # One problem at a time: the first often explains the others.
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise ConfigError(f"{where}: {key}: {problem['msg']}. Known keys: {_KNOWN_KEYS}.") from error
    # Themes are merged by id or by a code's name, so circles show only after names are resolved.
    for merges in (codebook.theme_merges(), codebook.pain_point_merges(), codebook.persona_merges()):
        _refuse_circles(merges, where)
    return codebook


def _refuse_circles(merge_into: Mapping[str, str], where: str) -> None:
    for start in merge_into:
        chain = [start]
        while target := merge_into.get(chain[-1]):
            chain.append(target)
            if target in chain[:-1]:
                circle = " → ".join(chain)
                raise ConfigError(f"{where}: merge_into must not lead back to itself, found {circle}. Remove one.")


def find_id(reference: str, names: Mapping[str, str]) -> str | None:
    """Return the id that a reference means, by id or name in any case; None where there is none.

    >>> find_id("returns", {"t-1": "Refund", "t-2": "Returns"}), find_id("T-1", {"t-1": "Refund"}), find_id("x", {})
    ('t-2', 't-1', None)
    """
    lowered = reference.strip().lower()
    return next((key for key, name in names.items() if lowered in (key.lower(), name.lower())), None)


def suggest_name(reference: str, names: Iterable[str]) -> str:
    """Return " Did you mean 'NAME'?" for the most similar name, or "" where none is similar.

    >>> suggest_name("retuns", ["Refund", "Returns"])
    " Did you mean 'Returns'?"
    """
    by_lowered = {name.lower(): name for name in reversed(list(names))}
    similar = difflib.get_close_matches(reference.strip().lower(), by_lowered, n=1)
    return f" Did you mean '{by_lowered[similar[0]]}'?" if similar else ""
