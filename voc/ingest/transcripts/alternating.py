"""Paragraphs without any labels, of two people who take turns: read only when that is evident, and said so.

Questions and short signs of listening ("Mm-hm.") speak for the one who asks, long paragraphs without a question for
the one who answers. The most likely way through all paragraphs is found by dynamic programming, where every paragraph
that does not change the speaker costs; it must explain nearly all signs, with hardly any such cost.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts import notes
from voc.ingest.transcripts.utterances import count_time_lines

ASKS, ANSWERS = "Interviewer", "Interviewee"
MIN_PARAGRAPHS = 12
MIN_AGREEMENT = 0.8
"""Share of the paragraphs with a sign whose sign fits."""
OPENING = 6
"""One in so many paragraphs is small talk at the start, where both ask: its signs count half."""
MAX_STAYS = 0.05
"""Share of the paragraphs that may go on with the speaker before."""
_STAY_COST = 12.0
_LONG_WORDS = 40
_QUESTION = re.compile(r"\?[\"”“»’')*_\s]*$")


def recognise(text: str) -> bool:
    """Whether two people plainly take turns, paragraph by paragraph, without time codes."""
    return count_time_lines(text) < 3 and bool(_sides(_paragraphs(text), text))


def read(text: str) -> Transcript:
    """The paragraphs as turns of "Interviewer" and "Interviewee"."""
    found = _paragraphs(text)
    sides = _sides(found, text)
    note = (
        "No speakers are named, but the paragraphs plainly alternate between one who asks and one who answers: read as "
        f"'{ASKS}' and '{ANSWERS}'. Check the first turns; write 'I:' and 'B:' before the paragraphs to be sure."
    )
    turns = [
        Utterance(item.start, item.end, ASKS if asks else ANSWERS) for item, asks in zip(found, sides, strict=True)
    ]
    return Transcript(text, tuple(turns), (note,))


def _paragraphs(text: str) -> list[Utterance]:
    """Paragraphs of speech: what stands before the first sentence (a title, a date) is none."""
    found = [item for item in notes.spoken(text) if len(text[item.start : item.end]) < 20_000]
    while found and not re.search(r"[.?!…,]", text[found[0].start : found[0].end]):
        found = found[1:]
    return found


def _sign(words: str) -> float:
    """How much a paragraph speaks for the one who asks (above 0) or answers (below 0)."""
    count = len(words.split())
    if _QUESTION.search(words) and count <= 80:
        return 1.0
    if count <= 3:
        return 0.4 if "?" not in words else 0.0
    return -1.0 if count >= _LONG_WORDS and "?" not in words else 0.0


def _sides(found: Sequence[Utterance], text: str) -> list[bool]:
    """For each paragraph whether it is the asker's; empty when the turns are not evident."""
    if len(found) < MIN_PARAGRAPHS:
        return []
    weight = [0.5] * (len(found) // OPENING) + [1.0] * len(found)
    signs = [part * _sign(text[item.start : item.end]) for part, item in zip(weight, found, strict=False)]
    path = _best_path(signs)
    stays = sum(before == after for before, after in itertools.pairwise(path))
    weights = sum(abs(sign) for sign in signs)
    fitting = sum(abs(sign) for sign, asks in zip(signs, path, strict=True) if (sign > 0) == asks)
    both = {asks for sign, asks in zip(signs, path, strict=True) if abs(sign) >= 0.5 and (sign > 0) == asks}
    evident = (
        stays <= MAX_STAYS * len(found)
        and fitting >= MIN_AGREEMENT * weights
        and weights >= 0.3 * len(found)
        and len(both) == 2
    )
    return path if evident else []


def _best_path(signs: Sequence[float]) -> list[bool]:
    scores = {True: signs[0], False: -signs[0]}
    came: list[dict[bool, bool]] = []
    for sign in signs[1:]:
        step, best = {}, {}
        for side in (True, False):
            change, stay = scores[not side], scores[side] - _STAY_COST
            step[side] = (not side) if change >= stay else side
            best[side] = max(change, stay) + (sign if side else -sign)
        came.append(step)
        scores = best
    path = [scores[True] >= scores[False]]
    for step in reversed(came):
        path.append(step[path[-1]])
    return path[::-1]
