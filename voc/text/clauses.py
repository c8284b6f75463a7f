"""Clauses of German and English sentences, and the ones that name a goal or a hurdle in the speaker's own words.

The patterns are in the lexicon ([clauses], [goals], [hurdles]). They return nothing where they are not sure: a wrong
goal or hurdle under a pain point is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from voc.text.lexicon import LANGUAGES, pattern, patterns

MAX_TEXT = 2000
"""Code points of a text that are searched: some patterns backtrack, and take long on long texts."""

_MIN_GOAL_WORDS = 2
"""Words of the shortest goal ("change seats")."""
_MIN_CLAUSE_WORDS = 3
"""Words of the shortest clause that says something by itself."""
_MAX_WORDS = 14
"""Words of the longest clause that is quoted as a goal, a hurdle or a title."""

_STOP = r"[,.;:!?–—…()\"„“”»«\n]"
_PIECE = re.compile(rf"(?:(?!{_STOP}).)+", re.DOTALL)
_NEXT_STOP = re.compile(_STOP)
# "Nobody could tell me" needs the clause behind it to say anything.
_NEEDED_CLAUSE = re.compile(r",\s+(?:ob|dass|wie|warum|wann|was|wer|wo|whether|if|that|how|why)\b[^,.;:!?]*", re.I)
_AFTER_BUT = re.compile(r"\b(?:aber|doch|leider|but|unfortunately)\s+$", re.I)
_AFTER_COMMA = re.compile(r",\s*$")
_AFTER_FULL_STOP = re.compile(r"\w\.\s+$")
_INSIDE_SENTENCE = re.compile(r"[^.!?…\s\"„“”»«]\s*$")


class TextRange(NamedTuple):
    """``text[start:end]``, in code points."""

    start: int
    end: int


def find_goal(text: str, language: str) -> TextRange | None:
    """Find the words that say what the speaker wanted: to do, to have, for which purpose, or how things ought to be.

    >>> text = "Ich wollte eigentlich nur den Schein ausdrucken, aber das ging nicht."
    >>> text[slice(*find_goal(text, "de"))]
    'den Schein ausdrucken'
    """
    if language not in LANGUAGES:
        return None
    text = text[:MAX_TEXT]
    finders: tuple[Callable[[str, str], TextRange | None], ...] = (
        partial(_find_after_opener, name="to_do", is_goal=_names_action),
        partial(_find_after_opener, name="to_have", is_goal=_is_no_mere_phrase),
        _find_purpose,
        _find_ought,
    )
    return next((goal for find in finders if (goal := find(text, language))), None)


@lru_cache(maxsize=20_000)  # titles, quotes and hurdles of a pain point all look at the same statements
def find_hurdle(text: str, language: str) -> TextRange | None:
    """Find the clause that names a hurdle: what kept the speaker from the goal.

    Of several the one with the most patterns of trouble is taken, the first of equals; "but" before it counts as one.

    >>> text = "Ich wollte zahlen, aber die App hat meine Karte nicht angenommen."
    >>> text[slice(*find_hurdle(text, "de"))]
    'die App hat meine Karte nicht angenommen'
    """
    text = text[:MAX_TEXT]
    hurdle, most = None, 0
    for bare in split_clauses(text, language):
        clause = _with_needed_clause(text, bare)
        if clause is None:
            continue
        words = text[slice(*clause)]
        if pattern(language, "hurdles.no_trouble").search(words) or is_fragment(text, clause.start, language):
            continue
        strength = sum(trouble.search(words) is not None for trouble in patterns(language, "hurdles.trouble"))
        if not strength:
            continue
        strength += _AFTER_BUT.search(text[: clause.start]) is not None
        if strength > most:
            hurdle, most = clause, strength
    return hurdle


def denies_trouble(text: str, language: str) -> bool:
    """Whether the text denies a trouble and names no other.

    >>> denies_trouble("No complaints really.", "en"), denies_trouble("No complaints, but far too late.", "en")
    (True, False)
    """
    denial = pattern(language, "hurdles.no_trouble")
    if not denial.search(text):
        return False
    rest = denial.sub(" ", text)
    return not any(trouble.search(rest) for trouble in patterns(language, "hurdles.trouble"))


def split_clauses(text: str, language: str) -> list[TextRange]:
    """Split a text into clauses of 3 to 14 words, without the conjunctions and fillers that lead into them.

    Shorter and longer clauses are left out, so that the ranges do not cover the text. None for a language without a
    lexicon.
    """
    if language not in LANGUAGES:
        return []
    clauses = []
    for piece in _PIECE.finditer(text):
        breaks = pattern(language, "clauses.inner_break").finditer(text, piece.start(), piece.end())
        for start, end in pairwise([piece.start(), *(match.end() for match in breaks), piece.end()]):
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            lead = pattern(language, "clauses.lead").match(text, begin, end)
            clause = _trim(text, lead.end() if lead else begin, end, min_words=_MIN_CLAUSE_WORDS)
            if clause:
                clauses.append(clause)
    return clauses


def is_fragment(text: str, start: int, language: str) -> bool:
    """Whether the clause at ``start`` cannot be read without the words before it."""
    before = text[:start]
    if pattern(language, "clauses.no_clause").match(text, start):
        return True
    if _AFTER_COMMA.search(before) and pattern(language, "clauses.relative").match(text, start):
        return True
    # A small letter after a full stop: the stop belongs to an abbreviation, unless the whole text has no capitals.
    if _AFTER_FULL_STOP.search(before) and text[start : start + 1].islower() and text[:1].isupper():
        return True
    is_inside = _INSIDE_SENTENCE.search(before) is not None
    return is_inside and pattern(language, "clauses.finite_verb").match(text, start) is not None


def _with_needed_clause(text: str, clause: TextRange) -> TextRange | None:
    """The clause with the subordinate one that completes it; None where both together are too long."""
    needed = _NEEDED_CLAUSE.match(text, clause.end)
    return _trim(text, clause.start, needed.end(), min_words=_MIN_GOAL_WORDS) if needed else clause


def _find_after_opener(text: str, language: str, *, name: str, is_goal: Callable[[str, str], bool]) -> TextRange | None:
    """The first clause after an opener such as "I wanted to" that names a goal."""
    for opener in patterns(language, f"goals.{name}"):
        for match in opener.finditer(text):
            stop = _NEXT_STOP.search(text, match.end())
            goal = _trim_goal(text, match.end(), stop.start() if stop else len(text), language)
            if goal and is_goal(text[slice(*goal)], language):
                return goal
    return None


def _find_purpose(text: str, language: str) -> TextRange | None:
    """The first purpose ("um … zu", "so that I can") of somebody who speaks of themselves before it."""
    for purpose in patterns(language, "goals.purpose"):
        for match in purpose.finditer(text):
            if not pattern(language, "goals.own_purpose").search(text[: match.end()]):
                continue
            goal = _trim_goal(text, match.start(), match.end(), language)
            if goal and _is_no_mere_phrase(text[slice(*goal)], language):
                return goal
    return None


def _find_ought(text: str, language: str) -> TextRange | None:
    """The first clause that says how things ought to be; no question, no denial, no fragment."""
    for clause in split_clauses(text, language):
        words, mark = text[slice(*clause)], text[clause.end : clause.end + 1]
        if not pattern(language, "goals.ought").search(words) or mark == "?":
            continue
        if not pattern(language, "goals.no_ought").search(words) and not is_fragment(text, clause.start, language):
            return clause
    return None


def _is_no_mere_phrase(clause: str, language: str) -> bool:
    """Whether a clause names a goal, and does not merely introduce a sentence ("I want to say")."""
    return pattern(language, "goals.no_goal").search(clause) is None


def _names_action(clause: str, language: str) -> bool:
    """Whether the words after "I wanted to" name something to do, and are whole."""
    if not _is_no_mere_phrase(clause, language):
        return False
    # German verbs are in lower case, and nouns that look like an infinitive ("das Essen") are not.
    ends_well = pattern(language, "goals.must_end", ignore_case=False).search(clause) is not None
    return ends_well and not pattern(language, "goals.must_not_end").search(clause)


def _trim_goal(text: str, start: int, end: int, language: str) -> TextRange | None:
    """The range without softeners ("just") before it and a new clause behind it; None where too short or too long."""
    softeners = pattern(language, "goals.softeners").match(text, start, end)
    start = softeners.end() if softeners else start
    tail = pattern(language, "goals.clause_end").search(text, start, end)
    return _trim(text, start, tail.start() if tail else end, min_words=_MIN_GOAL_WORDS)


def _trim(text: str, start: int, end: int, *, min_words: int) -> TextRange | None:
    """The range without white space around it; None below ``min_words`` or above `_MAX_WORDS` words."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    n_words = len(text[start:end].split())
    return TextRange(start, end) if min_words <= n_words <= _MAX_WORDS else None
