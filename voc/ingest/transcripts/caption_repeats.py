"""Fold what captions repeat and recognisers invent, and count it, so that no word counts twice and none is lost.

Rolling captions (YouTube, live television) show the last line again in the next cue, or grow word by word. Recognisers
fall into loops, writing one sentence many times in a row, and invent the last words of films in silence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import islice, pairwise
from operator import eq

from voc.files.decode import count_characters
from voc.ingest.transcripts.caption_turns import Caption
from voc.schema import Reason

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("captions.toml").read_text("utf-8"))
# A whole sentence: behind the start or the end of another, and before the end or the start of another.
_INVENTED = re.compile(rf"(?:^|(?<=[.!?…♪] ))(?:{'|'.join(_DATA['invented'])})(?:[.!…]+(?=\s|$)|$)", re.I)
SOUND = re.compile("|".join(_DATA["sounds"]))
"""A sound in brackets ("laughter"), in lower case, which is no speaker."""
_SOUND_ALONE = re.compile(rf"[♪♫\s]++|[\[(*♪]\s*(?:{SOUND.pattern})\s*[\])*♪]", re.I)
_WORD = re.compile(r"\S+")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class RepeatThresholds:
    """When repeated words are a rolling caption or a loop, and not what somebody said twice."""

    min_rolling_share: float = 0.3
    """Share of the neighbouring cues that overlap in a file of rolling captions; people repeat whole lines rarely."""
    min_rolling_cues: int = 2
    """Overlapping neighbours that a rolling file must have."""
    max_rolling_words: int = 60
    """Words of two cues that are compared; no screen shows more at once."""
    max_loop_words: int = 16
    """Words of the longest sentence that is searched for loops; Whisper's loops are short sentences."""
    min_sentence_words: int = 3
    """Words from which on a loop is a sentence; people repeat single words ("ja, ja, ja") more often."""
    min_sentence_times: int = 3
    """How often a sentence is written in a row in a loop."""
    min_word_times: int = 10
    """How often one or two words are written in a row in a loop."""


_THRESHOLDS = RepeatThresholds()


@dataclass(frozen=True, slots=True)
class FoldedCaptions:
    """Captions without repeats, notes with the number of words that were left out, and the characters by reason."""

    captions: list[Caption]
    notes: tuple[str, ...]
    left_out: Mapping[Reason, int]


