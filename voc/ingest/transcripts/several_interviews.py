"""Split a transcript with several interviews: each has a heading ("Interview 2 (m, 61)") or repeated lines of a head.

Researchers copy all interviews of a study into one document. "B" of the first is not "B" of the second, and a heading
is nobody's words.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import groupby

from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.respondent_attributes import attributes_from_title, is_field_name, name_in_title
from voc.ingest.transcripts.speakers import normalise_label, role_of_label
from voc.ingest.transcripts.utterances import trim

MAX_HEADING = 100
"""Code points of a heading; a longer line is speech."""
MAX_HEADING_WORDS = 12
"""Words of a heading that ends with a full stop; a longer one is a sentence."""
MAX_FIELD_WORDS = 8
"""Words of the value in a line of a head; a longer one is speech."""
MAX_FIELDS = 40
"""Lines below a heading that are searched for fields."""
MAX_LISTED = 5
"""Headings that a note lists."""
MAX_KINDS = 20
"""Kinds of headings that are tried."""
MIN_TURNS = 2.0
"""Mean number of turns of an interview with labels; fewer below each heading are questions or speakers' names."""
MIN_OWN = 0.5
"""Share of all code points that those must say who speak below one heading only, where headings open interviews."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("interview_headings.toml").read_text("utf-8"))
_NUMBER = (
    # "Interviewer1: Gern." is a turn.
    r"(?![^\W\d_])[ \t]*(?:[#.:_–-]|nr\.?|no\.?|number|nummer)?[ \t]*"
    r"(?P<number>[a-z]{0,3}[-_]?\d{1,3}[a-d]?|[ivx]{1,5}|[a-z])"
)
_REST = r"(?P<rest>[ \t]*(?:[,:;(\[–—|/.-].*)?)"
_CONNECTED = r"(?P<rest>[ \t]*(?:(?:[,:;(\[–—|/.-]|(?<=[ \t])(?:am|mit|of|on|vom|von|with)[ \t]).*)?)"
_STRONG = re.compile(rf"(?P<kind>{'|'.join(_DATA['strong'])}){_NUMBER}\b{_CONNECTED}", re.I)
_PERSON = re.compile(
    rf"(?P<kind>{'|'.join(_DATA['persons'])})[ \t]*(?:[#._-]|nr\.?)?[ \t]*"
    rf"(?P<number>\d{{1,3}}[a-d]?|(?<=[a-z]{{5}}[ \t])[a-z]){_REST}",
    re.I,
)
# "=== Session 2, Tuesday - Imran (34) ===": any word, if other people speak below each heading.
_ANY_KIND = re.compile(
    rf"(?P<kind>[^\W\d_]{{3,20}})[ \t]*(?:#|nr\.?|no\.?)?[ \t]*(?P<number>\d{{1,3}})\b{_CONNECTED}", re.I
)
_WITH_NAME = re.compile(rf"(?P<kind>{'|'.join(_DATA['with_name'])}):?[ \t]+(?P<number>\S.*)", re.I)
_ORDINAL = re.compile(rf"(?P<number>{'|'.join(_DATA['ordinals'])})[ \t]+(?P<kind>interview|gespräch)\b{_REST}", re.I)
_FILE_NAME = re.compile(r"(?P<kind>)(?P<number>[\w .()-]{1,60}\.(?:docx?|m4a|mp3|mp4|odt|rtf|txt|vtt|wav))", re.I)
_MARKS = " \t\f#*_=–—-~"
_FIELD = re.compile(
    r"[ \t]*+(?:[-*•][ \t]+)?(?:\*\*)?(?P<name>[^\W\d_][^:=\n*]{0,40}?)(?:\*\*)?[ \t]*[:=](?P<value>.*)"
)
_DATE_BEHIND = re.compile(r"\.[ \t]?\d")
_SENTENCE_MARKS = ("?", "!", "…")


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview of a file.

    ``title`` is its heading, ``head`` the heading with everything else above the first turn. ``code`` and ``name`` are
    the respondent's, where the heading has them ("P03", "Interview mit Anna Berg"). ``start`` is where its transcript
    begins in that of the file.
    """

    title: str
    head: str
    transcript: Transcript
    code: str = ""
    name: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class _SourceLine:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _InterviewHead:
    """Where an interview begins: its first line, the end of its head, and what tells it from the others."""

    start: int
    end: int
    kind: str
    key: str
    title: str = ""
    code: str = ""
    name: str = ""


