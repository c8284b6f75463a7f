"""Read transcripts with speaker labels before the words of a turn: ``Anna: …``.

``[time]? label ([(]time[)])? : text``, a turn per line: ``I:`` / ``B:`` (MAXQDA, f4), ``Interviewer 1:``,
``**I [00:00:00]** text`` and ``**Anna:** text`` (Markdown), ``[00:00:03] Anna: text``, ``_00:03_ Anna: text``
(oTranscribe), ``Speaker 1 (00:12): text`` (Rev), ``[Speaker 1]: text`` and ``[Speaker 1] text``. A label counts only
when it repeats or is a usual one.

Many programs share this grammar. ``is_f4``, ``is_maxqda`` and so on recognise the program by its small habits, so that
the report can name it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.added_lines import is_added_label
from voc.ingest.transcripts.head_lines import end_of_head, explains_label, is_name_of, people_in_head
from voc.ingest.transcripts.speakers import (
    MAX_LABEL,
    can_be_label,
    is_bystander_label,
    is_joint_label,
    is_known,
    is_place_or_device,
    is_unnamed_label,
    normalise_label,
    role_of_label,
)
from voc.ingest.transcripts.times import BOXED_STAMP, TIME_OF_DAY, seconds_of
from voc.ingest.transcripts.utterances import (
    BRACKETED,
    CLOCK,
    FRONT_MATTER,
    SpeakerMark,
    parse_seconds,
    split_at,
)
from voc.ingest.transcripts.voices import MIN_OFTEN, name_in_label, slip_of
from voc.privacy.names import is_person

MIN_END_TIMES = 0.6
"""Share of the turns that must end with a time for times to belong to the turn before, as in f4."""

MIN_LABELLED = 0.8
"""Share of the paragraphs that begin with a label, from which on a name that occurs once is a speaker's too."""

MAX_ABOVE = 300
"""Code points above a line that are searched for a time, an empty line or a label."""

NAME = rf"(?:[^\W_](?:[^:\[\]{{}}()<>#*|\n\"“”„?!]|\([^()\n:]{{1,40}}\)){{0,{MAX_LABEL - 1}}}?|@\d{{1,3}}|\?{{1,3}})"
"""A speaker's label, possibly with a remark in brackets (``Anna Muster (Guest)``), or a sign of nobody (``@1``)."""
_EM = r"(?:\*{1,3}|_{1,3})?+"
_DOUBTED = r"[^\W\d_]{1,12}[ .]?\d{0,3}[ ]?\?{1,3}(?=[ \t*_]{0,4}:)"

# Possessive quantifiers (*+) keep the time linear on hostile lines of blanks; "(?!//)" keeps URLs from being labels.
_LABELLED_LINE = re.compile(
    rf"""^[ \t]*+(?:>[ \t]*+)?(?:(?:[-•*]|\d{{1,3}}[.)])[ \t]++)?(?P<bold>\*{{1,3}}|_{{1,3}})?[ \t]*+
    (?:(?P<before>{BOXED_STAMP}|{TIME_OF_DAY}(?=[ \t])|{CLOCK}(?=[ \t]|[^\W\d_])){_EM}[ \t]*+[-–]?[ \t]*+{_EM})?
    (?:
      (?P<label>{NAME}|{_DOUBTED}){_EM}[ \t]*+
      (?:
          (?P<inside>{BOXED_STAMP}|(?<=[ \t]){CLOCK})?[ \t]*+{_EM}[ \t]*+:(?!//|(?<=\d:)\d){_EM}
          (?:[ \t]*+(?P<after>{BRACKETED}|{CLOCK}(?=\s)){_EM})?
        | (?P<only>{BRACKETED}){_EM}(?=\s)
      )
    | \[(?P<box>{NAME})\]{_EM}[ \t]*+(?P<box_time>{BRACKETED}|(?<=[ \t]){CLOCK}(?=[: \t]))?{_EM}
      (?:[ \t]*+(?P<colon>:)(?!//){_EM}|[ \t]*+(?<=[ \t])(?=\S))
    )""",
    re.X | re.M,
)
_TIME_AT_END = re.compile(rf"{BRACKETED}\s*$")
_TIME_LINE_ABOVE = re.compile(rf"(?:\A|\n)[ \t]*({BRACKETED}|{CLOCK})[ \t]*\n\s*\Z")


