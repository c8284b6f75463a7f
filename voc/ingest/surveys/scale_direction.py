"""Which end of a rating scale is best: by the words of the header, by the labels in its cells, or by its name.

"How satisfied are you? (1 = very satisfied, 5 = very dissatisfied)" names both ends; "Schulnote" needs no words,
because 1 is the best German school mark. Where nothing says otherwise, more is better.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from voc.ingest.surveys.meaning_of_more import value_of_more, value_of_words
from voc.tables.cells import parse_rating
from voc.tables.column_names import names_promoter_score, names_rating
from voc.tables.missing_answers import is_no_answer
from voc.tables.rating_labels import (
    FAMILIES_OF_ANYTHING,
    MAX_LABEL,
    ScaleLabel,
    label_key,
    numbered_label,
    read_label,
)

_LABELLED = re.compile(r"(?<![\d.,])([-−]?\d{1,3})\s?[=:]\s?[^\W\d_]")
_MARKS = re.compile(r"(?<!\d)(1)\s*(?:-|–|bis|to)\s*([56])(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,])([-−]?\d{1,3})(?![\d]|[.,]\d)")
# "(1 = sehr gut)", "1 (best)", "1 bedeutet sehr gut", "1 to 5, where 5 is best": what may be between number and label.
_BEFORE_LABEL = re.compile(
    r"[\s=:→>(\[–—,;…-]*+(?:(?:bedeutet|bis|entspricht|für|heißt|is|ist|means|sei|stands? for|steht für|to|und|and|von"
    r"|the|to|being|für|stars?|sterne?|punkte?|points?)\b[\s=:]*+)*+",
    re.I,
)
_CONNECTOR_LAST = re.compile(r"\s(?:bis|to|und|and|ist|is|it|der|die|das|the|von|of)$", re.I)
_AFTER_LABEL = re.compile(
    r"\s*(?:[,;()\[\]/|?!–—…]|\.{2,}|-\s|\s-|\.(?=\s|$)|\b(?:bis|to|und|and|ist|wobei|where|from|von|entspricht"
    r"|bedeutet|while)\b)",
    re.I,
)
_ENDS = {-3, -2, -1, 0, 1, 5, 6, 7, 10, 100}
"""Numbers at which scales end: one of them with a label shows the direction alone."""
_OF_MORE = frozenset({"amount", "degree"})
"""Families of labels that say how much there is of something ("low", "not at all")."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEGINNING = 6
"""Letters at the beginning of two words that make them the same one."""
_EDGES = " .,;:–—…-()[]"
_MAX_STATEMENT = 25
"""Words of a statement whose meaning is read."""
_MAX_HEADER = 400
"""Characters of a header that are searched for the ends of a scale."""

_SCHOOL_MARK = re.compile(r"\b(?:schul|gesamt|durchschnitts|abschluss|end|teil)?(?:note|noten|zensur|zensuren)\b", re.I)
_SCHOOL_WORDS = re.compile(r"befriedigend|ausreichend|mangelhaft|ungenügend", re.I)
_STRONG = 0.8
"""Level of "very" and "sehr"."""
_GRADE = re.compile(r"\b(?:grade|mark|school mark)s?\b", re.I)
# More of these is worse, unless the words of the scale say otherwise.
_BURDEN = re.compile(
    r"\b(?:customer effort|effort|aufwand|frust(?:ration)?|frustrated|unzufriedenheit|dissatisfaction|schwierigkeit"
    r"|difficulty|stress|schmerz\w*|pain level|ärger|annoyance|mühe)\b",
    re.I,
)
# Stars and promoter scores are counted upwards everywhere.
_STARS = re.compile(r"\bstar(?:s|[ _-]?rating)?\b|stern(?:e|en|ebewertung)?\b|★|⭐", re.I)
_RECOMMEND = re.compile(r"\brecommend\w*|(?:weiter)?empfehl\w*|weiterempfohlen", re.I)
_EASE = re.compile(
    r"\b(?:easy|easier|ease|effortless\w*|einfach(?:er)?|erleichter\w*|leicht(?:er)?|mühelos|simplif\w+|unkompliziert"
    r"|vereinfach\w*|saves? (?:me |us )?time|spar(?:t|en) (?:mir |uns )?zeit)\b",
    re.I,
)