def count_words(text: str) -> int:
    """How many words a text has; signs alone are none."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def fold_rolling(texts: Sequence[str], thresholds: RepeatThresholds = _THRESHOLDS) -> tuple[list[str], int]:
    """The texts of successive cues without the words of the cue before, and how many words were folded.

    Nothing is folded unless many neighbours overlap: in other files, people said a line twice.
    """
    spoken = [position for position, text in enumerate(texts) if text.strip()]
    words = {position: texts[position].split() for position in spoken}
    overlaps: dict[int, int] = {}
    n_rolling = 0
    for earlier, later in pairwise(spoken):
        overlaps[later] = _overlap(words[earlier], words[later], thresholds)
        # Equal cues and single words prove nothing: somebody may say "Ja." twice.
        n_rolling += overlaps[later] > 1 and words[earlier] != words[later]
    if n_rolling < max(thresholds.min_rolling_cues, thresholds.min_rolling_share * len(overlaps)):
        return list(texts), 0
    folded, n_words = list(texts), 0
    for position, overlap in overlaps.items():
        if overlap:
            end = next(islice(_WORD.finditer(texts[position]), overlap - 1, None)).end()
            folded[position] = texts[position][end:].lstrip()
            n_words += count_words(texts[position][:end])
    return folded, n_words


def _overlap(earlier: list[str], later: list[str], thresholds: RepeatThresholds) -> int:
    """How many words at the start of the later cue end the earlier one; a single word only as a whole cue."""
    for size in range(min(len(earlier), len(later), thresholds.max_rolling_words), 0, -1):
        if earlier[-size:] == later[:size]:
            return size if size > 1 or size in {len(earlier), len(later)} else 0
    return 0


def fold_repeats(captions: Sequence[Caption], thresholds: RepeatThresholds = _THRESHOLDS) -> FoldedCaptions:
    """Captions without invented sentences and loops, and notes that count both."""
    lengths = [_length(captions)]
    kept, n_invented = _without_invented(captions)
    lengths.append(_length(kept))
    n_sounds = sum(_SOUND_ALONE.fullmatch(caption.text.strip()) is not None for caption in kept)
    kept = [caption for caption in kept if not _SOUND_ALONE.fullmatch(caption.text.strip())]
    lengths.append(_length(kept))
    kept, n_loops, n_words = _without_loops(kept, thresholds)
    lengths.append(_length(kept))
    notes = []
    if n_invented:
        notes.append(
            'Sentences that recognisers invent in silence ("Thanks for watching!" and the like) were left out: '
            f"{n_invented}."
        )
    if n_sounds:
        notes.append(f"Captions of a sound alone ([Music]) were left out: {n_sounds}.")
    if n_loops:
        notes.append(
            "Loops of the recogniser, the same words many times in a row, were folded to one round: "
            f"{n_loops}, with {n_words} words left out."
        )
    reasons: tuple[Reason, ...] = ("invented sentences", "remarks", "copies")
    left_out = {reason: n - rest for reason, (n, rest) in zip(reasons, pairwise(lengths), strict=True)}
    return FoldedCaptions(kept, tuple(notes), left_out)


def _length(captions: Sequence[Caption]) -> int:
    return sum(count_characters(caption.text) for caption in captions)


def _without_invented(captions: Sequence[Caption]) -> tuple[list[Caption], int]:
    kept, n_invented = [], 0
    for caption in captions:
        text, n = _INVENTED.subn("", " ".join(caption.text.split()))
        n_invented += n
        kept.append(replace(caption, text=" ".join(text.split())) if n else caption)
    return kept, n_invented


def _without_loops(captions: list[Caption], thresholds: RepeatThresholds) -> tuple[list[Caption], int, int]:
    """Captions with each loop folded to its first round, the number of loops, and that of the words left out."""
    words = [caption.text.split() for caption in captions]
    n_loops = n_words = 0
    for first, last in _runs_of_one_speaker(captions):
        places = [(at, number) for at in range(first, last) for number in range(len(words[at]))]
        keys = [_NOT_WORD.sub("", words[at][number]).casefold() for at, number in places]
        spans = list(_loops(keys, thresholds))
        n_loops += len(spans)
        for start, end in spans:
            for at, number in places[start:end]:
                n_words += any(character.isalnum() for character in words[at][number])
                words[at][number] = ""
    if not n_loops:
        return captions, 0, 0
    kept = [replace(caption, text=" ".join(filter(None, words[position]))) for position, caption in enumerate(captions)]
    return kept, n_loops, n_words


def _runs_of_one_speaker(captions: Sequence[Caption]) -> Iterator[tuple[int, int]]:
    start = 0
    for position in range(1, len(captions) + 1):
        is_end = position == len(captions)
        if is_end or captions[position].is_new_turn or captions[position].label not in {None, captions[start].label}:
            yield start, position
            start = position


def _are_words(keys: Sequence[str]) -> bool:
    """Whether most are words: single letters and numbers are dictated, not looped."""
    return 2 * sum(len(key) > 1 and not key.isdigit() for key in keys) > len(keys)


def _loops(keys: Sequence[str], thresholds: RepeatThresholds) -> Iterator[tuple[int, int]]:
    """Spans of words that repeat the words before them again and again, without the first round; none overlap."""
    end = 0
    spans: list[tuple[int, int]] = []
    for period in range(1, min(thresholds.max_loop_words, len(keys) // 2) + 1):
        times = thresholds.min_sentence_times if period >= thresholds.min_sentence_words else thresholds.min_word_times
        # A byte per word, 1 where it equals the word one period before: bytes are searched fast.
        repeats = bytes(map(eq, keys[period:], keys))
        for match in re.finditer(rb"\x01{%d,}" % ((times - 1) * period), repeats):
            first = match.start() + period
            if _are_words(keys[match.start() : first]):
                spans.append((first, first + len(match[0]) // period * period))
    for start, stop in sorted(spans):
        if start >= end:
            yield start, stop
            end = stop