def is_labelled(text: str) -> bool:
    """Whether at least two labels take turns, or one usual label occurs three times."""
    marks = _label_marks(text)
    labels = {normalise_label(mark.label) for mark in marks}
    return len(marks) >= 3 and (len(labels) >= 2 or is_known(marks[0].label))


def read_labelled(text: str) -> Transcript:
    """The turns of a labelled transcript; a speaker's following paragraphs belong to the turn."""
    marks = _with_times_at_end(text, _with_times_above(text, list(_label_marks(text))))
    return split_at(text, marks)


def label_at_start(line: str) -> str:
    """The label at the start of a line, "" when there is none.

    >>> label_at_start("B [00:00:25] Ja."), label_at_start("Ada Berg: Ja."), label_at_start("Ja, gern.")
    ('B', 'Ada Berg', '')
    """
    match = _LABELLED_LINE.match(line)
    label = (match["label"] or "").strip() if match else ""
    return label if can_be_label(label) else ""


# Several conventions in the registry ask for the marks of the same text, one text after the other.
@lru_cache(maxsize=1)
def _label_marks(text: str) -> tuple[SpeakerMark, ...]:
    """Marks whose label repeats, is a usual one, or has a time as the repeated ones do.

    A usual label that occurs once, above all repeated ones, is a line of the header ("Interviewer: Max").
    """
    head = end_of_head(text)
    marks = _without_header(text, [mark for mark in _possible_labels(text) if mark.line_start >= head])
    # "Ada Berg" and "Berg, Ada (Gast)" are the same label.
    counts = Counter(name_in_label(mark.label) for mark in marks)
    repeated = [mark for mark in marks if counts[name_in_label(mark.label)] > 1]
    if not repeated:
        return ()
    first = repeated[0].line_start
    speakers = {normalise_label(mark.label) for mark in repeated}
    are_timed = sum(mark.time_s is not None for mark in repeated) > len(repeated) / 2
    names = [person.name for person in people_in_head(text[:head]) if person.name]
    turns = _TurnForm(text, repeated)

    often = [label for label in speakers if counts[name_in_label(label)] >= MIN_OFTEN]

    def is_voice(mark: SpeakerMark) -> bool:
        """Whether somebody speaks who speaks only once."""
        if mark.line_start < first:
            # "Moderator (AB): Tell me about it?" is a turn above those of "Mod", and no line of a head.
            return role_of_label(mark.label) is not None and _is_question(text, mark)
        if (are_timed and mark.time_s is not None) or is_joint_label(mark.label, speakers):
            return True
        if not turns.may_begin(mark):
            return False
        is_person = is_bystander_label(mark.label) or any(is_name_of(name, mark.label) for name in names)
        if is_person or slip_of(mark.label, often) or is_unnamed_label(mark.label):
            return not is_place_or_device(mark.label)
        return is_known(mark.label) or (not are_timed and turns.are_all_labelled and turns.names_somebody(mark))

    return tuple(mark for mark in marks if counts[name_in_label(mark.label)] > 1 or is_voice(mark))