_DENIAL = re.compile(r"\b(?:hardly|kaum|kein\w*|never|nicht|nie|no|nor|not|without|ohne|weder|wenig)\b|n['’]t\b", re.I)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which end is best, and why.

    Attributes:
        low_is_best: whether the lowest value is the best.
        reason: the evidence, as the end of "because …".
        ends: lowest and highest value where the evidence names both, else None.
        is_thin: whether the evidence is only a name, so that the texts may speak against it.
    """

    low_is_best: bool
    reason: str
    ends: tuple[float, float] | None = None
    is_thin: bool = False


def find_direction(name: str, question: str, cells: Sequence[str], *, is_german: bool) -> Direction | None:
    """The direction by header, labels in cells, or name; None when nothing says which end is best.

    >>> find_direction("Bewertung (1 = sehr gut, 5 = sehr schlecht)", "", [], is_german=True)
    Direction(low_is_best=True, reason="the header says '1 = sehr gut'", ends=(1.0, 5.0), is_thin=False)
    """
    both = f"{name[:_MAX_HEADER]} {question[:_MAX_HEADER]}"
    cells = [cell for cell in cells if len(cell) <= 2 * MAX_LABEL]
    for text in dict.fromkeys((name, question)):
        pairs = _pairs_of_header(text)
        if direction := _by_pairs(pairs, "the header says", more_is_worse=_is_burden(both, pairs)):
            return direction if direction.ends else replace(direction, ends=ends_in(text))
    more_is_worse = _is_burden(both, ())
    return _by_answers(cells, more_is_worse=more_is_worse) or _by_name(name, both, cells, is_german=is_german)


def _is_burden(text: str, pairs: Sequence[_Pair]) -> bool:
    """Whether more of what a header names is worse: by its words, or by their meaning where a scale counts amounts."""
    if _EASE.search(text) or names_rating(text):
        return False
    if _BURDEN.search(text):
        return True
    return any(pair.label.family in _OF_MORE for pair in pairs) and value_of_more(_topic(text)) < 0


def _topic(text: str) -> str:
    """What a header measures: its words in front of its scale."""
    return re.split(r"[\d(\[:=,;]", text, maxsplit=1)[0].strip(_EDGES)


def _by_answers(cells: Sequence[str], *, more_is_worse: bool) -> Direction | None:
    """The direction that answers such as "1 - sehr gut" show."""
    pairs = _pairs_of_cells(cells)
    direction = _by_pairs(pairs, "an answer says", more_is_worse=more_is_worse)
    if direction is None:
        return None
    if direction.low_is_best and any(map(_SCHOOL_WORDS.search, cells)):
        return replace(direction, ends=(1.0, 6.0))
    # The answers of a few people need not show both ends, unless their labels are the strongest.
    levels = [pair.label.level for pair in pairs]
    return direction if min(max(levels), -min(levels)) >= _STRONG else replace(direction, ends=None)


def _by_name(name: str, both: str, cells: Sequence[str], *, is_german: bool) -> Direction | None:
    """The direction that is usual for a kind of rating: stars, promoter scores, school marks, effort."""
    if match := (_STARS.search(both) or next(filter(None, map(_STARS.search, cells)), None)):
        return Direction(low_is_best=False, reason=f"'{match[0]}': more stars are better")
    if names_promoter_score(both):
        return Direction(low_is_best=False, reason="the net promoter score goes up to 10")
    # "How likely are you to recommend us?" goes up from 0; German forms have 1 for "sehr wahrscheinlich" too.
    if (match := _RECOMMEND.search(both)) and any(parse_rating(cell) in {0.0, 10.0} for cell in cells):
        return Direction(low_is_best=False, reason=f"'{match[0]}' from 0 or up to 10")
    if match := (_SCHOOL_MARK.search(both) or (_GRADE.search(name) if is_german else None)):
        return Direction(low_is_best=True, reason=f"'{match[0]}' is a German school mark", is_thin=True)
    if (match := _BURDEN.search(both)) and not _EASE.search(both):
        return Direction(low_is_best=True, reason=f"more '{match[0]}' is worse", is_thin=True)
    return None


def states_ends(name: str) -> bool:
    """Whether a header names the ends of a scale in words that rate ("1 = sehr gut"): its column is a rating then.

    Amounts rate where they are of something that is known to be a burden ("effort: 1 = low, 5 = high").
    """
    pairs = _pairs_of_header(name)
    of_anything = FAMILIES_OF_ANYTHING - {"ease"}
    if _BURDEN.search(name) and not _EASE.search(name):
        of_anything -= _OF_MORE
    return _by_pairs(pairs, "", more_is_worse=False) is not None and not any(
        pair.label.family in of_anything for pair in pairs
    )


def ends_in(text: str) -> tuple[float, float] | None:
    """The lowest and highest number that a line labels ("1 = very good … 5 = poor"), None when it labels no scale.

    >>> ends_in("1 = sehr gut … 6 = ungenügend"), ends_in("2 = Süd, 3 = Nord")
    ((1.0, 6.0), None)
    """
    if len(text) > _MAX_HEADER:
        return None
    if pairs := _pairs_of_header(text):
        numbers = {pair.number for pair in pairs}
        # The words of the other end may be in no list ("10 = the worst imaginable").
        other = {float(match[1].replace("−", "-")) for match in _LABELLED.finditer(text)} & _ENDS
        numbers |= other if len(numbers) == 1 else set()
        return (min(numbers), max(numbers)) if len(numbers) >= 2 else None
    stated = _MARKS.search(text) if names_school_mark(text) else None
    return (float(stated[1]), float(stated[2])) if stated else None


def states_agreement(name: str) -> bool:
    """Whether a header names the ends of a scale of agreement or likelihood ("1 = strongly disagree")."""
    pairs = _pairs_of_header(name)
    return len(pairs) >= 2 and {pair.label.family for pair in pairs} - {"", "degree"} <= {"agreement", "likelihood"}


def value_of_agreement(statement: str) -> int:
    """Whether agreeing with a statement is good (1) or bad (−1); 0 where its words do not tell.

    Only effort and ease are told: surveys of customer effort ask for agreement with either.

    >>> value_of_agreement("The app was easy to use."), value_of_agreement("I had to put in too much effort.")
    (1, -1)
    """
    if _DENIAL.search(statement) or len(statement) > _MAX_HEADER:
        return 0
    is_easy, is_burden = _EASE.search(statement) is not None, _BURDEN.search(statement) is not None
    return is_easy - is_burden


def value_of_saying(statement: str, *, is_rating: bool) -> int:
    """`value_of_agreement`, and in what is known to be a rating the meaning of other words ("The form is confusing").

    Elsewhere, "I like garlic" says nothing about a product.
    """
    # "Satisfaction: The ticket machine is slow" has the name of its battery in front.
    words = statement.rpartition(": ")[2]
    has_meaning = is_rating and 2 <= len(words.split()) <= _MAX_STATEMENT
    return value_of_agreement(words) or (value_of_words(words) if has_meaning else 0)


def names_school_mark(text: str) -> bool:
    """Whether a column's name is that of a German school mark."""
    return _SCHOOL_MARK.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number of a scale, what it means, and the words that say so."""

    number: float
    label: ScaleLabel
    words: str


def _pairs_of_header(text: str) -> list[_Pair]:
    text = text[:_MAX_HEADER]
    numbers = list(_NUMBER.finditer(text))
    # By their beginnings: "Schmerz: 0 = keine Schmerzen" repeats a word.
    all_words = [word.casefold() for word in _WORD.findall(text)]
    counts = Counter(word[:_BEGINNING] for word in all_words)
    topic = frozenset(word for word in all_words if counts[word[:_BEGINNING]] > 1)
    pairs = []
    for position, match in enumerate(numbers):
        end = numbers[position + 1].start() if position + 1 < len(numbers) else len(text)
        words = _label_after(text[match.end() : end], topic)
        # "sehr gut (1) bis sehr schlecht (5)": the label is in front.
        if text[: match.start()].rstrip(" ").endswith(("(", "[", "=")) and text[match.end() :].lstrip()[:1] in {
            ")",
            "]",
            ",",
            "",
        }:
            begin = numbers[position - 1].end() if position else 0
            words = _label_before(text[begin : match.start()], topic) or words
        label = _read(words, topic) if words and not is_no_answer(words) else None
        if label is not None:
            pairs.append(_Pair(float(match[1].replace("−", "-")), label, f"{match[1]} = {words}"))
    return pairs


def _read(words: str, topic: frozenset[str]) -> ScaleLabel | None:
    """The meaning of a label; a word that the header repeats is what the scale measures ("1 = very low effort")."""
    key = label_key(words)
    rest = " ".join("not" if word == "no" else word for word in key.split() if word not in topic)
    return read_label(key) or (read_label(rest) if rest != key else None)


def _label_after(text: str, topic: frozenset[str]) -> str:
    """The label that a text begins with: the longest one, up to a bracket, a comma or a word such as "bis"."""
    before = _BEFORE_LABEL.match(text)
    text = text[before.end() :] if before else text
    stops = [match.start() for match in _AFTER_LABEL.finditer(text)]
    # "teils/teils" and "voll und ganz" hold a stop, so that the longest label wins.
    for stop in sorted({*stops, len(text)}, reverse=True):
        words = _CONNECTOR_LAST.sub("", text[:stop].strip(_EDGES)).strip(_EDGES)
        if words and len(words) <= MAX_LABEL and _read(words, topic):
            return words
    return ""


def _label_before(text: str, topic: frozenset[str]) -> str:
    """The label that a text ends with, in front of a number in brackets."""
    words = text.strip(" ([=").split()
    for first in range(max(0, len(words) - 6), len(words)):
        candidate = " ".join(words[first:])
        if _read(candidate, topic):
            return candidate.strip(_EDGES)
    return ""


def _pairs_of_cells(cells: Iterable[str]) -> list[_Pair]:
    pairs: dict[tuple[float, str], _Pair] = {}
    for cell in cells:
        numbered = numbered_label(cell)
        label = read_label(numbered[1]) if numbered else None
        if numbered and label is not None:
            pairs.setdefault(numbered, _Pair(numbered[0], label, cell.replace("\ufeff", "").strip()))
    return list(pairs.values())


def _by_pairs(pairs: list[_Pair], source: str, *, more_is_worse: bool) -> Direction | None:
    """The direction that labelled numbers show: of two with different levels, else of a single end of a scale.

    ``more_is_worse``: "5 = high" is then the worst ("effort (1 = low, 5 = high)"), and so is agreeing.
    """
    if not pairs:
        return None

    def level(pair: _Pair) -> float:
        turns = more_is_worse and pair.label.family in {"agreement", *_OF_MORE}
        return -pair.label.level if turns else pair.label.level

    lowest, highest = min(pairs, key=lambda pair: pair.number), max(pairs, key=lambda pair: pair.number)
    if lowest.number < highest.number and level(lowest) != level(highest):
        low_is_best = level(lowest) > level(highest)
        best = lowest if low_is_best else highest
        return Direction(low_is_best, f"{source} '{best.words}'", (lowest.number, highest.number))
    if lowest.number != highest.number or not level(lowest) or lowest.number not in _ENDS:
        return None
    return Direction((lowest.number <= 1) == (level(lowest) > 0), f"{source} '{lowest.words}'")