def split_interviews(transcript: Transcript) -> tuple[Interview, ...]:
    """The interviews of a transcript; a single one without a head when there is no sign of several."""
    lines = list(_lines(transcript.text))
    heads = _find_heads(transcript, lines)
    if len(heads) < 2:
        return (Interview("", "", replace(transcript, notes=(*transcript.notes, *_doubts(transcript, lines)))),)
    utterances = _outside_heads(transcript, heads)
    interviews = []
    # A heading that repeats right after itself is that of a page, and no new interview.
    groups = [list(group) for _, group in groupby(heads, key=lambda head: head.key)]
    starts = [group[0].start for group in groups]
    for number, (group, end) in enumerate(zip(groups, [*starts[1:], len(transcript.text)], strict=True)):
        head = group[0]
        # What is above the first heading is about the file, unless somebody speaks there.
        start = 0 if number == 0 and not any(item.start < head.start for item in utterances) else head.start
        own = [item for item in utterances if head.start <= item.start < end]
        if own:
            first = own[0].start
            interviews.append(
                Interview(
                    head.title,
                    transcript.text[head.start : max(head.end, _line_start(transcript.text, first))],
                    _part(transcript, own, start, end),
                    head.code,
                    head.name,
                    start,
                )
            )
    above = [item for item in utterances if item.start < starts[0]]
    if above:
        interviews.insert(0, Interview("", transcript.text[: above[0].start], _part(transcript, above, 0, starts[0])))
    return tuple(interviews)


def _part(transcript: Transcript, utterances: Sequence[Utterance], start: int, end: int) -> Transcript:
    moved = tuple(replace(item, start=item.start - start, end=item.end - start) for item in utterances)
    return Transcript(transcript.text[start:end], moved)


def _lines(text: str) -> Iterator[_SourceLine]:
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        yield _SourceLine(start, end, text[start:end])
        start = end + 1


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _find_heads(transcript: Transcript, lines: Sequence[_SourceLine]) -> list[_InterviewHead]:
    """The heads of several interviews, of the kind that opens most of them; empty when there is at most one."""
    for kinds, accept in (
        (_by_kind(_headings(transcript, lines)), _opens_interviews),
        (_repeated_fields(lines), _opens_interviews),
        (_by_kind(_numbered_lines(transcript, lines)), _changes_people),
    ):
        # The most frequent kind that has turns below its heads; in a hostile file, every line may be a kind.
        for heads in sorted(kinds, key=len, reverse=True)[:MAX_KINDS]:
            if len(heads) > 1 and accept(transcript, heads):
                return _with_fields(transcript, lines, _with_asides(transcript, lines, heads))
    return []


def _by_kind(headings: Iterable[_InterviewHead]) -> list[list[_InterviewHead]]:
    by_kind: dict[str, list[_InterviewHead]] = {}
    for head in headings:
        by_kind.setdefault(head.kind, []).append(head)
    return list(by_kind.values())


def _numbered_lines(transcript: Transcript, lines: Sequence[_SourceLine]) -> Iterator[_InterviewHead]:
    """Lines below an empty one that consist of any word with a number, and of what follows behind a comma or dash."""
    labels = {normalise_label(item.label) for item in transcript.utterances}
    # "### Anna (34)" above every turn of hers is the head of a turn; an interview names its person once.
    named = Counter(name_in_title(_title_of(line)) for line in lines if _marks_of(line))
    for position, line in enumerate(lines):
        title = _title_of(line) if line.text else ""
        if not title:
            continue
        is_apart = position == 0 or not lines[position - 1].text.strip()
        match = _ANY_KIND.fullmatch(title) if is_apart else None
        if match and normalise_label(title[: match.start("rest")]) not in labels:
            name = name_in_title(title)
            yield _InterviewHead(line.start, line.end, match["kind"].casefold(), match["number"], title, "", name)
        elif is_apart and (marks := _marks_of(line)) and (name := name_in_title(title)) and named[name] == 1:
            # "=== Anna (34) ===" has no number.
            yield _InterviewHead(line.start, line.end, marks, normalise_label(title), title, "", name)


def _changes_people(transcript: Transcript, heads: Sequence[_InterviewHead]) -> bool:
    """Whether headings of any kind open interviews: they describe a person each, or others speak below each of them."""
    if not _opens_interviews(transcript, heads):
        return False
    if all(attributes_from_title(head.title) for head in heads):
        return True
    voices = _voices_below(transcript, [head.start for head in heads])
    n_own = sum(voices[head.start].total() for head in heads) - sum(
        n for head in heads for voice, n in voices[head.start].items() if _n_sections(voices, voice) > 1
    )
    has_own = all(any(_n_sections(voices, voice) == 1 for voice in voices[head.start]) for head in heads)
    return has_own and n_own >= MIN_OWN * sum(section.total() for section in voices.values())