class _TurnForm:
    """What the turns of a text have before them: an empty line, or the time at the end of the turn before.

    A line without it, or among others with a colon ("Milch: 2", "Eier: 10"), is read aloud, and no turn.
    """

    def __init__(self, text: str, marks: Sequence[SpeakerMark]) -> None:
        above = [_lines_above(text, mark) for mark in marks[1:]]
        self.text = text
        self.speakers = {normalise_label(mark.label) for mark in marks}
        self.has_empty_line = sum(lines.endswith("\n\n") for lines in above) >= MIN_END_TIMES * max(len(above), 1)
        n_times = sum(_TIME_AT_END.search(lines.rstrip()) is not None for lines in above)
        self.has_time = n_times >= MIN_END_TIMES * max(len(above), 1)
        self.are_bold = sum(map(self._is_bold, marks)) >= MIN_LABELLED * len(marks)
        between = text[marks[0].line_start : marks[-1].line_start]
        begins = re.findall(r"(?<=\n\n)[^\n]*\S" if self.has_empty_line else r"(?<=\n)[^\n]*\S", between)
        self.are_all_labelled = len(marks) - 1 >= MIN_LABELLED * len(begins)

    def _is_bold(self, mark: SpeakerMark) -> bool:
        return "**" in self.text[mark.line_start : mark.words_start]

    def names_somebody(self, mark: SpeakerMark) -> bool:
        """Whether a label that occurs once has the form of the others and is the full name of a person."""
        words = mark.label.split()
        if not all(word[0].isupper() and word.rstrip(".").isalpha() for word in words):
            return False
        return is_person(words) or (self.are_bold and self._is_bold(mark) and len(words) > 1)

    def may_begin(self, mark: SpeakerMark) -> bool:
        """Whether a turn may begin at a mark that is not one of them."""
        above = _lines_above(self.text, mark)
        if self.has_time and not _TIME_AT_END.search(above.rstrip()):
            return False
        if self.has_empty_line:
            return above.endswith("\n\n")
        # The end of a line that is longer has no label at its start.
        _, newline, line_above = above.rstrip("\n").rpartition("\n")
        label_above = label_at_start(line_above) if newline else ""
        return not label_above or normalise_label(label_above) in self.speakers


def _is_question(text: str, mark: SpeakerMark) -> bool:
    """Whether the line behind a label is a question."""
    newline = text.find("\n", mark.words_start)
    return text[mark.words_start : newline if newline >= 0 else len(text)].rstrip(" *_").endswith("?")


def _lines_above(text: str, mark: SpeakerMark) -> str:
    """What is directly above the line of a mark: that line, or the end of a long one."""
    return text[max(0, mark.line_start - MAX_ABOVE) : mark.line_start]


def _possible_labels(text: str) -> list[SpeakerMark]:
    marks: list[SpeakerMark] = []
    boxed: list[SpeakerMark] = []
    front = FRONT_MATTER.match(text)
    for line in _LABELLED_LINE.finditer(text, front.end() if front else 0):
        label = (line["label"] or line["box"]).strip()
        if can_be_label(label) and not is_added_label(label):
            code = line["before"] or line["inside"] or line["after"] or line["only"] or line["box_time"]
            mark = SpeakerMark(line.start(), line.end(), label, seconds_of(code) if code else None)
            (boxed if line["box"] and not line["colon"] else marks).append(mark)
    marks += _labels_without_colon(text, marks)
    return sorted([*marks, *(boxed if _are_speakers(boxed) else ())], key=lambda mark: mark.line_start)


def _labels_without_colon(text: str, marks: Sequence[SpeakerMark]) -> Iterator[SpeakerMark]:
    """Marks of lines in which the colon behind a label of other turns was forgotten.

    A tab or two blanks are behind the label, or it is a code ("P04") before a capital letter: "I" begins sentences.
    """
    starts = {mark.line_start for mark in marks}
    counts = Counter(mark.label for mark in marks)
    labels = sorted((label for label, n in counts.items() if n > 1), key=len, reverse=True)
    if not labels:
        return
    any_label = "|".join(map(re.escape, labels))
    pattern = rf"^[ \t]*+(?P<label>{any_label})(?:\.?(?:\t[ \t]*+|[ ]{{2,}})(?=\S)|(?<=\d)[ ](?=[A-ZÄÖÜ\"„“«»]))"
    for line in re.finditer(pattern, text, re.M):
        if line.start() not in starts:
            yield SpeakerMark(line.start(), line.end(), line["label"])


def _are_speakers(boxed: list[SpeakerMark]) -> bool:
    """Whether words in square brackets before others are labels; "[laughs]" is a remark."""
    return len(boxed) >= 3 and all(is_known(mark.label) for mark in boxed)


