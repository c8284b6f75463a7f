"""Journey files: TOML → `Taxonomy`, built in or a team's own, with errors that name file, key and what is allowed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from voc.errors import TaxonomyError
from voc.schema import Phase, Taxonomy, Touchpoint

BUILT_IN = ("five_phases", "four_phases", "three_phases", "software", "travel", "retail", "services")
LANGUAGES = ("de", "en")
"""The languages a journey is written in. A text that is given once stands for both."""

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
_WHEN = ("before", "purchase", "after")
_MAX_TOUCHPOINTS = 500


def load_taxonomy(name_or_path: str) -> Taxonomy:
    """Load a built-in journey by its name, or a journey file by its path.

    Raises:
        TaxonomyError: there is no such journey, the file is no TOML, or a key is unknown, missing or impossible.

    >>> [phase.names["de"] for phase in load_taxonomy("three_phases").phases]
    ['Vorkauf', 'Kauf', 'Nachkauf']
    """
    if name_or_path in BUILT_IN:
        return _load_built_in(name_or_path)
    path = Path(name_or_path)
    if path.suffix.lower() != ".toml" and not path.exists():
        raise TaxonomyError(
            f"journey '{name_or_path}': must be one of {', '.join(BUILT_IN)}, or the path of a .toml file."
        )
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise TaxonomyError(f"{path}: there is no such journey file. Built in are: {', '.join(BUILT_IN)}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    return parse_taxonomy(text, where=str(path))


@lru_cache(maxsize=len(BUILT_IN))
def _load_built_in(name: str) -> Taxonomy:
    text = files("voc.journey").joinpath("taxonomies").joinpath(f"{name}.toml").read_text("utf-8")
    return parse_taxonomy(text, where=f"{name}.toml")


def parse_taxonomy(text: str, *, where: str = "journey.toml") -> Taxonomy:
    """Check a journey written in TOML; `where` names it in errors.

    The least that a journey needs is phases with a `name`, and touchpoints with `phase`, `name` and `description`.

    Raises:
        TaxonomyError: as for `load_taxonomy`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(f"{where}: not valid TOML: {error}. Texts need quotation marks, lists need [ ].") from error
    return _Reader(where, data).taxonomy()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one parsed file; every method raises TaxonomyError with the file and the key."""

    where: str
    data: Mapping[str, Any]

    def fail(self, key: str, problem: str) -> TaxonomyError:
        """The error to raise, with the file and the key before the problem."""
        return TaxonomyError(f"{self.where}: {key}: {problem}")

    def taxonomy(self) -> Taxonomy:
        """The whole journey, its touchpoints in the order of the phases."""
        self.known("the top of the file", self.data, _TOP_KEYS)
        names = self.texts("name", self.data, "name", "names", required=False) or dict.fromkeys(
            LANGUAGES, Path(self.where).stem
        )
        identifier = str(self.data.get("taxonomy_id", "")) or _slug(names[LANGUAGES[0]]) or "journey"
        tables = [(f"phases[{i}]", t) for i, t in enumerate(self.tables("phases"), 1)]
        phases = tuple(self.phase(key, table) for key, table in tables)
        self.unique("phases", [phase.phase_id for phase in phases])
        touchpoints = self.derived(tables, phases) if "base" in self.data else self.without_base(tables)
        own = [
            self.touchpoint(f"touchpoints[{i}]", table, phases)
            for i, table in enumerate(self.tables("touchpoints", required=not touchpoints), 1)
        ]
        order = {phase.phase_id: position for position, phase in enumerate(phases)}
        touchpoints = tuple(sorted((*touchpoints, *own), key=lambda touchpoint: order[touchpoint.phase_id]))
        self.unique("touchpoints", [touchpoint.touchpoint_id for touchpoint in touchpoints])
        return Taxonomy(identifier, names, phases, touchpoints)

    def derived(self, tables: list[tuple[str, Mapping[str, Any]]], phases: tuple[Phase, ...]) -> tuple[Touchpoint, ...]:
        """Touchpoints of the journey named by `base`: whole phases of it by `from`, single ones by `take`."""
        base = self.data["base"]
        if base not in BUILT_IN or base == Path(self.where).stem:
            raise self.fail("base", f"must be one of {', '.join(BUILT_IN)}, found '{base}'.")
        source = _load_built_in(base)
        known = [phase.phase_id for phase in source.phases]
        taken = [touchpoint.touchpoint_id for touchpoint in source.touchpoints]
        whole: dict[str, str] = {}
        single: dict[str, str] = {}
        for (key, table), phase in zip(tables, phases, strict=True):
            for name, allowed, target in (("from", known, whole), ("take", taken, single)):
                for old in self.strings(f"{key}.{name}", table.get(name, [])):
                    if old not in allowed or old in target:
                        kind = "phase" if name == "from" else "touchpoint"
                        problem = "is named twice" if old in target else f"is no {kind} of {base}"
                        raise self.fail(f"{key}.{name}", f"'{old}' {problem}. It has: {', '.join(allowed)}.")
                    target[old] = phase.phase_id
        wanted = [(t, single.get(t.touchpoint_id, whole.get(t.phase_id, ""))) for t in source.touchpoints]
        return tuple(replace(touchpoint, phase_id=phase_id) for touchpoint, phase_id in wanted if phase_id)

    def without_base(self, tables: list[tuple[str, Mapping[str, Any]]]) -> tuple[Touchpoint, ...]:
        """No touchpoints, once it is sure that no phase names any of a `base`."""
        for key, table in tables:
            for name in ("from", "take"):
                if name in table:
                    raise self.fail(f"{key}.{name}", 'needs a line base = "five_phases" at the top of the file.')
        return ()

    def phase(self, key: str, table: Mapping[str, Any]) -> Phase:
        """One table of `[[phases]]`."""
        self.known(key, table, _PHASE_KEYS)
        names = self.texts(key, table, "name", "names", required=True)
        when = table.get("when", "")
        if when not in ("", *_WHEN):
            raise self.fail(f"{key}.when", f"must be one of {', '.join(_WHEN)}, found '{when}'.")
        return Phase(self.identifier(key, table, names), names, when)

    def touchpoint(self, key: str, table: Mapping[str, Any], phases: tuple[Phase, ...]) -> Touchpoint:
        """One table of `[[touchpoints]]`; its phase is named by id or by name."""
        names = self.texts(key, table, "name", "names", required=True)
        key = f"{key} ('{names[LANGUAGES[0]]}')"
        self.known(key, table, _TOUCHPOINT_KEYS)
        wanted = table.get("phase", "")
        found = [p.phase_id for p in phases if wanted in (p.phase_id, *p.names.values())]
        if not found:
            allowed = ", ".join(phase.phase_id for phase in phases)
            raise self.fail(f"{key}.phase", f"must be the id or name of a phase, found '{wanted}'. Known: {allowed}.")
        choices = {name: self.choice(key, table, name) for name in _CHOICES}
        return Touchpoint(
            touchpoint_id=self.identifier(key, table, names),
            phase_id=found[0],
            names=names,
            descriptions=self.texts(key, table, "description", "descriptions", required=False) or names,
            cues=self.cues(key, table.get("cues", {})),
            examples=self.strings(f"{key}.examples", table.get("examples", [])),
            **choices,
        )

    def identifier(self, key: str, table: Mapping[str, Any], names: Mapping[str, str]) -> str:
        """The `id` given, or one made from the German name."""
        identifier = str(table.get("id", "")) or _slug(names[LANGUAGES[0]])
        if not re.fullmatch(r"[a-z0-9]+(?:[_-][a-z0-9]+)*", identifier):
            raise self.fail(f"{key}.id", f"must be small letters, digits and _, found '{identifier}'.")
        return identifier

    def texts(self, key: str, table: Mapping[str, Any], one: str, many: str, *, required: bool) -> Mapping[str, str]:
        """Read `one = "…"`, or `many = { de = "…", en = "…" }`; the language that is missing takes the other's text."""
        given = table.get(many, table.get(one))
        if given is None:
            if required:
                raise self.fail(f"{key}.{one}", f'is missing. Write {one} = "…", or {many} = {{ de = "…", en = "…" }}.')
            return {}
        texts = dict.fromkeys(LANGUAGES, given) if isinstance(given, str) else given
        if not isinstance(texts, dict) or not texts or not set(texts) <= set(LANGUAGES):
            raise self.fail(f"{key}.{many}", f"must be a text, or one text for each of: {', '.join(LANGUAGES)}.")
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                raise self.fail(f"{key}.{many}.{language}", "must be a text that is not empty.")
        first = next(texts[language] for language in LANGUAGES if language in texts)
        return {language: " ".join(texts.get(language, first).split()) for language in LANGUAGES}

    def cues(self, key: str, given: Any) -> Mapping[str, tuple[str, ...]]:
        """Cues by language; one list holds for all languages."""
        if isinstance(given, list):
            given = dict.fromkeys(LANGUAGES, given)
        if not isinstance(given, dict) or not set(given) <= set(LANGUAGES):
            raise self.fail(f"{key}.cues", f"must be a list of texts, or one list for each of: {', '.join(LANGUAGES)}.")
        return {language: self.strings(f"{key}.cues.{language}", cues) for language, cues in sorted(given.items())}

    def choice(self, key: str, table: Mapping[str, Any], name: str) -> Any:
        """One of the values that `_CHOICES` allows for this key, the first where it is not given."""
        value = table.get(name, _CHOICES[name][0])
        if value not in _CHOICES[name]:
            raise self.fail(f"{key}.{name}", f"must be one of {', '.join(_CHOICES[name])}, found '{value}'.")
        return value

    def strings(self, key: str, given: Any) -> tuple[str, ...]:
        """A list of texts; none is empty or stars and blanks alone."""
        if not isinstance(given, list) or not all(isinstance(item, str) and item.strip(" *") for item in given):
            raise self.fail(key, "must be a list of texts, none of them empty.")
        return tuple(given)

    def tables(self, key: str, *, required: bool = True) -> list[Mapping[str, Any]]:
        """The tables `[[key]]` of the file, at most `_MAX_TOUCHPOINTS`."""
        given = self.data.get(key, [])
        if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
            raise self.fail(key, f"must be tables. Begin each with a line [[{key}]].")
        if required and not given:
            raise self.fail(key, f"there is none. Begin each with a line [[{key}]].")
        if len(given) > _MAX_TOUCHPOINTS:
            raise self.fail(key, f"must be at most {_MAX_TOUCHPOINTS}, found {len(given)}.")
        return given

    def known(self, key: str, table: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        """Refuse a table with a key that is not allowed."""
        for name in table:
            if name not in allowed:
                raise self.fail(key, f"unknown key '{name}'. Known here: {', '.join(allowed)}.")

    def unique(self, key: str, identifiers: list[str]) -> None:
        """Refuse identifiers of which one stands twice."""
        for identifier in identifiers:
            if identifiers.count(identifier) > 1:
                raise self.fail(key, f"'{identifier}' stands twice. Give each its own name or id.")


def _slug(text: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(umlaut, letters)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
