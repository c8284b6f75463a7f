"""A text in which nobody is named: notes, or one person's own words. Every paragraph counts as one participant's."""

from __future__ import annotations

import re

from voc.errors import FormatError
from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.utterances import count_time_lines, paragraphs

_LEFT_OUT = re.compile(
    r"\A---\n(?s:.*?)\n(?:---|\.\.\.)[ \t]*+(?:\n|\Z)|^[ \t]*+#{1,6}[ \t].*$|^[ \t]*+\|.*\|[ \t]*+$"
    r"|^[ \t]*+(?:-{3,}|_{3,}|={3,})[ \t]*+$"
    r"|^[ \t]*+!\[[^\]\n]*\]\([^)\n]*\)[ \t]*+$|^```[^\n]*\n(?:(?!```)[^\n]*\n)*+```[^\n]*$"
    r"|^[ \t]*+\*\*[^*\n]+\*\*[ \t]*+$|^[ \t]*+https?://\S+[ \t]*+$",
    re.M,
)
_ASKS = re.compile(r"\?[\"”“»’')*_\s]*$")


def recognise(text: str) -> bool:
    """Any text: this reader is the last to be asked."""
    return bool(text.strip())


def spoken(text: str) -> list[Utterance]:
    """Paragraphs outside front matter, headings, tables and pictures."""
    found, position = [], 0
    for gap in [*_LEFT_OUT.finditer(text), None]:
        end = gap.start() if gap else len(text)
        found += [Utterance(a, b, "") for a, b in paragraphs(text, position, end)]
        position = gap.end() if gap else end
    return found


def read(text: str) -> Transcript:
    """Every paragraph outside front matter, headings, tables and pictures.

    Raises:
        FormatError: the text has time codes, so it is a transcript whose turns could not be read.
    """
    times = count_time_lines(text)
    if times >= 3:
        raise FormatError(
            f"this looks like a transcript ({times} lines with time codes), but no speakers could be read. "
            "Write each turn as 'Name: text' or 'Name  0:12' above its text, or export it as .vtt."
        )
    found = spoken(text)
    notes = ["No speakers are named: read as notes of one participant."]
    asking = sum(_ASKS.search(text[item.start : item.end]) is not None for item in found)
    if len(found) >= 10 and asking >= 0.15 * len(found):
        notes.append(
            f"{asking} of {len(found)} paragraphs are questions, so this may be a talk without speaker labels. "
            "The questions count as the participant's words: write 'I:' and 'B:' before the paragraphs to change that."
        )
    return Transcript(text, tuple(found), tuple(notes))