def _without_header(text: str, marks: list[SpeakerMark]) -> list[SpeakerMark]:
    """The marks without header lines such as "Interviewerin: Ada Berg".

    Header lines have no time where the turns have one. Or they are successive lines with short values, where the turns
    have empty lines between them.
    """
    while marks and explains_label(marks[0].label, text[marks[0].words_start :].partition("\n")[0]):
        marks = marks[1:]
    first_timed = next((position for position, mark in enumerate(marks) if mark.time_s is not None), 0)
    if first_timed and all(mark.time_s is not None for mark in marks[first_timed : first_timed + 5]):
        return marks[first_timed:]
    n_spaced = sum(text.endswith("\n\n", 0, mark.line_start) for mark in marks)
    # The first turn and up to two lines of a header have no empty line above them.
    if n_spaced < 0.8 * (len(marks) - 3):
        return marks
    n_lines = 0
    while n_lines + 1 < len(marks) and n_lines < 8:
        mark, next_mark = marks[n_lines], marks[n_lines + 1]
        if "\n" in text[mark.line_start : next_mark.line_start].strip():
            break
        value = text[mark.words_start : next_mark.line_start]
        if "\n\n" in value.rstrip(" ") and n_lines == 0:
            return marks
        # A long value or a question is speech.
        if len(value.split()) > 6 or value.rstrip().endswith(("?", "!")):
            return marks
        n_lines += 1
        if "\n\n" in value:
            return marks[n_lines:]
    return marks


def _with_times_above(text: str, marks: list[SpeakerMark]) -> list[SpeakerMark]:
    """Marks with the times of the lines above them: Google Meet writes the time on a line of its own."""
    timed = []
    for mark in marks:
        before = text[max(0, mark.line_start - 60) : mark.line_start]
        above = _TIME_LINE_ABOVE.search(before) if mark.time_s is None else None
        timed.append(replace(mark, time_s=parse_seconds(above[1])) if above else mark)
    return timed


def _with_times_at_end(text: str, marks: list[SpeakerMark]) -> list[SpeakerMark]:
    """Marks with the time at the end of the turn before: f4 writes the time at the end of a paragraph."""
    if not marks or any(mark.time_s is not None for mark in marks):
        return marks
    ends = [mark.line_start for mark in marks[1:]] + [len(text)]
    end_times = [
        _TIME_AT_END.search(text[mark.words_start : end].rstrip()) for mark, end in zip(marks, ends, strict=True)
    ]
    if sum(code is not None for code in end_times) < MIN_END_TIMES * len(marks):
        return marks
    above = _TIME_AT_END.search(text[: marks[0].line_start].rstrip())
    time_s = parse_seconds(above.group()) if above else 0.0
    timed = []
    for mark, code in zip(marks, end_times, strict=True):
        timed.append(replace(mark, time_s=time_s))
        time_s = parse_seconds(code.group()) if code else time_s
    return timed


_MEET_TIME = re.compile(r"^[ \t*]*\d{1,2}:\d{2}:\d{2}[ \t*]*$", re.M)
_F4_TIME = re.compile(r"#\d{1,2}:\d{2}:\d{2}[-.,]\d{1,3}#")
_MAXQDA_TURN = re.compile(r"^[ \t]*\d{1,2}:\d{2}:\d{2}(?:\.\d{1,3})?[^\W\d_][^\n:]{0,62}:", re.M)
REV_TURN = re.compile(r"^[ \t*]*[^\n:]{1,63}?[ \t]\((?:\d{1,2}:)?\d{1,2}:\d{2}\)[ \t*]*(?::|$)", re.M)
"""Where a turn begins in Rev and its like, with the words behind or below it."""


def occurs_twice(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a program's habit occurs at least twice."""
    return len(list(islice(pattern.finditer(text), 2))) == 2


def is_google_meet(text: str) -> bool:
    """Whether this is Google Meet: the time is on a line of its own above ``Name: words``."""
    return is_labelled(text) and _MEET_TIME.search(text) is not None


def is_rev_labels(text: str) -> bool:
    """Whether this is Rev or its like: ``Speaker 1 (00:12): words``."""
    return occurs_twice(REV_TURN, text) and is_labelled(text)


def is_f4(text: str) -> bool:
    """Whether this is f4 or f5: ``#00:00:06-8#``."""
    return occurs_twice(_F4_TIME, text) and is_labelled(text)


def is_maxqda(text: str) -> bool:
    """Whether this is MAXQDA, which joins the time to the name: ``00:03:40.5Zack:``."""
    return occurs_twice(_MAXQDA_TURN, text) and is_labelled(text)
