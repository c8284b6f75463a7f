"""Account for the characters of a file: which are in turns, and why the others are not.

A reader that keeps the text of its file says which passages are no words of a speaker (`LeftOut`). A reader that writes
the text anew counts what it removes, where it removes it. What neither explains is "unexplained": a word that was lost.
White space does not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from voc.files.decode import count_characters
from voc.ingest.file_content import LeftOut
from voc.ingest.transcripts.utterances import FRONT_MATTER, INLINE_TIME
from voc.schema import CharacterCount, Reason

MAX_UNEXPLAINED = 0.01
"""Share (0–1) of a file's characters that may be left out without an explanation; a note reports a larger one."""

_WORD = re.compile(r"[^\W_]+")
_HEADING = re.compile(r"^[ \t]*+(?:\#{1,6}[^\n]*|\*\*[^*\n]+\*\*[ \t]*+|(?:-{3,}|_{3,}|={3,})[ \t]*+)$", re.M)
_PICTURE = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|^[ \t]*+\|.*\|[ \t]*+$|^```[^\n]*\n(?:(?!```)[^\n]*\n)*+```[^\n]*$", re.M
)
_LIST_NUMBER = re.compile(r"^[ \t]*+\d{1,2}[.)](?=[ \t])", re.M)
_LINK = re.compile(r"^[ \t]*+https?://\S+[ \t]*+$", re.M)
_RUN = re.compile(rb"(.)\1*+", re.S)
_FREE, _USED = 0, 1


def to_character_count(total: int, used: int, left_out: Mapping[Reason, int]) -> CharacterCount:
    """The account of a file; what is neither used nor left out for a reason is unexplained."""
    counts: dict[str, int] = {reason: n for reason, n in left_out.items() if n}
    if rest := total - used - sum(counts.values()):
        counts["unexplained"] = rest
    return CharacterCount(total, used, counts)


def add_counts(first: CharacterCount | None, second: CharacterCount | None) -> CharacterCount | None:
    """The account of two parts of a file together."""
    if first is None or second is None:
        return first or second
    left_out = Counter(first.left_out)
    left_out.update(second.left_out)
    return CharacterCount(first.total + second.total, first.used + second.used, left_out)


def explain_gaps(text: str, used: Iterable[tuple[int, int]], known: Sequence[LeftOut]) -> Counter[Reason]:
    """The characters outside of the used spans, by reason: what a reader knows comes first, then what anybody can see
    (times, headings, pictures and tables of Markdown, links, signs)."""
    # A byte per character, with the number of its reason.
    marks = bytearray(len(text))
    reasons: dict[Reason, int] = {}
    spans = sorted(used)
    for start, end in spans:
        marks[start:end] = bytes([_USED]) * (end - start)

    def mark(start: int, end: int, reason: Reason) -> None:
        number = reasons.setdefault(reason, len(reasons) + 2)
        marks[start:end] = marks[start:end].replace(b"\0", bytes([number]))

    for passage in known:
        mark(passage.start, passage.end, passage.reason)
    if front := FRONT_MATTER.match(text):
        mark(front.start(), front.end(), "head")
    for pattern, reason in _VISIBLE:
        for match in pattern.finditer(text):
            mark(match.start(), match.end(), reason)
    counts: Counter[Reason] = Counter()
    names = {number: reason for reason, number in reasons.items()}
    for run in _RUN.finditer(marks):
        number, passage_text = marks[run.start()], text[run.start() : run.end()]
        if number == _FREE and _WORD.search(passage_text):
            counts["unexplained"] += count_characters(passage_text)
        elif number != _USED:
            # Signs without a letter or a number: marks of lists, emphasis, quotation marks around a turn.
            counts[names.get(number, "markup")] += count_characters(passage_text)
    return counts


_VISIBLE: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (INLINE_TIME, "times"),
    (_LIST_NUMBER, "markup"),
    (_HEADING, "headings"),
    (_PICTURE, "pictures, tables and code"),
    (_LINK, "pictures, tables and code"),
)


def explain_difference(before: Iterable[str], after: Iterable[str], labels: Collection[str]) -> Counter[Reason]:
    """The characters that a step took from texts, by reason: labels of speakers, times and signs.

    Words are compared as a whole, wherever they are, so that the step itself need not count.
    """
    words_before, n_before = _words_of(before)
    words_after, n_after = _words_of(after)
    label_words, _ = _words_of(labels)
    counts: Counter[Reason] = Counter()
    for word, times in (words_before - words_after).items():
        reason: Reason = "speakers" if word in label_words else "times" if word.isdigit() else "unexplained"
        counts[reason] += times * len(word)
    n_added = sum(times * len(word) for word, times in (words_after - words_before).items())
    # Where a mark was removed between two words they may be one now, and are no lost words.
    n_joined = min(n_added, counts["unexplained"])
    counts["unexplained"] -= n_joined
    counts["markup"] = n_before - n_after - counts.total()
    return counts


def _words_of(texts: Iterable[str]) -> tuple[Counter[str], int]:
    words: Counter[str] = Counter()
    n = 0
    for text in texts:
        words.update(_WORD.findall(text))
        n += count_characters(text)
    return words, n


def notes_on_characters(count: CharacterCount) -> list[str]:
    """A note when characters were left out that nothing explains."""
    share = count.unexplained / max(count.total, 1)
    if share <= MAX_UNEXPLAINED:
        return []
    return [
        f"{count.unexplained} characters ({100 * share:.0f} %) were left out and nothing explains them: check the "
        "documents of this file for words that are missing."
    ]