def _voices_below(transcript: Transcript, starts: Sequence[int]) -> dict[int, Counter[str]]:
    """How many code points each voice says in the section below each start; the first section is that above them."""
    voices: dict[int, Counter[str]] = {start: Counter() for start in (-1, *starts)}
    for item in transcript.utterances:
        below = bisect_right(starts, item.start)
        voices[starts[below - 1] if below else -1][normalise_label(item.label)] += item.end - item.start
    return voices


def _n_sections(voices: Mapping[int, Counter[str]], voice: str) -> int:
    return sum(voice in section for section in voices.values())


def _with_asides(
    transcript: Transcript, lines: Sequence[_SourceLine], heads: Sequence[_InterviewHead]
) -> list[_InterviewHead]:
    """The heads, and headings between the same marks below which only those go on who speak in several interviews:
    "=== Debrief ===" is no part of the interview above it."""
    own = {head.start: _marks_of(lines[bisect_right([line.start for line in lines], head.start) - 1]) for head in heads}
    marks = set(own.values())
    asides = [
        _InterviewHead(line.start, line.end, heads[0].kind, normalise_label(_title_of(line)), _title_of(line))
        for line in lines
        if len(marks) == 1
        and "" not in marks
        and _marks_of(line) in marks
        and line.start not in own
        and _title_of(line)
    ]
    if not asides:
        return list(heads)
    starts = sorted(head.start for head in (*heads, *asides))
    voices = _voices_below(transcript, starts)
    recurring = {voice for section in voices.values() for voice in section if _n_sections(voices, voice) > 1}
    kept = []
    for aside in asides:
        above = [head for head in heads if head.start < aside.start]
        speaking = set(voices[aside.start])
        if above and speaking and speaking <= recurring and not set(voices[above[-1].start]) <= recurring:
            kept.append(aside)
    return sorted([*heads, *kept], key=lambda head: head.start)


def _marks_of(line: _SourceLine) -> str:
    """The marks before the words of a heading ("===", "##"); "" where there are none."""
    text = line.text.strip()
    return text[: len(text) - len(text.lstrip(_MARKS))].strip()


def _title_of(line: _SourceLine) -> str:
    """A line without the marks around it; "" when it is too long for a heading or a sentence."""
    title = line.text.strip(_MARKS).rstrip(":").strip(_MARKS)
    is_sentence = title.endswith(_SENTENCE_MARKS) or (title.endswith(".") and len(title.split()) > MAX_HEADING_WORDS)
    return "" if len(title) > MAX_HEADING or is_sentence else title


def _doubts(transcript: Transcript, lines: Sequence[_SourceLine]) -> Iterator[str]:
    """A note about headings of interviews that come back, so that the file was not split at them."""
    titles: dict[str, str] = {}
    for head in _headings(transcript, lines):
        if _STRONG.fullmatch(head.title):
            titles.setdefault(head.key, head.title)
    if len(titles) > 1 and len(transcript.utterances) >= MIN_TURNS * len(titles):
        listed = ", ".join(f"'{title}'" for title in list(titles.values())[:MAX_LISTED])
        yield f"Read as one interview, although these may be headings of several: {listed}. Split the file if they are."


def _headings(transcript: Transcript, lines: Sequence[_SourceLine]) -> Iterator[_InterviewHead]:
    # The name of a person above each of their turns is a speaker line.
    runs = Counter(label for label, _ in groupby(normalise_label(item.label) for item in transcript.utterances))
    for position, line in enumerate(lines):
        title = _title_of(line)
        if not title:
            continue
        match = (
            _STRONG.fullmatch(title) or _WITH_NAME.fullmatch(title) or _ORDINAL.fullmatch(title)
            or _FILE_NAME.fullmatch(title)
        )  # fmt: skip
        is_below_empty = position == 0 or not lines[position - 1].text.strip(_MARKS)
        if match is None and is_below_empty and (match := _PERSON.fullmatch(title)):
            rest = match["rest"].strip()
            is_turn = rest.startswith(":") and len(rest) > 1 and not attributes_from_title(rest)
            if is_turn or runs[normalise_label(title[: match.start("rest")])] > 1:
                match = None
        if match:
            # "Interview 12.03.2026" has a date, and two interviews may have the same.
            is_date = _DATE_BEHIND.match(match.groupdict().get("rest") or "")
            key = title if is_date else match["number"]
            code = title[: match.start("rest")].strip() if match.re is _PERSON else ""
            name = match["number"] if match.re is _WITH_NAME else name_in_title(title)
            yield _InterviewHead(
                line.start, line.end, match["kind"].casefold(), normalise_label(key), title, code, name
            )


