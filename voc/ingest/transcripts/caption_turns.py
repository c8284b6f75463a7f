"""Join captions and other short pieces of speech to turns, and write them as the text of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voc.ingest.file_content import Transcript, Utterance

UNNAMED_NOTE = "No speakers are named: all words count as one participant's."
_SENTENCE_END = re.compile(r"[.!?…][\"”“»’')]*$")


@dataclass(frozen=True, slots=True)
class ParagraphThresholds:
    """When captions without names start a new paragraph."""

    pause_s: float = 3.0
    """Seconds of silence that end a paragraph."""
    length: int = 1_500
    """Code points after which a paragraph ends with the sentence; after twice as many, it ends with the caption."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words with their times in seconds. ``label`` is None when nobody is named and the last speaker goes on.

    ``is_new_turn`` is set when a mark before the words (``>>``) says that somebody else speaks.
    """

    start_s: float
    end_s: float
    label: str | None
    text: str
    is_new_turn: bool = False


@dataclass(slots=True)
class _JoinedTurn:
    label: str
    start_s: float
    words: list[str]
    length: int = 0


def join_captions(
    captions: Sequence[Caption],
    thresholds: ParagraphThresholds = ParagraphThresholds(),
    *,
    notes: Sequence[str] = (),
) -> Transcript:
    """Join successive captions of one speaker to turns, without captions that have no words.

    The document's text is rewritten: ``Name: words``, a paragraph per turn. ``notes`` follow the note on names.
    """
    turns: list[_JoinedTurn] = []
    label, last_end_s = "", 0.0
    for caption in captions:
        words = " ".join(caption.text.split())
        if not words:
            continue
        speaker = label if caption.label is None else caption.label
        is_new_turn = (
            not turns
            or speaker != label
            or caption.is_new_turn
            or (not speaker and _ends_paragraph(turns[-1], caption.start_s - last_end_s, thresholds))
        )
        if is_new_turn:
            turns.append(_JoinedTurn(speaker, caption.start_s, []))
        turns[-1].words.append(words)
        turns[-1].length += len(words) + 1
        label, last_end_s = speaker, caption.end_s
    return _write_transcript(turns, notes)


def _ends_paragraph(turn: _JoinedTurn, pause_s: float, thresholds: ParagraphThresholds) -> bool:
    is_sentence_end = _SENTENCE_END.search(turn.words[-1]) is not None
    return (
        pause_s >= thresholds.pause_s
        or turn.length > 2 * thresholds.length
        or (turn.length > thresholds.length and is_sentence_end)
    )


def _write_transcript(turns: Sequence[_JoinedTurn], notes: Sequence[str]) -> Transcript:
    paragraphs: list[str] = []
    utterances, position = [], 0
    for turn in turns:
        head, body = (f"{turn.label}: " if turn.label else ""), " ".join(turn.words)
        paragraphs.append(f"{head}{body}\n\n")
        start = position + len(head)
        utterances.append(Utterance(start, start + len(body), turn.label, turn.start_s))
        position += len(paragraphs[-1])
    is_unnamed = bool(turns) and not any(turn.label for turn in turns)
    return Transcript("".join(paragraphs), tuple(utterances), (*([UNNAMED_NOTE] if is_unnamed else []), *notes))
