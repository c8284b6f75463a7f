"""Lines that hold no words, and talks without speakers: what is left out of every transcript, and what is doubtful."""

from __future__ import annotations

import re
from dataclasses import replace

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.caption_turns import UNNAMED_NOTE
from voc.ingest.transcripts.unlabelled import NOTES_OF_ONE
from voc.ingest.transcripts.utterances import trim

MIN_QUESTIONS = 2
MIN_QUESTION_SHARE = 0.08
"""Number of questions, and their share of the sentences, from which on a text without speakers may be a talk."""

# "(lacht)", "((hustet))", "[Pause]", "<laughs>"; with a question mark ("(Haus?)") they are words that are hard to hear.
_REMARK_LINE = re.compile(
    r"^[ \t.,;:…!–-]*+(?:(?:\({1,2}[^()\n?]{1,200}\){1,2}|\[[^\[\]\n?]{1,200}\]|<[^<>\n?]{1,200}>|\{[^{}\n?]{1,200}\})"
    r"[ \t.,;:…!–-]*+)++$",
    re.M,
)
_SENTENCE_END = re.compile(r"(?<=[^\W_])[.!?…](?=[\s\"“”»’')*_]|\Z)")


def without_remarks(transcript: Transcript) -> Transcript:
    """The transcript without lines that hold nothing but remarks in brackets, which are counted in a note."""
    utterances: list[Utterance] = []
    remarks: list[LeftOut] = []
    for item in transcript.utterances:
        # A pattern with "^" and "$" sees the ends of the utterance only in a text of its own.
        words, start = transcript.text[item.start : item.end], 0
        for remark in [*_REMARK_LINE.finditer(words), None]:
            end = remark.start() if remark else len(words)
            first, last = trim(words, start, end)
            if first < last:
                utterances.append(replace(item, start=item.start + first, end=item.start + last))
            if remark:
                remarks.append(LeftOut(item.start + remark.start(), item.start + remark.end(), "remarks"))
            start = remark.end() if remark else end
    if not remarks:
        return transcript
    note = f"Lines with nothing but a remark in brackets, such as (laughs), were left out: {len(remarks)}."
    return replace(
        transcript,
        utterances=tuple(utterances),
        notes=(*transcript.notes, note),
        left_out=(*transcript.left_out, *remarks),
    )


def with_notes_on_words(transcript: Transcript) -> Transcript:
    """The transcript, with a first note when nobody is named and questions are among the words."""
    if any(item.label or item.question for item in transcript.utterances):
        return transcript
    ends = [
        end for item in transcript.utterances for end in _SENTENCE_END.findall(transcript.text, item.start, item.end)
    ]
    n_questions = ends.count("?")
    if n_questions < max(MIN_QUESTIONS, MIN_QUESTION_SHARE * len(ends)):
        return transcript
    note = (
        f"No speakers are named, and {n_questions} questions are among the words of the one participant: if this is an "
        "interview, they count as answers. Export it with speakers (Teams: .vtt or .docx), or write I: and B: before "
        "the turns."
    )
    # The note says what the shorter ones say, and more.
    notes = (other for other in transcript.notes if other not in {UNNAMED_NOTE, NOTES_OF_ONE})
    return replace(transcript, notes=(note, *notes))
