"""Journey files: read TOML into a `Taxonomy`, write one back, and say what would make one work better.

A journey is built in (`BUILT_IN`) or a team's own file. Errors name the file, the key and what is allowed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomlkit

from voc.errors import TaxonomyError
from voc.schema import Language, Phase, Taxonomy, Touchpoint

BUILT_IN = ("five_phases", "four_phases", "three_phases", "software", "travel", "retail", "services")
DEFAULT_JOURNEY = "five_phases"
"""The journey of small studies, and of studies with figures, which name its touchpoints."""
AUTOMATIC = "auto"
"""The journey of the configuration that lets `fit_journey` choose a built-in one."""
NO_JOURNEY = "none"
"""The journey without phases: nothing is placed, and themes lead the report."""
LANGUAGES = ("de", "en")
"""The languages a journey is written in. A text without a language counts for both."""

_TOP_KEYS = ("taxonomy_id", "name", "names", "language", "base", "phases", "touchpoints")
_PHASE_KEYS = ("id", "name", "names", "when", "from", "take")
_TOUCHPOINT_KEYS = (
    "id", "phase", "name", "names", "description", "descriptions", "cues", "examples", "channel", "owner", "medium",
    "mode",
)  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "channel": ("both", "online", "offline"),
    "owner": ("direct", "indirect"),
    "medium": ("both", "digital", "analog"),
    "mode": ("active", "passive"),
}
"""Allowed values by key; the first is the default."""
_WHEN = ("before", "purchase", "after")
_MAX_TABLES = 500
"""A file with more phases or touchpoints is a mistake, and would take minutes to tag."""
_EMPTY = "must be a list of texts, none of them empty."

_Table = Mapping[str, Any]


def load_taxonomy(name_or_path: str) -> Taxonomy:
    """Load a built-in journey by its name, or a journey file by its path.

    Raises:
        TaxonomyError: there is no such journey, the file is not TOML, or a key is unknown, missing or invalid.

    >>> [phase.names["de"] for phase in load_taxonomy("three_phases").phases]
    ['Vorkauf', 'Kauf', 'Nachkauf']
    """
    if name_or_path in BUILT_IN:
        return _load_built_in(name_or_path)
    if name_or_path == NO_JOURNEY:
        return Taxonomy(NO_JOURNEY, {"de": "Keine Reise", "en": "No journey"}, (), ())
    path = Path(name_or_path)
    if path.suffix.lower() != ".toml" and not path.exists():
        raise TaxonomyError(
            f"journey '{name_or_path}': must be one of {', '.join(BUILT_IN)}, or {NO_JOURNEY}, or the path of a .toml "
            "file."
        )
    # Windows editors put a byte order mark at the beginning, which TOML does not allow.
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise TaxonomyError(f"{path}: there is no such journey file. Built in are: {', '.join(BUILT_IN)}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    return parse_taxonomy(text, where=str(path))


@cache
def _load_built_in(name: str) -> Taxonomy:
    return parse_taxonomy(_read_built_in(name), where=f"{name}.toml")


def _read_built_in(name: str) -> str:
    return files("voc.journey").joinpath("taxonomies").joinpath(f"{name}.toml").read_text("utf-8")


def parse_taxonomy(text: str, *, where: str = "journey.toml") -> Taxonomy:
    """Parse a journey written in TOML; `where` names it in errors.

    A journey needs at least phases with a `name`, and touchpoints with `phase`, `name` and `description`.

    Raises:
        TaxonomyError: the text is not TOML, or a key is unknown, missing or invalid.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(f"{where}: not valid TOML: {error}. Texts need quotation marks, lists need [ ].") from error
    return _Parser(where, data).parse()


