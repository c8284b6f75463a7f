"""Speech recognition's plain .txt: a line a caption, cut anywhere. Lines are joined, so that no thought ends at one."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.captions import Caption, join_captions
from voc.ingest.transcripts.utterances import count_time_lines

MIN_LINES = 12
MAX_LENGTH = 160
"""Code points of a line: captions are short."""
MIN_GO_ON = 0.4
"""Share of the lines that begin with a small letter, so in the middle of a sentence."""


def recognise(text: str) -> bool:
    """Whether hardly any line is empty, all are short, and many begin in the middle of a sentence."""
    lines = [line.strip() for line in text.strip().split("\n")]
    spoken = [line for line in lines if line]
    if len(spoken) < MIN_LINES or len(lines) - len(spoken) > 0.02 * len(lines) or count_time_lines(text) >= 3:
        return False
    going_on = sum(line[0].islower() for line in spoken)
    return (
        max(map(len, spoken)) <= MAX_LENGTH and median(map(len, spoken)) >= 25 and going_on >= MIN_GO_ON * len(spoken)
    )


def read(text: str) -> Transcript:
    """The lines as captions without times; the document's text is written anew."""
    joined = join_captions([Caption(0.0, 0.0, "", line) for line in text.split("\n")])
    note = "Lines are cut as in captions: joined. " + joined.notes[0]
    return Transcript(joined.text, tuple(replace(one, time_s=None) for one in joined.utterances), (note,))
