"""Small studies of our own: interviews and reviews of one area, and which lines support each claim.

`training/labels/studies/` has a file per study, by `STUDIES.md` beside it. A claim is supported by a line alone, or by
a few consecutive lines of an interview together, so a *unit* is one line or a window of consecutive lines.
`training/labels/study_places/` has touchpoints for the same studies, and the lines that are about each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from training.data import ROOT, DataError
from training.places import TouchpointPhrase

FOLDER = ROOT / "training" / "labels" / "studies"
PLACES = ROOT / "training" / "labels" / "study_places"
SECOND = ROOT / "training" / "labels" / "study_second"
"""Marks of some studies by somebody who had not seen those of the author."""
MARKS = ("alone", "together", "against", "about")
MAX_WINDOW = 4
"""Lines of the longest window."""
_CLAIM = re.compile(r"(C\d) (pain|merit|need|goal|motive|habit|behaviour|workaround) \| (.+) \| (.+)")
_TALK = re.compile(r"TALK ([AB]) (de|en) (?:spoken|plain|recogniser)")
_LINE = re.compile(r"([ABR]\d+) (.+)")
_MARK = re.compile(r"(C\d) (.+)")
_NOTE = "R"

Unit = tuple[str, ...]
"""The names of one line ("A7"), or of several consecutive lines."""


@dataclass(frozen=True, slots=True)
class StudyClaim:
    """A claim in two languages, with the units that support it and the lines that deny it or only speak of it.

    ``alone``, ``against`` and ``about`` are lines; ``together`` are windows of which no line alone says the claim.
    """

    phrase_de: str
    phrase_en: str
    alone: frozenset[str]
    together: tuple[Unit, ...]
    against: frozenset[str]
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """What a line is about: positions of touchpoints, the main one first, none for small talk and general verdicts.

    ``needs_context``: only the lines before it say so.
    """

    touchpoints: tuple[int, ...]
    needs_context: bool


@dataclass(frozen=True, slots=True)
class SmallStudy:
    """``lines`` are texts by name, in order: "A" and "B" are two interviews, "R" are reviews and answers.

    ``touchpoints`` are in the order in which people meet them, and ``places`` says what each line is about; both are
    empty where nobody has placed the lines.
    """

    area: str
    lines: Mapping[str, str]
    claims: tuple[StudyClaim, ...]
    touchpoints: tuple[TouchpointPhrase, ...]
    places: Mapping[str, PlacedLine]

    def units(self) -> dict[Unit, str]:
        """The text of every line, and of every window of two to MAX_WINDOW consecutive lines of an interview."""
        units: dict[Unit, str] = {(name,): text for name, text in self.lines.items()}
        for talk in "AB":
            names = [name for name in self.lines if name.startswith(talk)]
            for size in range(2, MAX_WINDOW + 1):
                for start in range(len(names) - size + 1):
                    window = tuple(names[start : start + size])
                    units[window] = " ".join(self.lines[name] for name in window)
        return units


def relation_of(unit: Unit, claim: StudyClaim) -> tuple[str, bool] | None:
    """The relation of a unit to a claim (PAIR_CLASSES), and whether it is about its matter; None if that is unclear."""
    lines = frozenset(unit)
    supports = bool(lines & claim.alone) or any(lines.issuperset(window) for window in claim.together)
    denies = bool(lines & claim.against)
    if supports or denies:
        return None if supports and denies else ("supports" if supports else "contradicts", True)
    if any(lines & frozenset(window) for window in claim.together):
        # A part of a story alone says nothing; with other lines it may.
        return ("neither", True) if len(unit) == 1 else None
    return "neither", bool(lines & claim.about)


@cache
def read_studies() -> tuple[SmallStudy, ...]:
    """All studies, in the order of their files.

    Raises:
        DataError: a file does not have the form of STUDIES.md.
    """
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.txt")))


def second_marks() -> Iterator[tuple[StudyClaim, StudyClaim]]:
    """Claims as their author marked them, and as a second reader did."""
    by_name = dict(zip((path.name for path in sorted(FOLDER.glob("*.txt"))), read_studies(), strict=True))
    for path in sorted(SECOND.glob("*.txt")):
        marks = (_MARK.fullmatch(line) for line in path.read_text("utf-8").splitlines() if line)
        second = [_marks_of(mark[2]) for mark in marks if mark]
        for claim, own in zip(by_name[path.name].claims, second, strict=True):
            yield claim, _claim(claim.phrase_de, claim.phrase_en, own)


def _read(path: Path) -> SmallStudy:
    phrases: dict[str, tuple[str, str]] = {}
    lines: dict[str, str] = {}
    marks: dict[str, dict[str, list[Unit]]] = {}
    area, in_marks = "", False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if match := _CLAIM.fullmatch(line):
            phrases[match[1]] = (match[3], match[4])
        elif line == "MARKS":
            in_marks = True
        elif in_marks and (match := _MARK.fullmatch(line)):
            marks[match[1]] = _marks_of(match[2])
        elif match := _LINE.fullmatch(line):
            # Lines of reviews name their language, which nothing needs.
            lines[match[1]] = re.sub(r"^(?:de|en) ", "", match[2]) if match[1].startswith(_NOTE) else match[2]
        elif line.startswith("AREA "):
            area = line.removeprefix("AREA ")
        elif line and line != "NOTES" and not _TALK.fullmatch(line):
            raise DataError(f"{path.name} line {number} cannot be read: {line}")
    unknown = {name for own in marks.values() for units in own.values() for unit in units for name in unit} - set(lines)
    if unknown or set(marks) != set(phrases):
        raise DataError(f"{path.name}: marks without a line ({sorted(unknown)}) or without a claim")
    claims = tuple(_claim(*phrases[name], marks[name]) for name in sorted(phrases))
    return SmallStudy(area, lines, claims, *_read_places(PLACES / path.name))


def _read_places(path: Path) -> tuple[tuple[TouchpointPhrase, ...], dict[str, PlacedLine]]:
    """The touchpoints of a study and the places of its lines; nothing if there is no such file."""
    touchpoints: list[TouchpointPhrase] = []
    places: dict[str, PlacedLine] = {}
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        if " | " in line:
            touchpoints.append(TouchpointPhrase(*line.split(" | ")))
        elif line != "PLACED":
            name, *keys = line.split()
            known = [touchpoint.key for touchpoint in touchpoints]
            # "S" is small talk, "N" a general verdict: at no touchpoint.
            own = tuple(known.index(key.rstrip("*")) for key in keys if key not in "SN")
            places[name] = PlacedLine(own, any(key.endswith("*") for key in keys))
    return tuple(touchpoints), places


def _marks_of(text: str) -> dict[str, list[Unit]]:
    """The units of each mark: "alone A4 ; together A1+A2"."""
    marks: dict[str, list[Unit]] = {name: [] for name in MARKS}
    for part in filter(None, (part.split() for part in text.split(";"))):
        marks[part[0]] += [tuple(unit.strip(",").split("+")) for unit in part[1:]]
    return marks


def _claim(phrase_de: str, phrase_en: str, marks: Mapping[str, list[Unit]]) -> StudyClaim:
    alone, against, about = (frozenset(_lines(marks[name])) for name in ("alone", "against", "about"))
    return StudyClaim(phrase_de, phrase_en, alone, tuple(marks["together"]), against, about)


def _lines(units: list[Unit]) -> Iterator[str]:
    return (line for unit in units for line in unit)
