"""Read texts of times and words without speaker lines: YouTube's transcript panel as it is copied, and oTranscribe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from voc.files.decode import count_characters
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.caption_repeats import count_words
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.caption_voices import believed_labels
from voc.ingest.transcripts.captions import read_cues
from voc.ingest.transcripts.speakers import can_be_label
from voc.ingest.transcripts.utterances import CLOCK, parse_seconds

MIN_PANEL_LINES = 3
"""Lines with a time of their own from which on a text may be a panel of captions."""
MIN_DURATIONS = 0.5
"""Share of the times below which the same time is written in words, if such lines are no speech."""

_TIME_ALONE = re.compile(r"^[ \t]*+(\d{1,2}:\d{2}(?::\d{2})?)[ \t]*+$", re.M)
_TIME_BEFORE_WORDS = re.compile(rf"^[ \t]*+({CLOCK})[ \t]++(?=\S)", re.M)
# "1 minute, 5 seconds", "1 Stunde, 2 Minuten und 5 Sekunden", "5 secondes"
_AMOUNT = r"(\d{1,3})\s?[^\W\d_]{1,12}\.?"
_DURATION = re.compile(rf"{_AMOUNT}(?:,?\s(?:[^\W\d_]{{1,3}}\s)?{_AMOUNT}){{0,2}}")
_FOOT = re.compile(r"[^\W\d_]{3,20}(?: \([^()\n]{2,30}\)){1,2}")
_NUMBER = re.compile(r"\d{1,3}")
_NO_EMPHASIS = str.maketrans("", "", "*_")


def is_panel(text: str) -> bool:
    """Whether this is YouTube's transcript panel: rising times on lines of their own, words below, and no names."""
    cues = _cues(text, list(_TIME_ALONE.finditer(text)))
    times = [cue.start_s for cue in cues]
    if len(cues) < MIN_PANEL_LINES or times != sorted(times):
        return False
    # Names may be bold, as in Google Meet's text as Markdown.
    if believed_labels([replace(cue, text=cue.text.translate(_NO_EMPHASIS)) for cue in cues]):
        return False
    # A line that recurs is the name of a speaker, as in text that is copied from Teams.
    counts = Counter(line for cue in cues for line in set(cue.text.split("\n")))
    return not any(n > 1 and line[:1].isupper() and can_be_label(line) for line, n in counts.items())


def read_panel(text: str) -> Transcript:
    """The words below the times, without the times in words, which are written for screen readers."""
    times = list(_TIME_ALONE.finditer(text))
    n_words = count_words(text[: times[0].start()]) if times else 0
    notes = [f"Text above the first caption was left out: {n_words} words."] if n_words else []
    cues = _cues(text, times)
    spoken = _without_durations(_without_foot(cues))
    n_head = count_characters(text[: times[0].start()]) if times else 0
    n_times = count_characters(text) - n_head - sum(count_characters(cue.text) for cue in spoken)
    return read_cues(spoken, notes, {"head": n_head, "times": n_times})


def _without_foot(cues: Sequence[Caption]) -> list[Caption]:
    """The cues without the name of the captions' language, which is the last line of the panel."""
    *lines, last = cues[-1].text.split("\n")
    return [*cues[:-1], replace(cues[-1], text="\n".join(lines))] if lines and _FOOT.fullmatch(last) else list(cues)


def is_stamped(text: str) -> bool:
    """Whether lines begin with a time and words, as in oTranscribe."""
    return _TIME_BEFORE_WORDS.search(text) is not None


def read_stamped(text: str) -> Transcript:
    """The words behind the times and on the lines below them; names are recognised as in captions."""
    times = list(_TIME_BEFORE_WORDS.finditer(text))
    head = text[: times[0].start()] if times else text
    # In oTranscribe, words above the first time are words of the talk.
    n_times = sum(count_characters(match[1]) for match in times)
    return read_cues([Caption(0.0, 0.0, None, head), *_cues(text, times)], left_out={"times": n_times})


def _cues(text: str, times: Sequence[re.Match[str]]) -> list[Caption]:
    """The lines below each time, without empty ones."""
    ends = [*(match.start() for match in times[1:]), len(text)]
    cues = []
    for match, end in zip(times, ends, strict=False):
        lines = (line.strip() for line in text[match.end() : end].split("\n"))
        start_s = parse_seconds(match[1]) or 0.0
        cues.append(Caption(start_s, start_s, None, "\n".join(line for line in lines if line)))
    return cues


def _without_durations(cues: Sequence[Caption]) -> list[Caption]:
    """The cues without first lines that say the time in words, if these are usual in the file."""
    are_durations = [_is_duration(cue) for cue in cues]
    if sum(are_durations) < MIN_DURATIONS * len(cues):
        return list(cues)
    return [
        replace(cue, text=cue.text.partition("\n")[2]) if is_duration else cue
        for cue, is_duration in zip(cues, are_durations, strict=True)
    ]


def _is_duration(cue: Caption) -> bool:
    first = cue.text.partition("\n")[0]
    if len(first) > 60 or _DURATION.fullmatch(first) is None:
        return False
    seconds = int(cue.start_s)
    parts = [seconds // 3600, seconds // 60 % 60, seconds % 60]
    numbers = [int(number) for number in _NUMBER.findall(first)]
    return [number for number in numbers if number] == [part for part in parts if part]