def _with_fields(
    transcript: Transcript, lines: Sequence[_SourceLine], heads: Sequence[_InterviewHead]
) -> list[_InterviewHead]:
    """The heads with the lines of fields below them ("Alter: 34", "Interviewerin: Ada Berg")."""
    counts = Counter(normalise_label(utterance.label) for utterance in transcript.utterances)
    starts = [line.start for line in lines]
    extended = []
    for head in heads:
        end, n_known = head.end, 0
        position = bisect_right(starts, head.start)
        for line in lines[position : position + MAX_FIELDS]:
            if not line.text.strip(_MARKS):
                continue
            field = _field(line.text)
            is_known = field is not None and is_field_name(field[0])
            # A field of every head occurs as often as there are heads, and a speaker's label more often.
            if field is None or not (is_known or (n_known and counts[normalise_label(field[0])] <= len(heads))):
                break
            n_known += is_known
            end = line.end
        extended.append(replace(head, end=max(end, head.end)))
    return extended


def _field(line: str) -> tuple[str, str] | None:
    """Name and value of a line that may be a field; None for any other line, also for a turn of a labelled speaker."""
    field = _FIELD.match(line)
    if field is None:
        return None
    name, value = field["name"].strip(), field["value"].strip(" \t*")
    if len(value.split()) > MAX_FIELD_WORDS or value.endswith("?"):
        return None
    # "Interviewerin: Ada Berg" is a field, and "Interviewerin: Guten Tag." a turn.
    if role_of_label(name) and not all(word[0].isupper() or word[0].isdigit() for word in value.split()):
        return None
    return None if role_of_label(name) and value.endswith((".", "!")) else (name, value)


def _repeated_fields(lines: Sequence[_SourceLine]) -> list[list[_InterviewHead]]:
    """Blocks of at least two lines of fields that begin with the same field."""
    blocks: dict[str, list[_InterviewHead]] = {}
    position = 0
    while position < len(lines):
        first, name = position, ""
        while position < len(lines) and (field := _field(lines[position].text)) and is_field_name(field[0]):
            name = name or normalise_label(field[0])
            position += 1
        if position - first >= 2:
            start, end = lines[first].start, lines[position - 1].end
            blocks.setdefault(name, []).append(_InterviewHead(start, end, name, str(start)))
        position += position == first
    return list(blocks.values())


def _opens_interviews(transcript: Transcript, heads: Sequence[_InterviewHead]) -> bool:
    """Whether at least two heads have turns of their own below them."""
    utterances = _outside_heads(transcript, heads)
    starts = [head.start for head in heads]
    n_turns = Counter(bisect_right(starts, utterance.start) - 1 for utterance in utterances)
    n_turns.pop(-1, None)
    keys = [key for key, _ in groupby(heads[position].key for position in sorted(n_turns))]
    # Headings that come back are speakers' names, or parts of one interview.
    if len(keys) < 2 or len(set(keys)) < len(keys):
        return False
    has_labels = any(utterance.label for utterance in utterances)
    return not has_labels or sum(n_turns.values()) >= MIN_TURNS * len(n_turns)


def _outside_heads(transcript: Transcript, heads: Sequence[_InterviewHead]) -> list[Utterance]:
    """The utterances without those in a head. What follows a heading without a label is nobody's."""
    starts = [head.start for head in heads]
    kept = []
    for utterance in transcript.utterances:
        first = bisect_right(starts, utterance.start)
        # A head may begin before the utterance and contain it, or begin inside it.
        begin = max(utterance.start, heads[first - 1].end if first else 0)
        if begin > utterance.start and utterance.label:
            continue
        for at in range(first, bisect_right(starts, utterance.end - 1) + 1):
            head = heads[at] if at < len(heads) else None
            start, end = trim(transcript.text, begin, min(head.start if head else utterance.end, utterance.end))
            if start < end:
                kept.append(replace(utterance, start=start, end=end))
            # A heading that repeats right after itself is that of a page, in the middle of a turn.
            if head is None or (utterance.label and not (at and heads[at - 1].key == head.key)):
                break
            begin = min(head.end, utterance.end)
    return kept