@dataclass(frozen=True, slots=True)
class _Parser:
    """Parses the data of one file. ``key`` is the path of a key as errors show it, such as "phases[2].name"."""

    where: str
    data: _Table

    def error(self, key: str, problem: str) -> TaxonomyError:
        """The error to raise, with the file and the key before the problem."""
        return TaxonomyError(f"{self.where}: {key}: {problem}")

    def parse(self) -> Taxonomy:
        """The whole journey, its touchpoints in the order of the phases."""
        self.check_keys("the top of the file", self.data, _TOP_KEYS)
        names = self.parse_texts("name", self.data, "name", "names", required=False)
        names = names or dict.fromkeys(LANGUAGES, Path(self.where).stem)
        taxonomy_id = str(self.data.get("taxonomy_id", "")) or _slug(names[LANGUAGES[0]]) or "journey"
        tables = [(f"phases[{i}]", table) for i, table in enumerate(self.get_tables("phases"), 1)]
        phases = tuple(self.parse_phase(key, table) for key, table in tables)
        self.check_unique("phases", [phase.phase_id for phase in phases])
        taken = self.take_from_base(tables, phases)
        own = [
            self.parse_touchpoint(f"touchpoints[{i}]", table, phases)
            for i, table in enumerate(self.get_tables("touchpoints", required=not taken), 1)
        ]
        order = {phase.phase_id: position for position, phase in enumerate(phases)}
        touchpoints = tuple(sorted((*taken, *own), key=lambda touchpoint: order[touchpoint.phase_id]))
        self.check_unique("touchpoints", [touchpoint.touchpoint_id for touchpoint in touchpoints])
        return Taxonomy(taxonomy_id, names, phases, touchpoints)

    def take_from_base(self, tables: Sequence[tuple[str, _Table]], phases: Sequence[Phase]) -> tuple[Touchpoint, ...]:
        """Touchpoints of the journey named by `base`: whole phases of it by `from`, single touchpoints by `take`.

        Without a base there are none, and the two keys are mistakes.
        """
        if "base" not in self.data:
            for key, name in ((key, name) for key, table in tables for name in ("from", "take") if name in table):
                raise self.error(f"{key}.{name}", 'needs a line base = "five_phases" at the top of the file.')
            return ()
        base = self.data["base"]
        # A built-in journey that names itself as its base would never end.
        if base not in BUILT_IN or base == Path(self.where).stem:
            raise self.error("base", f"must be one of {', '.join(BUILT_IN)}, found '{base}'.")
        source = _load_built_in(base)
        new_phase_of: dict[str, dict[str, str]] = {"from": {}, "take": {}}
        allowed = {
            "from": [phase.phase_id for phase in source.phases],
            "take": [touchpoint.touchpoint_id for touchpoint in source.touchpoints],
        }
        for (key, table), phase in zip(tables, phases, strict=True):
            for name, new_phase in new_phase_of.items():
                for old_id in self.parse_strings(f"{key}.{name}", table.get(name, [])):
                    if old_id in new_phase:
                        raise self.error(f"{key}.{name}", f"'{old_id}' is named twice.")
                    if old_id not in allowed[name]:
                        kind = "phase" if name == "from" else "touchpoint"
                        known = ", ".join(allowed[name])
                        raise self.error(f"{key}.{name}", f"'{old_id}' is no {kind} of {base}. Known: {known}.")
                    new_phase[old_id] = phase.phase_id
        taken = []
        for touchpoint in source.touchpoints:
            of_phase = new_phase_of["from"].get(touchpoint.phase_id, "")
            phase_id = new_phase_of["take"].get(touchpoint.touchpoint_id, of_phase)
            if phase_id:
                taken.append(replace(touchpoint, phase_id=phase_id))
        return tuple(taken)

    def parse_phase(self, key: str, table: _Table) -> Phase:
        """Parse one table of `[[phases]]`."""
        self.check_keys(key, table, _PHASE_KEYS)
        names = self.parse_texts(key, table, "name", "names", required=True)
        when = table.get("when", "")
        if when not in ("", *_WHEN):
            raise self.error(f"{key}.when", f"must be one of {', '.join(_WHEN)}, found '{when}'.")
        return Phase(self.parse_id(key, table, names), names, when)

    def parse_touchpoint(self, key: str, table: _Table, phases: Sequence[Phase]) -> Touchpoint:
        """Parse one table of `[[touchpoints]]`; its `phase` is the id or a name of a phase."""
        names = self.parse_texts(key, table, "name", "names", required=True)
        # From here on errors show the name too: nobody counts to "touchpoints[37]".
        key = f"{key} ('{names[LANGUAGES[0]]}')"
        self.check_keys(key, table, _TOUCHPOINT_KEYS)
        phase = table.get("phase", "")
        phase_ids = [p.phase_id for p in phases if phase in (p.phase_id, *p.names.values())]
        if not phase_ids:
            known = ", ".join(p.phase_id for p in phases)
            raise self.error(f"{key}.phase", f"must be the id or name of a phase, found '{phase}'. Known: {known}.")
        return Touchpoint(
            touchpoint_id=self.parse_id(key, table, names),
            phase_id=phase_ids[0],
            names=names,
            descriptions=self.parse_texts(key, table, "description", "descriptions", required=False) or names,
            cues=self.parse_cues(key, table.get("cues", {})),
            examples=self.parse_strings(f"{key}.examples", table.get("examples", [])),
            **{name: self.parse_choice(key, table, name) for name in _CHOICES},
        )

    def parse_id(self, key: str, table: _Table, names: Mapping[str, str]) -> str:
        """The `id` of a table, or one made from its German name."""
        identifier = str(table.get("id", "")) or _slug(names[LANGUAGES[0]])
        if not re.fullmatch(r"[a-z0-9]+(?:[_-][a-z0-9]+)*", identifier):
            raise self.error(f"{key}.id", f"must be small letters, digits and _, found '{identifier}'.")
        return identifier

    def parse_texts(self, key: str, table: _Table, singular: str, plural: str, *, required: bool) -> Mapping[str, str]:
        """Parse `name = "…"` or `names = { de = "…", en = "…" }`; a missing language takes the other's text."""
        value = table.get(plural, table.get(singular))
        if value is None:
            if required:
                example = f'{singular} = "…", or {plural} = {{ de = "…", en = "…" }}'
                raise self.error(f"{key}.{singular}", f"is missing. Write {example}.")
            return {}
        texts = dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value
        if not isinstance(texts, dict) or not texts or not set(texts) <= set(LANGUAGES):
            raise self.error(f"{key}.{plural}", f"must be a text, or one text for each of: {', '.join(LANGUAGES)}.")
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                raise self.error(f"{key}.{plural}.{language}", "must be a text that is not empty.")
        # A team writes its journey in one language, while a study may have texts in both.
        first = next(texts[language] for language in LANGUAGES if language in texts)
        return {language: " ".join(texts.get(language, first).split()) for language in LANGUAGES}

    def parse_cues(self, key: str, value: Any) -> Mapping[str, tuple[str, ...]]:
        """Parse cues by language; one list counts for all languages."""
        if isinstance(value, list):
            value = dict.fromkeys(LANGUAGES, value)
        if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
            raise self.error(
                f"{key}.cues", f"must be a list of texts, or one list for each of: {', '.join(LANGUAGES)}."
            )
        return {
            language: self.parse_strings(f"{key}.cues.{language}", cues) for language, cues in sorted(value.items())
        }

    def parse_choice(self, key: str, table: _Table, name: str) -> Any:
        """One of the values that `_CHOICES` allows for this key."""
        value = table.get(name, _CHOICES[name][0])
        if value not in _CHOICES[name]:
            raise self.error(f"{key}.{name}", f"must be one of {', '.join(_CHOICES[name])}, found '{value}'.")
        return value

    def parse_strings(self, key: str, value: Any) -> tuple[str, ...]:
        """A list of texts; a text of stars and blanks alone would match everything as a cue."""
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip(" *") for item in value):
            raise self.error(key, _EMPTY)
        return tuple(value)

    def get_tables(self, key: str, *, required: bool = True) -> list[_Table]:
        """The tables `[[key]]` of the file."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"must be tables. Begin each with a line [[{key}]].")
        if required and not value:
            raise self.error(key, f"there is none. Begin each with a line [[{key}]].")
        if len(value) > _MAX_TABLES:
            raise self.error(key, f"must be at most {_MAX_TABLES}, found {len(value)}.")
        return value

    def check_keys(self, key: str, table: _Table, allowed: Sequence[str]) -> None:
        """Refuse an unknown key."""
        for name in table:
            if name not in allowed:
                raise self.error(key, f"unknown key '{name}'. Known here: {', '.join(allowed)}.")

    def check_unique(self, key: str, identifiers: Sequence[str]) -> None:
        """Refuse an identifier that is used twice."""
        for identifier in identifiers:
            if identifiers.count(identifier) > 1:
                raise self.error(key, f"'{identifier}' is used twice. Give each its own name or id.")


def _slug(text: str) -> str:
    # German spells umlauts with an e; NFKD would only drop the dots.
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(umlaut, letters)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def commented_journey(language: Language) -> str:
    """A short journey file to edit, in German or English, with a comment at every key."""
    return _read_built_in(f"new.{language}")


def taxonomy_to_toml(taxonomy: Taxonomy) -> str:
    """A complete journey file without a base, which `parse_taxonomy` reads back as `taxonomy`."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Edit what you like; `voc journey new FILE` without --like explains the keys."))
    document["taxonomy_id"] = taxonomy.taxonomy_id
    document["names"] = _inline(taxonomy.names)
    document["phases"] = phases = tomlkit.aot()
    for phase in taxonomy.phases:
        table = tomlkit.table()
        table.update({"id": phase.phase_id, "names": _inline(phase.names)})
        if phase.when:
            table["when"] = phase.when
        phases.append(table)
    document["touchpoints"] = touchpoints = tomlkit.aot()
    for touchpoint in taxonomy.touchpoints:
        table = tomlkit.table()
        table.update({"id": touchpoint.touchpoint_id, "phase": touchpoint.phase_id, "names": _inline(touchpoint.names)})
        table["descriptions"] = _inline(touchpoint.descriptions)
        for language, cues in sorted(touchpoint.cues.items()):
            table.add(tomlkit.key(["cues", language]), tomlkit.item(list(cues)))
        if touchpoint.examples:
            table["examples"] = list(touchpoint.examples)
        table.update({key: getattr(touchpoint, key) for key in _CHOICES})
        touchpoints.append(table)
    return tomlkit.dumps(document)


