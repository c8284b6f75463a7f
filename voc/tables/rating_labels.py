"""What the labels of a rating scale mean: "eher unzufrieden", "strongly agree", "👍", "5 - sehr gut".

A label is read word by word: what it is about (satisfaction, agreement …), how strongly it says so, and whether it
denies it. Every word must be known, so that an answer in somebody's own words is no label. The words are in
`rating_labels.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from voc.tables.missing_answers import is_no_answer

_FILE: Mapping[str, Any] = tomllib.loads((files("voc.tables") / "rating_labels.toml").read_text("utf-8"))

FAMILIES_OF_ANYTHING = frozenset({"agreement", "amount", "degree", "ease", "likelihood", "polarity"})
"""Families whose labels rate only where the column's name says so: people agree with bad things as well, and courses
are easy or hard."""
MAX_LABEL = 60
"""Characters of the longest label; "neither satisfied nor dissatisfied" has 34."""
_NUMBERED = re.compile(r"([-−]?\d{1,3})\s{0,3}(?:[-–—=:.)]\s{0,3}|\s\(|\()(\D[^\d]{0,60})")
_NUMBER_LAST = re.compile(r"([^\d(]{1,60})\(([-−]?\d{1,3})\)")
# Byte order marks, variation selectors and the skin tones of thumbs.
_INVISIBLE = re.compile(r"[\ufeff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_NOT_AT_ALL = re.compile(r"not (.+) at all")
_PUNCTUATION = re.compile(r"[\s.,;:!?…\"'„“”»«()\[\]*=]+")
_MAGNITUDES = {"extreme": 1.0, "high": 0.8, "moderate": 0.35, "weak": 0.2}
_PLAIN = 0.5


@dataclass(frozen=True, slots=True)
class ScaleLabel:
    """A label of a scale. ``level`` is −1 (worst) to 1 (best), ``family`` what it speaks of ("" for a middle)."""

    family: str
    level: float
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class LabelScale:
    """A scale of labels.

    Attributes:
        shares: label (see `label_key`) → its place on the scale, 0–1, 1 is best.
        family: what the labels speak of ("satisfaction", "agreement", "thumbs" …).
        worst, best: the lowest and the highest label of the column, as written.
        reason: how it is known which end is best, for the report.
    """

    shares: Mapping[str, float]
    family: str
    worst: str
    best: str
    reason: str = "by its labels"

    @property
    def rates_by_itself(self) -> bool:
        """Whether the labels alone make a column a rating; agreement, ease and likelihood may be of anything.

        "Positive, neutral, negative" are the sentiments that another analysis found.
        """
        return self.family not in FAMILIES_OF_ANYTHING

    def __str__(self) -> str:
        return f"'{self.worst}' to '{self.best}'"

    def turned(self, reason: str) -> LabelScale:
        """The same scale with its other end as the best one."""
        shares = {label: round(1 - share, 6) for label, share in self.shares.items()}
        return LabelScale(shares, self.family, self.best, self.worst, reason)

    def share_of(self, cell: str) -> float | None:
        """The rating in a cell on 0–1, 1 is best; None when it holds none."""
        return self.shares.get(label_key(cell))

    def as_written(self, cell: str) -> str:
        """The rating as it was given."""
        return cell.strip()


def label_key(cell: str) -> str:
    """A label without case, numbers before or behind it, and punctuation.

    >>> label_key("1 - Sehr gut"), label_key("Sehr gut (1)"), label_key("Teils / teils")
    ('sehr gut', 'sehr gut', 'teils/teils')
    """
    text = _INVISIBLE.sub("", cell[: 2 * MAX_LABEL]).strip()
    if len(text) > MAX_LABEL + 8:
        return text.casefold()
    if match := _NUMBERED.fullmatch(text):
        text = match[2]
    elif match := _NUMBER_LAST.fullmatch(text):
        text = match[1]
    if not any(character.isalnum() for character in text):
        return text.casefold().strip()
    # "👍 Ja" is a "ja".
    text = "".join(character for character in text if unicodedata.category(character) != "So")
    return re.sub(r"\s?/\s?", "/", " ".join(_PUNCTUATION.sub(" ", text).casefold().split()))


def numbered_label(cell: str) -> tuple[float, str] | None:
    """The number and the words of a cell with both, None for any other cell.

    >>> numbered_label("10 - Completely satisfied"), numbered_label("gut (2)"), numbered_label("4")
    ((10.0, 'completely satisfied'), (2.0, 'gut'), None)
    """
    text = cell.replace("\ufeff", "").strip()
    if len(text) > MAX_LABEL + 8:
        return None
    if match := _NUMBERED.fullmatch(text):
        number = match[1]
    elif match := _NUMBER_LAST.fullmatch(text):
        number = match[2]
    else:
        return None
    return float(number.replace("−", "-")), label_key(text)


@cache
def _phrases() -> Mapping[str, tuple[str, str, float]]:
    """Phrase → (what it does, family, value)."""
    phrases: dict[str, tuple[str, str, float]] = dict.fromkeys(_FILE["fillers"]["words"], ("filler", "", 0.0))
    for name, words in _FILE["degrees"].items():
        phrases |= {
            word: (name if name.startswith("not") else "degree", "", _MAGNITUDES.get(name, 0)) for word in words
        }
    for section, sign in (("good", 1.0), ("bad", -1.0)):
        for family, words in _FILE[section].items():
            phrases |= dict.fromkeys(words, ("core", family, sign))
    for section, sign in (("best", 1.0), ("worst", -1.0)):
        for family, words in _FILE[section].items():
            phrases |= dict.fromkeys(words, ("end", family, sign))
    return phrases


STATES = frozenset(_FILE["states"]["labels"])
"""Labels that say that nobody rated, in a column of ratings."""
_MIDDLES = frozenset(_FILE["middle"]["labels"])
_MAX_DIFFERENT = 14
_LONGEST = 4
"""Words of the longest phrase in the file."""


@lru_cache(maxsize=4_000)
def read_label(key: str) -> ScaleLabel | None:
    """The meaning of a label as `label_key` writes it; None when a word of it is unknown.

    >>> read_label("sehr unzufrieden"), read_label("stimme eher nicht zu").level, read_label("a friend told me")
    (ScaleLabel(family='satisfaction', level=-0.8, is_denied=False), -0.2, None)
    """
    if key in _MIDDLES or key.replace("/", " ") in _MIDDLES:
        return ScaleLabel("", 0.0)
    words = _NOT_AT_ALL.sub(r"not at all \1", key.replace("/", " ")).split()
    if not words or len(words) > 10:
        return None
    family, sign, magnitude, denial = "", 0.0, None, ""
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = _phrases().get(" ".join(words[at : at + length]))
            if phrase is not None:
                break
        else:
            return None
        at += length
        part, phrase_family, value = phrase
        if part == "degree":
            magnitude = max(magnitude or 0.0, value)
        elif part.startswith("not"):
            denial = part
        elif part in {"core", "end"}:
            if sign and (value != sign or phrase_family != family):
                return None
            family, sign = phrase_family, value
            magnitude = 1.0 if part == "end" else magnitude
    if not sign and not denial and magnitude is None:
        return None
    return _combine(family or "degree", sign or 1.0, magnitude, denial)


def _combine(family: str, sign: float, magnitude: float | None, denial: str) -> ScaleLabel:
    if denial == "not_at_all":
        return ScaleLabel(family, -sign, is_denied=True)
    if denial == "not_much":
        return ScaleLabel(family, -sign * 0.2, is_denied=True)
    if denial:
        return ScaleLabel(family, -sign * (_PLAIN if magnitude is None else magnitude), is_denied=True)
    return ScaleLabel(family, sign * (_PLAIN if magnitude is None else magnitude))


def find_label_scale(cells: Iterable[str], name: str, *, siblings: Collection[str] = ()) -> LabelScale | None:
    """The scale whose labels are the different ``cells`` of a column; None when one of them is no label.

    Args:
        cells: the different cells.
        name: the column's name or question; yes and no only rate where it asks for a recommendation and the like.
        siblings: labels of other columns of the same table, which show levels that nobody chose here.
    """
    written = {key: cell.strip() for cell in cells if (key := label_key(cell))}
    if len(written) > _MAX_DIFFERENT:
        return None
    for family, levels, marks in _fixed_scales(name):
        level_of = {label: number for number, level in enumerate(levels) for label in level}
        known = level_of.keys() & written.keys()
        unknown = (written[key] for key in written.keys() - known)
        if all(map(is_no_answer, unknown)) and (not marks or marks & known):
            return _scale(
                {key: 1 - level_of[key] / (len(levels) - 1) for key in written if key in known}, family, written
            )
    written = {key: cell for key, cell in written.items() if not is_no_answer(cell)}
    labels = {key: label for key in written if (label := read_label(key)) is not None}
    families = {label.family for label in labels.values()} - {""}
    if len(labels) < len(written) or not families:
        return None
    # "eher" and "überhaupt nicht" stand for the family of the others.
    families = families - {"degree"} or families
    if len(families) > 1:
        return None
    family = families.pop()
    others = [label for key in siblings if (label := read_label(key)) and label.family in {family, ""}]
    return _scale(_place(labels, others), family, written)


def _fixed_scales(name: str) -> Iterable[tuple[str, Sequence[Sequence[str]], frozenset[str]]]:
    """Family, levels (best first) and marks of the scales whose labels are listed one by one."""
    for symbols in _FILE["symbols"]:
        yield symbols["kind"], symbols["levels"], frozenset(symbols.get("marks", ()))
    for ladder in _FILE["ladders"]:
        yield ladder.get("family", "quality"), ladder["levels"], frozenset(ladder["marks"])
    for named in _named():
        if named[0].search(name):
            yield "named", named[1], frozenset()


def school_mark(cell: str) -> int | None:
    """The German school mark that a cell says in words ("mangelhaft" is 5), None for anything else."""
    levels: Sequence[Sequence[str]] = next(
        ladder["levels"] for ladder in _FILE["ladders"] if "mangelhaft" in ladder["marks"]
    )
    return next((number for number, words in enumerate(levels, 1) if label_key(cell) in words), None)


@cache
def _named() -> tuple[tuple[re.Pattern[str], Sequence[Sequence[str]]], ...]:
    def compiled(names: str) -> re.Pattern[str]:
        return re.compile("".join(line.strip() for line in names.splitlines()), re.I)

    return tuple((compiled(named["names"]), named["levels"]) for named in _FILE["named"])


def _scale(shares: Mapping[str, float], family: str, written: Mapping[str, str]) -> LabelScale | None:
    if len(set(shares.values())) < 2:
        return None
    worst, best = min(shares, key=lambda key: shares[key]), max(shares, key=lambda key: shares[key])
    return LabelScale({key: round(share, 6) for key, share in shares.items()}, family, written[worst], written[best])


def _place(labels: Mapping[str, ScaleLabel], others: Sequence[ScaleLabel]) -> dict[str, float]:
    """The share (0–1) of each label. Levels are spaced evenly, and a scale has as many good ones as bad ones."""
    if (one_way := _place_one_way(labels)) is not None:
        return one_way
    known = [*labels.values(), *others]
    levels = {label.level for label in known}
    # "very" and "extremely" are the same end unless one side has both.
    has_both = any({sign * 0.8, sign * 1.0} <= levels for sign in (1, -1))

    def magnitude(label: ScaleLabel) -> float:
        return 1.0 if abs(label.level) >= 0.8 and not has_both else abs(label.level)

    magnitudes = sorted({magnitude(label) for label in known if label.level})
    has_middle = 0.0 in levels
    n = len(magnitudes)
    places: dict[str, float] = {}
    for key, label in labels.items():
        rank = magnitudes.index(magnitude(label)) + 1 if label.level else 0
        half = rank / n if has_middle or not rank else (2 * rank - 1) / (2 * n - 1)
        places[key] = 0.5 + 0.5 * half * (1 if label.level > 0 else -1)
    return places


def _place_one_way(labels: Mapping[str, ScaleLabel]) -> dict[str, float] | None:
    """Shares on a scale such as "extremely, very, moderately, slightly, not at all satisfied"; None on any other."""
    if any(not label.level or (label.level < 0 and not label.is_denied) for label in labels.values()):
        return None
    one_way = _FILE["one_way"]
    number = {degree: place for place, level in enumerate(one_way["levels"]) for degree in level}
    places: dict[str, int] = {}
    is_marked = False
    for key in labels:
        degree = max((degree for degree in number if key.startswith(degree)), key=len, default=None)
        if degree is None:
            return None
        places[key] = number[degree]
        is_marked = is_marked or degree in one_way["marks"]
    if not is_marked:
        return None
    first = min(places.values())
    return {key: 1 - (place - first) / (len(one_way["levels"]) - 1 - first) for key, place in places.items()}
