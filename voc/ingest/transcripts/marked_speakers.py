"""Read transcripts with names and no times above the words: ``#### Anna``, ``**Anna**``, ``[Speaker 0]`` or ``Anna``.

ElevenLabs and others export talks like this, and people write them. Headings may also be questions and topics: see
`_are_speakers`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.labelled import NAME
from voc.ingest.transcripts.speakers import can_be_label, is_known, normalise_label
from voc.ingest.transcripts.times import HEAD_WORDS, any_of
from voc.ingest.transcripts.utterances import FRONT_MATTER, SpeakerMark, split_at

MIN_MARKED = 3
"""Lines with marked names that repeat."""
MIN_REPEATED = 0.6
"""Share of the marked lines of a style that must hold names that repeat."""
MIN_PLAIN = 0.4
"""Names without a mark that repeat, as a share of the paragraphs."""
MIN_ASKING = 1 / 3
"""Share of the turns of a marked name that must have a question, for the marked lines to be speakers and not topics."""
MAX_LABELS = 0.7
"""Different marked names, as a share of the marked lines."""
MAX_OTHER_HEADINGS = 0.25
"""Other headings, as a share of the marked names between them, from which on the "names" are topics of products."""

_EM = r"(?:\*{1,3}|_{1,3})?+"
_MARKED_NAME = re.compile(
    rf"""^[ \t]*+(?:(?P<hashes>\#{{1,6}})[ \t]++{_EM}\[?(?P<heading>{NAME})\]?:?{_EM}:?[ \t]*+\#*+
    | (?P<em>\*\*|__)(?P<bold>{NAME}):?(?:\*\*|__):? | \[(?P<box>{NAME})\]:? )[ \t]*+$""",
    re.X | re.M,
)
# Directly above the words, or (Word) a paragraph of its own.
_PLAIN_NAME = re.compile(rf"(?:\A|(?<=\n\n))(?P<name>{NAME}):?[ \t]*+(?P<gap>\n\n?)(?=\S)")
_PARAGRAPH = re.compile(r"(?:\A|(?<=\n\n))(?=\S)")
_HEADING = re.compile(r"^[ \t]*+\#{1,6}[ \t]", re.M)
_FULL_NAME = re.compile(r"(?:[^\W\d_a-z][^\W\d_]*[.]?(?:[ -](?=\S)|\Z)){2,4}")
_REMARK = re.compile(rf"{any_of(HEAD_WORDS['lines']['remarks'])}(?![^\W_]).*", re.I)


def has_marked_speakers(text: str) -> bool:
    """Whether names without times are above the words: marked, or first in most paragraphs."""
    return bool(_marked_speakers(text))


def read_marked_speakers(text: str) -> Transcript:
    """The turns below the marked names."""
    return split_at(text, _marked_speakers(text))


@lru_cache(maxsize=1)
def _marked_speakers(text: str) -> tuple[SpeakerMark, ...]:
    """Marked names of the first style (level of heading, bold, brackets) that is evidently used for speakers.

    Headings may also be topics that repeat ("### Good", "### Bad"): labels must be usual ones, or somebody must ask.
    """
    front = FRONT_MATTER.match(text)
    styles: dict[str, list[SpeakerMark]] = {}
    for line in _MARKED_NAME.finditer(text, front.end() if front else 0):
        label = (line["heading"] or line["bold"] or line["box"]).strip()
        if can_be_label(label) and not _REMARK.fullmatch(label):
            style = line["hashes"] or line["em"] or "["
            styles.setdefault(style, []).append(SpeakerMark(line.start(), line.end(), label))
    for marks in styles.values():
        repeated = _repeated(marks)
        if len(repeated) >= max(MIN_MARKED, MIN_REPEATED * len(marks)) and _are_speakers(text, repeated):
            speakers = set(repeated)
            return tuple(mark for mark in marks if mark in speakers or _FULL_NAME.fullmatch(mark.label))
    return _plain_speakers(text)


def _repeated(marks: Sequence[SpeakerMark]) -> list[SpeakerMark]:
    counts = Counter(normalise_label(mark.label) for mark in marks)
    return [mark for mark in marks if counts[normalise_label(mark.label)] > 1 or is_known(mark.label)]


def _plain_speakers(text: str) -> tuple[SpeakerMark, ...]:
    """Names without any mark as first lines of most paragraphs, or as full names between them."""
    marks, n_alone = [], 0
    for line in _PLAIN_NAME.finditer(text):
        label, is_alone = line["name"].strip(), len(line["gap"]) > 1
        is_name = label[0].isupper() and label[-1] not in ".,;…" and can_be_label(label)
        if is_name and (not is_alone or _FULL_NAME.fullmatch(label) or is_known(label)):
            marks.append(SpeakerMark(line.start(), line.end("name"), label))
            n_alone += is_alone
    repeated = _repeated(marks)
    n_paragraphs = len(_PARAGRAPH.findall(text)) - n_alone
    if len(repeated) < max(MIN_MARKED + 1, MIN_PLAIN * n_paragraphs) or not _are_speakers(text, repeated):
        return ()
    return tuple(repeated)


def _are_speakers(text: str, marks: Sequence[SpeakerMark]) -> bool:
    """Whether marked lines that repeat name speakers: by usual labels, or because one of them asks and none is between
    other headings."""
    labels = {normalise_label(mark.label) for mark in marks}
    if len(labels) < 2 or len(labels) > MAX_LABELS * len(marks):
        return False
    if all(is_known(mark.label) for mark in marks):
        return True
    n_headings = len(_HEADING.findall(text, marks[0].words_start)) + 1
    n_marked = sum(_HEADING.match(text, mark.line_start) is not None for mark in marks)
    if n_headings - n_marked >= MAX_OTHER_HEADINGS * len(marks):
        return False
    n_turns, n_asking = Counter[str](), Counter[str]()
    ends = [*(mark.line_start for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        n_turns[normalise_label(mark.label)] += 1
        n_asking[normalise_label(mark.label)] += "?" in text[mark.words_start : end]
    asking = [label for label in labels if n_asking[label] >= MIN_ASKING * n_turns[label]]
    return 0 < len(asking) < len(labels)
