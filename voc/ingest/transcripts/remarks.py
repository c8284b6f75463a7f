"""Lines that hold no words, and talks without speakers: what is left out of every transcript, and what is doubtful."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.caption_turns import UNNAMED_NOTE
from voc.ingest.transcripts.speakers import is_machine_label, normalise_label
from voc.ingest.transcripts.unlabelled import NOTES_OF_ONE
from voc.ingest.transcripts.utterances import trim

MIN_QUESTIONS = 2
MIN_QUESTION_SHARE = 0.08
"""Number of questions, and their share of the sentences, from which on a text without speakers may be a talk."""

MIN_ADDRESSED = 3
"""Questions to somebody that are known by their words, where a recogniser writes no signs."""
MAX_WORDS_PER_QUESTION = 250
"""Words in which an interview has one of these questions; who talks alone asks nobody."""
MAX_WORDS_WITHOUT_END = 60
"""Words per sentence end from which on a text has no signs; its few are of the recogniser's inventions."""
MIN_CONTINUED = 3
MIN_CONTINUED_SHARE = 0.6
"""Turns that go on with another one's broken sentence, and their share of a speaker's turns, if both are one voice."""

# "(lacht)", "((hustet))", "[Pause]", "<laughs>"; with a question mark ("(Haus?)") they are words that are hard to hear.
_REMARK_LINE = re.compile(
    r"^[ \t.,;:…!–-]*+(?:(?:\({1,2}[^()\n?]{1,200}\){1,2}|\[[^\[\]\n?]{1,200}\]|<[^<>\n?]{1,200}>|\{[^{}\n?]{1,200}\})"
    r"[ \t.,;:…!–-]*+)++$",
    re.M,
)
_REQUEST = re.compile(
    "|".join(tomllib.loads(files("voc.ingest.transcripts").joinpath("roles.toml").read_text("utf-8"))["requests"]), re.I
)
_ADDRESS = re.compile(r"\b(?:you|your|du|dich|dir|euch|ihr|tell (?:me|us)|(?-i:Sie|Ihnen|Ihre?\w?))\b", re.I)
_BROKEN_OFF = re.compile(r"[^\W_][,–—-]?\s*\Z")
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


def _notes_on_split_voices(transcript: Transcript) -> Iterator[str]:
    """A note for every label of a program whose turns mostly go on with broken sentences of another such label."""
    turns = [item for item in transcript.utterances if item.label]
    n_turns = Counter(item.label for item in turns if is_machine_label(normalise_label(item.label)))
    continued: Counter[tuple[str, str]] = Counter()
    for before, item in pairwise(turns):
        words = transcript.text[item.start : item.end]
        is_broken = _BROKEN_OFF.search(transcript.text[before.start : before.end]) is not None
        if before.label != item.label and is_broken and words[:1].islower():
            continued[before.label, item.label] += 1
    for (first, second), n in continued.items():
        if {first, second} <= n_turns.keys() and n >= max(MIN_CONTINUED, MIN_CONTINUED_SHARE * n_turns[second]):
            yield (
                f"'{second}' goes on with broken sentences of '{first}' in {n} of {n_turns[second]} turns: both may be "
                f"one voice, and count as two people. If they are one, write '{first}' for both."
            )


def _count_addressed(words: str) -> int:
    """How often words ask somebody, by what is said alone ("was machst du", "can you describe")."""
    return sum(_ADDRESS.search(match.group()) is not None for match in _REQUEST.finditer(words))


def with_notes_on_words(transcript: Transcript) -> Transcript:
    """The transcript, with a first note on doubts about who speaks.

    Nobody is named and questions are among the words, or a program has given two labels to one voice.
    """
    if any(item.label or item.question for item in transcript.utterances):
        return replace(transcript, notes=(*_notes_on_split_voices(transcript), *transcript.notes))
    ends = [
        end for item in transcript.utterances for end in _SENTENCE_END.findall(transcript.text, item.start, item.end)
    ]
    n_questions = ends.count("?")
    if n_questions < max(MIN_QUESTIONS, MIN_QUESTION_SHARE * len(ends)):
        # Some recognisers write no signs at all.
        words = [transcript.text[item.start : item.end] for item in transcript.utterances]
        n_words = sum(len(own.split()) for own in words)
        n_questions = 0 if len(ends) * MAX_WORDS_WITHOUT_END > n_words else sum(map(_count_addressed, words))
        if n_questions < max(MIN_ADDRESSED, n_words / MAX_WORDS_PER_QUESTION):
            return transcript
    note = (
        f"No speakers are named, and {n_questions} questions are among the words of the one participant: if this is an "
        "interview, they count as answers. Export it with speakers (Teams: .vtt or .docx), or write I: and B: before "
        "the turns."
    )
    # The note says what the shorter ones say, and more.
    notes = (other for other in transcript.notes if other not in {UNNAMED_NOTE, NOTES_OF_ONE})
    return replace(transcript, notes=(note, *notes))