def _inline(texts: Mapping[str, str]) -> Any:
    table = tomlkit.inline_table()
    table.update(texts)
    return table


def taxonomy_to_json(taxonomy: Taxonomy) -> dict[str, Any]:
    """The phases with their touchpoints as plain data for JSON."""
    keys = ("touchpoint_id", "names", "descriptions", "cues", "examples", *_CHOICES)

    def touchpoints_of(phase_id: str) -> list[dict[str, Any]]:
        return [{key: getattr(t, key) for key in keys} for t in taxonomy.touchpoints if t.phase_id == phase_id]

    phases = [
        {"phase_id": p.phase_id, "names": p.names, "when": p.when, "touchpoints": touchpoints_of(p.phase_id)}
        for p in taxonomy.phases
    ]
    return {"taxonomy_id": taxonomy.taxonomy_id, "names": taxonomy.names, "phases": phases}


def find_weaknesses(taxonomy: Taxonomy) -> list[str]:
    """Sentences that say what would make a valid journey work better."""
    weaknesses = []
    owners: dict[str, list[str]] = defaultdict(list)
    for touchpoint in taxonomy.touchpoints:
        name = touchpoint.names[LANGUAGES[0]]
        if touchpoint.descriptions == touchpoint.names:
            weaknesses.append(f"'{name}' has no description. Write one line with the words that customers use.")
        for cue in dict.fromkeys(cue.casefold() for cues in touchpoint.cues.values() for cue in cues):
            owners[cue].append(name)
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for cue, names in owners.items():
        if len(names) > 1:
            shared[tuple(names)].append(cue)
    # One sentence for all cues that the same touchpoints share, since a copied touchpoint may share dozens.
    for owner_names, cues in shared.items():
        both = " and ".join(repr(name) for name in owner_names)
        weaknesses.append(f"{both} share cues ({', '.join(cues)}), which cannot tell them apart.")
    used = {touchpoint.phase_id for touchpoint in taxonomy.touchpoints}
    empty = [phase.names[LANGUAGES[0]] for phase in taxonomy.phases if phase.phase_id not in used]
    return [*weaknesses, *(f"the phase '{name}' has no touchpoint." for name in empty)]
